// Loading by Hub name, from a server that has the Hub's addresses.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { env, pipeline } from '../../dist/node.js';
import { serve } from '../../tools/serve.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../support/models.mjs';

let hub, requests, proxy;
const before = { ...env };
beforeAll(async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'ada/pii/resolve/main'), { recursive: true });
  cpSync(bundledModel, join(folder, 'ada/pii/resolve/main'), { recursive: true });
  cpSync(bundledModel, join(folder, 'ada/pii/resolve/refs/pr/4'), { recursive: true });
  hub = await serve(folder);
  // Counts what passes, and has the second origin that the Hub's redirects lead to.
  proxy = createServer((request, response) => {
    requests.push(request.url);
    const target = new URL(decodeURIComponent(request.url), hub.url).href;
    response.writeHead(302, { Location: target }).end();
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await hub.close();
  await new Promise((resolve) => proxy.close(resolve));
  cleanUp();
});
afterEach(() => void Object.assign(env, before));

function useHub() {
  requests = [];
  env.remoteHost = `http://127.0.0.1:${proxy.address().port}`;
  env.cacheDir = temporaryFolder();
}

const text = 'Ask ada@example.org';
const simple = { aggregation_strategy: 'simple' };

test('a name is a repository; the second load comes from the cache', async () => {
  useHub();
  const first = await pipeline('ner', 'ada/pii');
  const answer = await first(text, simple);
  expect(answer).toMatchObject([{ entity_group: 'EMAIL', word: 'ada@example.org' }]);
  await first.dispose();
  expect(requests).toContain('/ada/pii/resolve/main/model.safetensors');
  expect(
    readdirSync(env.cacheDir).filter((name) => name.includes('model.safetensors')),
  ).toHaveLength(1);

  requests = [];
  const second = await pipeline('ner', 'ada/pii', { local_files_only: true });
  expect(await second(text, simple)).toEqual(answer);
  await second.dispose();
  expect(requests).toEqual([]);
});

test('a revision is in every request', async () => {
  useHub();
  const ner = await pipeline('ner', 'ada/pii', { revision: 'refs/pr/4' });
  await ner.dispose();
  expect(requests.length).toBeGreaterThan(3);
  for (const url of requests) expect(url).toContain('/resolve/refs%2Fpr%2F4/');
});

test('local_files_only asks nobody, also where the cache is empty', async () => {
  useHub();
  await expect(pipeline('ner', 'ada/pii', { local_files_only: true })).rejects.toMatchObject({
    name: 'ModelFileNotFoundError',
  });
  env.allowRemoteModels = false;
  await expect(pipeline('ner', 'ada/pii')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(requests).toEqual([]);
});

test('a repository that is not there is an error of its own', async () => {
  useHub();
  await expect(pipeline('ner', 'ada/other')).rejects.toMatchObject({
    name: 'ModelFileNotFoundError',
    file: 'config.json',
  });
});

test('a local model has the same name below localModelPath', async () => {
  useHub();
  env.allowLocalModels = true;
  env.localModelPath = new URL('ada/pii/resolve/', hub.url).href;
  const ner = await pipeline('ner', 'main');
  expect(await ner(text, simple)).toHaveLength(1);
  await ner.dispose();
  expect(requests).toEqual([]);
});

test('a caller has a cache and a fetch of its own', async () => {
  useHub();
  const kept = new Map();
  env.useCustomCache = true;
  env.customCache = {
    match: async (key) => (kept.has(key) ? new Response(kept.get(key)) : undefined),
    put: async (key, response) => void kept.set(key, await response.arrayBuffer()),
  };
  const urls = [];
  env.fetch = (url, init) => {
    urls.push(String(url));
    return fetch(url, init);
  };
  for (let i = 0; i < 2; ++i) await (await pipeline('ner', 'ada/pii')).dispose();
  expect(kept.size).toBeGreaterThan(3);
  expect(urls.filter((url) => url.endsWith('model.safetensors'))).toHaveLength(1);
});
