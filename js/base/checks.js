// Arguments that callers give.
import { DebertaError } from './errors.js';

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {string}
 */
export function checkText(value, what = 'text') {
  if (typeof value === 'string') return value;
  throw new DebertaError('INPUT', `${what}: expected a string, got ${kindOf(value)}`);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {number} least
 * @returns {number}
 */
export function checkInteger(value, name, least) {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) < 2 ** 31) {
    return Number(value);
  }
  const got = typeof value === 'number' ? value : kindOf(value);
  throw new DebertaError('INPUT', `${name}: expected an integer from ${least} on, got ${got}`);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {readonly string[]} names
 * @returns {string}
 */
export function checkOneOf(value, name, names) {
  if (typeof value === 'string' && names.includes(value)) return value;
  throw new DebertaError('INPUT', `${name}: expected one of ${names.join(', ')}`);
}

/**
 * Also one of another realm, as of a frame or of jsdom, which is no instance of this one's AbortSignal.
 * @param {unknown} value
 * @returns {asserts value is AbortSignal | null | undefined}
 */
export function checkSignal(value) {
  if (value === undefined || value === null) return;
  const { aborted, addEventListener, removeEventListener } = /** @type {any} */ (value);
  const listens = [addEventListener, removeEventListener].every(
    (each) => typeof each === 'function',
  );
  if (typeof aborted === 'boolean' && listens) return;
  throw new DebertaError('INPUT', `signal: expected an AbortSignal, got ${kindOf(value)}`);
}

/** @param {unknown} value */
export function kindOf(value) {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {boolean}
 */
export function checkBoolean(value, name) {
  if (typeof value === 'boolean') return value;
  throw new DebertaError('INPUT', `${name}: expected true or false, got ${kindOf(value)}`);
}
