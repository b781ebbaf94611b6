// Files of a repository: wrong content, and which server gets which request.
import { describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';

import { memoryCache } from '../../../support/memory_cache.mjs';
import {
  config,
  files,
  hub,
  mirror,
  name,
  read,
  sha256,
  visit,
  weights,
} from '../../../support/repository_visits.mjs';

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
