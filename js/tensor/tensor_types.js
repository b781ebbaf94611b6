// The element types of tensors, and conversions to them.
import { DebertaError } from '../base/errors.js';
import { kindOf, mismatch } from '../base/checks.js';

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
};

/** @typedef {keyof typeof arrays} TensorType element type of a tensor */

/** @typedef {Float32Array | Float64Array | Int8Array | Uint8Array | Int32Array | BigInt64Array} TensorData values of a
 *   tensor; bool as 0 and 1 */

/**
 * @param {unknown} type
 * @returns {TensorType}
 */
export function checkType(type) {
  if (typeof type === 'string' && Object.hasOwn(arrays, type)) {
    return /** @type {TensorType} */ (type);
  }
  const known = Object.keys(arrays).join(', ');
  throw new DebertaError('INPUT', `type: expected one of ${known}, got ${kindOf(type)}`);
}

/** @param {TensorType} type */
export function isFloat(type) {
  return type === 'float32' || type === 'float64';
}

/**
 * The data of a new tensor: a typed array of its type as it is, a plain array converted.
 * @param {TensorType} type
 * @param {unknown} data
 * @returns {TensorData}
 */
export function toData(type, data) {
  const { name } = arrays[type];
  // Compares names: an array from another frame or a worker has another constructor.
  if (ArrayBuffer.isView(data) && /** @type {any} */ (data)[Symbol.toStringTag] === name) {
    return /** @type {TensorData} */ (data);
  }
  if (Array.isArray(data)) return fromValues(type, data);
  const got = ArrayBuffer.isView(data)
    ? `a ${/** @type {any} */ (data)[Symbol.toStringTag]}`
    : kindOf(data);
  throw new DebertaError('INPUT', `data: expected a ${name} or an array for ${type}, got ${got}`);
}

/**
 * Converts values exactly.
 * @param {TensorType} type
 * @param {unknown[]} values
 */
function fromValues(type, values) {
  const data = new arrays[type](values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const number = typeof value === 'boolean' ? Number(value) : value;
    if (typeof number !== 'number' && typeof number !== 'bigint') {
      throw mismatch(`data[${i}]`, 'a number', value);
    }
    if (isFloat(type)) {
      data[i] = Number(number);
    } else if (typeof number === 'bigint' || Number.isSafeInteger(number)) {
      data[i] = type === 'int64' ? BigInt(number) : Number(number);
    }
    // If an integer type stored another value, it truncated it or wrapped around.
    if (
      !isFloat(type) &&
      (Number(data[i]) !== Number(number) || (type === 'bool' && data[i] > 1))
    ) {
      throw new DebertaError('INPUT', `data[${i}]: ${number} does not fit in ${type}`);
    }
  }
  return data;
}

/**
 * A copy in another type, as in Python: floats are rounded toward zero to integers, and nonzero values are true.
 * @param {TensorType} type
 * @param {TensorData} data
 * @returns {TensorData}
 */
export function convert(type, data) {
  const converted = new arrays[type](data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (type === 'bool') {
      converted[i] = Number(value) === 0 ? 0 : 1;
    } else if (type !== 'int64') {
      converted[i] = Number(value);
    } else if (Number.isFinite(Number(value))) {
      converted[i] = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
    } else {
      throw new DebertaError('INPUT', `to: ${value} at index ${i} does not fit in ${type}`);
    }
  }
  return converted;
}
