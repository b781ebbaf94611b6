// js/files/fetch.js against a server that misbehaves on request.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { openRemote } from '../../../js/files/fetch.js';
import { startHub } from '../../support/hub.mjs';
import { seeded } from '../../support/random.mjs';

const body = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3));
const path = 'ada/pii/resolve/main/model.bin';
let hub;
beforeAll(async () => {
  const files = { 'model.bin': body, 'large.bin': body };
  const lfs = (name) => name === 'large.bin';
  hub = await startHub({ repositories: { 'ada/pii': files }, lfs });
});
afterAll(() => hub.close());
afterEach(() => {
  hub.clearFaults();
  hub.requests.length = 0;
});

const patience = { attempts: 3, delay: 1, stall: 300 };
const asking = (more = {}) => ({ fetch: globalThis.fetch, retry: patience, ...more });
const open = (known, more) => openRemote(hub.url + path, asking(more), known);

async function read(file) {
  const chunks = [];
  for await (const chunk of file.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const ranges = () => hub.requests.map(({ headers }) => headers.range);

test('a file passes whole, with its length and version', async () => {
  const file = await open();
  expect(file.size).toBe(body.length);
  expect(file.etag).toMatch(/^".+"$/);
  expect((await read(file)).equals(body)).toBe(true);
});

test('a part passes, and no more', async () => {
  const part = await read(await open({ begin: 1000, end: 5000, hashed: true }));
  expect(part.equals(body.subarray(1000, 5000))).toBe(true);
  expect(ranges()).toEqual(['bytes=1000-4999']);
  // Also of a server that has no ranges.
  hub.fault('model.bin', { ignoreRange: true });
  const again = await read(await open({ begin: 1000, end: 5000, hashed: true }));
  expect(again.equals(part)).toBe(true);
});

describe('what breaks off', () => {
  test.each([
    ['cut', { cut: 100_000 }],
    ['cut without a length', { cut: 100_000, encoding: 'chunked' }],
    ['reset', { reset: 100_000 }],
    ['silent', { stall: 100_000 }],
  ])('goes on where it was: %s', async (_, fault) => {
    hub.fault('model.bin', fault, fault);
    const { etag, ...file } = await open({ size: body.length }).then(async (remote) => ({
      etag: remote.etag,
      content: await read(remote),
    }));
    expect(file.content.equals(body)).toBe(true);
    const [first, second, third] = hub.requests;
    expect(first.headers.range).toBe(undefined);
    expect(second.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': etag });
    expect(third.headers.range).toBe('bytes=200000-');
  });

  test('goes on, also where only the known size tells that it broke off', async () => {
    hub.fault('model.bin', { cut: 100_000, encoding: 'close' });
    const content = await read(await open({ size: body.length }));
    expect(content.equals(body)).toBe(true);
  });

  test('goes on with a server that ignores ranges, or gives wrong ones', async () => {
    hub.fault('model.bin', { cut: 100_000 }, { ignoreRange: true });
    expect((await read(await open())).equals(body)).toBe(true);
    hub.fault('model.bin', { cut: 100_000 }, { wrongRange: 17 });
    expect((await read(await open())).equals(body)).toBe(true);
  });

  test('does not go on with another version', async () => {
    for (const [fault, known] of [
      [{ cut: 100_000 }, {}],
      [{ cut: 100_000, noEtag: true }, {}],
    ]) {
      hub.fault('model.bin', fault);
      const file = await open(known);
      const other = Buffer.from(body).reverse();
      const chunks = file.chunks();
      const result = await (async () => {
        let changed = false;
        for await (const _ of chunks) {
          if (!changed) hub.replace('ada/pii', 'main', 'model.bin', other);
          changed = true;
        }
      })().catch((error) => error);
      hub.replace('ada/pii', 'main', 'model.bin', body);
      expect(result).toMatchObject({ code: 'FILE_CHANGED', file: 'model.bin', retryable: true });
    }
  });

  test('does not go on where nothing tells that it is the same version', async () => {
    hub.always('model.bin', { noEtag: true });
    hub.fault('model.bin', { cut: 100_000 });
    await expect(open().then(read)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    // Unless the caller will compare the whole.
    hub.fault('model.bin', { cut: 100_000 });
    const content = await open({ hashed: true, size: body.length }).then(read);
    expect(content.equals(body)).toBe(true);
  });

  test('fails after the number of attempts without a byte', async () => {
    hub.always('model.bin', { cut: 0 });
    const error = await open()
      .then(read)
      .catch((failure) => failure);
    expect(error).toMatchObject({ code: 'NETWORK', file: 'model.bin', retryable: true });
    expect(hub.requests).toHaveLength(patience.attempts);
  });

  test('takes any number of interruptions, as long as bytes come', async () => {
    const { below } = seeded(7);
    for (let i = 0; i < 12; ++i) hub.fault('model.bin', { reset: 1 + below(20_000) });
    expect((await read(await open())).equals(body)).toBe(true);
    expect(hub.requests.length).toBeGreaterThan(12);
  });
});

describe('what a page has begun to read', () => {
  const known = { begin: 1000, etag: '"v1"' };
  /** Answers one after the other; a body may end before its Content-Length, as of a service worker. */
  const answers = (list) => ({ fetch: async () => list.shift() });
  const whole = (kept) => {
    const headers = { etag: '"v1"', 'content-length': String(body.length) };
    return new Response(body.subarray(0, kept), { headers });
  };

  test('goes on where a server sends the whole again, and only a part of it comes', async () => {
    const file = await open(known, answers([whole(5000), whole(body.length)]));
    expect((await read(file)).equals(body.subarray(1000))).toBe(true);
  });

  test('is complete where an answer without a body says so', async () => {
    const end = new Response(null, { status: 416, headers: { 'content-range': 'bytes */1000' } });
    expect(await read(await open(known, answers([end])))).toHaveLength(0);
  });
});

describe('an answer that is not a file', () => {
  const rejects = async (known) =>
    open(known)
      .then(read)
      .catch((error) => error);

  test('404, and a web page for a file that is not known to exist, mean a missing file', async () => {
    expect(await openRemote(`${hub.url}ada/pii/resolve/main/none.bin`, asking())).toBe(null);
    hub.fault('model.bin', { html: true });
    expect(await open()).toBe(null);
  });

  test('a web page in the place of a file is a fault that may pass', async () => {
    hub.fault('model.bin', { html: true });
    expect((await read(await open({ exists: true }))).equals(body)).toBe(true);
    hub.fault('model.bin', { html: true, type: 'application/octet-stream' });
    expect(await rejects()).toMatchObject({ code: 'NETWORK', retryable: true });
  });

  test('a pointer instead of a large file is detected', async () => {
    hub.fault('large.bin', { pointer: true });
    const file = await openRemote(`${hub.url}ada/pii/resolve/main/large.bin`, asking());
    await expect(read(file)).rejects.toMatchObject({ code: 'INTEGRITY', retryable: false });
  });

  test('a page that comes in the middle is not taken for the rest', async () => {
    hub.fault('model.bin', { cut: 5000 }, { html: true });
    expect((await read(await open())).equals(body)).toBe(true);
  });

  test('a status tells what it means', async () => {
    hub.fault('model.bin', { status: 403 });
    expect(await rejects()).toMatchObject({ name: 'ModelFileNotFoundError', status: 403 });
    hub.fault('model.bin', { status: 410 });
    expect(await rejects()).toMatchObject({ code: 'NETWORK', retryable: false });
    hub.fault('model.bin', { status: 503 }, { status: 429, retryAfter: 0 });
    expect((await rejects()).equals(body)).toBe(true);
    hub.always('model.bin', { status: 500 });
    expect(await rejects()).toMatchObject({ code: 'NETWORK', retryable: true });
    hub.clearFaults();
    hub.fault('model.bin', { status: 429, retryAfter: 3600 });
    expect(await rejects()).toMatchObject({ code: 'NETWORK', retryable: false });
  });

  test('no server is a fault that may pass', async () => {
    const gone = await startHub({ repositories: {} });
    await gone.close();
    await expect(openRemote(gone.url + path, asking())).rejects.toMatchObject({
      code: 'NETWORK',
      retryable: true,
    });
  });
});

test('a body that is read late is complete, even after garbage collection', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  for (const encoding of ['length', 'chunked']) {
    hub.fault('model.bin', { encoding });
    const file = await open();
    for (let i = 0; i < 5; ++i) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await read(file)).equals(body)).toBe(true);
  }
  expect(hub.requests).toHaveLength(2);
});

describe('the length', () => {
  test('of a compressed body is not that of its content', async () => {
    hub.fault('model.bin', { encoding: 'gzip' });
    const file = await open();
    expect(file.size).toBe(null);
    expect((await read(file)).equals(body)).toBe(true);
  });

  test('of a compressed body that is larger, where a page does not see that it is one', async () => {
    const small = Buffer.from('{"do_lower_case": false}');
    hub.replace('ada/pii', 'main', 'small.json', small);
    hub.always('small.json', { encoding: 'gzip length' });
    const hiding = async (url, init) => {
      const { status, headers, body } = await fetch(url, init);
      const seen = new Headers(headers);
      for (const name of ['content-encoding', 'content-range']) seen.delete(name);
      return new Response(body, { status, headers: seen });
    };
    const url = `${hub.url}ada/pii/resolve/main/small.json`;
    const file = await openRemote(url, asking({ fetch: hiding }));
    expect(file.size).toBeGreaterThan(small.length);
    expect((await read(file)).equals(small)).toBe(true);
    expect(file.size).toBe(null);
    // But it is another file, where that much was known of it.
    const known = { size: small.length + 9 };
    await expect(openRemote(url, asking(), known).then(read)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
    });
  });

  test('is not believed where it is known better', async () => {
    hub.fault('model.bin', { length: 1000 });
    expect((await read(await open({ size: body.length }))).equals(body)).toBe(true);
    await expect(open({ size: 1000 }).then(read)).rejects.toMatchObject({ code: 'INTEGRITY' });
  });

  test('that is too large, at every attempt, is an error', async () => {
    const more = body.length + 10;
    await expect(open({ size: more }).then(read)).rejects.toMatchObject({ retryable: true });
  });
});

describe('an abort', () => {
  test('ends a stalled body, and a pause', async () => {
    for (const fault of [{ stall: 1000 }, { status: 503 }]) {
      hub.always('model.bin', fault);
      const abort = new AbortController();
      const retry = { attempts: 3, delay: 10_000, stall: 10_000 };
      const reading = open({}, { signal: abort.signal, retry }).then(read);
      setTimeout(() => abort.abort(), 50);
      await expect(reading).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
      hub.clearFaults();
    }
  });

  test('or silence ends what a fetch makes that heeds no signal', async () => {
    const deaf = (url) => fetch(url);
    hub.always('model.bin', { stall: 1000 });
    await expect(open({}, { fetch: deaf }).then(read)).rejects.toMatchObject({ code: 'NETWORK' });
  });

  test('comes before the first request', async () => {
    await expect(open({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(hub.requests).toEqual([]);
  });

  test('is what leaving the loop is to the server', async () => {
    hub.fault('model.bin', { stall: 200_000 });
    for await (const chunk of (await open()).chunks()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    for (let i = 0; i < 100 && hub.requests[0].open; ++i) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(hub.requests[0].open).toBe(false);
  });
});
