// Values picked from an array by strides.
import { sizeOf } from './dims.js';

/**
 * The values of a part of a tensor, or of its axes in another order, in a row.
 * @template {import('./tensor_types.js').TensorData} T
 * @param {T} data
 * @param {number} start where the first value is
 * @param {readonly number[]} dims
 * @param {readonly number[]} strides how far apart neighbours along these axes are in `data`
 * @returns {T}
 */
export function pick(data, start, dims, strides) {
  const values = new /** @type {any} */ (data.constructor)(sizeOf(dims));
  const place = new Array(dims.length).fill(0);
  for (let i = 0, at = start; i < values.length; i++) {
    values[i] = data[at];
    // The next place, as an odometer counts.
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++place[axis] < dims[axis]) break;
      at -= dims[axis] * strides[axis];
      place[axis] = 0;
    }
  }
  return values;
}
