// What a reader takes for white space, as src/text/unicode/white_space.h has it: Unicode's White_Space, and
// the format characters that nobody sees, which are the zero-width space, the byte order mark and the
// soft hyphen.

/** JavaScript's \s has U+FEFF, but not U+0085. */
const blank = /[\s\u0085\u00ad\u200b]/;
const unseen = /[\u00ad\u200b\ufeff]/;
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
  /** Of each UTF-16 unit that is left, where it stands in the text. @type {number[]} */
  const origins = [];
  for (let at = 0; at < text.length; ++at) if (!unseen.test(text[at])) origins.push(at);
  const seen = text.split(unseen).join('');
  return {
    text: seen.replace(/[\v\f\u0085\u2028\u2029]/g, '\n').replace(/[^\S\r\n]/g, ' '),
    // No entity is empty.
    original: (span) => ({ ...span, start: origins[span.start], end: origins[span.end - 1] + 1 }),
  };
}
