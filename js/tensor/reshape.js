// Shapes of views, slices and permutations of a tensor.
import { axisIn, indexIn, show, sizeOf, stridesOf } from './dims.js';
import { DebertaError } from '../base/errors.js';

/**
 * Fills in one -1 of a shape.
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
 * Finds the values of slices.
 * @param {readonly number[]} dims
 * @param {readonly Slice[]} slices one for each axis; omitted ones take the whole axis
 * @returns {{start: number, lengths: number[], kept: number[]}} the first value, the number of values along each axis,
 *   and the shape without the axes that an index removes
 */
export function sliced(dims, slices) {
  if (slices.length > dims.length) {
    const fact = `expected one per axis, got ${slices.length} slices for dims ${show(dims)}`;
    throw new DebertaError('INPUT', `slice: ${fact}`);
  }
  const ranges = dims.map((length, axis) => rangeOf(slices[axis], length, axis));
  const strides = stridesOf(dims);
  const lengths = ranges.map((range) => range.end - range.start);
  return {
    start: ranges.reduce((at, range, axis) => at + range.start * strides[axis], 0),
    lengths,
    kept: lengths.filter((_, axis) => !ranges[axis].drop),
  };
}

/**
 * The range of a slice along an axis. A range beyond an end is cut there.
 * @param {Slice} slice
 * @param {number} length
 * @param {number} axis
 * @returns {{start: number, end: number, drop: boolean}} drop: the axis is removed
 */
function rangeOf(slice, length, axis) {
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
    throw new DebertaError('INPUT', `slice: dim ${axis}: start ${start} is after end ${end}`);
  }
  return { start, end, drop: false };
}

/**
 * @param {readonly number[]} dims
 * @param {readonly number[]} axes
 * @returns {number[]} each axis once, counted from the start
 */
export function orderOf(dims, axes) {
  const order = axes.map((axis) => axisIn(dims, axis, 'permute'));
  if (order.length === dims.length && new Set(order).size === order.length) return order;
  throw new DebertaError(
    'INPUT',
    `permute: expected each of ${dims.length} axes once, got ${show(axes)}`,
  );
}

/**
 * @param {readonly number[]} dims
 * @param {number | readonly number[] | null} axes null: all
 */
export function squeezed(dims, axes) {
  const wanted = axes === null ? null : [axes].flat().map((axis) => axisIn(dims, axis, 'squeeze'));
  return dims.filter((length, axis) => length !== 1 || !(wanted?.includes(axis) ?? true));
}

/**
 * @param {readonly number[]} dims
 * @param {number} place of the new axis in the new shape
 */
export function unsqueezed(dims, place) {
  const axis = indexIn(place, dims.length + 1, 'unsqueeze: dim');
  return [...dims.slice(0, axis), 1, ...dims.slice(axis)];
}

/**
 * @param {readonly number[]} dims
 * @param {number} first of the axes that become one
 * @param {number} last
 */
export function flattened(dims, first, last) {
  if (dims.length === 0) return [1];
  const start = axisIn(dims, first, 'flatten');
  const end = axisIn(dims, last, 'flatten');
  if (start > end) {
    throw new DebertaError('INPUT', `flatten: start_dim ${start} is after end_dim ${end}`);
  }
  return [...dims.slice(0, start), sizeOf(dims.slice(start, end + 1)), ...dims.slice(end + 1)];
}

/**
 * The shape with axes of length 1 in front, one for each number of repeats, and the strides that read it repeatedly: of
 * each repeat (0: the same values again) and of its axis.
 * @param {readonly number[]} lengths
 * @param {readonly number[]} repeats
 */
export function repeated(lengths, repeats) {
  const added = repeats.length - lengths.length;
  if (added < 0 || !repeats.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    const fact = `an integer of at least 0 for each of ${lengths.length} axes`;
    throw new DebertaError('INPUT', `repeat: expected ${fact}, got ${show(repeats)}`);
  }
  const dims = [...new Array(added).fill(1), ...lengths];
  return { dims, strides: stridesOf(dims).flatMap((stride) => [0, stride]) };
}
