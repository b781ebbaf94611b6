// Checks of the tensors that functions take.
import { show } from './dims.js';
import { Tensor } from './tensor.js';
import { DebertaError } from '../base/errors.js';
import { mismatch } from '../base/checks.js';

/**
 * @template {Tensor<any>} T
 * @param {string} name of the function
 * @param {T} value
 * @param {number} [axes] the expected number of axes
 * @returns {T}
 */
export function checkTensor(name, value, axes) {
  if (!(value instanceof Tensor)) throw mismatch(name, 'a Tensor', value);
  if (axes === undefined || value.dims.length === axes) return value;
  throw new DebertaError('INPUT', `${name}: expected ${axes} axes, got dims ${show(value.dims)}`);
}
