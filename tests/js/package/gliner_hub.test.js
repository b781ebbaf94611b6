// A GLiNER model of the Hub, whose encoder's configuration and tokenizer are in another repository.
import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { ModelRegistry, env, pipeline } from '../../../dist/node.js';
import { answer, cli } from '../../support/cli.mjs';
import { caseExpected, caseFolder, encoders } from '../../support/gliner_cases.mjs';
import { hubAndMirror, testTransfers } from '../../support/hub_and_mirror.mjs';
import { temporaryFolder } from '../../support/models.mjs';

const name = 'ada/gliner';
const encoder = 'tiny/deberta-v3-small';
const task = 'zero-shot-token-classification';
const model = {
  'gliner_config.json': readFileSync(join(caseFolder('legacy_bin'), 'gliner_config.json')),
  'pytorch_model.bin': readFileSync(join(caseFolder('legacy_bin'), 'pytorch_model.bin')),
};
const encoderFiles = Object.fromEntries(
  readdirSync(join(encoders, encoder)).map((file) => [
    file,
    readFileSync(join(encoders, encoder, file)),
  ]),
);
const servers = hubAndMirror({
  [name]: { main: model, v2: model },
  [encoder]: { ...encoderFiles, 'pytorch_model.bin': 'of the encoder alone' },
});

const { texts, labels, runs } = caseExpected('legacy_bin');
const [{ threshold, flat_ner, multi_label, entities }] = runs;

/** Loads the model, sees that it answers, and tells where its files came from. */
async function load(options = {}) {
  const find = await pipeline(task, name, { threads: 1, ...options });
  const found = await find(texts[0], labels, { threshold, flat_ner, multi_label });
  expect(found.map(({ text, label }) => [text, label])).toEqual(
    entities[0].map(({ text, label }) => [text, label]),
  );
  const { load: report } = await find.diagnostics();
  await find.dispose();
  return report.origins;
}

const fromOwn = ['gliner_config.json', 'pytorch_model.bin'];
const fromOther = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const all = [...fromOwn, ...fromOther].sort();

test('both repositories are downloaded and cached; the second load makes no request', async () => {
  const progress = [];
  const origins = await load({ progress_callback: (info) => progress.push(info) });
  expect(Object.keys(origins).sort()).toEqual(all);
  expect(origins['pytorch_model.bin']).toEqual({
    ...{ from: 'network', verified: 'sha256', cached: true },
  });
  expect(origins['tokenizer.json']).toEqual({
    ...{ from: 'network', verified: 'git-sha1', cached: true },
  });
  const done = progress.filter(({ status }) => status === 'done').map(({ file }) => file);
  expect(done.sort()).toEqual(all);

  servers.hub.requests.length = 0;
  const again = await load({ local_files_only: true });
  expect(new Set(Object.values(again).map(({ from }) => from))).toEqual(new Set(['cache']));
  expect(servers.hub.requests).toEqual([]);
  await load();
  expect(servers.hub.requests).toEqual([]);
});

test('the revision and the hashes are those of the model; hashes also of the encoder’s files', async () => {
  const sha256 = createHash('sha256').update(encoderFiles['tokenizer.json']).digest('hex');
  await load({ revision: 'v2', integrity: { 'tokenizer.json': sha256 } });
  const asked = servers.hub.requests
    .map(({ path }) => path)
    .filter((path) => path.includes('/resolve/'));
  expect(asked).toContain(`/${name}/resolve/v2/pytorch_model.bin`);
  expect(asked).toContain(`/${encoder}/resolve/main/tokenizer.json`);
  const wrong = { 'tokenizer.json': '0'.repeat(64) };
  env.cacheDir = temporaryFolder();
  await expect(load({ integrity: wrong })).rejects.toMatchObject({
    code: 'INTEGRITY',
    file: 'tokenizer.json',
  });
});

testTransfers(servers, load, 'pytorch_model.bin');

test('the registry knows the files of both', async () => {
  expect((await ModelRegistry.get_files(name)).sort()).toEqual(all);
  expect(await ModelRegistry.is_cached(name)).toBe(false);
  await load();
  expect(await ModelRegistry.is_cached(name)).toBe(true);
  expect((await ModelRegistry.get_files(name)).sort()).toEqual(all);
  expect(await ModelRegistry.get_file_metadata(name, 'config.json')).toMatchObject({
    ...{ exists: true, fromCache: true, size: encoderFiles['config.json'].length },
  });
  const sizes = [...Object.values(model), ...fromOther.map((file) => encoderFiles[file])];
  expect(await ModelRegistry.get_cache_size(name)).toBe(
    sizes.reduce((sum, { length }) => sum + length, 0),
  );
  const cleared = await ModelRegistry.clear_cache(name);
  expect(cleared.files.map(({ file }) => file).sort()).toEqual(all);
  expect(await ModelRegistry.is_cached(name)).toBe(false);
  expect(await ModelRegistry.get_cache_size(name)).toBe(0);
});

test('the commands info, download and run know both', async () => {
  const source = ['--remote-host', servers.hub.url, '--cache_dir', temporaryFolder()];
  const info = JSON.parse(await answer(['info', name, '--json', ...source]));
  expect(info).toMatchObject({
    model_type: 'deberta-v2',
    gliner: { span_mode: 'markerV0', max_width: 12, max_len: 384 },
    heads: ['gliner'],
    skipped: [],
    refused: null,
    tokenizer: { kind: 'Unigram', files: ['tokenizer.json'] },
  });
  expect(await answer(['info', name, ...source])).toContain('384 words at once');

  const folder = join(temporaryFolder(), 'copy');
  expect(await cli(['download', name, '--to', folder, ...source])).toMatchObject({ status: 0 });
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(all));
  servers.hub.requests.length = 0;
  const run = ['run', 'zero-shot-ner', folder, texts[0], '--labels', labels.join(',')];
  const options = ['--threads', '1', '--threshold', String(threshold), '--json'];
  const found = JSON.parse(await answer([...run, ...options]));
  expect(found.map(({ text }) => text)).toEqual(entities[0].map(({ text }) => text));
  expect(servers.hub.requests).toEqual([]);
  const redacted = await answer([
    ...['run', 'zero-shot-redact', folder, texts[0], '--labels', labels.join(',')],
    ...options.slice(0, -1),
  ]);
  expect(redacted).toContain(`[${entities[0][0].label}_1]`);

  const small = join(temporaryFolder(), 'small');
  expect(await cli(['convert', name, small, '--dtype', 'q8', ...source])).toMatchObject({
    status: 0,
  });
  expect(readdirSync(small)).toEqual(expect.arrayContaining(['model.safetensors', ...fromOther]));
  const q8 = ['run', 'zero-shot-ner', small, texts[0], '--labels', labels.join(',')];
  expect(JSON.parse(await answer([...q8, ...options])).length).toBeGreaterThan(0);
});
