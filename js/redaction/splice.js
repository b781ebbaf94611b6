// Parts of a text replaced, and where they were and where they are.

/** @typedef {import('./spans.js').EntitySpan} EntitySpan */

/**
 * @typedef {object} Replacement
 * @property {string} replacement what is there now
 * @property {number} position where that begins in the new text
 */
/** @typedef {EntitySpan & Replacement} Replaced an entity that was replaced: its span in the text before,
 *   what is there now, and where that begins in the new text */

/**
 * Replaces parts of a text.
 * @param {string} text
 * @param {EntitySpan[]} spans in order, not overlapping
 * @param {(span: EntitySpan, index: number) => string} replace
 */
export function splice(text, spans, replace) {
  let result = '';
  let end = 0;
  /** @type {Replaced[]} */
  const entities = [];
  for (const [i, span] of spans.entries()) {
    const replacement = replace(span, i);
    result += text.slice(end, span.start);
    entities.push({ ...span, replacement, position: result.length });
    result += replacement;
    end = span.end;
  }
  return { text: result + text.slice(end), entities };
}
