// Files for js/hdf5 and js/tensorflow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

const fixtures = join(root, 'tests/fixtures');

/** One of tools/fixtures/make_tensorflow_checkpoints.py: a checkpoint's, or an odd one's, bytes. */
export const checkpointBytes = (name) =>
  readFileSync(join(fixtures, 'checkpoints', name, 'tf_model.h5'));
export const oddBytes = (name) => readFileSync(join(fixtures, 'hdf5', `${name}.h5`));

/** A file in memory, and what was read of it. */
export function accessTo(bytes) {
  const access = {
    size: bytes.length,
    reads: [],
    async read(begin, end) {
      if (!(0 <= begin && begin <= end && end <= bytes.length)) throw new Error('outside');
      access.reads.push(end - begin);
      return Uint8Array.from(bytes.subarray(begin, end));
    },
  };
  return access;
}

/**
 * A file of one dataset of F32, `/layer/kernel:0` or another, written by hand: its values are only
 * claimed to be there. Superblock 3 and object headers 2, their checksums zero.
 */
export function hugeAccess(name, shape) {
  const length = shape.reduce((product, size) => product * size, 4);
  const bytes = Buffer.alloc(1024);
  const message = (type, data) => Buffer.concat([Buffer.from([type, data.length, 0, 0]), data]);
  const header = (...messages) => {
    const body = Buffer.concat(messages);
    const prefix = Buffer.from([...Buffer.from('OHDR'), 2, 0, body.length]);
    return Buffer.concat([prefix, body, Buffer.alloc(4)]);
  };
  const u64 = (...values) => Buffer.from(BigUint64Array.from(values, BigInt).buffer);
  const link = (to, address) =>
    message(6, Buffer.concat([Buffer.from([1, 0, to.length]), Buffer.from(to), u64(address)]));
  const superblock = [0x89, ...Buffer.from('HDF\r\n\x1a\n'), 3, 8, 8, 0];
  bytes.set(superblock);
  bytes.set(u64(0, 2n ** 64n - 1n, bytes.length + length, 128), superblock.length);
  bytes.set(header(link('layer', 256)), 128);
  bytes.set(header(link(name, 384)), 256);
  const float = [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];
  const dataspace = Buffer.concat([Buffer.from([2, shape.length, 0, 1]), u64(...shape)]);
  const layout = Buffer.concat([Buffer.from([3, 1]), u64(bytes.length, length)]);
  const dataset = header(message(1, dataspace), message(3, Buffer.from(float)), message(8, layout));
  bytes.set(dataset, 384);
  const access = {
    size: bytes.length + length,
    reads: [],
    async read(begin, end) {
      access.reads.push(end - begin);
      const part = new Uint8Array(end - begin);
      if (begin < bytes.length) part.set(bytes.subarray(begin, end));
      return part;
    },
  };
  return access;
}
