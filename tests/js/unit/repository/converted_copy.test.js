// A copy of the weights in 8 bits, which the package made and keeps beside a repository's files.
import { expect, test } from '@jest/globals';

import { convertedFile } from '../../../../js/files/manifest.js';
import { ModelFiles } from '../../../../js/files/model_files.js';
import { GlinerSource } from '../../../../js/files/gliner.js';
import { memoryCache } from '../../../support/memory_cache.mjs';
import { add, hub, name, read, visit, weights } from '../../../support/repository_visits.mjs';

const file = 'model.safetensors';
const tensor = (name, size, byte) => ({
  name,
  dtype: 'I8',
  shape: [size],
  bytes: new Uint8Array(size).fill(byte),
});
// Beyond a piece, so that there are several.
const tensors = [tensor('a', 3, 1), tensor('b', 5 << 20, 2), tensor('__proto__', 2, 3)];
async function* stream(list = tensors) {
  yield* list;
}

/** A cache that holds the original weights, and a repository that sees it. */
async function visited(cache = memoryCache()) {
  add(file);
  const repository = visit(cache);
  await read(repository, file);
  return { cache, repository };
}

const keep = (repository, source = stream(), originals = [file]) =>
  repository.keepConverted(originals, source);

test('the copy is a safetensors file with the tensors, found by the next visit without a request', async () => {
  const { cache, repository } = await visited();
  await keep(repository);
  hub.requests.length = 0;
  const { bytes, total, origin } = await read(visit(cache), convertedFile);
  const length = Number(bytes.readBigUInt64LE());
  const header = new Map(
    Object.entries(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))),
  );
  for (const { name, dtype, shape, bytes: wanted } of tensors) {
    const { data_offsets, ...rest } = header.get(name);
    expect(rest).toEqual({ dtype, shape });
    const [begin, end] = data_offsets.map((at) => 8 + length + at);
    expect(Buffer.compare(bytes.subarray(begin, end), wanted)).toBe(0);
  }
  expect(bytes).toHaveLength(8 + length + 5 + (5 << 20));
  expect(total).toBe(bytes.length);
  expect(origin).toEqual({ from: 'cache', verified: 'size', cached: true });
  expect(hub.requests).toEqual([]);
});

test('without a copy there is none, and no request asks for it', async () => {
  const { cache } = await visited();
  hub.requests.length = 0;
  expect(await visit(cache).open(convertedFile)).toBe(null);
  expect(await visit(memoryCache()).open(convertedFile)).toBe(null);
  expect(hub.requests).toEqual([]);
});

test('a copy of another version of the weights is not read, and goes with it', async () => {
  const { cache, repository } = await visited();
  await keep(repository);
  add(file, Buffer.from(weights).fill(7, 0, 100));
  await read(visit(cache, { force_download: true }), file);
  expect(await visit(cache).open(convertedFile)).toBe(null);
  await keep(visit(cache), stream([tensor('a', 3, 9)]));
  const { bytes } = await read(visit(cache), convertedFile);
  expect([...bytes.subarray(-3)]).toEqual([9, 9, 9]);
});

test('a list of files on the Hub does not make the copy stale', async () => {
  const { cache, repository } = await visited();
  await keep(repository);
  const next = visit(cache);
  await next.list();
  expect(await next.open(convertedFile)).not.toBe(null);
  add(file, Buffer.from(weights).fill(7, 0, 100));
  const last = visit(cache);
  await last.list();
  expect(Object.keys(await last.cached())).not.toContain(convertedFile);
});

test('a damaged piece removes the copy, and the load begins again', async () => {
  const { cache, repository } = await visited();
  await keep(repository);
  cache.damage(/q8-1\.safetensors\?.*\.1$/);
  await expect(read(visit(cache), convertedFile)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  expect(await visit(cache).open(convertedFile)).toBe(null);
  expect(cache.keys(/q8-1/)).toEqual([]);
});

test('a conversion that fails leaves nothing', async () => {
  const { cache, repository } = await visited();
  const before = cache.keys(/./);
  async function* failing() {
    yield tensors[1];
    throw new Error('worker ended');
  }
  await expect(keep(repository, failing())).rejects.toThrow('worker ended');
  expect(cache.keys(/./)).toEqual(before);
  await keep(repository);
  expect(await visit(cache).open(convertedFile)).not.toBe(null);
});

test('what a closed page left is removed', async () => {
  const { cache, repository } = await visited();
  let close = () => {};
  async function* endless() {
    yield tensors[1];
    await new Promise((_, reject) => (close = reject));
  }
  const keeping = keep(repository, endless());
  while (!cache.keys(/q8-1.*\.1$/).length) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const left = cache.keys(/q8-1/);
  const files = new ModelFiles(new GlinerSource(visit(cache), () => {}, false), {});
  await files.clear();
  expect(left.length).toBeGreaterThan(1);
  expect(cache.keys(/q8-1/)).toEqual([]);
  close(new Error('closed')); // releases the lock, as the end of a page does
  await expect(keeping).rejects.toThrow('closed');
});

test('two pages make one copy', async () => {
  const { cache, repository } = await visited();
  let readers = 0;
  async function* counted() {
    ++readers;
    yield* tensors;
  }
  await Promise.all([keep(repository, counted()), keep(visit(cache), counted())]);
  expect(readers).toBe(1);
});

test('weights that are not in the cache have no copy', async () => {
  add(file);
  const reasons = [
    [visit(memoryCache()), `${file} is not in the cache`],
    [visit(null), 'not kept: no cache'],
  ];
  for (const [repository, reason] of reasons) {
    await expect(keep(repository)).rejects.toThrow(reason);
  }
});

test('a cache without room keeps the weights and no copy', async () => {
  const { cache, repository } = await visited();
  const before = cache.keys(/./);
  const { put } = cache;
  cache.put = async (key, response) => {
    if (/q8-1.*\.2$/.test(key)) throw new DOMException('no room', 'QuotaExceededError');
    return put.call(cache, key, response);
  };
  await expect(keep(repository)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(cache.keys(/./)).toEqual(before);
});

test('the size of the copy counts, and clearing removes it', async () => {
  const { cache, repository } = await visited();
  const files = () => new ModelFiles(new GlinerSource(visit(cache), () => {}, false), {});
  const before = await files().size();
  await keep(repository);
  expect((await files().size()) - before).toBeGreaterThan(5 << 20);
  const { files: cleared } = await files().clear();
  expect(cleared).toContainEqual({ file: convertedFile, deleted: true, wasCached: true });
  expect(await files().size()).toBe(0);
});

test(`progress expects the copy instead of the weights of ${name}`, async () => {
  const { cache, repository } = await visited();
  await keep(repository);
  const plan = { config: null, weights: Promise.resolve(null), tokenizer: null };
  expect(Object.keys(await visit(cache).expect({ ...plan, converted: true }))).toEqual([
    convertedFile,
  ]);
  expect(Object.keys(await visit(cache).expect(plan))).toEqual([file]);
});
