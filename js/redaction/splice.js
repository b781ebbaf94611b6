// Replaces parts of a text and returns their old and new positions.

/** @typedef {import('./spans.js').EntitySpan} EntitySpan */

/**
 * @typedef {object} Replacement
 * @property {string} replacement the new text
 * @property {number} position where the replacement begins in the result
 */
/** @typedef {EntitySpan & Replacement} Replaced an entity that was replaced: its span in the old text,
 *   its replacement, and where that begins in the new text */

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
