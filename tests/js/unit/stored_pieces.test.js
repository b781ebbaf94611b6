// Pieces of the cache in files that a worker writes and reads: with files in memory, in place of a browser's.
import { expect, test } from '@jest/globals';

import { sumOf } from '../../../js/base/sum.js';
import { FileCache } from '../../../js/files/file_cache.js';
import { writeConverted } from '../../../js/files/converted_writer.js';
import { convertedFile } from '../../../js/files/manifest.js';
import { PieceWriter } from '../../../js/files/piece_writer.js';
import { contentOfPieces } from '../../../js/files/cached_content.js';
import { memoryCache } from '../../support/memory_cache.mjs';
import { memoryFiles } from '../../support/memory_files.mjs';

const folder = 'https://hub.test/ada/model/resolve/main/';
const file = 'model.safetensors';

function setUp() {
  const memory = memoryFiles();
  const entries = memoryCache();
  const cache = Object.assign(entries, { pieceFiles: memory.pieceFiles });
  const worker = memory.worker();
  const files = new FileCache(cache, folder, async () => () => {});
  return { ...memory, entries, worker, stored: worker.stored, cache: files };
}

const content = Uint8Array.from({ length: 100 }, (_, i) => i);
const newRecord = (version = 'v1') => ({
  ...{ size: 100, etag: null, hash: null, version, pieceLength: 32, pieces: [] },
});

async function write({ cache, worker }, record = newRecord(), bytes = content) {
  const writer = new PieceWriter(cache, file, worker);
  for (let at = 0; at < bytes.length; at += 7) await writer.add(bytes.subarray(at, at + 7), record);
  return { record, result: await writer.commit(record) };
}

const piecesIn = (entries) => entries.keys(/=v\d\.\d/);

test('a file is written by the worker, and read by it and by the page', async () => {
  const all = setUp();
  const { record, result } = await write(all);
  expect(result).toEqual({ cached: true });
  expect(record).toMatchObject({ inFile: true, pieces: { length: 4 } });
  expect(all.files.get(`${file}.v1`)).toEqual(content);
  expect(piecesIn(all.entries)).toEqual([]);
  const found = (await all.cache.manifest())[file];
  const target = new Uint8Array(32);
  for (let i = 0; i < 4; ++i) {
    const place = all.cache.stored(file, found, i);
    const expected = content.subarray(32 * i, 32 * i + 32);
    expect(place).toMatchObject({ at: 32 * i, length: expected.length, sum: sumOf(expected) });
    expect(await all.stored.read(place, target.subarray(0, place.length))).toBe(true);
    expect(target.subarray(0, place.length)).toEqual(expected);
    expect(await all.cache.piece(file, found, i)).toEqual(expected);
  }
});

test('a shared memory gets the same bytes', async () => {
  const all = setUp();
  const { record } = await write(all);
  const target = new Uint8Array(new SharedArrayBuffer(40), 8, 32);
  expect(await all.stored.read(all.cache.stored(file, record, 1), target)).toBe(true);
  expect([...target]).toEqual([...content.subarray(32, 64)]);
});

test('a damaged piece, a short file and none are told, and a piece is repaired in its place', async () => {
  const all = setUp();
  const { record } = await write(all);
  const place = all.cache.stored(file, record, 2);
  const bytes = all.files.get(`${file}.v1`);
  bytes[70] ^= 1;
  expect(await all.stored.read(place, new Uint8Array(32))).toBe(false);
  expect(await all.cache.piece(file, record, 2)).toBe(null);
  await all.cache.repair(file, record, 2, content.subarray(64, 96), all.worker);
  expect(all.files.get(`${file}.v1`)).toEqual(content);
  expect(await all.stored.read(place, new Uint8Array(32))).toBe(true);
  all.stored.close();
  all.files.set(`${file}.v1`, content.slice(0, 80));
  expect(await all.stored.read(place, new Uint8Array(32))).toBe(false);
  expect(await all.cache.piece(file, record, 2)).toBe(null);
  all.stored.close();
  all.files.clear();
  expect(await all.stored.read(place, new Uint8Array(32))).toBe(false);
  expect(await all.cache.piece(file, record, 2)).toBe(null);
});

test('content for a worker names the places; its pieces can also be read', async () => {
  const all = setUp();
  const { record } = await write(all);
  const read = (index) => all.cache.piece(file, record, index);
  const { stored } = contentOfPieces(record, read, (i) => all.cache.stored(file, record, i));
  const pieces = [];
  for await (const piece of stored) pieces.push(piece);
  expect(pieces.map(({ length, stored: { at } }) => [at, length])).toEqual([
    ...[0, 32, 64].map((at) => [at, 32]),
    [96, 4],
  ]);
  expect(await pieces[3].bytes()).toEqual(content.subarray(96));
  expect(contentOfPieces(record, read)).not.toHaveProperty('stored');
});

test('the memory of a piece is used for the next one', async () => {
  const all = setUp();
  const buffers = new Set();
  const connection = await all.worker.connecting;
  all.worker.connecting = Promise.resolve({
    async call(method, args) {
      if (method === 'storePiece') buffers.add(args[2].buffer);
      return connection.call(method, args);
    },
  });
  await write(all);
  expect(all.files.get(`${file}.v1`)).toEqual(content);
  expect(buffers.size).toBe(2); // that of the last piece, which is shorter, is a copy
});

test.each([
  ['the file cannot be opened', { open: new Error('private window') }],
  ['the reader does not write to a worker', {}, { isWritten: false }],
])('the cache keeps the pieces where %s', async (_, failing, worker = {}) => {
  const all = setUp();
  Object.assign(all.failing, failing);
  Object.assign(all.worker, worker);
  const { record, result } = await write(all);
  expect(result).toEqual({ cached: true });
  expect(record.inFile).toBe(false);
  expect(all.files.size).toBe(0);
  expect(piecesIn(all.entries)).toHaveLength(4);
  expect(await all.cache.piece(file, record, 3)).toEqual(content.subarray(96));
});

const noRoom = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
test.each([
  [{ write: noRoom }, 'not kept: no room'],
  [{ short: true }, 'not kept: no room'],
  [{ write: new Error('broken') }, 'not kept: the cache failed: broken'],
])('a write that fails leaves nothing: %j', async (failing, note) => {
  const all = setUp();
  Object.assign(all.failing, failing);
  expect((await write(all)).result).toEqual({ cached: false, note });
  expect(all.files.size).toBe(0);
  expect(await all.cache.manifest()).toEqual({});
});

test('an interrupted download goes on in its file, or begins anew without it', async () => {
  const all = setUp();
  const record = newRecord();
  await new PieceWriter(all.cache, file, all.worker).add(content.subarray(0, 70), record);
  const partial = await all.cache.partial(file);
  expect(partial).toMatchObject({ inFile: true, pieces: { length: 2 } });
  const writer = new PieceWriter(all.cache, file, all.worker);
  await writer.add(content.subarray(64), partial);
  expect(await writer.commit(partial)).toEqual({ cached: true });
  expect(all.files.get(`${file}.v1`)).toEqual(content);

  const other = setUp();
  const again = { ...newRecord(), inFile: true, pieces: ['x'] };
  other.failing.open = new Error('another page has it');
  const refused = new PieceWriter(other.cache, file, other.worker);
  await refused.add(content.subarray(32), again);
  const note = 'not kept: the cache failed: its file cannot be opened';
  expect(await refused.commit(again)).toEqual({ cached: false, note });
});

test('another version replaces the file, and removes those that were left', async () => {
  const all = setUp();
  await write(all);
  all.files.set(`${file}.left`, content).set('other.safetensors.v1', content);
  const changed = content.map((byte) => byte + 1);
  await write(all, newRecord('v2'), changed);
  expect([...all.files.keys()].sort()).toEqual([`${file}.v2`, 'other.safetensors.v1']);
  expect(await all.cache.drop([file])).toEqual([file]);
  expect([...all.files.keys()]).toEqual(['other.safetensors.v1']);
});

test('a copy that is made here: its header is written last, and is its first piece', async () => {
  const all = setUp();
  const large = Uint8Array.from({ length: (4 << 20) + 5 }, (_, i) => i % 251);
  async function* tensors() {
    yield { name: 'a', dtype: 'I8', shape: [large.length], bytes: large };
    yield { name: 'b', dtype: 'I8', shape: [3], bytes: Uint8Array.of(1, 2, 3) };
  }
  await writeConverted(all.cache, { [file]: 'v1' }, tensors(), all.worker);
  const record = (await all.cache.manifest())[convertedFile];
  expect(record).toMatchObject({ inFile: true, pieces: { length: 3 } });
  const pieces = [];
  for (let i = 0; i < 3; ++i) {
    const place = all.cache.stored(convertedFile, record, i);
    const target = new Uint8Array(place.length);
    expect(await all.stored.read(place, target)).toBe(true);
    expect(Buffer.compare(await all.cache.piece(convertedFile, record, i), target)).toBe(0);
    pieces.push(target);
  }
  const [header, ...data] = pieces;
  const length = Number(new DataView(header.buffer).getBigUint64(0, true));
  expect(header.length).toBe(8 + length);
  expect(JSON.parse(new TextDecoder().decode(header.subarray(8)))).toEqual({
    a: { dtype: 'I8', shape: [large.length], data_offsets: [0, large.length] },
    b: { dtype: 'I8', shape: [3], data_offsets: [large.length, large.length + 3] },
  });
  expect(Buffer.concat(data).equals(Buffer.concat([large, Buffer.of(1, 2, 3)]))).toBe(true);
});
