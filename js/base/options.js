// The options of a call, checked against the schema of its task.
import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkSignal,
  checkStrings,
  checkText,
  mismatch,
} from './checks.js';
import { DebertaError } from './errors.js';

/** @typedef {import('./option_types.js').AnyOption} AnyOption */
/** @typedef {import('./option_types.js').AnySchema} AnySchema */
/**
 * @template T
 * @typedef {import('./option_types.js').Schema<T>} Schema
 */

/**
 * The options of every call.
 * @type {AnySchema}
 */
export const common = {
  signal: { type: 'signal', default: null },
};

/** @type {Record<string, (value: unknown, name: string, option: AnyOption) => unknown>} */
const checks = {
  boolean: checkBoolean,
  integer: (value, name, { min = 1 }) => checkInteger(value, name, min),
  number: checkNumber,
  string: checkText,
  strings: checkStrings,
  signal: checkSignal,
};

/**
 * @template T
 * @param {Schema<T>} schema
 * @param {T} [given] undefined means the default
 * @param {object} [defaults] checked values that go before the schema's defaults
 * @returns {Required<T>} all options; null if the default is null
 */
export function checkOptions(schema, given, defaults = {}) {
  // Refuses numbers, such as the index that `texts.map(pipe)` passes.
  if (typeof given === 'string' || Array.isArray(given)) {
    throw mismatch('options', 'an object', given);
  }
  /** @type {Record<string, AnyOption>} */
  const known = { __proto__: null, ...schema, ...common };
  /** @type {Record<string, unknown>} */
  const options = {};
  for (const [name, option] of Object.entries(schema)) {
    options[name] = /** @type {Record<string, unknown>} */ (defaults)[name] ?? option.default;
  }
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue;
    const option = known[name];
    if (!option) throw unknown('option', name, Object.keys(known));
    options[name] = value;
    if (value === null && (option.nullable || option.default === null)) continue;
    if (option.choices) checkOneOf(value, name, option.choices);
    else (option.check ?? checks[/** @type {string} */ (option.type)])(value, name, option);
  }
  return /** @type {any} the schema says which */ (options);
}

/**
 * Divides checked options: those of a schema, and the others.
 * @template T
 * @template {Required<T>} All
 * @param {Schema<T>} schema
 * @param {All} options
 * @returns {[Required<T>, Omit<All, keyof T>]}
 */
export function divided(schema, options) {
  const entries = Object.entries(options);
  const isOwn = (/** @type {[string, unknown]} */ [name]) => Object.hasOwn(schema, name);
  const own = Object.fromEntries(entries.filter(isOwn));
  const others = Object.fromEntries(entries.filter((entry) => !isOwn(entry)));
  return /** @type {any} the schema says which */ ([own, others]);
}

/**
 * Checks the names of options that are described by a type alone.
 * @template {object} T
 * @param {T | null | undefined} given
 * @param {Record<keyof T, 1>} known
 */
export function checkNames(given, known) {
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value !== undefined && !Object.hasOwn(known, name)) {
      throw unknown('option', name, Object.keys(known));
    }
  }
}

/**
 * The error for a name that is not known, with the nearest known one.
 * @param {string} what
 * @param {string} name
 * @param {string[]} known
 */
export function unknown(what, name, known) {
  const given = String(name).toLowerCase();
  /** The similarity of two names: the share of letter pairs that both have (Dice's coefficient). */
  const likeness = (/** @type {string} */ other) =>
    [...other].filter((letter, i) => i && given.includes(other[i - 1] + letter)).length /
    (other.length + given.length);
  const [nearest] = [...known].sort((a, b) => likeness(b) - likeness(a));
  return new DebertaError('INPUT', `unknown ${what} '${name}'; did you mean '${nearest}'?`);
}
