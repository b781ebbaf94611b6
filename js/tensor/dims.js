// Arithmetic of tensor shapes. Row-major: the last axis is the fastest.
import { DebertaError } from '../base/errors.js';

/** @param {readonly number[]} dims */
export function sizeOf(dims) {
  return dims.reduce((product, length) => product * length, 1);
}

/** The maximum number of values of a new tensor. */
const maxSize = 2 ** 32 - 1;

/**
 * The number of values of a new tensor; refuses one that no array can hold.
 * @param {readonly number[]} dims
 */
export function newSize(dims) {
  const size = sizeOf(dims);
  if (size <= maxSize) return size;
  const fact = `dims ${show(dims)} hold ${size} values, expected at most ${maxSize}`;
  throw new DebertaError('INPUT', fact);
}

/** @param {readonly number[]} dims */
export function show(dims) {
  return `[${dims.join(', ')}]`;
}

/**
 * The stride of each axis, in values.
 * @param {readonly number[]} dims
 */
export function stridesOf(dims) {
  const strides = new Array(dims.length);
  for (let axis = dims.length - 1, stride = 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= dims[axis];
  }
  return strides;
}

/**
 * Converts an index that may count from the end to one from the start.
 * @param {unknown} index
 * @param {number} length
 * @param {string} what
 * @returns {number}
 */
export function indexIn(index, length, what) {
  if (Number.isInteger(index) && Number(index) >= -length && Number(index) < length) {
    return Number(index) < 0 ? Number(index) + length : Number(index);
  }
  const range = length === 0 ? 'there is none' : `expected ${-length} to ${length - 1}`;
  throw new DebertaError('INPUT', `${what} ${shown(index)} does not exist: ${range}`);
}

/**
 * Splits a shape at an axis: `outer` blocks of `length` rows of `inner` values.
 * @param {readonly number[]} dims
 * @param {number} axis
 */
export function splitAt(dims, axis) {
  const outer = sizeOf(dims.slice(0, axis));
  return { outer, length: dims[axis], inner: sizeOf(dims.slice(axis + 1)) };
}

/**
 * The shape after a reduction along an axis; null: along all axes.
 * @param {readonly number[]} dims
 * @param {number | null} axis
 * @param {boolean} keep whether a reduced axis stays, with length 1
 */
export function reduced(dims, axis, keep) {
  const gone = (/** @type {number} */ i) => axis === null || i === axis;
  return keep ? dims.map((length, i) => (gone(i) ? 1 : length)) : dims.filter((_, i) => !gone(i));
}

/**
 * Converts an axis that may count from the end to one from the start.
 * @param {readonly number[]} dims
 * @param {unknown} axis
 * @param {string} method
 */
export function axisIn(dims, axis, method) {
  return indexIn(axis, dims.length, `${method}: dim`);
}

/**
 * @param {readonly number[]} dims
 * @param {number} size the number of values
 * @param {string} [place] the beginning of the message
 */
export function checkDims(dims, size, place = '') {
  const valid = dims.every((length) => Number.isSafeInteger(length) && length >= 0);
  if (valid && sizeOf(dims) === size) return;
  const fact = valid
    ? `dims ${show(dims)} hold ${sizeOf(dims)} values, data has ${size}`
    : `dims: expected integers of at least 0, got ${show(dims)}`;
  throw new DebertaError('INPUT', place + fact);
}

/** @param {unknown} value */
function shown(value) {
  return typeof value === 'number' ? value : `(a ${typeof value})`;
}
