// Converts a caller's numbers: a Tensor, a typed array or nested arrays.
import { checkDims } from './dims.js';
import { DebertaError } from '../base/errors.js';
import { mismatch } from '../base/checks.js';

/**
 * A Tensor of this package, of transformers.js or of onnxruntime; only these two properties are used.
 * @typedef {object} TensorLike
 * @property {ArrayLike<number | bigint>} data in row-major order
 * @property {readonly number[]} dims
 */

/**
 * The values as 32-bit integers, always copied.
 * @param {unknown} value
 * @param {string} name the name for errors, such as input_ids
 */
export function toIntegers(value, name) {
  return converted(value, name, Int32Array, 'an integer', 'integers');
}

/**
 * The values as 32-bit floats, always copied. Infinities and NaN are accepted; a finite value
 * that would become infinite is refused.
 * @param {unknown} value
 * @param {string} name the name for errors, such as inputs_embeds
 */
export function toFloats(value, name) {
  return converted(value, name, Float32Array, 'a number', 'numbers');
}

/**
 * @template {Int32Array | Float32Array} T
 * @param {unknown} value
 * @param {string} name
 * @param {new (length: number) => T} Type
 * @param {string} one the expected value, for errors
 * @param {string} all the same in the plural
 * @returns {{data: T, dims: number[]}}
 */
function converted(value, name, Type, one, all) {
  const { values, dims } = flatten(value, name, all);
  // Nothing to check: copies at once.
  if (values instanceof Type) return { data: /** @type {T} */ (values.slice()), dims };
  const data = new Type(values.length);
  const isInteger = data instanceof Int32Array;
  for (let i = 0; i < data.length; i++) {
    const element = values[i];
    // Number() is not applied to other types: '7' and true are not numbers, and a symbol would throw.
    const number = isNumeric(element) ? Number(element) : NaN;
    if (isInteger ? !Number.isInteger(number) : !isNumeric(element)) {
      throw refusal(name, position(i, dims), one, element);
    }
    data[i] = number;
    // A bigint is finite, even if it becomes an infinite number.
    const isFinite = typeof element === 'bigint' || Number.isFinite(number);
    if (isInteger ? data[i] !== number : isFinite && !Number.isFinite(data[i])) {
      const place = name + brackets(position(i, dims));
      const kind = isInteger ? '32 bits' : 'a 32-bit float';
      throw new DebertaError('INPUT', `${place}: ${element} does not fit in ${kind}`);
    }
  }
  return { data, dims };
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {string} what
 * @returns {{values: ArrayLike<unknown>, dims: number[]}} unchecked values in row-major order
 */
function flatten(value, name, what) {
  if (isArray(value)) {
    const dims = shapeOf(value);
    if (dims.length === 1) return { values: value, dims };
    /** @type {unknown[]} */
    const values = [];
    gather(value, dims, name, [], values);
    return { values, dims };
  }
  if (isTensor(value)) {
    const dims = [...value.dims];
    checkDims(dims, value.data.length, `${name}: `);
    return { values: value.data, dims };
  }
  const expected = `a Tensor, a typed array or an array of ${what}`;
  throw mismatch(name, expected, value);
}

/**
 * The shape, taken from the first elements.
 * @param {ArrayLike<unknown>} array
 */
function shapeOf(array) {
  const dims = [];
  /** @type {unknown} */
  let level = array;
  while (isArray(level)) {
    dims.push(level.length);
    level = level[0];
  }
  return dims;
}

/**
 * Appends the values of nested arrays; refuses arrays of another shape.
 * @param {unknown} value
 * @param {number[]} dims
 * @param {string} name
 * @param {number[]} place the position of the value
 * @param {unknown[]} values
 */
function gather(value, dims, name, place, values) {
  if (place.length === dims.length) {
    values.push(value);
    return;
  }
  const length = dims[place.length];
  if (!isArray(value)) throw refusal(name, place, `an array of ${length}`, value);
  if (value.length !== length) {
    throw new DebertaError(
      'INPUT',
      `${name}${brackets(place)}: expected ${length} values as in those before, got ${value.length}`,
    );
  }
  for (let i = 0; i < length; i++) gather(value[i], dims, name, [...place, i], values);
}

/**
 * @param {unknown} value
 * @returns {value is ArrayLike<unknown>}
 */
function isArray(value) {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/**
 * @param {unknown} value
 * @returns {value is TensorLike}
 */
function isTensor(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { data, dims } = /** @type {{data?: unknown, dims?: unknown}} */ (value);
  return isArray(data) && Array.isArray(dims);
}

/**
 * @param {unknown} value
 * @returns {value is number | bigint}
 */
function isNumeric(value) {
  return typeof value === 'number' || typeof value === 'bigint';
}

/**
 * The position of a row-major index: [1, 0] for index 3 of dims [2, 3].
 * @param {number} index
 * @param {number[]} dims
 */
function position(index, dims) {
  const place = [];
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    place.unshift(index % dims[axis]);
    index = Math.floor(index / dims[axis]);
  }
  return place;
}

/** @param {number[]} place */
function brackets(place) {
  return place.map((index) => `[${index}]`).join('');
}

/**
 * @param {string} name
 * @param {number[]} place
 * @param {string} expected
 * @param {unknown} element
 */
function refusal(name, place, expected, element) {
  const got = isNumeric(element) ? element : undefined;
  return mismatch(name + brackets(place), expected, element, got);
}
