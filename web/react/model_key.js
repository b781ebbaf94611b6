// The key of a model: components with equal keys share it. Options are compared by value,
// so that an object literal, which is a new object at each render, does not load the model again.
import { aliases } from './task_aliases.js';

/**
 * @param {string} task
 * @param {unknown} model
 * @param {object} options that change what is loaded
 * @returns {string}
 */
export function modelKey(task, model, options) {
  return JSON.stringify([aliases[task] ?? task, comparable(model), comparable(options)]);
}

/** @type {WeakMap<object, number>} */
const identities = new WeakMap();
let lastIdentity = 0;

/**
 * An identity for objects that cannot be compared by value, such as a File.
 * @param {object} object
 */
function identityOf(object) {
  let identity = identities.get(object);
  if (identity === undefined) identities.set(object, (identity = ++lastIdentity));
  return { '#': identity };
}

/**
 * Makes JSON that is equal for equal values.
 * @param {unknown} value
 * @returns {unknown}
 */
export function comparable(value) {
  if (typeof value === 'function') return identityOf(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof URL) return value.href;
  if (Symbol.iterator in value) {
    const list = /** @type {Iterable<unknown>} */ (value);
    // A generator can be read only once, so it is not read here.
    const isOneShot = /** @type {unknown} */ (list[Symbol.iterator]()) === list;
    return isOneShot ? identityOf(value) : Array.from(list, comparable);
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return comparable(value.toJSON());
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return identityOf(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, comparable(each)]),
  );
}
