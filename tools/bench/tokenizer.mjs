// npm run bench:tokenizer -- MODEL_FOLDER [FILE]: this package's tokenizer compared with Hugging Face's
// JavaScript one (@huggingface/tokenizers), in turns in one process, on a megabyte of prose (FILE, or
// made up) and on texts that are hard for a byte-pair encoding or a unigram. MODEL_FOLDER holds
// tokenizer.json. "fails": the other one throws; of a unigram it makes one array an argument each
// (Array.push(...tokens)), so that long texts overflow its stack.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Tokenizer } from '@huggingface/tokenizers';

import { AutoTokenizer } from '../../dist/node.js';

const megabyte = 1_000_000;
const rounds = 3;

const [folder, file] = process.argv.slice(2);
if (!folder) {
  console.error('usage: npm run bench:tokenizer -- MODEL_FOLDER [FILE]');
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const theirs = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
const ours = await AutoTokenizer.from_pretrained(folder);

/** Words of the vocabulary, the frequent ones (low ids) more often, and some that it does not have. */
async function madeUpProse(size) {
  const words = [...(await ours.get_vocab())]
    .filter(([token]) => /^[Ġ▁][a-z]+$/.test(token))
    .map(([token]) => token.slice(1));
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const word = () => words[Math.floor(words.length * random() ** 4)];
  let text = '';
  while (text.length < size) {
    const rare = random() < 0.05 ? word() + word() : word();
    text += (random() < 0.1 ? rare[0].toUpperCase() + rare.slice(1) : rare) + ' ';
    if (random() < 0.08) text = `${text.trimEnd()}${random() < 0.5 ? ',' : '.'} `;
  }
  return text.slice(0, size);
}

const prose = file ? readFileSync(file, 'utf8').slice(0, megabyte) : await madeUpProse(megabyte);
const slices = (count, size) =>
  Array.from({ length: count }, (_, i) => prose.slice(i * size, (i + 1) * size));
const texts = {
  'prose, 500 calls of 30': slices(500, 30),
  'prose, 500 calls of 200': slices(500, 200),
  'prose, 1,000 texts of 1 kB': slices(1000, 1000),
  'prose, 100 kB': prose.slice(0, megabyte / 10),
  'prose, 1 MB': prose,
  'no spaces, 0.5 MB': prose.replace(/[^a-z]/g, '').slice(0, megabyte / 2),
  'no spaces, 1 MB': prose.replace(/[^a-z]/g, '').padEnd(megabyte, 'abcdefghij'),
  'one letter, 0.5 MB': 'a'.repeat(megabyte / 2),
  'one letter, 1 MB': 'a'.repeat(megabyte),
  'spaces, 1 MB': ' '.repeat(megabyte),
  'emoji, 1 MB': '😀🎉'.repeat(megabyte / 8),
};

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
async function time(run) {
  const start = performance.now();
  const result = await run();
  return [performance.now() - start, result];
}

/** The ids of each text: in one call, or in one call each, like a page that waits for every answer. */
async function ofOurs(list, single) {
  const options = { return_tensor: false, return_offsets_mapping: true };
  if (!single) return (await ours(list, options)).input_ids;
  const ids = [];
  for (const text of list) ids.push((await ours(text, options)).input_ids);
  return ids;
}

/** Null where it throws. */
function ofTheirs(list) {
  try {
    return list.map((each) => theirs.encode(each).ids);
  } catch {
    return null;
  }
}

console.log(`${rounds} rounds, medians in ms; Node ${process.version}`);
console.log('text                          ours   theirs    ratio  texts of the same ids');
for (const [name, text] of Object.entries(texts)) {
  const list = Array.isArray(text) ? text : [text];
  const [mine, other] = [[], []];
  let same = '';
  for (let round = 0; round < rounds; round++) {
    const [milliseconds, ids] = await time(() => ofOurs(list, name.includes('calls')));
    mine.push(milliseconds);
    // Hard texts take the other side many seconds, so they run once.
    if (round > 0 && !name.startsWith('prose')) continue;
    const [theirMilliseconds, theirIds] = await time(() => ofTheirs(list));
    if (theirIds === null) continue;
    other.push(theirMilliseconds);
    const equal = ids.filter((each, i) => each.join() === theirIds[i].join());
    same = `${equal.length} of ${list.length}`;
  }
  const [a, b] = [median(mine), median(other)];
  const cells = [a.toFixed(1), b?.toFixed(1) ?? 'fails', b ? (b / a).toFixed(1) : ''];
  console.log(name.padEnd(26), ...cells.map((cell) => cell.padStart(8)), ` ${same}`);
}
await ours.dispose();
