// Checks of arguments.
import { DebertaError } from './errors.js';

/**
 * The error for a wrong argument.
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 * @param {unknown} [got] what was found
 */
export function mismatch(name, expected, value, got = kindOf(value)) {
  return new DebertaError('INPUT', `${name}: expected ${expected}, got ${got}`);
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {string}
 */
export function checkText(value, what = 'text') {
  if (typeof value === 'string') return value;
  throw mismatch(what, 'a string', value);
}

/**
 * One text, or an array of texts.
 * @param {unknown} input
 * @param {string} [what]
 * @returns {string[]}
 */
export function checkTexts(input, what) {
  return [input].flat().map((text) => checkText(text, what));
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {number} min
 * @returns {number}
 */
export function checkInteger(value, name, min) {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) < 2 ** 31) {
    return Number(value);
  }
  throw mismatch(name, `an integer of at least ${min}`, value, numberOrKind(value));
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function checkNumber(value, name) {
  if (typeof value === 'number' && !Number.isNaN(value)) return;
  throw mismatch(name, 'a number', value, numberOrKind(value));
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number}
 */
export function checkProbability(value, name) {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw mismatch(name, 'a number from 0 to 1', value, numberOrKind(value));
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function checkStrings(value, name) {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return;
  throw mismatch(name, 'an array of strings', value);
}

/**
 * @template T
 * @param {unknown} value
 * @param {string} name
 * @param {readonly T[]} choices
 * @returns {T}
 */
export function checkOneOf(value, name, choices) {
  const choice = /** @type {T} */ (value);
  if (choices.includes(choice)) return choice;
  throw new DebertaError('INPUT', `${name}: expected one of ${choices.join(', ')}`);
}

/**
 * Accepts signals of other realms, such as a frame or jsdom, which are not instances of this realm's AbortSignal.
 * @param {unknown} value
 * @returns {asserts value is AbortSignal | null | undefined}
 */
export function checkSignal(value) {
  if (value === undefined || value === null) return;
  const { aborted, addEventListener, removeEventListener } = /** @type {any} may be anything */ (
    value
  );
  const listens = [addEventListener, removeEventListener].every(
    (each) => typeof each === 'function',
  );
  if (typeof aborted === 'boolean' && listens) return;
  throw mismatch('signal', 'an AbortSignal', value);
}

/**
 * Shows a number as it is, because its value may be out of range.
 * @param {unknown} value
 */
export function numberOrKind(value) {
  return typeof value === 'number' ? value : kindOf(value);
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
  throw mismatch(name, 'true or false', value);
}
