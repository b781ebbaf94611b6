// js/fetch.js against a server that misbehaves on request.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

import { env } from '../../js/env.js';
import { fetchFile } from '../../js/fetch.js';

const body = Buffer.alloc(300_000, 'x');
let server, base;

const faults = {
  '/good': (response) => response.writeHead(200, { 'Content-Length': body.length }).end(body),
  '/no-length': (response) => response.writeHead(200).end(body),
  '/missing': (response) => response.writeHead(404).end(),
  '/page': (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'),
  '/private': (response) => response.writeHead(401).end(),
  '/busy': (response) => response.writeHead(503).end(),
  '/gone': (response) => response.writeHead(410).end(),
  '/cut': (response) => {
    response.writeHead(200, { 'Content-Length': body.length });
    response.write(body.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
  },
  '/stall': (response) => {
    response.writeHead(200, { 'Content-Length': body.length });
    response.write(body.subarray(0, 1000));
  },
  '/gzip': (response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body)),
};

beforeAll(async () => {
  server = createServer((request, response) => faults[request.url](response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

async function read(content) {
  let size = 0;
  for await (const chunk of content.chunks) size += chunk.length;
  return size;
}

/** A cache that reads what it is given, as real ones do. */
function memoryCache() {
  const kept = new Map();
  return {
    kept,
    match: async (key) => kept.get(key),
    put: async (key, response) => void kept.set(key, (await response.arrayBuffer()).byteLength),
    delete: async (key) => kept.delete(key),
  };
}

test('a body passes whole, with its length, and is kept', async () => {
  const cache = memoryCache();
  const content = await fetchFile(`${base}/good`, env, undefined, cache);
  expect(content.total).toBe(body.length);
  expect(await read(content)).toBe(body.length);
  expect(cache.kept.get(`${base}/good`)).toBe(body.length);
});

test('the length of a compressed body is not taken for that of its content', async () => {
  const content = await fetchFile(`${base}/gzip`, env);
  expect(content.total).toBe(null);
  expect(await read(content)).toBe(body.length);
});

test('a body without a length passes and is not kept', async () => {
  const cache = memoryCache();
  expect(await read(await fetchFile(`${base}/no-length`, env, undefined, cache))).toBe(body.length);
  expect(cache.kept.size).toBe(0);
});

test('404 and a page of HTML are no file', async () => {
  expect(await fetchFile(`${base}/missing`, env)).toBe(null);
  expect(await fetchFile(`${base}/page`, env)).toBe(null);
});

test('a status tells what it means', async () => {
  await expect(fetchFile(`${base}/private`, env)).rejects.toMatchObject({
    name: 'ModelFileNotFoundError',
    status: 401,
    file: 'private',
  });
  await expect(fetchFile(`${base}/busy`, env)).rejects.toMatchObject({
    code: 'NETWORK',
    retryable: true,
  });
  await expect(fetchFile(`${base}/gone`, env)).rejects.toMatchObject({
    code: 'NETWORK',
    retryable: false,
  });
});

test('a body that is cut off is an error, and nothing of it is kept', async () => {
  const cache = memoryCache();
  const content = await fetchFile(`${base}/cut`, env, undefined, cache);
  await expect(read(content)).rejects.toMatchObject({
    code: 'NETWORK',
    file: 'cut',
    retryable: true,
  });
  expect(cache.kept.size).toBe(0);
});

test('no server is a retryable error', async () => {
  const nobody = createServer();
  await new Promise((resolve) => nobody.listen(0, '127.0.0.1', resolve));
  const { port } = nobody.address();
  await new Promise((resolve) => nobody.close(resolve));
  await expect(fetchFile(`http://127.0.0.1:${port}/x`, env)).rejects.toMatchObject({
    code: 'NETWORK',
    retryable: true,
  });
});

test('an abort ends a stalled body, and one before the start', async () => {
  const abort = new AbortController();
  const content = await fetchFile(`${base}/stall`, env, abort.signal, memoryCache());
  setTimeout(() => abort.abort(), 50);
  await expect(read(content)).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  await expect(fetchFile(`${base}/good`, env, abort.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('whoever stops reading ends the transfer, also the one to the cache', async () => {
  const cache = memoryCache();
  const content = await fetchFile(`${base}/stall`, env, undefined, cache);
  for await (const chunk of content.chunks) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  expect(cache.kept.size).toBe(0);
});
