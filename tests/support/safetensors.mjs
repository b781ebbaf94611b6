// Reads safetensors files: a header of JSON, and the values behind it.
import { readFileSync } from 'node:fs';

import { splitSafetensors } from './models.mjs';

const types = {
  F32: ['float32', Float32Array],
  I64: ['int64', BigInt64Array],
};

/**
 * The tensors of a file by their names, as {type, data, dims}: what the package's Tensor is made of.
 * @param {string} path
 */
export function readTensors(path) {
  const [header, bytes] = splitSafetensors(readFileSync(path));
  const tensors = new Map();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (!Object.hasOwn(types, dtype)) throw new Error(`${path}: ${name} has the type ${dtype}`);
    const [type, Values] = types[dtype];
    // Copied: the file's bytes need not be aligned.
    const { buffer } = Uint8Array.from(bytes.subarray(...data_offsets));
    tensors.set(name, { type, data: new Values(buffer), dims: shape });
  }
  return tensors;
}
