// The way back from placeholders to what they stand for.
import { checkText, checkTexts } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { checkMap, labelOf, nameOf } from './placeholders.js';
import { splice } from './splice.js';

/** @typedef {import('./placeholders.js').RedactionMap} RedactionMap */
/** @typedef {import('./splice.js').Replaced} Replaced */

/**
 * Options of restoring.
 * @typedef {object} RestoreOptions
 * @property {string | readonly string[] | null} [labels] only placeholders of this label, or of these, are
 *   replaced; default: all
 */

/** @type {import('../base/options.js').Schema<RestoreOptions>} */
export const restoreOptions = {
  labels: { type: 'strings', default: null, check: checkTexts },
};

/**
 * A restored text.
 * @typedef {object} Restoration
 * @property {string} text the text with the originals in place of their placeholders
 * @property {Replaced[]} entities the placeholders that were replaced, in the order of the text: the span
 *   of each, its label, the original (`replacement`), and where that begins in the restored text
 */

/**
 * Puts the originals back, wherever their placeholders are in a text: moved, repeated, or within
 * what a language model wrote around them. Placeholders that the map does not know stay.
 * @param {string} text
 * @param {RedactionMap} map
 * @param {RestoreOptions} [options]
 * @returns {string}
 */
export function restore(text, map, options) {
  return restoreEntities(text, map, options).text;
}

/**
 * The same as restore, and says where the placeholders were and where the originals are.
 * @param {string} text
 * @param {RedactionMap} map
 * @param {RestoreOptions} [options]
 * @returns {Restoration}
 */
export function restoreEntities(text, map, options) {
  const { labels } = checkOptions(restoreOptions, options);
  checkText(text);
  const originals = checkMap(map);
  const wanted = labels === null ? null : [labels].flat().map(nameOf);
  // The longest first: a map may also be made by hand, with placeholders that begin alike.
  const placeholders = Object.keys(originals)
    .filter((placeholder) => placeholder)
    .sort((a, b) => b.length - a.length);
  const pattern = new RegExp(placeholders.map(escape).join('|') || '(?!)', 'g');
  const spans = [];
  for (const { 0: word, index: start } of text.matchAll(pattern)) {
    const entity_group = labelOf(word);
    if (originals[word] === word || (wanted && !wanted.includes(entity_group))) continue;
    spans.push({ entity_group, start, end: start + word.length, word });
  }
  // In one pass, so that an original which looks like a placeholder stays.
  return splice(text, spans, ({ start, end }) => originals[text.slice(start, end)]);
}

/** @param {string} literal */
function escape(literal) {
  return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
