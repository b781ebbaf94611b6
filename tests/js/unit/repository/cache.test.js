// Files of a repository: what the cache keeps, mends and forgets.
import { describe, expect, test } from '@jest/globals';

import { memoryCache } from '../../../support/memory_cache.mjs';
import { seeded } from '../../../support/random.mjs';
import {
  added,
  add,
  config,
  hub,
  load,
  mirror,
  name,
  pieceLength,
  read,
  sent,
  visit,
  weights,
} from '../../../support/repository_visits.mjs';

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

  test('does not list a file as missing that exists by now, next to newer ones', async () => {
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

  test('removes the given files', async () => {
    const cache = memoryCache();
    await read(visit(cache));
    await read(visit(cache), 'config.json');
    expect(await visit(cache).forget(['model.bin', 'none'])).toEqual(['model.bin']);
    expect(cache.keys(/model\.bin/)).toEqual([]);
    expect((await read(visit(cache, { network: 'none' }), 'config.json')).bytes).toEqual(config);
  });
});
