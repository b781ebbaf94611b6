// The edit that made one text of another. All positions are UTF-16 indices.

/**
 * @typedef {object} Edit text.slice(start, end) became `inserted`
 * @property {number} start
 * @property {number} end
 * @property {string} inserted
 */

/**
 * The one replacement that turns a text into another: what lies between the longest common
 * beginning and the longest common end.
 * @param {string} before
 * @param {string} after
 * @returns {Edit | null} null when the texts are equal
 */
export function findEdit(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return {
    start,
    end: before.length - same,
    inserted: after.slice(start, after.length - same),
  };
}
