// Reads a caller's token ids: numbers, bigints, arrays or tensors.
import { DebertaError } from '../base/errors.js';
import { toIntegers } from '../tensor/to_array.js';

/**
 * The rows of a matrix of ids.
 * @param {{data: Int32Array, dims: number[]}} matrix
 * @returns {Int32Array[]}
 */
export function rowsOf({ data, dims }) {
  if (dims.length !== 2) {
    throw new DebertaError('INPUT', `ids: expected [batch, length], got ${dims.length} dimensions`);
  }
  const [rows, length] = dims;
  return Array.from({ length: rows }, (_, i) => data.subarray(i * length, (i + 1) * length));
}

/**
 * Whether this is a single id, not a list.
 * @param {unknown} id
 */
export const isOne = (id) => typeof id === 'number' || typeof id === 'bigint';

/**
 * The ids of one text.
 * @param {unknown} ids an array or a tensor
 * @returns {Int32Array}
 */
export function sequenceOf(ids) {
  const { data, dims } = toIntegers(ids, 'ids');
  if (dims.length < 2) return data;
  throw new DebertaError('INPUT', `ids: expected those of one text, got [${dims}]`);
}
