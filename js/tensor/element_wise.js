// Operations on each value of a tensor, and the twins of methods that change the tensor itself.
import { checkKind, isBigint, isFloat, storeValues, valuesOf } from './tensor_types.js';
import { roundHalfEven } from './half.js';
import { mismatch, numberOrKind } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */
/** @typedef {import('./tensor.js').Tensor<any>} Tensor */
/** @typedef {(x: any, ...operands: any[]) => any} Operation */

/**
 * Of integers and floats. A value and its operands are all numbers or all bigints.
 * @type {Record<string, Operation>}
 */
const numeric = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  // Has the sign of the divisor, as in Python.
  remainder: (x, y) => (x % y && x % y < 0 !== y < 0 ? (x % y) + y : x % y),
  clamp: (x, min, max) => (x < min ? min : x > max ? max : x),
  neg: (x) => -x,
  round: (x) => (typeof x === 'bigint' ? x : roundHalfEven(x)),
};

/**
 * Of floats.
 * @type {Record<string, Operation>}
 */
const ofFloats = {
  exp: Math.exp,
  sqrt: Math.sqrt,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

/** @type {Record<string, Operation>} */
const comparisons = { gt: (x, y) => x > y, lt: (x, y) => x < y };

/** Methods whose twin changes only the shape. */
const ofShapes = ['squeeze', 'unsqueeze', 'flatten'];

/**
 * @param {string} method
 * @param {unknown} value
 * @returns {number | bigint}
 */
function checkOperand(method, value) {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  throw mismatch(method, 'a number', value);
}

/**
 * Converts an operand to the kind of a tensor's values.
 * @param {TensorType} type
 * @param {string} method
 * @param {unknown} operand
 */
function operandOf(type, method, operand) {
  const value = checkOperand(method, operand);
  if (isFloat(type)) return Number(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    const expected = "an integer (or use to('float32'))";
    throw mismatch(`${method} of ${type}`, expected, value, numberOrKind(value));
  }
  if (/div|rem/.test(method) && (Number(value) === 0 || (type[0] === 'u' && value < 0))) {
    throw new DebertaError('INPUT', `${method} of ${type}: the divisor is ${value}`);
  }
  return isBigint(type) ? BigInt(value) : Number(value);
}

/**
 * Applies an operation to each value. Integers wrap around, and a quotient of integers is rounded toward zero.
 * @param {Tensor} tensor changed in place
 * @param {string} name
 * @param {Operation} operation
 * @param {unknown[]} operands
 */
function apply({ type, data }, name, operation, operands) {
  checkKind(type, name, name in ofFloats ? 'float' : 'numeric');
  const values = valuesOf(type, data);
  // As many as the operation takes, so that a missing one is refused. A bound of clamp may be open.
  const given = Array.from({ length: operation.length - 1 }, (_, i) => {
    const y = operands[i];
    const isOpen =
      name === 'clamp' && (y === null || y === undefined || y === (i ? Infinity : -Infinity));
    return isOpen ? undefined : operandOf(type, name, y);
  });
  // A product of two numbers may have more bits than a number.
  const isExact = name === 'mul' && !isFloat(type) && !isBigint(type);
  /** @type {Operation} */
  const result = isExact ? Math.imul : operation;
  for (let i = 0; i < values.length; i++) values[i] = result(values[i], ...given);
  storeValues(type, data, values);
}

/**
 * Adds the methods of TensorMethods to the prototype of tensors.
 * @param {any} prototype
 */
export function addMethods(prototype) {
  for (const [name, operation] of Object.entries({ ...numeric, ...ofFloats })) {
    prototype[`${name}_`] = function (/** @type {unknown[]} */ ...operands) {
      apply(this, name, operation, operands);
      return this;
    };
    prototype[name] = function (/** @type {unknown[]} */ ...operands) {
      return this.clone()[`${name}_`](...operands);
    };
  }
  for (const [name, operation] of Object.entries(comparisons)) {
    prototype[name] = function (/** @type {unknown} */ y) {
      checkKind(this.type, name, 'numeric');
      checkOperand(name, y);
      const values = valuesOf(this.type, this.data);
      const isTrue = Uint8Array.from(values, (x) => operation(x, y));
      return new this.constructor('bool', isTrue, this.dims);
    };
  }
  for (const name of ofShapes) {
    prototype[`${name}_`] = function (/** @type {unknown[]} */ ...args) {
      const { dims } = this[name](...args);
      return Object.assign(this, { dims });
    };
  }
  for (const name of ['map', 'normalize']) {
    prototype[`${name}_`] = function (/** @type {unknown[]} */ ...args) {
      storeValues(this.type, this.data, valuesOf(this.type, this[name](...args).data));
      return this;
    };
  }
}
