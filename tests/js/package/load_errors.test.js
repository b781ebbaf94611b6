// Damaged checkpoints: each has an error of its own, and a model loaded before still answers.
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { pipeline } from '../../../dist/node.js';
import {
  bundledModel,
  cleanUp,
  damagedModel,
  joinSafetensors,
  splitSafetensors,
} from '../../support/models.mjs';

let ner;
beforeAll(async () => {
  ner = await pipeline('token-classification', bundledModel, { threads: 1 });
});
afterAll(async () => {
  await ner.dispose();
  cleanUp();
});

const weights = 'model.safetensors';

/** Changes the header; the data stays. */
const header = (change) => (content) => {
  const [parsed, data] = splitSafetensors(content);
  return joinSafetensors(change(parsed) ?? parsed, data);
};

const flip = (content, at, mask) => {
  content[at] ^= mask;
  return content;
};

const cases = [
  ['a file that ends early', weights, (c) => c.subarray(0, 100_000), 'SAFETENSORS_TRUNCATED'],
  ['a file that ends in its header', weights, (c) => c.subarray(0, 50), 'SAFETENSORS_TRUNCATED'],
  ['an empty file', weights, () => '', 'SAFETENSORS_TRUNCATED'],
  ['a bit-flipped header', weights, (c) => flip(c, 9, 0x04), 'SAFETENSORS_HEADER'],
  ['an oversized header', weights, (c) => flip(c, 5, 0xff), 'SAFETENSORS_HEADER_SIZE'],
  ['bytes after the last tensor', weights, (c) => Buffer.concat([c, c]), 'SAFETENSORS_HEADER'],
  [
    'a missing tensor',
    weights,
    header((tensors) => {
      // By another name the bytes stay accounted for.
      tensors.unknown = tensors['classifier.bias'];
      delete tensors['classifier.bias'];
    }),
    'TENSOR_MISSING',
  ],
  [
    'a wrong shape',
    weights,
    header((tensors) => void tensors['classifier.weight'].shape.reverse()),
    'TENSOR_SHAPE',
  ],
  [
    'a wrong element type',
    weights,
    header((tensors) => void (tensors['classifier.bias'].dtype = 'I16')),
    'TENSOR_DTYPE',
  ],
  [
    'heads that do not divide hidden_size',
    'config.json',
    (c) => JSON.stringify({ ...JSON.parse(c), num_attention_heads: 5 }),
    'CONFIG_VALUE',
  ],
  [
    'a model of another kind',
    'config.json',
    (c) => JSON.stringify({ ...JSON.parse(c), model_type: 'bert' }),
    'CONFIG_UNSUPPORTED',
  ],
  ['a config that is not JSON', 'config.json', () => '<!doctype html>', 'CONFIG_JSON'],
  ['a vocabulary that is not JSON', 'vocab.json', () => '[', 'VOCAB'],
  ['a merge of unknown tokens', 'merges.txt', (c) => `${c}\nabcabc xyzxyz`, 'MERGES'],
  ['settings that are not an object', 'tokenizer_config.json', () => '[]', 'TOKENIZER_JSON'],
];

test.each(cases)('%s', async (_, file, damage, code) => {
  const error = await pipeline('token-classification', damagedModel(file, damage), {
    threads: 1,
  }).catch((failure) => failure);
  expect(error).toMatchObject({ name: 'DebertaError', code, file, retryable: false });
  expect(error.message.length).toBeGreaterThan(10);
  expect(await ner('Ask ada@example.org', { aggregation_strategy: 'simple' })).toHaveLength(1);
});

test('messages differ where the facts do', async () => {
  const messages = await Promise.all(
    cases
      .slice(0, 6)
      .map(([, file, damage]) =>
        pipeline('token-classification', damagedModel(file, damage), { threads: 1 }).catch(
          ({ message }) => message,
        ),
      ),
  );
  expect(new Set(messages).size).toBe(messages.length);
});
