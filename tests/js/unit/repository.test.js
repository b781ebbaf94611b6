// js/files/repository.js: files of the Hub, and the cache of them, on a network that fails on request.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

import { env as packageEnv } from '../../../js/base/env.js';
import { lockHere } from '../../../js/base/locks.js';
import { Repository } from '../../../js/files/repository.js';
import { startHub } from '../../support/hub.mjs';
import { memoryCache } from '../../support/memory_cache.mjs';
import { seeded } from '../../support/random.mjs';

const pieceLength = 10_000;
const weights = seeded(1).bytes(95_000);
const config = Buffer.from('{"model_type": "deberta"}');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const name = 'ada/pii';
const files = { 'config.json': config, 'model.bin': weights };

let hub, mirror;
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

const added = [];
/** Until the test ends. */
function add(file, content = weights) {
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
function visit(cache, options = {}, { server = hub, model = name, env = {} } = {}) {
  const retry = { attempts: 4, delay: 1, stall: 300 };
  const settings = { ...packageEnv, remoteHost: server.url, retry, ...env };
  return new Repository(model, options, settings, host, cache);
}

async function read(repository, file = 'model.bin', signal) {
  const content = await repository.open(file, signal);
  if (!content) return null;
  const chunks = [];
  for await (const chunk of content.chunks) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), origin: content.origin, total: content.total };
}

/** Reads as a load does: it begins again where the repository says that it should. */
async function load(repository, file = 'model.bin') {
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
const sent = (server = hub) =>
  server.requests
    .filter(({ path, status }) => status < 300 && !path.includes('/api/'))
    .reduce((sum, request) => sum + request.sent, 0);

describe('a download', () => {
  test('is checked against what the Hub says, and kept', async () => {
    const cache = memoryCache();
    const first = await read(visit(cache));
    expect(first.bytes.equals(weights)).toBe(true);
    expect(first.total).toBe(weights.length);
    expect(first.origin).toEqual({ from: 'network', verified: 'sha256', cached: true });
    const small = await read(visit(cache), 'config.json');
    expect(small.origin).toEqual({ from: 'network', verified: 'git-sha1', cached: true });

    hub.requests.length = 0;
    const second = await read(visit(cache));
    expect(second.bytes.equals(weights)).toBe(true);
    expect(second.origin).toEqual({ from: 'cache', verified: 'sha256', cached: true });
    expect(hub.requests).toEqual([]);
  });

  test('asks once what there is, and for nothing that there is not', async () => {
    const cache = memoryCache();
    const repository = visit(cache);
    add('pytorch_model.bin');
    expect(await read(repository, 'model.safetensors')).toBe(null);
    expect(await read(repository, 'tokenizer.json')).toBe(null);
    await read(repository, 'pytorch_model.bin');
    expect(hub.requests.map(({ path }) => path.split('/').at(-1))).toEqual([
      'main', // the listing
      ...['pytorch_model.bin', 'pytorch_model.bin'], // and where the first leads
    ]);
    hub.requests.length = 0;
    expect(await read(visit(cache), 'model.safetensors')).toBe(null);
    expect(hub.requests).toEqual([]);
  });

  test('of a mirror that tells nothing has a size, and no proof', async () => {
    const cache = memoryCache();
    const first = await read(visit(cache, {}, { server: mirror }));
    expect(first.origin).toEqual({ from: 'network', verified: 'size', cached: true });
    expect(await read(visit(cache, {}, { server: mirror }), 'none.bin')).toBe(null);
  });

  test('without any length is asked for it, and not kept where it is not told', async () => {
    const cache = memoryCache();
    const options = { server: mirror };
    mirror.always('model.bin', { encoding: 'close', ignoreRange: true });
    const first = await read(visit(cache, {}, options));
    expect(first.bytes.equals(weights)).toBe(true);
    expect(first.origin).toMatchObject({ verified: null, cached: false, note: /length/ });
    mirror.clearFaults();
    mirror.always('model.bin', { encoding: 'gzip' });
    const second = await read(visit(cache, {}, options));
    expect(second.origin).toMatchObject({ verified: 'size', cached: true });
    expect(second.bytes.equals(weights)).toBe(true);
  });

  test('has the revision in every request', async () => {
    await read(visit(memoryCache(), { revision: 'refs/pr/4' }));
    const asked = hub.requests.filter(({ origin }) => origin === 'hub');
    expect(asked).toHaveLength(2);
    for (const { url } of asked) expect(url).toContain('/refs%2Fpr%2F4');
  });

  test('by two at once is one download', async () => {
    const cache = memoryCache();
    const both = await Promise.all([read(visit(cache)), read(visit(cache))]);
    for (const { bytes } of both) expect(bytes.equals(weights)).toBe(true);
    expect(both.map(({ origin }) => origin.from).sort()).toEqual(['cache', 'network']);
    expect(sent()).toBeLessThan(weights.length * 1.1);
  });

  test('calls the fetch of a caller as a function', async () => {
    const env = {
      async fetch(url, init) {
        if (this !== undefined) throw new TypeError('Illegal invocation'); // as browsers do
        return fetch(url, init);
      },
    };
    for (const options of [{}, { token: 'hf_x' }]) {
      expect((await read(visit(null, options, { env }))).bytes.equals(weights)).toBe(true);
    }
  });

  test('of a server whose listing is none asks for the files', async () => {
    const env = {
      fetch: async (url, init) =>
        url.includes('/api/') ? Response.json([null]) : fetch(url, init),
    };
    expect((await read(visit(null, {}, { env }))).bytes.equals(weights)).toBe(true);
  });

  test('that is not read does not hold others up once it is aborted', async () => {
    const cache = memoryCache();
    const abort = new AbortController();
    await visit(cache).open('model.bin', abort.signal);
    const other = read(visit(cache));
    abort.abort();
    expect((await other).bytes.equals(weights)).toBe(true);
  });
});

describe('an interrupted download', () => {
  /** Reads until so many bytes have come, and is gone. */
  async function leaveAfter(cache, bytes, where) {
    const abort = new AbortController();
    const { chunks } = await visit(cache, {}, where).open('model.bin', abort.signal);
    let count = 0;
    for await (const chunk of chunks) {
      count += chunk.length;
      if (count >= bytes) break;
    }
    abort.abort();
  }

  test('goes on at the next visit, and fetches a piece twice at most', async () => {
    const cache = memoryCache();
    hub.always('model.bin', { drip: { bytes: 4000, every: 1 } });
    await leaveAfter(cache, 52_000);
    hub.requests.length = 0;
    const { bytes, origin } = await read(visit(cache));
    expect(bytes.equals(weights)).toBe(true);
    expect(origin).toMatchObject({ from: 'network', verified: 'sha256', cached: true });
    expect(origin.resumed).toBeGreaterThanOrEqual(40_000);
    expect(sent()).toBeLessThanOrEqual(weights.length - 40_000);
  });

  test('whose pieces are damaged fetches those again', async () => {
    const cache = memoryCache();
    hub.always('model.bin', { drip: { bytes: 4000, every: 1 } });
    await leaveAfter(cache, 52_000);
    cache.damage(/\.2$/);
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
  });

  test('of a file that changed starts over', async () => {
    const cache = memoryCache();
    hub.always('model.bin', { drip: { bytes: 4000, every: 1 } });
    await leaveAfter(cache, 52_000);
    const other = seeded(2).bytes(95_000);
    hub.replace(name, 'main', 'model.bin', other);
    const { bytes, origin } = await read(visit(cache));
    hub.replace(name, 'main', 'model.bin', weights);
    expect(bytes.equals(other)).toBe(true);
    expect(origin.resumed).toBe(undefined);
  });

  test('of a file that changed, or is gone, starts over, also where only its end shows it', async () => {
    const where = { server: mirror };
    for (const other of [seeded(2).bytes(95_000), seeded(2).bytes(5_000), null]) {
      const cache = memoryCache();
      mirror.replace(name, 'main', 'model.bin', weights);
      mirror.always('model.bin', { drip: { bytes: 4000, every: 1 } });
      await leaveAfter(cache, 52_000, where);
      mirror.clearFaults();
      mirror.replace(name, 'main', 'model.bin', other);
      const found = await load(visit(cache, {}, where));
      expect(found && Buffer.compare(found.bytes, other)).toBe(other && 0);
      expect(cache.keys(/model\.bin/)).toHaveLength(Math.ceil((other?.length ?? 0) / pieceLength));
    }
  });

  test('that is aborted while it is taken up again holds nobody up', async () => {
    const cache = memoryCache();
    hub.always('model.bin', { drip: { bytes: 4000, every: 1 } });
    await leaveAfter(cache, 52_000);
    const abort = new AbortController();
    const abortingCache = {
      ...cache,
      match(key) {
        if (key.includes('partial')) abort.abort();
        return cache.match(key);
      },
    };
    await expect(visit(abortingCache).open('model.bin', abort.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
  });

  test('that is aborted while it writes has written before others go on', async () => {
    const cache = memoryCache();
    const abort = new AbortController();
    let write, isWriting;
    const written = new Promise((resolve) => (write = resolve));
    const writing = new Promise((resolve) => (isWriting = resolve));
    const slow = {
      ...cache,
      async put(key, response) {
        if (key.endsWith('.2')) {
          isWriting();
          await written;
        }
        await cache.put(key, response);
      },
    };
    const first = read(visit(slow), 'model.bin', abort.signal);
    await writing;
    abort.abort();
    const second = read(visit(cache));
    await new Promise((resolve) => setTimeout(resolve, 50));
    write();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect((await second).origin.resumed).toBeGreaterThanOrEqual(30_000);
    expect(cache.keys(/model\.bin/)).toHaveLength(10);
  });

  test('that is aborted while it is compared is kept', async () => {
    const large = Buffer.alloc((16 << 20) + 1);
    add('large.bin', large);
    const cache = memoryCache();
    const digest = async () => {
      throw new Error('the worker was ended');
    };
    const repository = new Repository(
      ...[name, {}, { ...packageEnv, remoteHost: hub.url }],
      ...[{ lock: lockHere, createHash: () => ({ update() {}, digest }) }, cache],
    );
    await expect(read(repository, 'large.bin')).rejects.toThrow('ended');
    expect((await read(visit(cache), 'large.bin')).origin.resumed).toBe(16 << 20);
  });

  test('that went on without the Hub’s word is not told to be verified, then or later', async () => {
    const cache = memoryCache();
    hub.always('model.bin', { drip: { bytes: 4000, every: 1 } });
    await leaveAfter(cache, 52_000);
    hub.always(/^\/api/, { status: 404 });
    for (const from of ['network', 'cache']) {
      expect((await read(visit(cache))).origin).toMatchObject({ from, verified: 'size' });
    }
    const integrity = { 'model.bin': sha256(weights) };
    expect((await read(visit(cache, { integrity }))).origin).toMatchObject({
      from: 'network',
      verified: 'sha256',
    });
  });
});

describe('the cache', () => {
  test('mends a damaged piece, and fetches no other', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    for (const damage of [() => cache.damage(/\.3$/), () => cache.remove(/\.8$/)]) {
      damage();
      hub.requests.length = 0;
      const again = await read(visit(cache));
      expect(again.bytes.equals(weights)).toBe(true);
      expect(sent()).toBeLessThanOrEqual(pieceLength);
      hub.requests.length = 0;
      await read(visit(cache));
      expect(hub.requests).toEqual([]);
    }
  });

  test('mends neighbours that are damaged, each in its place', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    cache.damage(/\.[345]$/);
    cache.remove(/\.9$/);
    hub.requests.length = 0;
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
    expect(sent()).toBeLessThanOrEqual(4 * pieceLength);
    hub.requests.length = 0;
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
    expect(hub.requests).toEqual([]);
  });

  test('is read a few pieces ahead, in order, and no further once nobody reads', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    const maxAtOnce = 5; // one that is waited for, and four ahead
    const { below } = seeded(3);
    let asked = 0;
    let reading = 0;
    let most = 0;
    const slow = {
      ...cache,
      async match(key) {
        if (!/\.\d+$/.test(key)) return cache.match(key);
        asked++;
        most = Math.max(most, ++reading);
        // The later ones may come first.
        await new Promise((resolve) => setTimeout(resolve, below(5)));
        reading--;
        return cache.match(key);
      },
    };
    expect((await read(visit(slow))).bytes.equals(weights)).toBe(true);
    expect(asked).toBe(10);
    expect(most).toBe(maxAtOnce);
    asked = 0;
    const { chunks } = await visit(slow).open('model.bin');
    for await (const chunk of chunks) {
      expect(chunk).toHaveLength(pieceLength);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked).toBe(maxAtOnce);
  });

  test('that is damaged while nobody may be asked is an error, and stays', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    cache.damage(/\.3$/);
    const before = cache.size;
    await expect(read(visit(cache, { network: 'none' }))).rejects.toMatchObject({
      code: 'INTEGRITY',
      file: 'model.bin',
    });
    expect(cache.size).toBe(before);
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
  });

  test('that is full, or fails, leaves the model to run from memory, and says so', async () => {
    for (const room of [0, 30_000, 95_000]) {
      const cache = memoryCache({ room });
      const { bytes, origin } = await read(visit(cache));
      expect(bytes.equals(weights)).toBe(true);
      expect(origin).toMatchObject({
        verified: 'sha256',
        cached: false,
        note: 'not kept: no room',
      });
      expect(cache.keys(/model\.bin/)).toEqual([]);
    }
    const broken = memoryCache();
    broken.put = async () => {
      throw new Error('disk on fire');
    };
    broken.match = async () => {
      throw new Error('disk on fire');
    };
    const { bytes, origin } = await read(visit(broken));
    expect(bytes.equals(weights)).toBe(true);
    expect(origin).toMatchObject({ cached: false, note: /disk on fire/ });
  });

  test('is of one state of the repository', async () => {
    const cache = memoryCache();
    await read(visit(cache), 'config.json');
    const later = Buffer.from('{"model_type": "deberta", "later": true}');
    hub.replace(name, 'main', 'config.json', later);
    const repository = visit(cache);
    await read(repository, 'config.json');
    await expect(read(repository)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    // What the session does then: it begins again.
    expect((await read(repository, 'config.json')).bytes.equals(later)).toBe(true);
    expect((await read(repository)).bytes.equals(weights)).toBe(true);
    hub.replace(name, 'main', 'config.json', config);
  });

  test('is of one state, also where nobody has told what an earlier one was', async () => {
    const cache = memoryCache();
    hub.always(/^\/api/, { status: 404 });
    await read(visit(cache), 'config.json');
    hub.clearFaults();
    hub.replace(name, 'main', 'config.json', Buffer.from('{"later": true}'));
    const repository = visit(cache);
    await read(repository, 'config.json');
    await expect(read(repository)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  });

  test('that does not let go of another state is given up', async () => {
    const cache = memoryCache();
    await read(visit(cache), 'config.json');
    const later = Buffer.from('{"later": true}');
    hub.replace(name, 'main', 'config.json', later);
    cache.put = async () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    const repository = visit(cache);
    await read(repository, 'config.json');
    expect((await load(repository)).origin.cached).toBe(false);
    expect((await read(repository, 'config.json')).bytes.equals(later)).toBe(true);
  });

  test('forgets that a file is not there, where nothing was in its place', async () => {
    const candidates = ['model.safetensors', 'pytorch_model.bin', 'tf_model.h5'];
    for (const server of [hub, mirror]) {
      const cache = memoryCache();
      const where = { server };
      // Somebody else answers, for all there is.
      server.always(/./, { html: true });
      expect(await read(visit(cache, {}, where), 'config.json')).toBe(null);
      server.clearFaults();
      expect((await load(visit(cache, {}, where), 'config.json')).bytes.equals(config)).toBe(true);
      // It is not complete yet.
      for (const file of candidates) expect(await read(visit(cache, {}, where), file)).toBe(null);
      server.replace(name, 'main', 'model.safetensors', weights);
      added.push('model.safetensors');
      const { bytes } = await load(visit(cache, {}, where), 'model.safetensors');
      expect(bytes.equals(weights)).toBe(true);
    }
  });

  test('tells of no file that is there by now, beside newer ones', async () => {
    const cache = memoryCache();
    add('pytorch_model.bin');
    for (const file of ['model.safetensors', 'pytorch_model.bin']) await read(visit(cache), file);
    add('model.safetensors');
    add('vocab.json');
    const repository = visit(cache);
    expect(await read(repository, 'model.safetensors')).toBe(null);
    await expect(read(repository, 'vocab.json')).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    expect((await read(repository, 'model.safetensors')).bytes.equals(weights)).toBe(true);
  });

  test('that is damaged leads to another version, also of another length', async () => {
    for (const server of [hub, mirror]) {
      const cache = memoryCache();
      server.always('model.bin', { noEtag: true });
      await read(visit(cache, {}, { server }));
      cache.damage(/\.3$/);
      const other = seeded(2).bytes(55_000);
      server.replace(name, 'main', 'model.bin', other);
      const { bytes } = await load(visit(cache, {}, { server }));
      expect(bytes.equals(other)).toBe(true);
      expect(cache.keys(/model\.bin/)).toHaveLength(6);
    }
  });

  test('of a caller may be as simple as a Map', async () => {
    const kept = new Map();
    const cache = {
      match: (key) => (kept.has(key) ? new Response(kept.get(key)) : null),
      put: async (key, response) => void kept.set(key, await response.arrayBuffer()),
      delete: (key) => kept.delete(key),
    };
    expect((await read(visit(cache))).origin.cached).toBe(true);
    expect((await read(visit(cache))).origin.from).toBe('cache');
    expect(await visit(cache).forget(['model.bin'])).toEqual(['model.bin']);
    expect(kept.size).toBe(1);
  });

  test('that cannot delete keeps nothing wrong', async () => {
    const cache = memoryCache();
    cache.delete = undefined;
    hub.fault('model.bin', { flip: 5 });
    await expect(read(visit(cache))).rejects.toMatchObject({ code: 'INTEGRITY' });
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
    expect((await read(visit(cache))).origin.from).toBe('cache');
    await visit(cache).forget(['model.bin']);
    expect(cache.size).toBeLessThan(1000);
  });

  test('whose answer cannot be read is mended', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    const broken = {
      ...cache,
      async match(key) {
        if (!key.endsWith('.3')) return cache.match(key);
        return new Response(new ReadableStream({ start: (body) => body.error(new Error('disk')) }));
      },
    };
    expect((await read(visit(broken))).bytes.equals(weights)).toBe(true);
  });

  test('takes any name for one', async () => {
    const cache = memoryCache();
    for (const file of ['constructor', '__proto__']) {
      add(file);
      expect((await read(visit(cache), file)).origin.cached).toBe(true);
      expect((await read(visit(cache), file)).origin.from).toBe('cache');
    }
  });

  test('is passed over by force_download, once', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    hub.requests.length = 0;
    const repository = visit(cache, { force_download: true });
    expect((await read(repository)).origin.from).toBe('network');
    expect((await read(repository)).origin.from).toBe('cache');
    expect((await read(visit(cache))).bytes.equals(weights)).toBe(true);
    expect(cache.keys(/model\.bin/)).toHaveLength(10);
  });

  test('that changes while it is read is read to its end, and has nothing left of before', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    const { chunks } = await visit(cache).open('model.bin');
    const pieces = [];
    for await (const piece of chunks) {
      if (pieces.length === 0) await read(visit(cache, { force_download: true }));
      pieces.push(piece);
    }
    expect(Buffer.concat(pieces).equals(weights)).toBe(true);
    expect(cache.keys(/model\.bin/)).toHaveLength(10);
  });

  test('has nothing left of a file that force_download does not find any more', async () => {
    const cache = memoryCache();
    await read(visit(cache, {}, { server: mirror }));
    mirror.replace(name, 'main', 'model.bin', null);
    expect(await read(visit(cache, { force_download: true }, { server: mirror }))).toBe(null);
    expect(cache.keys(/model\.bin/)).toEqual([]);
  });

  test('gives any part of a file', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    const { read: part } = await visit(cache).open('model.bin');
    for (const [begin, end] of [
      [0, 1],
      [9_990, 30_010],
      [94_000, 95_000],
      [40_000, 40_000],
    ]) {
      expect(Buffer.from(await part(begin, end)).equals(weights.subarray(begin, end))).toBe(true);
    }
  });

  test('forgets what it is told to', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    await read(visit(cache), 'config.json');
    expect(await visit(cache).forget(['model.bin', 'none'])).toEqual(['model.bin']);
    expect(cache.keys(/model\.bin/)).toEqual([]);
    expect((await read(visit(cache, { network: 'none' }), 'config.json')).bytes).toEqual(config);
  });
});

describe('content that is not what it should be', () => {
  const damaged = async (cache, options, where) =>
    read(visit(cache, options, where)).catch((error) => error);

  test('is an error, and is not kept', async () => {
    const cache = memoryCache();
    hub.fault('model.bin', { flip: 50_000 });
    expect(await damaged(cache)).toMatchObject({ code: 'INTEGRITY', retryable: true });
    expect(cache.keys(/model\.bin/)).toEqual([]);
    hub.fault('config.json', { flip: 5 });
    await expect(read(visit(cache), 'config.json')).rejects.toMatchObject({ code: 'INTEGRITY' });
    hub.fault('model.bin', { pointer: true });
    expect(await damaged(cache)).toMatchObject({ code: 'INTEGRITY' });
    hub.always('model.bin', { html: true, type: 'application/octet-stream' });
    expect(await damaged(cache)).toMatchObject({ code: 'NETWORK', retryable: true });
    expect(cache.keys(/model\.bin/)).toEqual([]);
  });

  test('is forgotten, also where it was too long', async () => {
    const cache = memoryCache();
    let isWrong = true;
    const env = {
      fetch: async (url, init) =>
        isWrong && url.endsWith('/config.json')
          ? new Response('{"error": "not now"}'.repeat(10))
          : fetch(url, init),
    };
    await expect(read(visit(cache, {}, { env }), 'config.json')).rejects.toMatchObject({
      code: 'INTEGRITY',
      retryable: true,
    });
    expect(cache.keys(/config/)).toEqual([]);
    isWrong = false;
    expect((await read(visit(cache, {}, { env }), 'config.json')).bytes.equals(config)).toBe(true);
  });

  test('has no length that a page was told of a compressed body', async () => {
    const cache = memoryCache();
    const env = {
      fetch: async (url, init) => {
        const { status, headers, body } = await fetch(url, init);
        const seen = new Headers(headers);
        seen.delete('content-encoding');
        return new Response(body, { status, headers: seen });
      },
    };
    const text = Buffer.alloc(45_000, 'abcdefgh');
    mirror.replace(name, 'main', 'model.bin', text);
    mirror.always('model.bin', { encoding: 'gzip length' });
    for (let i = 0; i < 2; ++i) {
      const { bytes, origin } = await read(visit(cache, {}, { server: mirror, env }));
      expect(bytes.equals(text)).toBe(true);
      expect(origin).toMatchObject({ verified: null, cached: false });
      expect(cache.keys(/model\.bin/)).toEqual([]);
    }
  });

  test('is compared with what the caller says, also from the cache', async () => {
    const cache = memoryCache();
    const right = { 'model.bin': sha256(weights) };
    const wrong = { 'model.bin': `sha256-${Buffer.alloc(32, 1).toString('base64')}` };
    const where = { server: mirror };
    expect(await damaged(cache, { integrity: right }, where)).toMatchObject({
      origin: { verified: 'sha256', cached: true },
    });
    for (let i = 0; i < 2; ++i) {
      expect(await damaged(cache, { integrity: wrong }, where)).toMatchObject({
        code: 'INTEGRITY',
        retryable: false,
      });
    }
    expect((await damaged(cache, { integrity: right }, where)).origin.from).toBe('cache');
    expect(await damaged(cache, { integrity: { 'model.bin': 'abc' } })).toMatchObject({
      code: 'INPUT',
    });
  });
});

describe('what is asked of whom', () => {
  test('nobody, where that is forbidden', async () => {
    for (const options of [{ local_files_only: true }, { network: 'none' }]) {
      expect(await read(visit(memoryCache(), options))).toBe(null);
    }
    const env = { allowRemoteModels: false };
    expect(await read(visit(memoryCache(), {}, { env }))).toBe(null);
    expect(hub.requests).toEqual([]);
  });

  test('a token and headers are for the Hub, and not for where it redirects to', async () => {
    const headers = { 'X-Team': 'blue' };
    const where = { model: 'ada/secret' };
    const found = await read(visit(memoryCache(), { token: 'hf_x', headers }, where));
    expect(found.bytes.equals(weights)).toBe(true);
    const [atHub, elsewhere] = ['hub', 'content'].map((origin) =>
      hub.requests.filter((request) => request.origin === origin),
    );
    expect(atHub.length).toBeGreaterThan(1);
    for (const { headers: seen } of atHub) {
      expect(seen).toMatchObject({ authorization: 'Bearer hf_x', 'x-team': 'blue' });
    }
    expect(elsewhere).toHaveLength(1);
    for (const { headers: seen } of elsewhere) {
      expect(seen.authorization ?? seen['x-team']).toBe(undefined);
    }
    await expect(read(visit(memoryCache(), {}, where))).rejects.toMatchObject({ status: 401 });
  });
});

describe('a hundred cuts', () => {
  const kinds = {
    'with its length': (cut) => ({ cut }),
    chunked: (cut) => ({ cut, encoding: 'chunked' }),
    'until the connection closes': (cut) => ({ cut, encoding: 'close' }),
    gzip: (cut) => ({ cut, encoding: 'gzip close' }),
    reset: (reset) => ({ reset }),
  };
  const expected = sha256(weights);

  test.each(Object.entries(kinds))('%s', async (_, fault) => {
    const { below } = seeded(3);
    for (let i = 0; i < 100; ++i) {
      const cache = memoryCache();
      hub.clearFaults();
      hub.fault('model.bin', fault(below(weights.length)), fault(below(weights.length)));
      const result = await read(visit(cache)).catch((error) => error);
      if (result.bytes) {
        expect(sha256(result.bytes)).toBe(expected);
        expect(result.origin.cached).toBe(true);
      } else {
        expect(result).toMatchObject({ name: 'DebertaError', retryable: true });
      }
      hub.clearFaults();
      hub.requests.length = 0;
      const later = await read(visit(cache));
      expect(sha256(later.bytes)).toBe(expected);
      if (result.bytes) expect(hub.requests).toEqual([]);
    }
  });
});

describe('a mirror that passes the Hub’s addresses of further pages on', () => {
  const first = '/api/models/ada/pii/tree/main?recursive=true';
  const entry = (path) => ({ type: 'file', path, size: files[path].length });

  /** @param {(cursor: number) => [number, string | null]} page status, and the file that it lists */
  async function mirrorOf(page) {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      const content = files[request.url.replace('/ada/pii/resolve/main/', '')];
      if (content) return response.end(content);
      const url = new URL(request.url, 'http://mirror');
      const cursor = Number(url.searchParams.get('cursor'));
      const [status, file] = page(cursor);
      url.searchParams.set('cursor', String(cursor + 1));
      const next = `<https://hub.example${url.pathname}${url.search}>; rel="next"`;
      response.writeHead(status, cursor === 0 || status !== 200 ? { Link: next } : {});
      return response.end(JSON.stringify(file === null ? [] : [entry(file)]));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    const where = { server: { url: `http://127.0.0.1:${port}/` }, env: { fetch: onlyHere } };
    return { where, asked, close: () => new Promise((resolve) => server.close(resolve)) };
  }
  const onlyHere = (url, init) => {
    expect(new URL(url).hostname).toBe('127.0.0.1');
    return fetch(url, init);
  };
  const token = { token: 'hf_x' };

  test('is asked for them itself', async () => {
    const { where, asked, close } = await mirrorOf((cursor) => [200, Object.keys(files)[cursor]]);
    const repository = visit(memoryCache(), token, where);
    expect([...(await repository.list()).keys()]).toEqual(Object.keys(files));
    expect((await read(repository)).bytes).toEqual(weights);
    expect(await read(repository, 'vocab.json')).toBe(null);
    expect(asked.slice(0, 2)).toEqual([first, `${first}&cursor=1`]);
    await close();
  });

  test('and does not have them: the files are probed, and the cache keeps what it has', async () => {
    let isWhole = true;
    const { where, close } = await mirrorOf((cursor) =>
      isWhole || cursor === 0 ? [200, Object.keys(files)[cursor]] : [404, null],
    );
    const cache = memoryCache();
    await read(visit(cache, token, where));
    const before = cache.keys(/model\.bin/);
    expect(before.length).toBeGreaterThan(0);
    isWhole = false;
    const kept = visit(cache, token, where);
    expect(await kept.list()).toBe(null);
    expect(cache.keys(/model\.bin/)).toEqual(before);
    expect((await read(kept)).origin.from).toBe('cache');
    const empty = visit(memoryCache(), token, where);
    expect((await read(empty)).bytes).toEqual(weights);
    await close();
  });

  test('and gives the first page for each: that is no listing', async () => {
    const { where, asked, close } = await mirrorOf(() => [200, 'config.json']);
    const again = {
      ...where,
      env: { fetch: (url, init) => onlyHere(url.replace(/&cursor.*/, ''), init) },
    };
    expect(await visit(memoryCache(), token, again).list()).toBe(null);
    expect(asked.length).toBeLessThan(5);
    await close();
  });
});
