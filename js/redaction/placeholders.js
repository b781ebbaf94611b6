// Placeholders such as [PERSON_1], and the map from placeholders to originals.
import { mismatch } from '../base/checks.js';
import { plainSpaces } from '../base/white_space.js';

/** @typedef {Record<string, string>} RedactionMap placeholder to original; plain data, fit for JSON */

/** The pattern of a placeholder. It has no brackets inside, so none can begin within another. */
export const placeholderPattern = /\[[^[\]\s]+_\d+\]/g;

/**
 * @param {unknown} map
 * @returns {RedactionMap}
 */
export function checkMap(map) {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw mismatch('map', 'an object', map);
  }
  // Without the key: where a caller has exchanged keys and values it is what was redacted.
  for (const value of Object.values(map)) {
    if (typeof value !== 'string') throw mismatch('map', 'strings', value);
  }
  return /** @type {RedactionMap} */ (map);
}

/**
 * Finds the placeholder of a value, or creates it and adds it to the map.
 * @param {RedactionMap} map
 * @param {string} text words of this text are not used as placeholders
 * @param {boolean} mergeSpellings
 * @returns {(label: string, value: string) => string}
 */
export function namer(map, text, mergeSpellings) {
  const keyOf = (/** @type {string} */ name, /** @type {string} */ value) =>
    `${name}\n${mergeSpellings ? folded(value) : value}`;
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const [placeholder, value] of Object.entries(map)) {
    const key = keyOf(labelOf(placeholder), value);
    if (placeholder !== value && !known.has(key)) known.set(key, placeholder);
  }
  const taken = new Set(text.match(placeholderPattern));
  /** @type {Map<string, number>} */
  const lastNumbers = new Map();
  return (label, value) => {
    const name = nameOf(label);
    const key = keyOf(name, value);
    const existing = known.get(key);
    if (existing !== undefined) return existing;
    let number = lastNumbers.get(name) ?? 0;
    let placeholder;
    do placeholder = `[${name}_${++number}]`;
    while (taken.has(placeholder) || Object.hasOwn(map, placeholder));
    lastNumbers.set(name, number);
    known.set(key, placeholder);
    map[placeholder] = value;
    return placeholder;
  };
}

/**
 * Converts a label to the form that placeholders use.
 * @param {string} label
 */
export function nameOf(label) {
  return label.replace(/[[\]\s]+/g, '_') || 'ENTITY';
}

/** @param {string} placeholder */
export function labelOf(placeholder) {
  return placeholder.slice(1, placeholder.lastIndexOf('_'));
}

/** @param {string} value */
function folded(value) {
  const { text } = plainSpaces(value);
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
