// The property `truncated` of every pipeline's result.

/**
 * @typedef {object} Truncation
 * @property {boolean} truncated whether text was dropped because it was longer than the model's maximum; not enumerable
 */
/**
 * A list of results with `truncated`.
 * @template T
 * @typedef {T[] & Readonly<Truncation>} List
 */

/**
 * A result with `truncated`: whether text was dropped because it was longer than the model's maximum. Not enumerable, so
 * that a list equals a list of the same results.
 * @template {object} Result
 * @param {Result} result
 * @param {boolean} truncated
 * @returns {Result & Readonly<Truncation>}
 */
export function withTruncated(result, truncated) {
  return /** @type {any} */ (Object.defineProperty(result, 'truncated', { value: truncated }));
}

/**
 * Makes a list for each text; if the input is one text, only its list.
 * @template {{truncated: boolean}} Result
 * @param {unknown} input
 * @param {Result[]} results one for each text
 * @param {(result: Result, index: number) => any[]} listOf
 * @returns {List<any>}
 */
export function listsOf(input, results, listOf) {
  const lists = results.map((each, i) => withTruncated(listOf(each, i), each.truncated));
  if (!Array.isArray(input)) return lists[0];
  return withTruncated(
    lists,
    results.some(({ truncated }) => truncated),
  );
}
