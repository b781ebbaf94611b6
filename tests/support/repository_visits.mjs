// A repository of a Hub and of a mirror, and visits to it, on a network that fails on request.
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { createHash } from 'node:crypto';

import { env as packageEnv } from '../../js/base/env.js';
import { lockHere } from '../../js/base/locks.js';
import { Repository } from '../../js/files/repository.js';
import { startHub } from './hub.mjs';
import { seeded } from './random.mjs';

export const pieceLength = 10_000;
export const weights = seeded(1).bytes(95_000);
export const config = Buffer.from('{"model_type": "deberta"}');
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const name = 'ada/pii';
export const files = { 'config.json': config, 'model.bin': weights };

export let hub, mirror;
beforeAll(async () => {
  const secret = { 'ada/secret': files };
  const repositories = { [name]: { main: files, 'refs/pr/4': files }, ...secret };
  hub = await startHub({ repositories, tokens: { 'ada/secret': 'hf_x' } });
  mirror = await startHub({ repositories: { [name]: files }, api: false, raw: false });
});
afterAll(() => Promise.all([hub.close(), mirror.close()]));
afterEach(() => {
  const gone = added.splice(0);
  for (const each of [hub, mirror]) {
    each.clearFaults();
    each.requests.length = 0;
    for (const [file, content] of Object.entries(files)) each.replace(name, 'main', file, content);
    for (const file of gone) each.replace(name, 'main', file, null);
  }
});

/** Files that go after the test. */
export const added = [];
/** Until the test ends. */
export function add(file, content = weights) {
  for (const each of [hub, mirror]) each.replace(name, 'main', file, content);
  added.push(file);
}

const host = {
  lock: lockHere,
  pieceLength,
  createHash: (algorithm) => {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
  },
};

/** A repository, as a page that is opened now sees it. */
export function visit(cache, options = {}, { server = hub, model = name, env = {} } = {}) {
  const retry = { attempts: 4, delay: 1, stall: 300 };
  const settings = { ...packageEnv, remoteHost: server.url, retry, ...env };
  return new Repository(model, options, settings, host, cache);
}

export async function read(repository, file = 'model.bin', signal) {
  const content = await repository.open(file, signal);
  if (!content) return null;
  const chunks = [];
  for await (const chunk of content.chunks) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), origin: content.origin, total: content.total };
}

/** Reads as a load does: it begins again where the repository says that it should. */
export async function load(repository, file = 'model.bin') {
  for (let attempt = 1; ; ++attempt) {
    try {
      return await read(repository, file);
    } catch (error) {
      const again =
        error.code === 'FILE_CHANGED' || (error.code === 'INTEGRITY' && error.retryable);
      if (attempt === 3 || !again) throw error;
    }
  }
}

/** Bytes of file contents that were sent. */
export const sent = (server = hub) =>
  server.requests
    .filter(({ path, status }) => status < 300 && !path.includes('/api/'))
    .reduce((sum, request) => sum + request.sent, 0);
