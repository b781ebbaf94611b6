// Copies values from an array by strides.
import { newSize } from './dims.js';

/**
 * Copies the values of a slice or a permutation of a tensor into a new array.
 * @template {import('./tensor_data.js').TensorData<any>} T
 * @param {T} data
 * @param {number} start the index of the first value
 * @param {readonly number[]} dims
 * @param {readonly number[]} strides the strides of these axes in `data`
 * @returns {T}
 */
export function pick(data, start, dims, strides) {
  const values = new /** @type {any} */ (data).constructor(newSize(dims));
  const place = new Array(dims.length).fill(0);
  for (let i = 0, at = start; i < values.length; i++) {
    values[i] = /** @type {any} */ (data)[at];
    // Advances to the next position, as an odometer does.
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++place[axis] < dims[axis]) break;
      at -= dims[axis] * strides[axis];
      place[axis] = 0;
    }
  }
  return values;
}
