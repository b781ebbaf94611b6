// tests/support/hub.mjs: the Hub that the tests of the downloader run against does what it says.
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { eventually } from '../../support/browser.mjs';
import { startHub } from '../../support/hub.mjs';
import { bundledModel } from '../../support/models.mjs';

const weights = Buffer.from('0123456789abcdefghij');
const config = '{"a":1}';
const files = { 'config.json': config, 'onnx/model.bin': weights, 'onnx/notes.txt': '' };
const weightsPath = 'ada/pii/resolve/main/onnx/model.bin';
const configPath = 'ada/pii/resolve/main/config.json';
const sha256 = createHash('sha256').update(weights).digest('hex');

let hub;
afterEach(() => hub?.close());
async function start(options) {
  await hub?.close();
  return (hub = await startHub({ repositories: { 'ada/pii': files }, ...options }));
}

/**
 * What comes over the wire: no redirect is followed, nothing is uncompressed or hidden.
 * @returns {Promise<{status: number, headers: any, body: Buffer, end: string}>} end: 'complete',
 *   'aborted' (before the length that was promised), or the code of an error
 */
function ask(path, { method = 'GET', headers = {}, body = undefined } = {}) {
  return new Promise((resolve) => {
    const pieces = [];
    let answer;
    const end = (how) =>
      resolve({
        status: answer?.statusCode ?? 0,
        headers: answer?.headers ?? {},
        body: Buffer.concat(pieces),
        end: how,
      });
    const url = new URL(path, hub.url);
    const sent = httpRequest(url, { method, headers, agent: false }, (response) => {
      answer = response;
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', (error) =>
        end(error.message === 'aborted' ? 'aborted' : /** @type {any} */ (error).code),
      );
      response.on('end', () => end('complete'));
    });
    sent.on('error', (error) => end(/** @type {any} */ (error).code));
    sent.end(body);
  });
}

/** An answer as it stands, with what a client of HTTP would refuse. */
async function wire(address) {
  const { port, pathname, search } = new URL(address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  return String(Buffer.concat(await socket.toArray()));
}

/** Asks for an LFS file where the redirect leads. */
async function askContent(path, options) {
  const { headers } = await ask(path);
  return ask(headers.location, options);
}

const json = async (path, options) => JSON.parse(String((await ask(path, options)).body));

describe('files', () => {
  test('those of LFS come from another origin, where the ETag is another', async () => {
    await start();
    const redirect = await ask(weightsPath);
    expect(redirect).toMatchObject({
      status: 302,
      headers: {
        etag: `"${sha256}"`,
        'x-linked-etag': `"${sha256}"`,
        'x-linked-size': '20',
        'x-repo-commit': hub.commit('ada/pii', 'main'),
      },
    });
    expect(new URL(redirect.headers.location).origin).toBe(new URL(hub.contentUrl).origin);
    const content = await ask(redirect.headers.location);
    expect(content).toMatchObject({ status: 200, body: weights, end: 'complete' });
    expect(content.headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(content.headers['x-repo-commit']).toBeUndefined();
  });

  test('others come at once, with the name git gives them as ETag', async () => {
    await start();
    expect(await ask(configPath)).toMatchObject({
      status: 200,
      body: Buffer.from(config),
      headers: { 'x-repo-commit': hub.commit('ada/pii') },
    });
    const empty = await ask('ada/pii/resolve/main/onnx/notes.txt');
    expect(empty.headers.etag).toBe('"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"'); // git's, of nothing
    expect(empty).toMatchObject({ status: 200, end: 'complete' });
  });

  test('which ones are of LFS is for the test to say', async () => {
    await start({ lfs: (path) => path === 'config.json' });
    expect((await ask(configPath)).status).toBe(302);
    expect((await ask(weightsPath)).status).toBe(200);
  });

  test('a folder is read, and fetch goes the whole way', async () => {
    await start({ repositories: { pii: bundledModel } });
    const response = await fetch(new URL('pii/resolve/main/model.safetensors', hub.url));
    expect(response.redirected).toBe(true);
    const read = readFileSync(join(bundledModel, 'model.safetensors'));
    expect(read.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  test('a revision is a branch, escaped or not, or a commit', async () => {
    await start({
      repositories: {
        'ada/pii': { main: files, 'refs/pr/4': { 'config.json': '4' }, 'v1.0': bundledModel },
      },
    });
    const commit = hub.commit('ada/pii', 'refs/pr/4');
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    for (const revision of ['refs%2Fpr%2F4', 'refs/pr/4', commit]) {
      const { body, headers } = await ask(`ada/pii/resolve/${revision}/config.json`);
      expect([String(body), headers['x-repo-commit']]).toEqual(['4', commit]);
    }
    expect((await ask('ada/pii/resolve/v1.0/vocab.json')).status).toBe(200);
  });

  test('raw is the pointer of an LFS file, and the content of another', async () => {
    await start();
    const pointer = await ask('ada/pii/raw/main/onnx/model.bin');
    expect(String(pointer.body)).toBe(
      `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize 20\n`,
    );
    expect(String((await ask('ada/pii/raw/main/config.json')).body)).toBe(config);
    await start({ raw: false });
    expect((await ask('ada/pii/raw/main/config.json')).status).toBe(404);
  });

  test('HEAD gives the same without a body', async () => {
    await start();
    expect(await ask(configPath, { method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'content-length': '7', 'accept-ranges': 'bytes' },
      body: Buffer.alloc(0),
    });
    expect((await ask(weightsPath, { method: 'HEAD' })).status).toBe(302);
    expect((await askContent(weightsPath, { method: 'HEAD' })).headers['content-length']).toBe(
      '20',
    );
  });

  test('what is not there says what is not there', async () => {
    await start();
    const code = async (path, options) => {
      const { status, headers } = await ask(path, options);
      return [status, headers['x-error-code']];
    };
    expect(await code('ada/pii/resolve/main/no.bin')).toEqual([404, 'EntryNotFound']);
    expect(await code('ada/pii/resolve/no/config.json')).toEqual([404, 'RevisionNotFound']);
    expect(await code('ada/no/resolve/main/config.json')).toEqual([401, 'RepoNotFound']);
    expect(await code('api/models/ada/no/tree/main')).toEqual([401, 'RepoNotFound']);
    expect(await code('api/models/ada/pii/tree/no')).toEqual([404, 'RevisionNotFound']);
    expect(await code('elsewhere')).toEqual([404, undefined]);
    expect(await code(configPath, { method: 'POST' })).toEqual([405, undefined]);
    expect(await code('ada/pii/resolve/main/%ff')).toEqual([400, 'ServerError']);
  });

  test('a private repository wants its token, on the first origin only', async () => {
    await start({ tokens: { 'ada/pii': 'hf_x' } });
    const right = { headers: { Authorization: 'Bearer hf_x' } };
    const wrong = { headers: { Authorization: 'Bearer hf_y' } };
    for (const path of [configPath, weightsPath, 'api/models/ada/pii/tree/main']) {
      for (const options of [{}, wrong]) expect((await ask(path, options)).status).toBe(401);
      expect((await ask(path, right)).status).toBeLessThan(400);
    }
    const { headers } = await ask(weightsPath, right);
    expect((await ask(headers.location)).status).toBe(200);
  });

  test('a file that changes is another one, and a commit keeps the old', async () => {
    await start();
    const before = hub.commit('ada/pii', 'main');
    const old = await ask(weightsPath);
    hub.replace('ada/pii', 'main', 'onnx/model.bin', 'new');
    expect(hub.commit('ada/pii', 'main')).not.toBe(before);
    const changed = await ask(weightsPath);
    expect(changed.headers.etag).not.toBe(old.headers.etag);
    const [oldContent, newContent] = [
      await ask(old.headers.location),
      await ask(changed.headers.location),
    ];
    expect([String(oldContent.body), String(newContent.body)]).toEqual([String(weights), 'new']);
    expect(newContent.headers.etag).not.toBe(oldContent.headers.etag);
    const kept = await askContent(`ada/pii/resolve/${before}/onnx/model.bin`);
    expect(kept.body).toEqual(weights);
    hub.replace('ada/pii', 'main', 'config.json', null);
    expect((await ask(configPath)).status).toBe(404);
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=4-', 'bytes 4-19/20', '456789abcdefghij'],
    ['bytes=4-6', 'bytes 4-6/20', '456'],
    ['bytes=18-99', 'bytes 18-19/20', 'ij'],
    ['bytes=-3', 'bytes 17-19/20', 'hij'],
  ])('%s', async (Range, contentRange, expected) => {
    await start();
    const { status, headers, body } = await askContent(weightsPath, { headers: { Range } });
    expect([status, headers['content-range'], String(body)]).toEqual([206, contentRange, expected]);
    expect(headers['content-length']).toBe(String(expected.length));
  });

  test('one that is not there is refused with the size', async () => {
    await start();
    const options = { headers: { Range: 'bytes=20-' } };
    expect(await askContent(weightsPath, options)).toMatchObject({
      status: 416,
      headers: { 'content-range': 'bytes */20' },
      body: Buffer.alloc(0),
    });
  });

  test('If-Range with another ETag gets all', async () => {
    await start();
    const { etag } = (await askContent(weightsPath)).headers;
    const asked = (ifRange) =>
      askContent(weightsPath, { headers: { Range: 'bytes=4-', 'If-Range': ifRange } });
    expect((await asked(etag)).status).toBe(206);
    expect(await asked('"other"')).toMatchObject({ status: 200, body: weights });
    expect(await asked(`W/${etag}`)).toMatchObject({ status: 200, body: weights });
    expect((await asked(`"${sha256}"`)).status).toBe(200);
  });
});

describe('faults', () => {
  /** The content of the weights with a fault. */
  async function askFaulty(fault, options) {
    await start();
    hub.fault('model.bin', fault);
    return askContent(weightsPath, options);
  }

  test.each([
    ['length', { 'content-length': '20' }, 'aborted'],
    ['chunked', { 'transfer-encoding': 'chunked' }, 'aborted'],
    ['close', { connection: 'close' }, 'complete'],
  ])('a cut in a body by %s', async (encoding, headers, end) => {
    const answer = await askFaulty({ cut: 5, encoding });
    expect(answer).toMatchObject({ status: 200, headers, body: Buffer.from('01234'), end });
    expect(Object.keys(answer.headers)).toContain(Object.keys(headers)[0]);
    if (encoding !== 'length') expect(answer.headers['content-length']).toBeUndefined();
    expect(hub.requests.at(-1)).toMatchObject({ status: 200, sent: 5 });
    for (const whole of [{ encoding }, { encoding, cut: 99 }, { encoding, cut: 0 }]) {
      const size = whole.cut === 0 ? 0 : 20;
      expect((await askFaulty(whole)).body).toHaveLength(size);
    }
  });

  test('a cut counts in the range', async () => {
    const options = { headers: { Range: 'bytes=10-' } };
    expect(await askFaulty({ cut: 3 }, options)).toMatchObject({
      status: 206,
      headers: { 'content-length': '10', 'content-range': 'bytes 10-19/20' },
      body: Buffer.from('abc'),
      end: 'aborted',
    });
  });

  test.each(['gzip', 'gzip chunked', 'gzip close', 'gzip length'])('%s', async (encoding) => {
    const whole = await askFaulty({ encoding });
    expect(whole.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(whole.body)).toEqual(weights);
    const cut = await askFaulty({ encoding, cut: 12 });
    expect(cut.body).toEqual(whole.body.subarray(0, 12));
    expect(cut.end).toBe(encoding === 'gzip close' ? 'complete' : 'aborted');
  });

  test('a reset', async () => {
    const answer = await askFaulty({ reset: 5 });
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('01234') });
    expect(answer.end).toBe('ECONNRESET');
  });

  test('a stall ends when the client goes', async () => {
    await start();
    hub.fault('model.bin', { stall: 5 });
    const { headers } = await ask(weightsPath);
    const response = await new Promise((resolve) =>
      httpRequest(headers.location, { agent: false }, resolve).end(),
    );
    const piece = await new Promise((resolve) => response.once('data', resolve));
    expect(String(piece)).toBe('01234');
    expect(hub.requests.at(-1)).toMatchObject({ sent: 5, open: true });
    response.on('error', () => {});
    response.destroy();
    const open = await eventually(
      async () => hub.requests.at(-1).open,
      (is) => !is,
    );
    expect(open).toBe(false);
  });

  test('a wrong length, too small and too large', async () => {
    await start();
    hub.fault('model.bin', { length: 5 });
    const { headers } = await ask(weightsPath);
    const [head, body] = (await wire(headers.location)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toContain('\r\nContent-Length: 5\r\n');
    expect(body).toBe(String(weights));
    expect(hub.requests.at(-1).sent).toBe(20);
    expect(await askFaulty({ length: 30 })).toMatchObject({
      headers: { 'content-length': '30' },
      body: weights,
      end: 'aborted',
    });
  });

  test('a page instead of the file, also of another type', async () => {
    const options = { headers: { Range: 'bytes=4-' } };
    for (const type of [undefined, 'application/octet-stream']) {
      const answer = await askFaulty({ html: true, ...(type && { type }) }, options);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe(type ?? 'text/html; charset=utf-8');
      expect(answer.headers.etag).toBeUndefined();
      expect(String(answer.body)).toMatch(/^<!doctype html>/);
    }
  });

  test('the pointer instead of the file', async () => {
    const { body } = await askFaulty({ pointer: true });
    expect(body).toEqual((await ask('ada/pii/raw/main/onnx/model.bin')).body);
    hub.fault('.bin', { at: 'redirect', pointer: true });
    expect(await ask(weightsPath)).toMatchObject({ status: 200, body });
    hub.fault('.json', { pointer: true });
    expect((await ask(configPath)).status).toBe(500);
  });

  test('a range that is ignored, and one that is another', async () => {
    const options = { headers: { Range: 'bytes=4-9' } };
    expect(await askFaulty({ ignoreRange: true }, options)).toMatchObject({
      status: 200,
      body: weights,
    });
    for (const [delta, contentRange, body] of [
      [2, 'bytes 6-9/20', '6789'],
      [-3, 'bytes 1-9/20', '123456789'],
      [-9, 'bytes 0-9/20', '0123456789'],
    ]) {
      const answer = await askFaulty({ wrongRange: delta }, options);
      expect(answer.status).toBe(206);
      expect([answer.headers['content-range'], String(answer.body)]).toEqual([contentRange, body]);
    }
    expect(await askFaulty({ wrongRange: 2 })).toMatchObject({ status: 200, body: weights });
  });

  test('a flipped bit, where the answer has it', async () => {
    expect(String((await askFaulty({ flip: 1 })).body)).toBe('0023456789abcdefghij');
    const options = { headers: { Range: 'bytes=4-' } };
    expect(String((await askFaulty({ flip: 1 }, options)).body)).toBe('446789abcdefghij');
    const zipped = await askFaulty({ flip: 1, encoding: 'gzip' });
    expect(String(gunzipSync(zipped.body))).toBe('0023456789abcdefghij');
    hub.fault('model.bin', {});
    expect((await askContent(weightsPath)).body).toEqual(weights); // the file itself is as it was
  });

  test('a status', async () => {
    const busy = await askFaulty({ status: 429, retryAfter: 7 });
    expect([busy.status, busy.headers['retry-after']]).toEqual([429, '7']);
    for (const status of [401, 403, 416, 500, 503]) {
      const answer = await askFaulty({ status });
      expect([answer.status, answer.headers['retry-after']]).toEqual([status, undefined]);
    }
  });

  test('no answer, and a late one', async () => {
    expect(await askFaulty({ refuse: true })).toMatchObject({ status: 0, end: 'ECONNRESET' });
    expect(hub.requests.at(-1).status).toBe(0);
    expect(await askFaulty({ delay: 20 })).toMatchObject({ status: 200, body: weights });
  });

  test('a drip', async () => {
    expect(await askFaulty({ drip: { bytes: 6, every: 5 } })).toMatchObject({
      body: weights,
      end: 'complete',
    });
    expect(await askFaulty({ drip: { bytes: 6, every: 5 }, cut: 7 })).toMatchObject({
      body: Buffer.from('0123456'),
      end: 'aborted',
    });
  });

  test('a redirect without end', async () => {
    await start();
    hub.fault('model.bin', { redirectLoop: true });
    await expect(fetch(new URL(weightsPath, hub.url))).rejects.toThrow();
    expect(hub.requests.length).toBeGreaterThan(10);
    expect(hub.requests.every(({ status }) => status === 302)).toBe(true);
  });

  test('no ETag, and headers that pages do not see', async () => {
    expect((await askFaulty({ noEtag: true })).headers.etag).toBeUndefined();
    const hidden = await askFaulty({ hideHeaders: true });
    expect(hidden.headers.etag).toBeDefined();
    expect(hidden.headers['access-control-expose-headers']).toBeUndefined();
    expect(hidden.headers['access-control-allow-origin']).toBe('*');
  });

  test('each meets one request for the content, in order', async () => {
    await start();
    hub.fault('model.bin', { status: 503 }, { cut: 1 });
    hub.fault(/\/config\.json$/, { status: 500 });
    expect(hub.waitingFaults()).toBe(3);
    await askContent(weightsPath, { method: 'HEAD' });
    await ask('ada/pii/raw/main/onnx/model.bin');
    await ask(weightsPath);
    expect(hub.waitingFaults()).toBe(3);
    expect((await askContent(weightsPath)).status).toBe(503);
    expect((await askContent(weightsPath)).body).toHaveLength(1);
    expect((await askContent(weightsPath)).body).toEqual(weights);
    expect((await ask(configPath)).status).toBe(500);
    expect((await ask(configPath)).status).toBe(200);
    expect(hub.waitingFaults()).toBe(0);
  });

  test('one of every request stays, and others come on top', async () => {
    await start();
    hub.always('model.bin', { encoding: 'chunked' });
    hub.fault('model.bin', { cut: 3 });
    expect(await askContent(weightsPath)).toMatchObject({
      headers: { 'transfer-encoding': 'chunked' },
      body: Buffer.from('012'),
    });
    for (let i = 0; i < 2; ++i) {
      expect(await askContent(weightsPath)).toMatchObject({
        headers: { 'transfer-encoding': 'chunked' },
        body: weights,
      });
    }
    hub.clearFaults();
    expect((await askContent(weightsPath)).headers['content-length']).toBe('20');
  });

  test('the redirect has its own', async () => {
    await start();
    hub.fault(
      'model.bin',
      { at: 'redirect', status: 429, retryAfter: 1 },
      { at: 'redirect', html: true },
    );
    expect((await ask(weightsPath)).status).toBe(429);
    expect(await ask(weightsPath)).toMatchObject({
      status: 200,
      headers: { 'content-type': /html/ },
    });
    hub.always('model.bin', { at: 'redirect', noEtag: true });
    const { status, headers } = await ask(weightsPath);
    expect(status).toBe(302);
    expect([headers.etag, headers['x-linked-etag']]).toEqual([undefined, undefined]);
    expect((await ask(headers.location)).headers.etag).toBeDefined();
  });

  test('the API and the pointers have them by a pattern', async () => {
    await start();
    hub.fault(/^\/api\//, { status: 500 }, { cut: 10 });
    hub.fault(/\/raw\//, { html: true });
    expect((await ask('api/models/ada/pii/tree/main')).status).toBe(500);
    expect((await ask('api/models/ada/pii/tree/main')).end).toBe('aborted');
    expect(String((await ask('ada/pii/raw/main/onnx/model.bin')).body)).toContain('html');
  });

  test('one that is misspelt is an error', async () => {
    await start();
    expect(() => hub.fault('x', { cutt: 1 })).toThrow("no fault 'cutt'");
    expect(() => hub.always('x', { encoding: 'zip' })).toThrow("no encoding 'zip'");
    expect(() => hub.fault('x', { drip: { bytes: 0, every: 1 } })).toThrow('a drip');
  });
});

describe('the API', () => {
  const entry = (path) => expect.objectContaining({ path });

  test('lists a tree with sizes and hashes', async () => {
    await start();
    const all = await json('api/models/ada/pii/tree/main?recursive=true');
    expect(all).toHaveLength(4);
    expect(all).toContainEqual({
      type: 'file',
      oid: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
      size: 0,
      path: 'onnx/notes.txt',
    });
    const pointer = await ask('ada/pii/raw/main/onnx/model.bin');
    expect(all).toContainEqual({
      type: 'file',
      oid: pointer.headers.etag.slice(1, -1),
      size: 20,
      path: 'onnx/model.bin',
      lfs: { oid: sha256, size: 20, pointerSize: pointer.body.length },
    });
    expect(await json('api/models/ada/pii/tree/main')).toEqual([
      entry('config.json'),
      { type: 'directory', oid: expect.stringMatching(/^[0-9a-f]{40}$/), size: 0, path: 'onnx' },
    ]);
    expect(await json('api/models/ada/pii/tree/main/onnx')).toEqual([
      entry('onnx/model.bin'),
      entry('onnx/notes.txt'),
    ]);
    expect((await ask('api/models/ada/pii/tree/main/no')).status).toBe(404);
  });

  test('of a revision that is one segment', async () => {
    const repositories = { pii: { main: files, 'refs/pr/4': { 'a.json': '' } } };
    await start({ repositories });
    expect(await json('api/models/pii/tree/refs%2Fpr%2F4')).toEqual([entry('a.json')]);
    expect(await json('api/models/pii/revision/refs%2Fpr%2F4')).toMatchObject({
      sha: hub.commit('pii', 'refs/pr/4'),
      siblings: [{ rfilename: 'a.json' }],
    });
    expect(await json('api/models/pii')).toMatchObject({ sha: hub.commit('pii', 'main') });
  });

  test('has pages, each with the address of the next', async () => {
    await start({ pageSize: 3 });
    const first = await ask('api/models/ada/pii/tree/main?recursive=true');
    const [, next] = /^<(.*)>; rel="next"$/.exec(first.headers.link);
    const second = await ask(next);
    expect(second.headers.link).toBeUndefined();
    const paths = [first, second].flatMap(({ body }) => JSON.parse(String(body)));
    expect(paths).toEqual(['config.json', 'onnx', 'onnx/model.bin', 'onnx/notes.txt'].map(entry));
  });

  test('says what is known of some paths, which come as JSON or as a form', async () => {
    await start();
    const asked = (type, body) =>
      json('api/models/ada/pii/paths-info/main', {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
    const expected = [entry('onnx/model.bin'), entry('config.json')];
    const paths = ['onnx/model.bin', 'no.json', 'config.json'];
    expect(await asked('application/json', JSON.stringify({ paths }))).toEqual(expected);
    const form = new URLSearchParams(paths.map((path) => ['paths', path]));
    expect(await asked('application/x-www-form-urlencoded', String(form))).toEqual(expected);
  });

  test('is not there on a mirror', async () => {
    await start({ api: false });
    expect((await ask('api/models/ada/pii/tree/main')).status).toBe(404);
    expect((await ask(configPath)).status).toBe(200);
  });
});

describe('pages of other origins', () => {
  const preflight = (url, names) =>
    ask(url, {
      method: 'OPTIONS',
      headers: {
        Origin: 'http://page.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': names,
      },
    });

  test('may send what a downloader needs, to both', async () => {
    await start();
    for (const base of [hub.url, hub.contentUrl]) {
      const url = new URL(configPath, base);
      const answer = await preflight(url, 'authorization,if-range, range');
      expect(answer.status).toBe(204);
      expect(answer.headers['access-control-allow-headers']).toMatch(/if-range/);
      expect((await preflight(url, 'x-other')).status).toBe(403);
    }
    await start({ preflight: false });
    expect((await preflight(configPath, 'range')).status).toBe(204);
    expect((await preflight(configPath, 'if-range')).status).toBe(403);
    expect((await preflight(configPath, 'authorization')).status).toBe(403);
    await start({ preflight: ['X-Mine'] });
    expect((await preflight(configPath, 'x-mine')).status).toBe(204);
    expect((await preflight(configPath, 'range')).status).toBe(403);
  });

  test('see the headers, also where they are isolated', async () => {
    await start();
    for (const path of [configPath, weightsPath, 'ada/pii/resolve/main/no', 'api/models/ada/pii']) {
      const { headers } = await ask(path);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
      const names = headers['access-control-expose-headers'].split(', ');
      for (const name of ['ETag', 'Content-Range', 'Accept-Ranges', 'X-Linked-Etag', 'Link']) {
        expect(names).toContain(name);
      }
    }
  });
});

test('every request is kept, with what it brought', async () => {
  await start();
  await fetch(new URL(weightsPath, hub.url), {
    headers: { Authorization: 'Bearer hf_x', 'X-Mine': '1', Range: 'bytes=4-6' },
  }).then((response) => response.text());
  const [first, second] = hub.requests;
  expect(hub.requests).toHaveLength(2);
  expect(first).toMatchObject({
    origin: 'hub',
    method: 'GET',
    url: new URL(weightsPath, hub.url).href,
    path: `/${weightsPath}`,
    headers: { authorization: 'Bearer hf_x', 'x-mine': '1' },
    status: 302,
  });
  expect(second).toMatchObject({
    origin: 'content',
    path: `/${weightsPath}`,
    // What fetch itself takes along to another origin, and what it does not.
    headers: { 'x-mine': '1', range: 'bytes=4-6' },
    status: 206,
    sent: 3,
  });
  expect(second.headers.authorization).toBeUndefined();
  hub.requests.length = 0;
  await ask(configPath);
  expect(hub.requests).toHaveLength(1);
});

test('the end comes also where answers stall, drip or wait', async () => {
  await start();
  hub.fault('model.bin', { stall: 5 }, { drip: { bytes: 1, every: 1e6 } }, { delay: 1e6 });
  const open = [0, 1, 2].map(() => fetch(new URL(weightsPath, hub.url)).then((r) => r.text()));
  const ends = Promise.allSettled(open);
  await eventually(
    async () => hub.waitingFaults(),
    (count) => count === 0,
  );
  await hub.close();
  for (const { status } of await ends) expect(status).toBe('rejected');
});
