// How many bytes an example loads, measured while the site is built.
import { readdirSync, statSync } from 'node:fs';

/** @param {URL} folder @param {RegExp} names */
const bytesOf = (folder, names) =>
  readdirSync(folder)
    .filter((name) => names.test(name))
    .reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);

const model = new URL('../../../models/pii-tiny/', import.meta.url);
const tokenizer = /^(vocab|merges|tokenizer|special_tokens)/;

export default {
  load: () => ({
    tokenizer: bytesOf(model, tokenizer),
    pipeline: bytesOf(model, new RegExp(`${tokenizer.source}|^(config|model)`)),
  }),
};
