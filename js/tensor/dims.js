// Arithmetic of tensor shapes. Row-major: the last axis is the fastest.
import { DebertaError } from '../base/errors.js';

/** @param {readonly number[]} dims */
export function sizeOf(dims) {
  return dims.reduce((product, length) => product * length, 1);
}

/** @param {readonly number[]} dims */
export function show(dims) {
  return `[${dims.join(', ')}]`;
}

/**
 * How far apart, in values, neighbours along each axis are.
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
 * An index that may count from the end, as one that does not.
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
 * How a shape falls apart at an axis: `outer` blocks of `length` rows of `inner` values.
 * @param {readonly number[]} dims
 * @param {number} axis
 */
export function splitAt(dims, axis) {
  const outer = sizeOf(dims.slice(0, axis));
  return { outer, length: dims[axis], inner: sizeOf(dims.slice(axis + 1)) };
}

/**
 * The shape once an axis is reduced; all of them: null.
 * @param {readonly number[]} dims
 * @param {number | null} axis
 * @param {boolean} keep whether a reduced axis stays, with length 1
 */
export function reduced(dims, axis, keep) {
  const gone = (/** @type {number} */ i) => axis === null || i === axis;
  return keep ? dims.map((length, i) => (gone(i) ? 1 : length)) : dims.filter((_, i) => !gone(i));
}

/**
 * The shape with at most one -1 filled in.
 * @param {number} size
 * @param {readonly number[]} dims
 */
export function inferred(size, dims) {
  const open = dims.indexOf(-1);
  if (open < 0) return [...dims];
  const others = sizeOf(dims.filter((_, i) => i !== open));
  const length = size / others;
  if (!Number.isInteger(length) || dims.indexOf(-1, open + 1) >= 0) {
    throw new DebertaError('INPUT', `view: ${size} values do not fill dims ${show(dims)}`);
  }
  return dims.map((other, i) => (i === open ? length : other));
}

/** @typedef {number | readonly [number | null, number | null] | null | undefined} Slice */

/**
 * The part of an axis that a slice means. A range that reaches over an end is cut there.
 * @param {Slice} slice
 * @param {number} length
 * @param {number} axis
 * @returns {{start: number, end: number, drop: boolean}} drop: the axis goes
 */
export function rangeOf(slice, length, axis) {
  if (slice === null || slice === undefined) return { start: 0, end: length, drop: false };
  if (typeof slice === 'number') {
    const start = indexIn(slice, length, `slice: dim ${axis}: index`);
    return { start, end: start + 1, drop: true };
  }
  const ends = Array.isArray(slice) ? slice : [];
  const valid = ends.every((end) => end === null || Number.isInteger(end));
  if (ends.length !== 2 || !valid) {
    throw new DebertaError('INPUT', `slice: dim ${axis}: expected an index, [start, end] or null`);
  }
  const within = (/** @type {number} */ end) =>
    Math.min(Math.max(end < 0 ? end + length : end, 0), length);
  const start = within(ends[0] ?? 0);
  const end = within(ends[1] ?? length);
  if (start > end) {
    throw new DebertaError('INPUT', `slice: dim ${axis}: start ${start} is behind end ${end}`);
  }
  return { start, end, drop: false };
}

/** @param {unknown} value */
function shown(value) {
  return typeof value === 'number' ? value : `(a ${typeof value})`;
}
