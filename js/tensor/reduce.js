// Reductions of a tensor's values along an axis, accumulated in float64 (in bigint for 64-bit integers).
import { splitAt } from './dims.js';
import { DebertaError } from '../base/errors.js';

/**
 * Computes one value for each row along an axis; axis null: one for all values.
 * @template R
 * @param {ArrayLike<number | bigint>} data
 * @param {readonly number[]} dims
 * @param {number | null} axis
 * @param {(row: (number | bigint)[]) => R} fold
 * @returns {R[]}
 */
export function reduceRows(data, dims, axis, fold) {
  /** @type {R[]} */
  const results = [];
  forEachRow(data, dims, axis, (row) => results.push(fold(row)));
  return results;
}

/**
 * Replaces each row along an axis.
 * @param {Float32Array | Float64Array} data changed in place
 * @param {readonly number[]} dims
 * @param {number} axis
 * @param {(row: number[]) => number[]} replace
 */
export function replaceRows(data, dims, axis, replace) {
  forEachRow(data, dims, axis, (row, start, stride) => {
    const replaced = replace(/** @type {number[]} */ (row));
    for (let i = 0; i < replaced.length; i++) data[start + i * stride] = replaced[i];
  });
}

/**
 * @param {ArrayLike<number | bigint>} data
 * @param {readonly number[]} dims
 * @param {number | null} axis
 * @param {(row: (number | bigint)[], start: number, stride: number) => void} visit
 */
function forEachRow(data, dims, axis, visit) {
  const whole = { outer: 1, length: data.length, inner: 1 };
  const { outer, length, inner } = axis === null ? whole : splitAt(dims, axis);
  const row = new Array(length);
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const start = block * length * inner + column;
      for (let i = 0; i < length; i++) row[i] = data[start + i * inner];
      visit(row, start, inner);
    }
  }
}

/** @param {number[]} row */
export function sum(row) {
  let total = 0;
  for (const value of row) total += value;
  return total;
}

/** @param {(number | bigint)[]} row integers */
export function exactSum(row) {
  let total = 0n;
  for (const value of row) total += BigInt(value);
  return total;
}

/**
 * The p of a norm.
 * @param {unknown} p
 * @param {string} method
 * @returns {number}
 */
export function checkOrder(p, method) {
  if (p === 'fro') return 2;
  if (typeof p === 'number' && p > 0) return p;
  throw new DebertaError('INPUT', `${method}: p: expected a number above 0, got ${p}`);
}

/**
 * (sum |x|^p)^(1/p); the largest |x| for p = Infinity.
 * @param {number[]} row
 * @param {number} p
 */
export function pNorm(row, p) {
  if (p === Infinity) return row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let total = 0;
  for (const value of row) total += Math.abs(value) ** p;
  return total ** (1 / p);
}

/**
 * exp(x - max) / sum exp(x - max): the largest is subtracted, so that no exponential overflows.
 * @param {number[]} row
 */
export function softmax(row) {
  const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = row.map((value) => Math.exp(value - most));
  const total = sum(exponentials);
  return exponentials.map((value) => value / total);
}

/**
 * The index of the first maximum (sign 1) or minimum (sign -1). As in Python, NaN counts as
 * beyond all other values.
 * @param {(number | bigint)[]} row not empty
 * @param {1 | -1} sign
 */
export function indexOfExtreme(row, sign) {
  let best = 0;
  for (let i = 0; i < row.length; i++) {
    if (Number.isNaN(row[i])) return i;
    if (sign > 0 ? row[i] > row[best] : row[i] < row[best]) best = i;
  }
  return best;
}
