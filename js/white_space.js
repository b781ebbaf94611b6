// What a reader takes for white space, as src/tasks/white_space.h has it: Unicode's White_Space, and
// the format characters that nobody sees, which are the zero-width space, the byte order mark and the
// soft hyphen.

/** JavaScript's \s has U+FEFF, but not U+0085. */
const blank = /[\s\u0085\u00ad\u200b]/;
const unseen = /[\u00ad\u200b\ufeff]+/g;
/** What is no space, and no line end that models have read. */
const unusual = /[^\S \n\r]|[\u0085\u00ad\u200b]/;

/**
 * A part of a text without the white space around it; of that alone, an empty one at its end.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
export function withoutOuterSpace(text, start, end) {
  while (start < end && blank.test(text[start])) ++start;
  while (start < end && blank.test(text[end - 1])) --end;
  return { start, end };
}

/**
 * A text with white space as models have mostly read it.
 * @typedef {object} Plain
 * @property {string} text
 * @property {<T extends {start: number, end: number}>(span: T) => T} original a span of it, as one of the
 *   text that it was made from
 */

/**
 * Spaces of all kinds become U+0020 and what nobody sees is left out. Line ends stay: they say more
 * than a space does ("Ada Lovelace⏎Berlin").
 * @param {string} text
 * @returns {Plain}
 */
export function plainSpaces(text) {
  if (!unusual.test(text)) return { text, original: (span) => span };
  /** @type {string[]} */
  const pieces = [];
  /** Where each of the pieces begins, here and in the text. @type {{here: number, there: number}[]} */
  const begins = [];
  let here = 0;
  let there = 0;
  const add = (/** @type {number} */ end) => {
    if (end === there) return;
    begins.push({ here, there });
    const piece = text.slice(there, end);
    pieces.push(piece.replace(/[\v\f\u0085\u2028\u2029]/g, '\n').replace(/[^\S\r\n]/g, ' '));
    here += piece.length;
  };
  for (const { 0: run, index } of text.matchAll(unseen)) {
    add(index);
    there = index + run.length;
  }
  add(text.length);
  /** Where the character at `position` stands in the text. */
  const originOf = (/** @type {number} */ position) => {
    let low = 0;
    for (let high = begins.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (begins[middle].here <= position) low = middle;
      else high = middle;
    }
    return begins[low].there + position - begins[low].here;
  };
  return {
    text: pieces.join(''),
    original: (span) => ({
      ...span,
      start: originOf(span.start),
      end: originOf(span.end - 1) + 1, // no entity is empty
    }),
  };
}
