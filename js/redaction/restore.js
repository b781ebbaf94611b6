// Replaces placeholders with their originals.
import { checkText, checkTexts } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { checkMap, labelOf, nameOf } from './placeholders.js';
import { splice } from './splice.js';

/** @typedef {import('./placeholders.js').RedactionMap} RedactionMap */
/** @typedef {import('./splice.js').Replaced} Replaced */

/**
 * Options of restoring.
 * @typedef {object} RestoreOptions
 * @property {string | readonly string[] | null} [labels] only placeholders of this label, or these labels, are
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
 *   of each, its label, its original (`replacement`), and the original's position in the restored text
 */

/**
 * Replaces placeholders with their originals, anywhere in a text: they may be moved, repeated, or part of
 * a language model's answer. Placeholders that are not in the map stay.
 * @param {string} text
 * @param {RedactionMap} map
 * @param {RestoreOptions} [options]
 * @returns {string}
 */
export function restore(text, map, options) {
  return restoreEntities(text, map, options).text;
}

/**
 * The same as restore, and returns the positions of the placeholders and of the originals, too.
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
  // The longest first: a map may be written by hand, with placeholders that are prefixes of others.
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
