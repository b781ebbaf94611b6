// js/hdf5: files of h5py, damaged ones, and what is refused.
import { describe, expect, test } from '@jest/globals';

import { DebertaError } from '../../../js/base/errors.js';
import { datasetsOf } from '../../../js/files/hdf5/datasets.js';
import { safetensorsOf } from '../../../js/files/tensorflow/checkpoint.js';
import { accessTo, checkpointBytes, hugeAccess, oddBytes } from '../../support/hdf5.mjs';

const read = (bytes) => datasetsOf(accessTo(bytes));

/** The whole way, as a checkpoint. */
async function convert(bytes) {
  const { total, chunks } = await safetensorsOf(accessTo(bytes));
  let size = 0;
  for await (const chunk of chunks) size += chunk.length;
  expect(size).toBe(total);
}

/** Either it goes well, or it is refused in the way that is promised. */
async function convertOrRefuse(bytes, what) {
  try {
    await convert(bytes);
    return null;
  } catch (error) {
    if (!(error instanceof DebertaError)) throw new Error(what, { cause: error });
    expect([what, error.code]).toEqual([
      what,
      expect.stringMatching(/^(H5_(TRUNCATED|FORMAT|UNSUPPORTED)|NOT_A_CHECKPOINT)$/),
    ]);
    expect(error.file).toBe('tf_model.h5');
    return error;
  }
}

/** The same numbers each time: Lehmer's generator. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 0x7fffffff;
    return state % below;
  };
}

describe('datasets', () => {
  const dataset = (name, dtype, shape) => ({ path: ['layer', name], dtype, shape });

  test.each([
    ['compact', [dataset('kernel:0', 'F32', [2, 3])]],
    ['compact_latest', [dataset('kernel:0', 'F32', [2, 3])]],
    ['float16', [dataset('w', 'F16', [2, 3])]],
    ['float64', [dataset('w', 'F64', [2, 3]), dataset('kernel:0', 'F64', [2, 3])]],
    ['empty', [dataset('w', 'F32', [0, 3])]],
    ['scalar', [dataset('w', 'F32', [])]],
  ])('%s', async (name, expected) => {
    expect(await read(oddBytes(name))).toMatchObject(expected);
  });

  test('their values are where they are said to be', async () => {
    for (const name of ['compact', 'compact_latest']) {
      const bytes = oddBytes(name);
      const [{ begin, end }] = await read(bytes);
      expect(new Float32Array(Uint8Array.from(bytes.subarray(begin, end)).buffer)).toEqual(
        Float32Array.of(0, 1, 2, 3, 4, 5),
      );
    }
  });

  test('few reads reach the source', async () => {
    const access = accessTo(checkpointBytes('v1_seq_single'));
    await datasetsOf(access);
    expect(access.reads.length).toBeLessThanOrEqual(Math.ceil(access.size / 65536) + 4);
  });
});

test.each([
  ['big_endian', /big-endian/],
  ['bfloat16', /bfloat16/],
  ['chunked', /in chunks/],
  ['chunked_latest', /in chunks/],
  ['circle', /second link/],
  ['deflated', /filters/],
  ['external_link', /external link 'w'/],
  ['integers', /integers of 4 bytes/],
  ['many_links', /fractal heap/],
  ['named_type', /neither a group nor a dataset/],
  ['never_written', /never written/],
  ['no_dataspace', /no dataspace/],
  ['shared_type', /shared datatype/],
  ['soft_link', /soft link 'w'/],
  ['soft_link_latest', /soft link 'w'/],
  ['strings', /variable-length values/],
])('%s is refused by name', async (name, message) => {
  await expect(read(oddBytes(name))).rejects.toMatchObject({
    code: 'H5_UNSUPPORTED',
    file: 'tf_model.h5',
    message: expect.stringMatching(message),
  });
});

describe('what is not as it should be', () => {
  test('another file is no checkpoint', async () => {
    for (const text of ['<!DOCTYPE html><html></html>', 'version https://git-lfs', 'x']) {
      await expect(read(Buffer.from(text))).rejects.toMatchObject({ code: 'NOT_A_CHECKPOINT' });
    }
  });

  test.each(['v1_abs_rel_tt', 'v1_tok_embeds'])('%s, cut off anywhere', async (name) => {
    const whole = checkpointBytes(name);
    for (let size = 0; size < whole.length; size += size < 128 ? 1 : 997) {
      const error = await convertOrRefuse(whole.subarray(0, size), `${size} bytes`);
      expect([size, error?.code]).toEqual([size, 'H5_TRUNCATED']);
    }
  });

  test('a file that is cut while it is read', async () => {
    const access = accessTo(checkpointBytes('v1_abs_rel_tt'));
    const { read: readAll } = access;
    access.read = async (begin, end) => (await readAll(begin, end)).subarray(0, 70000 - begin);
    await expect(datasetsOf(access)).rejects.toMatchObject({ code: 'H5_TRUNCATED' });
  });

  // Values that no check can tell from right ones are left out.
  const metadataOf = async (bytes) => {
    const places = [];
    let at = 0;
    for (const { begin, end } of [...(await read(bytes)), { begin: bytes.length }]) {
      for (; at < begin; ++at) places.push(at);
      at = end;
    }
    return places;
  };
  const names = ['v1_abs_rel_tt', 'v1_tok_embeds', 'v1_mlm_legacy_embsize'];

  test.each(names)('%s, a byte of its metadata changed', async (name) => {
    const whole = checkpointBytes(name);
    const places = await metadataOf(whole);
    const random = generator(1);
    for (let i = 0; i < 300; ++i) {
      const bytes = Buffer.from(whole);
      const place = places[random(places.length)];
      bytes[place] ^= 1 + random(255);
      await convertOrRefuse(bytes, `byte ${place} is ${bytes[place]}`);
    }
  });

  test.each(names)('%s, a number of its metadata changed', async (name) => {
    const whole = checkpointBytes(name);
    const places = await metadataOf(whole);
    const random = generator(2);
    const numbers = [
      0n,
      1n,
      96n,
      800n,
      BigInt(whole.length),
      1n << 32n,
      1n << 53n,
      (1n << 64n) - 1n,
    ];
    for (let i = 0; i < 300; ++i) {
      const bytes = Buffer.from(whole);
      // Most numbers are aligned, of those that this writes few would be hit otherwise.
      const place = places[random(places.length)] & ~7;
      const number = numbers[random(numbers.length)];
      if (place + 8 > bytes.length) continue;
      bytes.writeBigUInt64LE(number, place);
      await convertOrRefuse(bytes, `${number} at ${place}`);
    }
  });

  test('a B-tree that points to itself', async () => {
    const bytes = Buffer.from(checkpointBytes('v1_abs_rel_tt'));
    const tree = bytes.indexOf('TREE');
    bytes[tree + 5] = 1; // a level up
    bytes.writeBigUInt64LE(BigInt(tree), tree + 32);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'H5_FORMAT' });
  });

  test('an object header that goes on in itself', async () => {
    const bytes = Buffer.from(oddBytes('float16'));
    const [root] = [Number(bytes.readBigUInt64LE(64))];
    bytes.writeUInt16LE(0x10, root + 16); // its first message: goes on …
    bytes.writeBigUInt64LE(BigInt(root + 16), root + 24); // … with that message
    bytes.writeBigUInt64LE(24n, root + 32);
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'H5_FORMAT',
      message: expect.stringMatching(/more than \d+ bytes of metadata/),
    });
  });

  test('two datasets in one place', async () => {
    const bytes = Buffer.from(oddBytes('float64'));
    const [first, second] = await read(bytes);
    const address = Buffer.alloc(8);
    address.writeBigUInt64LE(BigInt(second.begin));
    bytes.writeBigUInt64LE(BigInt(first.begin), bytes.indexOf(address));
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'H5_FORMAT',
      message: expect.stringMatching(/begins before/),
    });
  });
});

describe('a huge file', () => {
  test('is read in pieces', async () => {
    const access = hugeAccess('embeddings:0', [100_000, 768]);
    const { chunks } = await safetensorsOf(access);
    let size = 0;
    for await (const chunk of chunks) size += chunk.length;
    expect(size).toBeGreaterThan(300e6);
    expect(Math.max(...access.reads)).toBeLessThanOrEqual(1 << 20);
  });

  test('is only as large as its largest kernel in memory', async () => {
    const access = hugeAccess('kernel:0', [3072, 768]);
    const { chunks } = await safetensorsOf(access);
    let largest = 0;
    for await (const chunk of chunks) largest = Math.max(largest, chunk.length);
    expect(Math.max(...access.reads)).toBe(4 * 3072 * 768);
    expect(largest).toBeLessThanOrEqual(1 << 20);
  });

  test('a kernel that is too large is refused', async () => {
    for (const shape of [
      [1 << 16, 1 << 16],
      [1 << 30, 1],
    ]) {
      await expect(safetensorsOf(hugeAccess('kernel:0', shape))).rejects.toMatchObject({
        code: 'H5_UNSUPPORTED',
      });
    }
  });
});
