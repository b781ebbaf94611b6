// The element types of tensors, and conversions to them.
import { DebertaError } from '../base/errors.js';
import { kindOf, mismatch } from '../base/checks.js';
import { fromHalf, toHalf } from './half.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */
/** @typedef {import('./tensor_data.js').TensorData<any>} TensorData */

/** Where the engine has no Float16Array, half floats are bits. */
const { Float16Array: Halves = Uint16Array } = /** @type {any} new in 2025 */ (globalThis);
const areBits = (/** @type {TensorType} */ type) => type === 'float16' && Halves === Uint16Array;

/** @type {Record<TensorType, any>} */
const arrays = {
  float16: Halves,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  string: Array,
};

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
  return type.startsWith('float');
}

/** @param {TensorType} type */
export function isBigint(type) {
  return type.endsWith('int64');
}

/**
 * Refuses a tensor of the wrong kind.
 * @param {TensorType} type
 * @param {string} method
 * @param {'float' | 'numeric' | 'number'} kind numeric: floats and integers; number: also bool
 */
export function checkKind(type, method, kind) {
  if (
    isFloat(type) ||
    (kind !== 'float' && (type.includes('int') || (kind === 'number' && type === 'bool')))
  )
    return;
  const advice = type === 'string' ? '' : ": use to('float32')";
  throw new DebertaError('INPUT', `${method}: expected a ${kind} tensor, got ${type}${advice}`);
}

/**
 * The values as numbers, bigints or strings: the data itself, except half floats that are kept as bits.
 * @param {TensorType} type
 * @param {TensorData} data
 * @returns {any}
 */
export function valuesOf(type, data) {
  return areBits(type) ? Float32Array.from(/** @type {Uint16Array} */ (data), fromHalf) : data;
}

/**
 * Stores values as valuesOf gives them.
 * @param {TensorType} type
 * @param {TensorData} data
 * @param {any} values
 */
export function storeValues(type, data, values) {
  if (values === data) return;
  const isEncoded = areBits(type);
  for (let i = 0; i < values.length; i++) data[i] = isEncoded ? toHalf(values[i]) : values[i];
}

/**
 * The data of a new tensor: an array of its type as it is, a plain array converted.
 * @param {TensorType} type
 * @param {unknown} data
 * @returns {any}
 */
export function toData(type, data) {
  const { name } = arrays[type];
  // Compares names: an array from another frame or a worker has another constructor.
  const found = ArrayBuffer.isView(data) ? /** @type {any} */ (data)[Symbol.toStringTag] : '';
  if (found === name) return data;
  if (Array.isArray(data)) return fromValues(type, data);
  if (type === 'float16' && found === 'Uint16Array') {
    const { buffer, byteOffset, length } = /** @type {Uint16Array} */ (data);
    return new Halves(buffer, byteOffset, length);
  }
  const got = found ? `a ${found}` : kindOf(data);
  throw new DebertaError('INPUT', `data: expected a ${name} or an array for ${type}, got ${got}`);
}

/**
 * Converts values exactly.
 * @param {TensorType} type
 * @param {unknown[]} values
 */
function fromValues(type, values) {
  if (type === 'string') return values.map(stringAt);
  const numbers = values.map((value, i) => {
    const number = typeof value === 'boolean' ? Number(value) : value;
    if (typeof number === 'number' || typeof number === 'bigint') {
      return isFloat(type) ? Number(number) : number;
    }
    throw mismatch(`data[${i}]`, 'a number', value);
  });
  const data = new arrays[type](values.length);
  if (isFloat(type)) {
    storeValues(type, data, numbers);
    return data;
  }
  numbers.forEach((number, i) => {
    if (typeof number === 'bigint' || Number.isSafeInteger(number)) {
      data[i] = isBigint(type) ? BigInt(number) : Number(number);
    }
    // If an integer type stored another value, it truncated it or wrapped around.
    if (Number(data[i]) !== Number(number) || (type === 'bool' && data[i] > 1)) {
      throw new DebertaError('INPUT', `data[${i}]: ${number} does not fit in ${type}`);
    }
  });
  return data;
}

/**
 * @param {unknown} value
 * @param {number} i
 */
function stringAt(value, i) {
  if (typeof value === 'string') return value;
  throw mismatch(`data[${i}]`, 'a string', value);
}

/**
 * A copy in another type, as in Python: floats are rounded toward zero to integers, integers keep their lowest bits, and
 * nonzero values are true.
 * @param {TensorType} type
 * @param {TensorType} from the type of the values
 * @param {TensorData} data
 * @returns {any}
 */
export function convert(type, from, data) {
  const values = valuesOf(from, data);
  if (type === 'string') return Array.from(values, String);
  if (from === 'string') throw new DebertaError('INPUT', 'to: a string tensor has no numbers');
  const converted = new arrays[type](values.length);
  const results = areBits(type) ? new Float64Array(values.length) : converted;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (type === 'bool') {
      results[i] = Number(value) === 0 ? 0 : 1;
    } else if (!isBigint(type)) {
      const isWide = typeof value === 'bigint' && !isFloat(type);
      results[i] = Number(isWide ? BigInt.asIntN(32, value) : value);
    } else if (Number.isFinite(Number(value))) {
      results[i] = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
    } else {
      throw new DebertaError('INPUT', `to: ${value} at index ${i} does not fit in ${type}`);
    }
  }
  storeValues(type, converted, results);
  return converted;
}
