// Further places of a text where something stands that was found elsewhere: models find a name in one sentence and
// miss it in the next.
import { plainSpaces } from '../base/white_space.js';
import { labelOf } from './placeholders.js';
import { possessive } from './possessive.js';

/** @typedef {import('./spans.js').EntitySpan} EntitySpan */

const wordPattern = /[\p{L}\p{M}\p{N}_]+/gu;
const endsInWord = /[\p{L}\p{M}\p{N}_]$/u;

/** What is shorter stands elsewhere by chance: an age, a house number, an initial. */
const isLongEnough = (/** @type {string} */ value) =>
  (value.match(/\p{L}/gu) ?? []).length >= 2 || (value.match(/\p{N}/gu) ?? []).length >= 5;

/**
 * The places where the words of the entities, or the originals of a map, stand as whole words. White space between
 * words may differ, and characters that are invisible do not count.
 *
 * Time is in proportion to the text, and to the number of values that begin with the same word.
 * @param {string} text
 * @param {readonly EntitySpan[]} entities
 * @param {import('./placeholders.js').RedactionMap} map
 * @param {boolean} ignoreCase
 * @returns {EntitySpan[]} without the entities themselves
 */
export function mentionsOf(text, entities, map, ignoreCase) {
  const plain = plainSpaces(text);
  const values = [
    ...entities.map(({ entity_group, score, start, end }) => ({
      value: text.slice(start, end),
      entity_group,
      ...(score !== undefined && { score }),
    })),
    ...Object.entries(map)
      .filter(([placeholder, value]) => placeholder !== value)
      .map(([placeholder, value]) => ({ value, entity_group: labelOf(placeholder) })),
  ];
  const keyOf = (/** @type {string} */ word) => (ignoreCase ? word.toLowerCase() : word);
  /** @typedef {{before: number, pattern: RegExp, entity_group: string, score?: number}} Sought */
  /** @type {Map<string, Map<string, Sought>>} by their first word */
  const sought = new Map();
  for (const { value, ...entity } of values) {
    const words = plainSpaces(value).text.trim().replace(possessive, '');
    const first = words.match(wordPattern)?.[0];
    if (first === undefined || !isLongEnough(words)) continue;
    const known = sought.get(keyOf(first)) ?? new Map();
    sought.set(keyOf(first), known);
    if (known.has(words)) continue;
    const source = words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
    const border = endsInWord.test(words) ? '(?![\\p{L}\\p{M}\\p{N}_])' : '';
    const pattern = new RegExp(source + border, ignoreCase ? 'yui' : 'yu');
    known.set(words, { before: words.indexOf(first), pattern, ...entity });
  }
  const isEntity = new Set(entities.map(({ start, end }) => `${start} ${end}`));
  /** @type {EntitySpan[]} */
  const found = [];
  for (const { 0: word, index } of plain.text.matchAll(wordPattern)) {
    for (const { before, pattern, ...entity } of sought.get(keyOf(word))?.values() ?? []) {
      pattern.lastIndex = index - before;
      if (index < before || !pattern.test(plain.text)) continue;
      const { start, end } = plain.original({ start: index - before, end: pattern.lastIndex });
      if (!isEntity.has(`${start} ${end}`)) {
        found.push({ ...entity, start, end, word: text.slice(start, end) });
      }
    }
  }
  return found;
}
