// What every pipeline's result says beside its own.

/**
 * @typedef {object} Truncation
 * @property {boolean} truncated whether text was dropped because the model takes no more; not enumerable
 */
/**
 * A list of results that says whether text was cut.
 * @template T
 * @typedef {T[] & Readonly<Truncation>} List
 */

/**
 * A list of results with `truncated`: whether text was dropped because the model takes no more. Not
 * enumerable, so that a list equals a list of the same results.
 * @template T
 * @param {T[]} list
 * @param {boolean} truncated
 * @returns {List<T>}
 */
export function withTruncated(list, truncated) {
  return /** @type {any} */ (Object.defineProperty(list, 'truncated', { value: truncated }));
}

/** @param {{truncated: boolean}[]} results */
export const anyTruncated = (results) => results.some(({ truncated }) => truncated);
