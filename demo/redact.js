// Redaction as pure functions: values become placeholders such as [PERSON_1], and a ledger keeps the
// way back. The ledger outlives a redaction, so that a redacted text may be copied, edited anywhere,
// pasted back and restored.
import { replaceRanges } from './edits.js';
import { outside } from './entities.js';

/** @typedef {import('./entities.js').Entity} Entity */

/**
 * @typedef {object} Secret what a placeholder stands for
 * @property {string} label
 * @property {string} value
 * @property {number} score of the entity that was replaced first
 */

/** @typedef {ReadonlyMap<string, Secret>} Ledger placeholder to secret */

/** @typedef {{start: number, end: number, placeholder: string} & Secret} Placeholder */

const placeholderPattern = /\[[^[\]\s]+_\d+\]/g;

/**
 * The placeholders of the ledger that stand in a text.
 * @param {string} text
 * @param {Ledger} ledger
 * @returns {Placeholder[]} in order
 */
export function findPlaceholders(text, ledger) {
  if (ledger.size === 0) return [];
  /** @type {Placeholder[]} */
  const found = [];
  for (const match of text.matchAll(placeholderPattern)) {
    const [placeholder] = match;
    const secret = ledger.get(placeholder);
    if (!secret) continue;
    found.push({
      start: match.index,
      end: match.index + placeholder.length,
      placeholder,
      ...secret,
    });
  }
  return found;
}

/**
 * Replaces entities by placeholders. The same value under the same label has the same number, also
 * across calls with the same ledger.
 * @param {string} text
 * @param {Entity[]} entities in order, not overlapping; those within standing placeholders stay
 * @param {Ledger} [ledger]
 * @returns {{text: string, ledger: Ledger, map: (position: number) => number}}
 */
export function redact(text, entities, ledger = new Map()) {
  const extended = new Map(ledger);
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const [placeholder, { label, value }] of ledger) known.set(key(label, value), placeholder);
  /** @type {Map<string, number>} */
  const lastNumber = new Map();

  /** @param {string} label */
  const newPlaceholder = (label) => {
    for (let number = (lastNumber.get(label) ?? 0) + 1; ; number++) {
      const placeholder = `[${label}_${number}]`;
      // A text may hold words that look like our placeholders: they must not be restored as ours.
      if (extended.has(placeholder) || text.includes(placeholder)) continue;
      lastNumber.set(label, number);
      return placeholder;
    }
  };

  const replacements = outside(entities, findPlaceholders(text, ledger)).map((entity) => {
    const { entity_group: label, start, end, score } = entity;
    const value = text.slice(start, end);
    let placeholder = known.get(key(label, value));
    if (placeholder === undefined) {
      placeholder = newPlaceholder(label);
      known.set(key(label, value), placeholder);
      extended.set(placeholder, { label, value, score });
    }
    return { start, end, text: placeholder };
  });
  return { ledger: extended, ...replaceRanges(text, replacements) };
}

/**
 * Puts back the values of the placeholders that still stand in a text.
 * @param {string} text
 * @param {Ledger} ledger
 * @param {(label: string) => boolean} [wanted] which labels; all without it
 * @returns {{text: string, entities: Entity[], map: (position: number) => number}} entities: what was
 *   put back, at its new place
 */
export function restore(text, ledger, wanted = () => true) {
  const placeholders = findPlaceholders(text, ledger).filter(({ label }) => wanted(label));
  const replaced = replaceRanges(
    text,
    placeholders.map(({ start, end, value }) => ({ start, end, text: value })),
  );
  const entities = placeholders.map(({ start, label, value, score }) => {
    const begin = replaced.map(start);
    return { entity_group: label, score, word: value, start: begin, end: begin + value.length };
  });
  return { text: replaced.text, map: replaced.map, entities };
}

/**
 * Whether a ledger has to do with a text: one of its placeholders or values occurs. Where it has
 * not, the text is another one, and its numbers may begin at 1 again.
 * @param {string} text
 * @param {Ledger} ledger
 */
export function concerns(text, ledger) {
  for (const [placeholder, { value }] of ledger) {
    if (text.includes(placeholder) || text.includes(value)) return true;
  }
  return false;
}

/**
 * @param {string} label
 * @param {string} value
 */
function key(label, value) {
  return `${label}\n${value}`;
}
