// The tokenizer of the fixed model, and its vocabulary as the files have it.
import { afterAll, beforeAll } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoTokenizer } from '../../dist/node.js';
import { fixedModel } from './models.mjs';

export const [CLS, SEP, UNK, PAD, MASK] = ['[CLS]', '[SEP]', '[UNK]', '[PAD]', '[MASK]'];

/** Options with which a call gives arrays. */
export const lists = { return_tensor: false };

/** A text of many tokens. */
export const long = 'one two three four five six seven eight nine ten';

/** Repeats of a value. */
export const times = (count, value) => Array.from({ length: count }, () => value);

/** Opens the tokenizer for the tests of a file; the fields are there once they run. */
export function useFixedTokenizer() {
  const fixed = {
    tokenizer: null,
    /** token to id, read from the file */
    vocab: null,
    /** id to token */
    tokenOf: null,
    /** Ids without special tokens. */
    idsOf: (text) => fixed.tokenizer.encode(text, { add_special_tokens: false }),
  };
  beforeAll(async () => {
    fixed.tokenizer = await AutoTokenizer.from_pretrained(fixedModel);
    const vocab = JSON.parse(readFileSync(join(fixedModel, 'vocab.json')));
    const added = JSON.parse(readFileSync(join(fixedModel, 'tokenizer_config.json')));
    for (const [id, { content }] of Object.entries(added.added_tokens_decoder)) {
      vocab[content] = Number(id);
    }
    fixed.vocab = vocab;
    fixed.tokenOf = Object.fromEntries(Object.entries(vocab).map(([token, id]) => [id, token]));
  });
  afterAll(() => fixed.tokenizer.dispose());
  return fixed;
}
