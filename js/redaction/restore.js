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
  return finder(map, options).restored(checkText(text));
}

/**
 * The same as restore for a text that arrives in pieces, such as a language model's answer: a stream of strings to strings.
 * A piece may end within a placeholder. What may be the beginning of one is kept for the next piece, the rest is passed on
 * at once; all that comes out together is what restore() makes of all that went in.
 * @param {RedactionMap} map as it is at this call
 * @param {RestoreOptions} [options]
 * @returns {import('../base/platform_types.js').TextStream} a piece that is not a string ends it with an error of code INPUT
 */
export function restoreStream(map, options) {
  const find = finder({ ...checkMap(map) }, options);
  let kept = '';
  /** @type {(text: string, controller: TransformStreamDefaultController<string>) => void} */
  const pass = (text, controller) => {
    if (text) controller.enqueue(find.restored(text).text);
  };
  return new TransformStream({
    transform(piece, controller) {
      const text = kept + checkText(piece, 'piece');
      const end = find.undecided(text);
      kept = text.slice(end);
      pass(text.slice(0, end), controller);
    },
    flush: (controller) => pass(kept, controller),
  });
}

/**
 * Finds the placeholders of a map.
 * @param {RedactionMap} map
 * @param {RestoreOptions} [options]
 */
function finder(map, options) {
  const { labels } = checkOptions(restoreOptions, options);
  const originals = checkMap(map);
  const wanted = labels === null ? null : [labels].flat().map(nameOf);
  // The longest first: a map may be written by hand, with placeholders that are prefixes of others.
  const placeholders = Object.keys(originals)
    .filter((placeholder) => placeholder)
    .sort((a, b) => b.length - a.length);
  const pattern = new RegExp(placeholders.map(escape).join('|') || '(?!)', 'g');
  /** @type {Set<string> | undefined} */
  let beginnings;
  return {
    /**
     * In one pass, so that an original which looks like a placeholder stays.
     * @param {string} text
     * @returns {Restoration}
     */
    restored(text) {
      const spans = [];
      for (const { 0: word, index: start } of text.matchAll(pattern)) {
        const entity_group = labelOf(word);
        if (originals[word] === word || (wanted && !wanted.includes(entity_group))) continue;
        spans.push({ entity_group, start, end: start + word.length, word });
      }
      return splice(text, spans, ({ start, end }) => originals[text.slice(start, end)]);
    },
    /**
     * Where a placeholder may begin that the end of the text cuts, or its length.
     * @param {string} text
     */
    undecided(text) {
      beginnings ??= new Set(placeholders.flatMap(beginningsOf));
      const matches = [...text.matchAll(pattern)].map(({ 0: { length }, index }) => ({
        index,
        length,
      }));
      const longest = placeholders[0]?.length ?? 0;
      for (let at = Math.max(0, text.length - longest + 1); at < text.length; ++at) {
        const isWithin = matches.some(({ index, length }) => index < at && at < index + length);
        if (!isWithin && beginnings.has(text.slice(at))) return at;
      }
      return text.length;
    },
  };
}

/** @param {string} word */
function beginningsOf(word) {
  return Array.from({ length: word.length }, (_, i) => word.slice(0, i));
}

/** @param {string} literal */
function escape(literal) {
  return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
