// White space as src/text/unicode/white_space.h defines it: Unicode's White_Space, and invisible format
// characters, which are the zero-width space, the byte order mark and the
// soft hyphen.

/** JavaScript's \s has U+FEFF, but not U+0085. */
const blank = /[\s\u0085\u00ad\u200b]/;
const unseen = /[\u00ad\u200b\ufeff]/;
/** White space except U+0020 and the line ends that models know. */
const unusual = /[^\S \n\r]|[\u0085\u00ad\u200b]/;

/**
 * Trims white space from a part of a text. White space alone becomes an empty part at its end.
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
 * A text with the white space that models know from training.
 * @typedef {object} Plain
 * @property {string} text
 * @property {<T extends {start: number, end: number}>(span: T) => T} original maps a span of it to
 *   the original text
 */

/**
 * All kinds of spaces become U+0020, and invisible characters are removed. Line ends stay: they separate
 * more strongly than spaces ("Ada Lovelace⏎Berlin").
 * @param {string} text
 * @returns {Plain}
 */
export function plainSpaces(text) {
  if (!unusual.test(text)) return { text, original: (span) => span };
  /** The position of each remaining UTF-16 unit in the original text. @type {number[]} */
  const origins = [];
  for (let at = 0; at < text.length; ++at) if (!unseen.test(text[at])) origins.push(at);
  const seen = text.split(unseen).join('');
  return {
    text: seen.replace(/[\v\f\u0085\u2028\u2029]/g, '\n').replace(/[^\S\r\n]/g, ' '),
    // An entity is never empty.
    original: (span) => ({ ...span, start: origins[span.start], end: origins[span.end - 1] + 1 }),
  };
}
