// A text cut into plain and marked pieces, line by line.

/**
 * @typedef {object} Span a part of the text to mark
 * @property {number} start
 * @property {number} end
 * @property {string} label
 * @property {boolean} placeholder whether it stands for a redacted value
 */

/**
 * @typedef {object} Segment
 * @property {string} text
 * @property {number} start
 * @property {number} end
 * @property {Span | null} span null for plain text
 */

/**
 * The pieces of a text in order, without empty ones. Spans that are empty, outside of the text or
 * overlap an earlier one are left out: a mark must never duplicate or lose a character.
 * @param {string} text
 * @param {Span[]} spans ordered by start
 * @returns {Segment[]}
 */
export function cutIntoSegments(text, spans) {
  /** @type {Segment[]} */
  const segments = [];
  let from = 0;
  /**
   * @param {number} to
   * @param {Span | null} span
   */
  const push = (to, span) => {
    if (to > from) segments.push({ text: text.slice(from, to), start: from, end: to, span });
    from = to;
  };
  for (const span of spans) {
    if (span.start < from || span.end <= span.start || span.end > text.length) continue;
    push(span.start, null);
    push(span.end, span);
  }
  push(text.length, null);
  return segments;
}

/**
 * The lines of a text, each with the line break that ends it. A break within a marked piece does not end
 * a line, because a mark is not split. After a break at the end of the text comes an empty line.
 * @param {Segment[]} segments
 * @returns {Segment[][]} at least one line
 */
export function groupIntoLines(segments) {
  /** @type {Segment[]} */
  let line = [];
  const lines = [line];
  for (const segment of segments) {
    if (segment.span) {
      line.push(segment);
      continue;
    }
    let { start } = segment;
    for (const text of segment.text.split(/(?<=\n)/)) {
      line.push({ text, start, end: start + text.length, span: null });
      start += text.length;
      if (text.endsWith('\n')) lines.push((line = []));
    }
  }
  return lines;
}
