// Functions that combine tensors, with the names of transformers.js.
import { checkTensor } from './check_tensor.js';
import { axisIn, show, sizeOf, splitAt } from './dims.js';
import { Tensor } from './tensor.js';
import { DebertaError } from '../base/errors.js';
import { mismatch } from '../base/checks.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */

/**
 * The tensors one after another along an axis.
 * @template {TensorType} Type
 * @param {readonly Tensor<Type>[]} tensors of one type, and of one shape but for this axis
 * @param {number} [dim]
 * @returns {Tensor<Type>}
 */
export function cat(tensors, dim = 0) {
  const { type, dims, axis } = checkAlike('cat', tensors, dim);
  const parts = tensors.map((tensor) => tensor.dims[axis]);
  const length = parts.reduce((total, part) => total + part, 0);
  const joined = dims.with?.(axis, length) ?? dims.map((own, i) => (i === axis ? length : own));
  const { outer, inner } = splitAt(joined, axis);
  const data = new /** @type {any} */ (tensors[0].data).constructor(sizeOf(joined));
  let at = 0;
  for (let block = 0; block < outer; block++) {
    tensors.forEach((tensor, t) => {
      const size = parts[t] * inner;
      for (let i = 0; i < size; i++) data[at++] = tensor.data[block * size + i];
    });
  }
  return new Tensor(type, data, joined);
}

/**
 * The tensors along a new axis.
 * @template {TensorType} Type
 * @param {readonly Tensor<Type>[]} tensors of one type and shape
 * @param {number} [dim] the position of the new axis
 * @returns {Tensor<Type>}
 */
export function stack(tensors, dim = 0) {
  checkList('stack', tensors);
  return cat(
    tensors.map((tensor) => tensor.unsqueeze(dim)),
    dim,
  );
}

/**
 * @param {string} name
 * @param {readonly Tensor<any>[]} tensors
 */
function checkList(name, tensors) {
  if (!Array.isArray(tensors) || !tensors.length)
    throw mismatch(name, 'an array of tensors', tensors);
  for (const tensor of tensors) checkTensor(name, tensor);
}

/**
 * @param {string} name
 * @param {readonly Tensor<any>[]} tensors
 * @param {number} dim
 */
function checkAlike(name, tensors, dim) {
  checkList(name, tensors);
  const { type, dims } = tensors[0];
  const axis = axisIn(dims, dim, name);
  for (const other of tensors) {
    const isAlike = (/** @type {number} */ length, /** @type {number} */ i) =>
      i === axis || other.dims[i] === length;
    if (other.type !== type || other.dims.length !== dims.length || !dims.every(isAlike)) {
      const found = `${type} ${show(dims)} and ${other.type} ${show(other.dims)}`;
      throw new DebertaError(
        'INPUT',
        `${name}: expected tensors of one type and shape, got ${found}`,
      );
    }
  }
  return { type, dims, axis };
}
