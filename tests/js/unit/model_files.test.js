// js/files/model_files.js over a repository that the test plays: the registry names the files that a load reads.
import { describe, expect, test } from '@jest/globals';

import { GlinerSource } from '../../../js/files/gliner.js';
import { ModelFiles } from '../../../js/files/model_files.js';

/**
 * A repository with these files, of which the cache holds some.
 * @param {Record<string, string>} files
 * @param {string[]} cached
 */
function repository(files, cached = []) {
  const opened = [];
  return {
    opened,
    cached: async () => Object.fromEntries(cached.map((file) => [file, { size: 1 }])),
    stat: async (file) => (file in files ? { size: files[file].length } : null),
    async open(file) {
      opened.push(file);
      if (!(file in files)) return null;
      const chunks = (async function* () {
        yield new TextEncoder().encode(files[file]);
      })();
      return { total: null, chunks };
    },
  };
}

const model = { 'config.json': '{}', 'model.safetensors': 'w' };
const older = { 'special_tokens_map.json': '{}', 'added_tokens.json': '{}' };
const complete = { 'tokenizer_config.json': '{"added_tokens_decoder": {}}' };
const of = (own, other, options = {}) =>
  new ModelFiles(new GlinerSource(own, async () => other, false), options);
const filesOf = (files, cached, options) =>
  of(repository({ ...model, ...files }, cached), null, options);

describe('a tokenizer of the registry', () => {
  const spm = { 'spm.model': 's', 'tokenizer.json': '{}' };

  test('is the one that a load prefers', async () => {
    expect(await filesOf(spm).ofTokenizer()).toEqual(['spm.model']);
    expect(await filesOf({ 'tokenizer.json': '{}', ...older }).ofTokenizer()).toEqual([
      'tokenizer.json',
    ]);
    const bpe = { ...spm, 'vocab.json': '{}', 'merges.txt': 'a b' };
    expect(await filesOf(bpe).ofTokenizer()).toEqual(['vocab.json', 'merges.txt']);
  });

  test('has the older settings, unless the cached newer ones make them unnecessary', async () => {
    const files = { ...spm, ...complete, ...older };
    const all = ['spm.model', 'tokenizer_config.json', ...Object.keys(older)];
    const asked = repository({ ...model, ...files });
    expect(await of(asked).ofTokenizer()).toEqual(all);
    expect(asked.opened).toEqual([]); // nothing is fetched for a list
    const cached = ['tokenizer_config.json'];
    expect(await filesOf(files, cached).ofTokenizer()).toEqual(all.slice(0, 2));
    const old = { ...files, 'tokenizer_config.json': '{}' };
    expect(await filesOf(old, cached).ofTokenizer()).toEqual(all);
  });
});

describe('a model is complete in the cache', () => {
  const files = { 'spm.model': 's', ...complete, ...older };
  const loaded = ['config.json', 'model.safetensors', 'spm.model', 'tokenizer_config.json'];

  test('where it holds what a load reads', async () => {
    expect(await filesOf(files, loaded).areComplete()).toBe(true);
    expect(await filesOf(files, loaded).check()).toEqual({
      allCached: true,
      files: expect.arrayContaining(loaded.map((file) => ({ file, cached: true }))),
    });
  });

  test.each(loaded)('but not without %s', async (file) => {
    const others = loaded.filter((each) => each !== file);
    expect(await filesOf(files, others).areComplete()).toBe(false);
  });

  test('but not without merges.txt, which vocab.json needs', async () => {
    const half = { 'vocab.json': '{}', 'tokenizer.json': '{}' };
    const cached = ['config.json', 'model.safetensors', 'vocab.json', 'tokenizer.json'];
    expect(await filesOf(half, cached).areComplete()).toBe(false);
    const options = { include_tokenizer: false };
    expect(await filesOf(half, cached, options).areComplete()).toBe(true);
  });
});

describe('of a GLiNER2 model', () => {
  const encoder = 'encoder_config/config.json';
  const files = {
    'config.json': '{"model_type": "extractor"}',
    [encoder]: '{"model_type": "deberta-v2"}',
    'model.safetensors': 'w',
    'tokenizer.json': '{}',
  };
  const { [encoder]: _, ...others } = files;

  test('the encoder’s configuration is a file, too', async () => {
    const asked = repository(files);
    expect(await of(asked).all()).toEqual([
      ...['config.json', encoder, 'model.safetensors', 'tokenizer.json'],
    ]);
    expect(asked.opened).toEqual([]);
  });

  test('is complete in the cache with it', async () => {
    const complete = (cached, some = files) => of(repository(some, cached)).areComplete();
    expect(await complete(Object.keys(files))).toBe(true);
    expect(await complete(Object.keys(others))).toBe(false);
    // Without a request, what is not cached seems not to exist.
    expect(await complete(Object.keys(others), others)).toBe(false);
    const plain = { ...others, 'config.json': '{"model_type": "deberta-v2"}' };
    expect(await complete(Object.keys(others), plain)).toBe(true);
  });

  test('is cleared with it', async () => {
    const asked = { ...repository(files, Object.keys(files)), forget: async (names) => names };
    const { files: cleared } = await of(asked).clear();
    expect(cleared.map(({ file }) => file).sort()).toEqual(Object.keys(files).sort());
  });
});

describe('of a GLiNER model', () => {
  const gliner = JSON.stringify({ model_name: 'ada/encoder' });
  const own = { 'gliner_config.json': gliner, 'pytorch_model.bin': 'w' };
  const other = {
    'config.json': '{}',
    'spm.model': 's',
    ...complete,
    'pytorch_model.bin': 'other',
  };
  const ofOwn = ['gliner_config.json', 'pytorch_model.bin'];
  const ofOther = ['config.json', 'spm.model', 'tokenizer_config.json'];

  test('the encoder and the tokenizer are those of the repository that it names', async () => {
    const files = of(repository(own), repository(other, ofOther));
    expect(await files.all()).toEqual([
      ...['gliner_config.json', 'config.json', 'pytorch_model.bin'],
      ...['spm.model', 'tokenizer_config.json'],
    ]);
  });

  test('own files go before those of the other one', async () => {
    const tokenizer = { 'tokenizer.json': '{}' };
    const some = { ...own, ...tokenizer, 'config.json': '{"model_type": "deberta-v2"}' };
    const load = new GlinerSource(repository(some), async () => repository(other));
    expect(await new ModelFiles(load, {}).all()).toEqual([
      ...['gliner_config.json', 'config.json', 'pytorch_model.bin', 'tokenizer.json'],
    ]);
  });

  test('with its encoder_config and a tokenizer nothing else is opened', async () => {
    const some = { ...own, 'gliner_config.json': '{"encoder_config": {}}', 'tokenizer.json': '{}' };
    const opened = () => {
      throw new Error('opened another repository');
    };
    const files = new ModelFiles(new GlinerSource(repository(some), opened, false), {});
    expect(await files.all()).toEqual([...ofOwn, 'tokenizer.json']);
  });

  test('is complete in the cache with the files of both', async () => {
    const files = (mine, others) => of(repository(own, mine), repository(other, others));
    expect(await files(ofOwn, ofOther).areComplete()).toBe(true);
    expect(await files(ofOwn, ofOther.slice(1)).areComplete()).toBe(false);
    expect(await files(ofOwn.slice(1), ofOther).areComplete()).toBe(false);
  });

  test.each([
    [{ model_name: 'https://example.org/' }],
    [{ model_name: '../folder' }],
    [{ model_name: 7 }],
    [{}],
  ])('the other one has a Hub name, not %j', async (fields) => {
    const some = { ...own, 'gliner_config.json': JSON.stringify(fields) };
    await expect(of(repository(some), repository(other)).all()).rejects.toMatchObject({
      code: 'CONFIG_VALUE',
      message: 'gliner_config.json: model_name: expected the Hub name (owner/name) of the encoder',
    });
  });

  test('a configuration that is no object is an error', async () => {
    const some = { ...own, 'gliner_config.json': '[]' };
    await expect(of(repository(some), repository(other)).all()).rejects.toMatchObject({
      code: 'CONFIG_JSON',
      file: 'gliner_config.json',
    });
  });
});
