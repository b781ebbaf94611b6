// The functions of tensors that return promises; loaded on demand by functions.js, which documents them.
import { checkTensor } from './check_tensor.js';
import { axisIn, newSize, show, stridesOf } from './dims.js';
import { reduceRows } from './reduce.js';
import { pick } from './strided.js';
import { Tensor } from './tensor.js';
import { checkKind, valuesOf } from './tensor_types.js';
import { checkInteger } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */

/**
 * @template {TensorType} Type
 * @param {Tensor<Type>} x
 * @param {number | null} [k]
 * @returns {[Tensor<Type>, Tensor<'int64'>]}
 */ export function topk(x, k) {
  const { type, data, dims } = /** @type {Tensor<any>} */ (checkTensor('topk', x));
  checkKind(type, 'topk', 'number');
  const axis = axisIn(dims, -1, 'topk');
  const count = Math.min(
    dims[axis],
    k === null || k === undefined ? Infinity : checkInteger(k, 'topk: k', 0),
  );
  /** @type {(number | bigint)[]} */
  const values = [];
  const places = reduceRows(valuesOf(type, data), dims, axis, (row) => {
    const order = [...row.keys()].sort((i, j) => descending(row[i], row[j])).slice(0, count);
    for (const place of order) values.push(row[place]);
    return order;
  });
  const shape = [...dims.slice(0, -1), count];
  return [new Tensor(type, values, shape), new Tensor('int64', places.flat(), shape)];
}

/**
 * @param {number | bigint} a
 * @param {number | bigint} b
 */
function descending(a, b) {
  if (a === b) return 0;
  return Number.isNaN(a) || a > b ? -1 : 1;
}

/**
 * @template {TensorType} Type
 * @param {Tensor<Type>} data
 * @param {readonly number[]} starts
 * @param {readonly number[]} ends
 * @param {readonly number[]} axes
 * @param {readonly number[]} [steps]
 * @returns {Tensor<Type>}
 */ export function slice(data, starts, ends, axes, steps = axes.map(() => 1)) {
  const dims = [...checkTensor('slice', data).dims];
  const strides = stridesOf(dims);
  let first = 0;
  axes.forEach((own, i) => {
    const axis = axisIn(dims, own, 'slice');
    const [start, end, step] = [starts[i], ends[i], steps[i]].map(Number);
    if (!step || ![start, end, step].every(Number.isInteger)) {
      const found = show([start, end, step]);
      throw new DebertaError(
        'INPUT',
        `slice: dim ${axis}: expected integers and a step, got ${found}`,
      );
    }
    const length = dims[axis];
    const within = (
      /** @type {number} */ index,
      /** @type {number} */ least,
      /** @type {number} */ most,
    ) => Math.min(Math.max(index < 0 ? index + length : index, least), most);
    const from = step > 0 ? within(start, 0, length) : within(start, 0, length - 1);
    const to = step > 0 ? within(end, 0, length) : within(end, -1, length - 1);
    dims[axis] = Math.max(0, Math.ceil((to - from) / step));
    first += from * strides[axis];
    strides[axis] *= step;
  });
  return new Tensor(data.type, pick(/** @type {any} */ (data.data), first, dims, strides), dims);
}
/**
 * @template {TensorType} Type
 * @param {Tensor<Type>} a
 * @param {Tensor<Type>} b
 * @returns {Tensor<Type>}
 */ export function matmul(a, b) {
  for (const tensor of [a, b]) checkKind(checkTensor('matmul', tensor).type, 'matmul', 'float');
  const left = a.dims.length === 1 ? a.unsqueeze(0) : a;
  const right = b.dims.length === 1 ? b.unsqueeze(1) : b;
  const [n, m] = left.dims.slice(-2);
  const [height, p] = right.dims.slice(-2);
  const batch = broadcast(left.dims.slice(0, -2), right.dims.slice(0, -2));
  if (a.type !== b.type || m === undefined || p === undefined || m !== height || !batch) {
    const found = `${a.type} ${show(a.dims)} and ${b.type} ${show(b.dims)}`;
    throw new DebertaError(
      'INPUT',
      `matmul: expected [..., n, m] and [..., m, p] of one type, got ${found}`,
    );
  }
  const x = spread(left, batch);
  const y = spread(right, batch);
  const products = Array.from({ length: newSize([...batch, n, p]) }, (_, i) => {
    const row = Math.floor(i / p);
    const first = Math.floor(row / n) * m * p + (i % p);
    let total = 0;
    for (let j = 0; j < m; j++) total += x[row * m + j] * y[first + j * p];
    return total;
  });
  const dims = [...batch, ...(left === a ? [n] : []), ...(right === b ? [p] : [])];
  return new Tensor(a.type, products, dims);
}

/**
 * The shape of both: an axis of length 1 takes the other's length.
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 * @returns {number[] | null} null: they do not fit
 */
function broadcast(a, b) {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const added = long.length - short.length;
  const fits = short.every((length, i) => length === 1 || [1, length].includes(long[added + i]));
  if (!fits) return null;
  return long.map((length, i) => (length === 1 ? (short[i - added] ?? 1) : length));
}

/**
 * The values of a tensor for each matrix of a list of that shape.
 * @param {Tensor<any>} tensor
 * @param {readonly number[]} batch
 * @returns {number[]}
 */
function spread({ type, data, dims }, batch) {
  const added = batch.length + 2 - dims.length;
  const strides = stridesOf(dims).map((stride, i) => (dims[i] === 1 ? 0 : stride));
  const all = [...new Array(added).fill(0), ...strides];
  return pick(valuesOf(type, data), 0, [...batch, ...dims.slice(-2)], all);
}
