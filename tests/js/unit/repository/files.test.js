// Weights of a repository in files that a model's worker writes and reads.
import { expect, test } from '@jest/globals';

import { DebertaError } from '../../../../js/base/errors.js';
import { memoryCache } from '../../../support/memory_cache.mjs';
import { memoryFiles } from '../../../support/memory_files.mjs';
import {
  add,
  added,
  config,
  hub,
  pieceLength,
  sent,
  sha256,
  visit,
  weights,
} from '../../../support/repository_visits.mjs';

const file = 'model.bin';

function setUp() {
  const memory = memoryFiles();
  const entries = memoryCache();
  const cache = Object.assign(entries, { pieceFiles: memory.pieceFiles });
  return { ...memory, cache };
}

/** Reads as a load does: the worker gets the pieces that it can read by their places, and else their bytes. */
async function read(all, { options, worker = all.worker(), most = Infinity } = {}) {
  const content = await visit(all.cache, options).open(file, undefined, worker);
  const bytes = [];
  let byWorker = 0;
  for await (const part of content.stored ?? content.chunks) {
    if (!part.stored) bytes.push(part);
    else {
      const target = new Uint8Array(part.length);
      const isThere = await worker.stored.read(part.stored, target);
      byWorker += isThere;
      bytes.push(isThere ? target : await part.bytes());
    }
    if (bytes.reduce((sum, { length }) => sum + length, 0) >= most) break;
  }
  worker.stored.close();
  return { bytes: Buffer.concat(bytes), byWorker, origin: content.origin };
}

const names = (all) => [...all.files.keys()];
const inCache = (all) => all.cache.keys(/model\.bin.*\.\d+$/);

test('a download goes into a file, which the next load reads in its worker', async () => {
  const all = setUp();
  const { origin } = await read(all);
  expect(origin).toEqual({ from: 'network', verified: 'sha256', cached: true });
  expect(names(all)).toEqual([expect.stringMatching(/^model\.bin\.\w+$/)]);
  expect(Buffer.compare(all.files.get(names(all)[0]), weights)).toBe(0);
  expect(inCache(all)).toEqual([]);
  hub.requests.length = 0;
  const again = await read(all);
  expect(again.bytes.equals(weights)).toBe(true);
  expect(again.byWorker).toBe(10);
  expect(hub.requests).toEqual([]);
});

test('a damaged piece is downloaded again, compared with its SHA-256, and written in its place', async () => {
  const all = setUp();
  await read(all);
  const damage = () => (all.files.get(names(all)[0])[3 * pieceLength + 7] ^= 1);
  damage();
  hub.requests.length = 0;
  expect((await read(all)).bytes.equals(weights)).toBe(true);
  expect(sent()).toBe(pieceLength);
  expect(Buffer.compare(all.files.get(names(all)[0]), weights)).toBe(0);
  expect((await read(all)).byWorker).toBe(10);

  damage();
  const forged = Buffer.from(weights);
  forged[3 * pieceLength + 9] ^= 1;
  hub.replace('ada/pii', 'main', file, forged);
  await expect(read(all)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

test('a worker that another page keeps from the file gets the bytes from the page', async () => {
  const all = setUp();
  await read(all);
  const other = all.worker();
  await other.connecting.then(({ call }) => call('openPieces', [[names(all)[0]]]));
  hub.requests.length = 0;
  const { bytes, byWorker } = await read(all);
  expect([bytes.equals(weights), byWorker, hub.requests]).toEqual([true, 0, []]);
});

test('a record whose file is gone is forgotten; without a network it is an error', async () => {
  const all = setUp();
  await read(all);
  all.files.clear();
  const refused = read(all, { options: { network: 'none' } });
  await expect(refused).rejects.toMatchObject({ code: 'INTEGRITY', file });
  hub.requests.length = 0;
  expect((await read(all)).bytes.equals(weights)).toBe(true);
  expect(hub.requests.filter(({ path }) => path.includes(file))).toHaveLength(2); // and its redirection
  expect((await read(all)).byWorker).toBe(10);
});

test.each([
  ['an abort', new DebertaError('ABORTED', 'the caller aborted the call')],
  ['a crash', new DebertaError('CRASHED', 'the module crashed')],
])('%s during a write keeps what was written, and the next download goes on', async (_, error) => {
  const all = setUp();
  const worker = all.worker();
  const { store } = worker.stored;
  let count = 0;
  worker.stored.store = async (...args) => {
    if (++count === 4) {
      worker.end(error);
      throw error;
    }
    return store.apply(worker.stored, args);
  };
  await expect(read(all, { worker })).rejects.toBe(error);
  hub.requests.length = 0;
  const { bytes, origin } = await read(all);
  expect(bytes.equals(weights)).toBe(true);
  expect(origin).toMatchObject({ resumed: 3 * pieceLength, cached: true });
  expect(sent()).toBe(weights.length - 3 * pieceLength);
  expect(names(all)).toHaveLength(1);
});

test('content that is refused leaves no file', async () => {
  const all = setUp();
  const options = { integrity: { [file]: sha256(config) } };
  for (let i = 0; i < 3; ++i) {
    await expect(read(all, { options })).rejects.toMatchObject({ code: 'INTEGRITY' });
    expect([names(all), inCache(all), all.open.size]).toEqual([[], [], 0]);
  }
});

test('a file that another page kept open goes when the cache is cleared', async () => {
  const all = setUp();
  await read(all);
  const [name] = names(all);
  all.open.set(name, true);
  expect(await visit(all.cache).forget([file])).toEqual([file]);
  expect(names(all)).toEqual([name]);
  all.open.delete(name);
  all.files.set('model.bin.index.json.v1', weights);
  expect(await visit(all.cache).forget([file])).toEqual([]);
  expect(names(all)).toEqual(['model.bin.index.json.v1']); // another file's
});

test.each([[true], [false]])(
  'a download goes on elsewhere where the file cannot be opened: begun in a file: %s',
  async (isBegunInFile) => {
    const all = setUp();
    const refuse = (isRefused) => (all.failing.open = isRefused ? new Error('none here') : null);
    refuse(!isBegunInFile);
    await read(all, { most: 2.5 * pieceLength });
    expect([names(all).length > 0, inCache(all).length > 0]).toEqual([
      isBegunInFile,
      !isBegunInFile,
    ]);
    refuse(isBegunInFile);
    const { bytes, origin } = await read(all);
    expect([bytes.equals(weights), origin.cached]).toEqual([true, true]);
    expect(names(all)).toEqual([]);
    expect(inCache(all)).toHaveLength(10);
  },
);

test('a resumed download whose first piece is damaged leaves nothing of the earlier one', async () => {
  const all = setUp();
  all.failing.open = new Error('none here');
  await read(all, { most: 3.5 * pieceLength });
  all.failing.open = null;
  all.cache.remove(/\.0$/);
  const { bytes, origin } = await read(all);
  expect([bytes.equals(weights), origin.cached]).toEqual([true, true]);
  expect(inCache(all)).toEqual([]);
  expect(names(all)).toHaveLength(1);
});

test('a new version replaces the file', async () => {
  const all = setUp();
  await read(all);
  const [before] = names(all);
  const changed = Buffer.from(weights).fill(3, 0, 9);
  add(file, changed);
  added.length = 0;
  const { bytes } = await read(all, { options: { force_download: true } });
  expect(bytes.equals(changed)).toBe(true);
  expect(names(all)).toEqual([expect.not.stringMatching(before)]);
});
