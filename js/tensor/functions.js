// Functions of tensors, with the names of transformers.js.
import { checkTensor } from './check_tensor.js';
import { axisIn, reduced, show, sizeOf } from './dims.js';
import { reduceRows, replaceRows, sum } from './reduce.js';
import { Tensor } from './tensor.js';
import { checkKind, valuesOf } from './tensor_types.js';
import { DebertaError } from '../base/errors.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */
/**
 * Options of layer_norm.
 * @typedef {object} LayerNormOptions
 * @property {number} [eps] is added to the variance; default 1e-5
 */

/**
 * The mean of the values: see the method of tensors.
 * @template {TensorType} Type
 * @param {Tensor<Type>} input of floats
 * @param {number | null} [dim] default: all values
 * @param {boolean} [keepdim]
 */
export function mean(input, dim = null, keepdim = false) {
  return checkTensor('mean', input).mean(dim, keepdim);
}

/**
 * The standard deviation and the mean of the values.
 * @template {TensorType} Type
 * @param {Tensor<Type>} input of floats
 * @param {number | null} [dim] default: all values
 * @param {number} [correction] the number that is subtracted from the number of values
 * @param {boolean} [keepdim]
 * @returns {[Tensor<Type>, Tensor<Type>]}
 */
export function std_mean(input, dim = null, correction = 1, keepdim = false) {
  const means = checkTensor('std_mean', input).mean(dim, keepdim);
  const { type, data, dims } = /** @type {Tensor<any>} */ (input);
  const axis = dim === null ? null : axisIn(dims, dim, 'std_mean');
  const deviations = reduceRows(valuesOf(type, data), dims, axis, (/** @type {any[]} */ row) =>
    Math.sqrt(squaresOf(centered(row)) / Math.max(0, row.length - correction)),
  );
  return [new Tensor(type, deviations, reduced(dims, axis, keepdim)), means];
}

/**
 * Layer normalization without weights: (x - mean) / sqrt(variance + eps) over the last axes.
 * @template {TensorType} Type
 * @param {Tensor<Type>} input of floats
 * @param {readonly number[]} normalized_shape the lengths of these axes
 * @param {LayerNormOptions} [options]
 * @returns {Tensor<Type>}
 */
export function layer_norm(input, normalized_shape, { eps = 1e-5 } = {}) {
  const { type, data, dims } = /** @type {Tensor<any>} */ (checkTensor('layer_norm', input));
  checkKind(type, 'layer_norm', 'float');
  if (
    !normalized_shape?.length ||
    `${dims.slice(-normalized_shape.length)}` !== `${normalized_shape}`
  ) {
    const fact = `normalized_shape: expected the last of dims ${show(dims)}`;
    throw new DebertaError(
      'INPUT',
      `layer_norm: ${fact}, got ${show([normalized_shape ?? []].flat())}`,
    );
  }
  const length = sizeOf(normalized_shape);
  const values = valuesOf(type, data).slice();
  replaceRows(values, [values.length / (length || 1), length], 1, (row) => {
    const differences = centered(row);
    const divisor = Math.sqrt(squaresOf(differences) / length + eps);
    return differences.map((x) => x / divisor);
  });
  return new Tensor(type, Array.from(values), dims);
}

/** @param {number[]} row */
function centered(row) {
  const center = sum(row) / row.length;
  return row.map((x) => x - center);
}

/** @param {number[]} row */
function squaresOf(row) {
  return sum(row.map((x) => x * x));
}

/**
 * A copy with the axes in another order: see the method of tensors.
 * @template {TensorType} Type
 * @param {Tensor<Type>} tensor
 * @param {readonly number[]} axes every axis once
 */
export function permute(tensor, axes) {
  return checkTensor('permute', tensor).permute(...axes);
}

// These return promises there, too, so that they can be loaded on demand.

/**
 * The largest values along the last axis, largest first, and their indices. Of equal values the first comes first; NaN
 * counts as the largest.
 * @template {TensorType} Type
 * @param {Tensor<Type>} x
 * @param {number | null} [k] their number, at most the length of the axis; default: all
 * @returns {Promise<[Tensor<Type>, Tensor<'int64'>]>}
 */
export async function topk(x, k) {
  return (await import('./async_functions.js')).topk(x, k);
}

/**
 * A part of a tensor, as ONNX's Slice makes it. An index may count from the end, and one beyond an end is the end.
 * @template {TensorType} Type
 * @param {Tensor<Type>} data
 * @param {readonly number[]} starts the first index, for each of the axes
 * @param {readonly number[]} ends the index after the last one
 * @param {readonly number[]} axes
 * @param {readonly number[]} [steps] default: 1; negative: backwards
 * @returns {Promise<Tensor<Type>>}
 */
export async function slice(data, starts, ends, axes, steps) {
  return (await import('./async_functions.js')).slice(data, starts, ends, axes, steps);
}

/**
 * The matrix product, as torch.matmul: [..., n, m] times [..., m, p] gives [..., n, p]. A tensor with one axis is a row on
 * the left and a column on the right, and that axis is removed from the result. Axes before the last two are broadcast.
 * @template {TensorType} Type
 * @param {Tensor<Type>} a of floats
 * @param {Tensor<Type>} b of the same type
 * @returns {Promise<Tensor<Type>>}
 */
export async function matmul(a, b) {
  return (await import('./async_functions.js')).matmul(a, b);
}
