// Functions of plain arrays and typed arrays of numbers, with the names of transformers.js.
import * as rows from './reduce.js';
import { DebertaError } from '../base/errors.js';
import { mismatch } from '../base/checks.js';

/** @typedef {import('./tensor_data.js').NumericType} NumericType */
/** @typedef {Exclude<import('./tensor_data.js').TensorData, BigInt64Array | BigUint64Array>} Floats */
/** @typedef {readonly number[] | Floats} Vector numbers: an array or a typed array */

/**
 * @param {string} name
 * @param {any} values
 * @returns {number[]}
 */
function checkVector(name, values) {
  const isArray = Array.isArray(values) || (ArrayBuffer.isView(values) && 'length' in values);
  if (isArray && Array.prototype.every.call(values, (x) => typeof x === 'number')) {
    return /** @type {any} */ (values);
  }
  const advice = values?.dims ? ' (of a tensor: its data)' : '';
  throw mismatch(name, `an array of numbers${advice}`, values);
}

/**
 * The softmax: positive numbers that sum to 1.
 * @template {Vector} T
 * @param {T} values
 * @returns {T} an array of the same kind
 */
export function softmax(values) {
  return sameKind(values, rows.softmax([...checkVector('softmax', values)]));
}

/**
 * The logarithm of the softmax.
 * @template {Vector} T
 * @param {T} values
 * @returns {T} an array of the same kind
 */
export function log_softmax(values) {
  const row = [...checkVector('log_softmax', values)];
  const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = Math.log(rows.sum(row.map((x) => Math.exp(x - most))));
  return sameKind(
    values,
    row.map((x) => x - most - total),
  );
}

/**
 * @template {Vector} T
 * @param {T} values
 * @param {number[]} results
 * @returns {T}
 */
function sameKind(values, results) {
  return /** @type {any} */ (values).map(
    (/** @type {number} */ _, /** @type {number} */ i) => results[i],
  );
}

/**
 * The dot product: the sum of products.
 * @param {Vector} a
 * @param {Vector} b of the same length
 */
export function dot(a, b) {
  const [x, y] = [checkVector('dot', a), checkVector('dot', b)];
  if (x.length !== y.length) {
    throw new DebertaError('INPUT', `dot: expected one length, got ${x.length} and ${y.length}`);
  }
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i] * y[i];
  return total;
}

/**
 * The Euclidean length of a vector.
 * @param {Vector} values
 */
export function magnitude(values) {
  return Math.sqrt(dot(values, values));
}

/**
 * The cosine of the angle between two vectors, -1 to 1; 0 if one of them is zero.
 * @param {Vector} a
 * @param {Vector} b of the same length
 */
export function cos_sim(a, b) {
  const product = dot(a, b);
  return product && product / (magnitude(a) * magnitude(b));
}

/**
 * The largest number and its index; NaN counts as the largest.
 * @param {Vector} values not empty
 * @returns {[number, number]}
 */
export function max(values) {
  return extremeOf('max', values, 1);
}

/**
 * The smallest number and its index; NaN counts as the smallest.
 * @param {Vector} values not empty
 * @returns {[number, number]}
 */
export function min(values) {
  return extremeOf('min', values, -1);
}

/**
 * @param {string} name
 * @param {Vector} values
 * @param {1 | -1} sign
 * @returns {[number, number]}
 */
function extremeOf(name, values, sign) {
  const row = checkVector(name, values);
  if (row.length === 0) throw new DebertaError('INPUT', `${name}: expected values, got 0`);
  const index = rows.indexOfExtreme(row, sign);
  return [row[index], index];
}
