// cache_converted: a load of floats with dtype q8 leaves a copy in 8 bits in the cache, which later loads read.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoModel, ModelRegistry, env, pipeline } from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { startHub } from '../../support/hub.mjs';
import { memoryCache } from '../../support/memory_cache.mjs';
import {
  bundledModel,
  cleanUp,
  fixedModel,
  shardedCheckpoint,
  temporaryFolder,
} from '../../support/models.mjs';

const fixture = (path) => readFileSync(join(root, 'tests/fixtures', path));
const copy = /^deberta-wasm\.q8/;
const text = 'Write to Ada Lovelace at ada@example.org, please.';
const before = { ...env };
let hub;
beforeAll(async () => {
  const config = { 'config.json': fixture('golden/v1_seq_single/config.json') };
  const checkpoint = (file) => fixture(join('checkpoints/v1_seq_single', file));
  const repositories = {
    'ada/floats': { main: fixedModel },
    'ada/bytes': { main: bundledModel },
    'ada/sharded': shardedCheckpoint(),
    'ada/torch': { ...config, 'pytorch_model.bin': checkpoint('zip.bin') },
    'ada/tensorflow': { ...config, 'tf_model.h5': checkpoint('tf_model.h5') },
  };
  hub = await startHub({ repositories });
});
afterAll(async () => {
  await hub.close();
  Object.assign(env, before);
  cleanUp();
});
beforeEach(() => {
  Object.assign(env, { remoteHost: hub.url, cacheDir: temporaryFolder() });
});

const options = { dtype: 'q8', cache_converted: true, threads: 1 };

/** The state of the copy, once it does not change any more. */
async function settled(model) {
  for (;;) {
    const { converted } = (await model.diagnostics()).load;
    if (converted !== 'in progress') return converted;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Loads and disposes of a model, and waits for the copy. */
async function loadOnce(name, more = {}) {
  const model = await AutoModel.from_pretrained(name, { ...options, ...more });
  const converted = await settled(model);
  const { load } = await model.diagnostics();
  await model.dispose();
  return { ...load, converted };
}

test('the second load reads a quarter, offline, and finds the same', async () => {
  const first = await pipeline('token-classification', 'ada/floats', options);
  const found = await first(text);
  expect(await settled(first)).toBe('kept');
  await first.dispose();
  const sizes = {};
  const second = await pipeline('token-classification', 'ada/floats', {
    ...{ ...options, network: 'none' },
    progress_callback: ({ status, file, total }) => status === 'progress' && (sizes[file] = total),
  });
  const { load } = await second.diagnostics();
  expect(load).toMatchObject({ converted: 'read', format: 'safetensors' });
  expect(load.files).toEqual([expect.stringMatching(copy)]);
  expect(load.origins[load.files[0]]).toEqual({ from: 'cache', verified: 'size', cached: true });
  expect(load.bytes).toBe(sizes[load.files[0]]);
  // The fixture is in halves.
  const { size } = await ModelRegistry.get_file_metadata('ada/floats', 'model.safetensors');
  expect(load.bytes).toBeLessThan(0.6 * size);
  const again = await second(text);
  expect(again.map(({ entity_group, word }) => [entity_group, word])).toEqual(
    found.map(({ entity_group, word }) => [entity_group, word]),
  );
  await second.dispose();
});

test('without the option, or with floats, the files of the Hub are read', async () => {
  await loadOnce('ada/floats');
  for (const other of [{ cache_converted: false }, { dtype: 'fp32' }]) {
    const { converted, files } = await loadOnce('ada/floats', other);
    expect(converted).toBe(null);
    expect(files).toEqual(['model.safetensors']);
  }
  const { converted } = await loadOnce('ada/floats', { dtype: 'q8-weights' });
  expect(converted).toBe('read');
});

test.each(['ada/sharded', 'ada/torch', 'ada/tensorflow'])(
  'of %s there is a copy, too',
  async (name) => {
    expect((await loadOnce(name)).converted).toBe('kept');
    const { converted, files, tensors } = await loadOnce(name, { network: 'none' });
    expect(converted).toBe('read');
    expect(files).toHaveLength(1);
    expect(tensors).toBeGreaterThan(10);
  },
);

test('weights in 8 bits need no copy', async () => {
  expect((await loadOnce('ada/bytes')).converted).toMatch(/^not kept: nothing to convert/);
  expect(await ModelRegistry.get_cache_size('ada/bytes')).toBe(
    ['config.json', 'model.safetensors'].reduce(
      (sum, file) => sum + readFileSync(join(bundledModel, file)).length,
      0,
    ),
  );
});

test('a model that is disposed of ends the conversion, and the next load makes the copy', async () => {
  const model = await AutoModel.from_pretrained('ada/floats', options);
  await model.dispose();
  expect((await loadOnce('ada/floats')).converted).toBe('kept');
});

test('without room there is no copy, and the report says why once', async () => {
  const { length } = readFileSync(join(fixedModel, 'model.safetensors'));
  Object.assign(env, { useCustomCache: true, customCache: memoryCache({ room: length / 2 }) });
  expect((await loadOnce('ada/floats')).converted).toBe('not kept: no room');
  Object.assign(env, before);
});

test('a folder has no cache, and so no copy', async () => {
  const folder = temporaryFolder();
  cpSync(fixedModel, folder, { recursive: true });
  expect((await loadOnce(folder)).converted).toBe(null);
});

test('clearing the cache removes the copy', async () => {
  await loadOnce('ada/floats');
  const { files } = await ModelRegistry.clear_cache('ada/floats');
  expect(files.map(({ file }) => file)).toContainEqual(expect.stringMatching(copy));
  expect(await ModelRegistry.get_cache_size('ada/floats')).toBe(0);
});
