// A GLiNER2 model of the Hub, whose encoder has a configuration of its own.
import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { GLiNER2, ModelRegistry, env, pipeline } from '../../../dist/node.js';
import { answer, cli } from '../../support/cli.mjs';
import { caseExpected, caseFolder } from '../../support/gliner_cases.mjs';
import { startHub } from '../../support/hub.mjs';
import { hubAndMirror, testTransfers } from '../../support/hub_and_mirror.mjs';
import { temporaryFolder } from '../../support/models.mjs';

const name = 'ada/gliner2';
const folder = caseFolder('gliner2_mixed');
const encoder = 'encoder_config/config.json';
const all = [
  ...['config.json', encoder, 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'],
].sort();
const model = Object.fromEntries(all.map((file) => [file, readFileSync(join(folder, file))]));
const { texts, schema, runs } = caseExpected('gliner2_mixed');
const plainRun = runs.find((run) => !run.include_confidence && !run.include_spans);

const servers = hubAndMirror({ [name]: { main: model, v2: model } });

/** Loads the model, sees that it answers, and tells where its files came from. */
async function load(options = {}) {
  const loaded = await GLiNER2.from_pretrained(name, { threads: 1, ...options });
  const result = await loaded.extract(texts[0], schema, { threshold: plainRun.threshold });
  expect(result).toEqual(plainRun.results[0]);
  const { load: report } = await loaded.diagnostics();
  await loaded.dispose();
  return report.origins;
}

/** Loads the model for a pipeline. */
async function loadPipeline(task) {
  const pipe = await pipeline(task, name, { threads: 1 });
  const { load: report } = await pipe.diagnostics();
  await pipe.dispose();
  return report.origins;
}

test('all files are downloaded, compared and cached; the second load makes no request', async () => {
  const progress = [];
  const origins = await load({ progress_callback: (info) => progress.push(info) });
  expect(Object.keys(origins).sort()).toEqual(all);
  expect(origins['model.safetensors']).toEqual({
    ...{ from: 'network', verified: 'sha256', cached: true },
  });
  expect(origins[encoder]).toEqual({ from: 'network', verified: 'git-sha1', cached: true });
  const done = progress.filter(({ status }) => status === 'done').map(({ file }) => file);
  expect(done.sort()).toEqual(all);
  const totals = progress.filter(({ status }) => status === 'progress_total');
  const sum = Object.values(model).reduce((bytes, { length }) => bytes + length, 0);
  expect(new Set(totals.map(({ total }) => total))).toEqual(new Set([sum]));

  servers.hub.requests.length = 0;
  const again = await load({ local_files_only: true });
  expect(new Set(Object.values(again).map(({ from }) => from))).toEqual(new Set(['cache']));
  await load();
  expect(servers.hub.requests).toEqual([]);
});

test.each(['zero-shot-classification', 'zero-shot-token-classification'])(
  'the pipeline %s caches the same files',
  async (task) => {
    expect(Object.keys(await loadPipeline(task)).sort()).toEqual(all);
    expect(servers.hub.requests.length).toBeGreaterThan(0);
    servers.hub.requests.length = 0;
    await loadPipeline(task);
    expect(servers.hub.requests).toEqual([]);
    await load();
    expect(servers.hub.requests).toEqual([]);
  },
);

test('the revision and the hashes are those of the model', async () => {
  const sha256 = createHash('sha256').update(model[encoder]).digest('hex');
  await load({ revision: 'v2', integrity: { [encoder]: sha256 } });
  const asked = servers.hub.requests
    .map(({ path }) => path)
    .filter((path) => path.includes('/resolve/'));
  expect(asked).toContain(`/${name}/resolve/v2/${encoder}`);
  env.cacheDir = temporaryFolder();
  await expect(load({ integrity: { [encoder]: '0'.repeat(64) } })).rejects.toMatchObject({
    code: 'INTEGRITY',
    file: encoder,
  });
});

testTransfers(servers, load, 'model.safetensors');

test('the registry knows all files', async () => {
  expect((await ModelRegistry.get_files(name)).sort()).toEqual(all);
  expect(await ModelRegistry.get_model_files(name)).toEqual([
    ...['config.json', encoder, 'model.safetensors'],
  ]);
  expect(await ModelRegistry.is_cached(name)).toBe(false);
  await load();
  expect(await ModelRegistry.is_cached(name)).toBe(true);
  expect((await ModelRegistry.get_files(name)).sort()).toEqual(all);
  expect(await ModelRegistry.get_file_metadata(name, encoder)).toMatchObject({
    ...{ exists: true, fromCache: true, size: model[encoder].length },
  });
  const cleared = await ModelRegistry.clear_cache(name);
  expect(cleared.files.map(({ file }) => file).sort()).toEqual(all);
  expect(await ModelRegistry.is_cached(name)).toBe(false);
  expect(await ModelRegistry.get_cache_size(name)).toBe(0);
});

test('the commands info, download, convert and run know them', async () => {
  const source = ['--remote-host', servers.hub.url, '--cache_dir', temporaryFolder()];
  const info = JSON.parse(await answer(['info', name, '--json', ...source]));
  expect(info).toMatchObject({
    model_type: 'deberta-v2',
    gliner2: { architecture: 'span', counting_layer: 'count_lstm', max_width: 8 },
    heads: ['gliner2'],
    skipped: [],
    refused: null,
    tokenizer: { kind: 'Unigram', files: ['tokenizer.json'] },
  });
  expect(info.memory_bytes).toBeGreaterThan(0);
  const told = await answer(['info', name, ...source]);
  expect(told).toContain('any number of words');
  expect(told).toContain('any, by name');

  const copy = join(temporaryFolder(), 'copy');
  expect(await cli(['download', name, '--to', copy, ...source])).toMatchObject({ status: 0 });
  expect(readdirSync(copy, { recursive: true })).toEqual(expect.arrayContaining(all));
  servers.hub.requests.length = 0;
  const labels = ['--labels', 'company,city', '--threads', '1', '--threshold', '0.3'];
  const run = (model, ...action) => answer(['run', ...action, model, texts[0], ...labels]);
  expect(JSON.parse(await run(copy, 'zero-shot-ner', '--json')).length).toBeGreaterThan(0);
  expect(await run(copy, 'zero-shot-redact')).toMatch(/\[(company|city)_1\]/);
  const classes = ['--candidate_labels', 'formal,casual', '--threads', '1'];
  const classify = ['run', 'zero-shot-classification', copy, texts[0], ...classes];
  expect(await answer(classify)).toMatch(/^(formal|casual)\s+0\.\d+\n/);
  expect(servers.hub.requests).toEqual([]);

  const small = join(temporaryFolder(), 'small');
  expect(await cli(['convert', name, small, '--dtype', 'q8', ...source])).toMatchObject({
    status: 0,
  });
  expect(readdirSync(small, { recursive: true })).toEqual(expect.arrayContaining(all));
  expect(JSON.parse(await run(small, 'zero-shot-ner', '--json')).length).toBeGreaterThan(0);
});

test('a repository without the encoder’s configuration names it', async () => {
  const { [encoder]: _, ...rest } = model;
  const half = await startHub({ repositories: { [name]: { main: rest } } });
  env.remoteHost = half.url;
  await expect(load()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', file: encoder });
  await half.close();
});
