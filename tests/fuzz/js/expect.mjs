/**
 * @param {boolean} condition
 * @param {string} found
 */
export function expectThat(condition, found) {
  if (!condition) throw new Error(`an invariant does not hold: ${found}`);
}
