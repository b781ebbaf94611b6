// What an edit of a text does to positions in it. All positions are UTF-16 indices.

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

/**
 * @typedef {object} Replacement
 * @property {number} start
 * @property {number} end
 * @property {string} text
 */

/**
 * Replaces several ranges at once.
 * @param {string} text
 * @param {Replacement[]} replacements in order, not overlapping
 * @returns {{text: string, map: (position: number) => number}} map: where a position of the old text
 *   lies in the new one; a position inside a replaced range goes to that range's end
 */
export function replaceRanges(text, replacements) {
  /** @type {string[]} */
  const parts = [];
  let from = 0;
  for (const { start, end, text: inserted } of replacements) {
    parts.push(text.slice(from, start), inserted);
    from = end;
  }
  parts.push(text.slice(from));

  /** @param {number} position */
  const map = (position) => {
    let shift = 0;
    for (const { start, end, text: inserted } of replacements) {
      if (position <= start) break;
      if (position < end) return end + shift + inserted.length - (end - start);
      shift += inserted.length - (end - start);
    }
    return position + shift;
  };
  return { text: parts.join(''), map };
}
