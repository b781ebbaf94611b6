// js/files/manifest.js: which files make a model, in order of preference.
import { describe, expect, test } from '@jest/globals';

import {
  findTokenizer,
  findWeights,
  insteadOf,
  moreSettings,
  tokenizerFiles,
  weightsFileLike,
  weightsFiles,
} from '../../../js/files/manifest.js';

/** What opens the files of a folder, and remembers what it was asked for. */
function folder(...files) {
  const asked = [];
  const open = async (file) => {
    asked.push(file);
    return files.includes(file) ? `content of ${file}` : null;
  };
  return { open, asked };
}

/** All subsets of a list. */
function subsets(list) {
  const [first, ...rest] = list;
  if (first === undefined) return [[]];
  const others = subsets(rest);
  return [...others, ...others.map((some) => [first, ...some])];
}

describe('weights', () => {
  const order = [
    'model.safetensors',
    'model.safetensors.index.json',
    'pytorch_model.bin',
    'pytorch_model.bin.index.json',
    'tf_model.h5',
  ];

  test.each(subsets(order).map((files) => [files]))('of %j: the first in order', async (files) => {
    const { open, asked } = folder('config.json', ...[...files].reverse());
    const found = await findWeights(open);
    const expected = order.find((file) => files.includes(file));
    if (expected === undefined) expect(found).toBe(null);
    else expect(found).toEqual({ file: expected, content: `content of ${expected}` });
    // Nothing is asked for that comes after it.
    expect(asked).toEqual(order.slice(0, asked.length));
    expect(asked.at(-1)).toBe(expected ?? 'tf_model.h5');
  });

  test.each(subsets(order).map((files) => [files]))(
    'of %j with from_tf: tf_model.h5 or none',
    async (files) => {
      const { open, asked } = folder(...files);
      const found = await findWeights(open, { from_tf: true });
      expect(found?.file).toBe(files.includes('tf_model.h5') ? 'tf_model.h5' : undefined);
      expect(asked).toEqual(['tf_model.h5']);
    },
  );

  test.each(subsets(order).map((files) => [files]))(
    'of %j with use_safetensors: no other format',
    async (files) => {
      const { open, asked } = folder(...files);
      const found = await findWeights(open, { use_safetensors: true });
      expect(found?.file).toBe(order.slice(0, 2).find((file) => files.includes(file)));
      expect(order.slice(0, 2)).toEqual(expect.arrayContaining(asked));
    },
  );

  test('with from_tf and use_safetensors: none', async () => {
    const both = { from_tf: true, use_safetensors: true };
    expect(await findWeights(folder(...order).open, both)).toBe(null);
  });

  test('the order is the list that other places read', () => expect(weightsFiles).toEqual(order));

  test('a question of yes or no finds them, too', async () => {
    const has = async (file) => file === 'pytorch_model.bin';
    expect(await findWeights(has)).toEqual({ file: 'pytorch_model.bin', content: true });
  });

  test.each([
    ['my.safetensors', 'model.safetensors'],
    ['/models/a.safetensors.index.json', 'model.safetensors.index.json'],
    ['checkpoint.bin', 'pytorch_model.bin'],
    ['a.bin.index.json', 'pytorch_model.bin.index.json'],
    ['keras.h5', 'tf_model.h5'],
    ['weights', 'model.safetensors'],
  ])('a file %s is read as %s', (path, expected) => {
    expect(weightsFileLike(path)).toBe(expected);
  });
});

describe('a tokenizer', () => {
  const all = ['vocab.json', 'merges.txt', 'spm.model', 'tokenizer.json', 'vocab.txt'];
  /** What a load does, in words: byte-level BPE, else SentencePiece, else tokenizer.json, else BERT's. */
  function expected(files) {
    const has = (file) => files.includes(file);
    if (has('vocab.json')) {
      return has('merges.txt')
        ? { files: ['vocab.json', 'merges.txt'], missing: null }
        : { files: ['vocab.json'], missing: 'merges.txt' };
    }
    if (has('spm.model')) return { files: ['spm.model'], missing: null };
    if (has('tokenizer.json')) return { files: ['tokenizer.json'], missing: null };
    if (has('vocab.txt')) return { files: ['vocab.txt'], missing: null };
    return { files: [], missing: 'tokenizer.json' };
  }

  test.each(subsets(all).map((files) => [files]))('of %j', async (files) => {
    const { open } = folder(...files);
    const { files: found, missing } = await findTokenizer(open);
    expect({ files: [...found.keys()], missing }).toEqual(expected(files));
    for (const [file, content] of found) expect(content).toBe(`content of ${file}`);
  });

  test('asks for no file that does not matter', async () => {
    const { open, asked } = folder('vocab.json', 'merges.txt', 'tokenizer.json', 'spm.model');
    await findTokenizer(open);
    expect(asked).toEqual(['vocab.json', 'merges.txt']);
  });

  const older = ['special_tokens_map.json', 'added_tokens.json'];
  const bytes = (text) => new TextEncoder().encode(text);
  test.each([
    [['vocab.json', 'merges.txt'], '{}', older],
    [['vocab.json', 'merges.txt'], null, older],
    [['vocab.json', 'merges.txt'], '{"added_tokens_decoder": {}}', []],
    [['spm.model'], '{}', older],
    [['spm.model'], null, older],
    [['spm.model'], '{"added_tokens_decoder": {}}', []],
    [['vocab.txt'], '{}', older],
    [['vocab.txt'], null, older],
    [['vocab.txt'], '{"added_tokens_decoder": {}}', []],
    [['tokenizer.json'], '{}', []],
    [['tokenizer.json'], null, []],
  ])('%j with the settings %s needs %j, too', (files, settings, more) => {
    expect(moreSettings(new Set(files), settings && bytes(settings))).toEqual(more);
  });

  test('the list of its files names all of them', () => {
    expect([...tokenizerFiles].sort()).toEqual([...all, 'tokenizer_config.json', ...older].sort());
  });
});

test.each([
  ['model.safetensors', weightsFiles.slice(1)],
  ['pytorch_model.bin', ['pytorch_model.bin.index.json', 'tf_model.h5']],
  ['tf_model.h5', []],
  ['vocab.json', ['spm.model', 'tokenizer.json', 'vocab.txt']],
  ['merges.txt', []],
  ['spm.model', ['tokenizer.json', 'vocab.txt']],
  ['tokenizer.json', ['vocab.txt']],
  ['vocab.txt', []],
  ['tokenizer_config.json', ['merges.txt', 'spm.model', 'tokenizer.json', 'vocab.txt']],
  ['special_tokens_map.json', ['merges.txt', 'spm.model', 'tokenizer.json', 'vocab.txt']],
  ['added_tokens.json', ['merges.txt', 'spm.model', 'tokenizer.json', 'vocab.txt']],
  ['config.json', []],
  ['README.md', []],
])('where %s does not exist, a model may have %j', (file, others) => {
  expect(insteadOf(file)).toEqual(others);
});
