// Files of a repository: downloads, whole and interrupted.
import { describe, expect, test } from '@jest/globals';

import { env as packageEnv } from '../../../../js/base/env.js';
import { lockHere } from '../../../../js/base/locks.js';
import { Repository } from '../../../../js/files/repository.js';
import { memoryCache } from '../../../support/memory_cache.mjs';
import { seeded } from '../../../support/random.mjs';
import {
  add,
  hub,
  load,
  mirror,
  name,
  pieceLength,
  read,
  sent,
  sha256,
  visit,
  weights,
} from '../../../support/repository_visits.mjs';

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
