// Functions that make tensors of a shape, with the names and element types of transformers.js.
import { checkDims, newSize, sizeOf } from './dims.js';
import { Tensor } from './tensor.js';
import { checkTensor } from './check_tensor.js';
import { mismatch } from '../base/checks.js';

/**
 * A tensor of one value: float32 of a number, int64 of a bigint, bool of a boolean.
 * @template {number | bigint | boolean} T
 * @param {readonly number[]} size the length of each axis
 * @param {T} fill_value
 * @returns {Tensor<T extends number ? 'float32' : T extends bigint ? 'int64' : 'bool'>}
 */
export function full(size, fill_value) {
  const types = { number: 'float32', bigint: 'int64', boolean: 'bool' };
  const type = types[/** @type {'number'} */ (typeof fill_value)];
  if (!type) throw mismatch('full: fill_value', 'a number, a bigint or a boolean', fill_value);
  return made(/** @type {any} */ (type), size, () => fill_value);
}

/**
 * A tensor of one value, with the shape of another tensor: see full.
 * @template {number | bigint | boolean} T
 * @param {Tensor<any>} tensor
 * @param {T} fill_value
 */
export function full_like(tensor, fill_value) {
  return full(checkTensor('full_like', tensor).dims, fill_value);
}

/**
 * An int64 tensor of ones.
 * @param {readonly number[]} size the length of each axis
 */
export function ones(size) {
  return full(size, 1n);
}

/**
 * An int64 tensor of ones, with the shape of another tensor.
 * @param {Tensor<any>} tensor
 */
export function ones_like(tensor) {
  return full_like(tensor, 1n);
}

/**
 * An int64 tensor of zeros.
 * @param {readonly number[]} size the length of each axis
 */
export function zeros(size) {
  return full(size, 0n);
}

/**
 * An int64 tensor of zeros, with the shape of another tensor.
 * @param {Tensor<any>} tensor
 */
export function zeros_like(tensor) {
  return full_like(tensor, 0n);
}

/**
 * A float32 tensor of random numbers from 0 to 1.
 * @param {readonly number[]} size the length of each axis
 */
export function rand(size) {
  return made('float32', size, Math.random);
}

/**
 * A float32 tensor of random numbers of the normal distribution with mean 0 and variance 1.
 * @param {readonly number[]} size the length of each axis
 */
export function randn(size) {
  // Box and Muller: the logarithm needs a number above 0.
  return made('float32', size, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    return radius * Math.cos(2 * Math.PI * Math.random());
  });
}

/**
 * @template {'float32' | 'int64' | 'bool'} Type
 * @param {Type} type
 * @param {readonly number[]} size
 * @param {() => any} next
 * @returns {Tensor<Type>}
 */
function made(type, size, next) {
  if (!Array.isArray(size)) throw mismatch('size', 'an array of lengths', size);
  checkDims(size, sizeOf(size));
  const Values = { float32: Float32Array, int64: BigInt64Array, bool: Uint8Array }[type];
  const values = /** @type {any} */ (Values).from({ length: newSize(size) }, next);
  return new Tensor(type, values, size);
}
