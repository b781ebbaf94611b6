// Maps positions between a redacted text and the restored one.
import { restoreEntities } from './restore.js';

/**
 * Maps positions between a redacted text and the restored one, in UTF-16 code units. A position within a
 * placeholder, or within its original, maps to the end of the other.
 * @typedef {object} PositionMap
 * @property {(position: number) => number} toOriginal maps a position of the redacted text to the
 *   restored one
 * @property {(position: number) => number} toRedacted maps a position of the restored text to the
 *   redacted one
 */

/**
 * Maps positions between a text with placeholders and its restored text.
 * @param {string} text with placeholders
 * @param {import('./placeholders.js').RedactionMap} map
 * @param {import('./restore.js').RestoreOptions} [options] of restore
 * @returns {PositionMap}
 */
export function positionMap(text, map, options) {
  const spans = restoreEntities(text, map, options).entities.map(
    ({ start, end, position, replacement }) => [
      { start, end },
      { start: position, end: position + replacement.length },
    ],
  );
  const along =
    (/** @type {0 | 1} */ from, /** @type {0 | 1} */ to) => (/** @type {number} */ position) => {
      let shift = 0;
      for (const { [from]: before, [to]: after } of spans) {
        if (position <= before.start) break;
        if (position < before.end) return after.end;
        shift = after.end - before.end;
      }
      return position + shift;
    };
  return { toOriginal: along(0, 1), toRedacted: along(1, 0) };
}
