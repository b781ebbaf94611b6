// Redaction and its way back, over strings: what a model found becomes placeholders such as
// [PERSON_1], and a map that the caller keeps says what each stands for.
//
// The law: restore(redactEntities(x, entities, { map }).text, theMapItGave) === x, for every text x,
// and still with the maps that later texts give.
import { checkText, mismatch } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { plainSpaces } from '../base/white_space.js';
import { actionOf, checkPolicy, replacementOf } from './policy.js';
import { checkEntities, disjoint } from './spans.js';

/** @typedef {import('./spans.js').EntitySpan} EntitySpan */
/** @typedef {import('./policy.js').Policy} Policy */

/**
 * Options of a redaction.
 * @typedef {object} RedactOptions
 * @property {Policy} [policy] one action for all, or by label; '*' is for the
 *   labels that are not named: { PERSON: 'placeholder', '*': 'keep' }. Default, also of '*':
 *   'placeholder'
 * @property {number} [min_score] entities that score lower stay as they are; default 0
 * @property {boolean} [merge_spellings] default false: 'Ada' and 'ADA' are two placeholders, so that
 *   each comes back exactly. true: one for all that differ in letter case, white space and Unicode
 *   form, and what comes back is the spelling that came first
 * @property {RedactionMap} [map] of an earlier text: its placeholders stand for the same here, and new
 *   numbers follow; it is not changed
 */

/** @type {import('../base/options.js').Schema<RedactOptions>} */
export const redactOptions = {
  policy: { type: 'policy', default: 'placeholder', check: checkPolicy },
  min_score: { type: 'number', default: 0 },
  merge_spellings: { type: 'boolean', default: false },
  map: { type: 'map', default: {}, nullable: 'default', check: checkMap },
};

/** @typedef {Record<string, string>} RedactionMap placeholder to original; plain data, fit for JSON */

/**
 * @typedef {object} Replacement
 * @property {string} replacement what is there now
 * @property {number} position where that begins in the redacted text
 */
/** @typedef {EntitySpan & Replacement} Replaced an entity that was replaced: its span in the original text,
 *   what is there now, and where that begins in the redacted text */

/**
 * A redacted text.
 * @typedef {object} Redaction
 * @property {string} text the text with its entities replaced
 * @property {RedactionMap} map what each placeholder stands for: the map that was given, and what is new
 * @property {Replaced[]} entities what was replaced, in the order of the text
 */

/** What a placeholder looks like. Without brackets inside, none can begin within another. */
const placeholderPattern = /\[[^[\]\s]+_\d+\]/g;

/**
 * Replaces the entities of a text. Where they overlap, the longest is taken whole (of equal ones the
 * first), and what others cover beside it is replaced too.
 *
 * A text may itself hold what looks like a placeholder. It is entered in the map as standing for
 * itself, so that no later text gives it a meaning; where the map already gives it one, it is replaced
 * by a placeholder of its own. To redact a text that is redacted already is therefore undone by
 * restoring twice.
 * @param {string} text
 * @param {readonly EntitySpan[]} entities in any order, as token-classification with an
 *   aggregation_strategy gives them
 * @param {RedactOptions} [options]
 * @returns {Redaction}
 */
export function redactEntities(text, entities, options) {
  const { policy, min_score, merge_spellings, ...given } = checkOptions(redactOptions, options);
  checkText(text);
  checkEntities(entities, text);
  const map = { ...given.map };
  const wanted = entities.filter(
    // Not `score >= min_score`: what has no number for a score is replaced.
    ({ entity_group, score = 1 }) =>
      !(score < min_score) && actionOf(policy, entity_group) !== 'keep',
  );
  const redacted = disjoint(wanted, text);
  const literals = standing(text, map, redacted);
  const spans = [...redacted, ...literals].sort((a, b) => a.start - b.start);
  /** null: a placeholder comes here */
  const fixed = spans.map((span) => {
    const action = literals.includes(span) ? 'placeholder' : actionOf(policy, span.entity_group);
    return action === 'placeholder' ? null : replacementOf(action, span, text);
  });

  // Everything but the placeholders. Words that look like ours can only be within a line of it.
  const rest = splice(text, spans, (_, i) => fixed[i] ?? '\n').text;
  for (const [literal] of rest.matchAll(placeholderPattern)) map[literal] ??= literal;

  const nameOf = namer(map, text, merge_spellings);
  const result = splice(
    text,
    spans,
    (span, i) => fixed[i] ?? nameOf(span.entity_group, text.slice(span.start, span.end)),
  );
  const replaced = result.replaced.filter((_, i) => !literals.includes(spans[i]));
  return { text: result.text, map, entities: replaced };
}

/**
 * Puts the originals back, wherever their placeholders stand in a text: moved, repeated, or within
 * what a language model wrote around them. Placeholders that the map does not know stay.
 * @param {string} text
 * @param {RedactionMap} map
 * @returns {string}
 */
export function restore(text, map) {
  checkText(text);
  const originals = new Map(Object.entries(checkMap(map)).filter(([placeholder]) => placeholder));
  if (originals.size === 0) return text;
  // The longest first: a map may also be made by hand, with placeholders that begin alike.
  const longestFirst = [...originals.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escape).join('|'), 'g');
  // In one pass, so that an original which looks like a placeholder stays; and by a function, because
  // a string's $& would be expanded.
  return text.replace(pattern, (placeholder) => originals.get(placeholder) ?? placeholder);
}

/**
 * The words of a text that the map would take for placeholders of other texts, as entities.
 * @param {string} text
 * @param {RedactionMap} map
 * @param {EntitySpan[]} redacted what is replaced anyway
 * @returns {EntitySpan[]}
 */
function standing(text, map, redacted) {
  return [...text.matchAll(placeholderPattern)]
    .filter(([literal]) => Object.hasOwn(map, literal) && map[literal] !== literal)
    .map(({ 0: literal, index }) => ({
      entity_group: labelOf(literal),
      start: index,
      end: index + literal.length,
    }))
    .filter(({ start, end }) => redacted.every((span) => span.end <= start || end <= span.start));
}

/**
 * Finds the placeholder of a value, or makes it and enters it in the map.
 * @param {RedactionMap} map
 * @param {string} text whose words are no placeholders
 * @param {boolean} mergeSpellings
 * @returns {(label: string, value: string) => string}
 */
function namer(map, text, mergeSpellings) {
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
 * A label as a placeholder can hold it.
 * @param {string} label
 */
function nameOf(label) {
  return label.replace(/[[\]\s]+/g, '_') || 'ENTITY';
}

/** @param {string} placeholder */
function labelOf(placeholder) {
  return placeholder.slice(1, placeholder.lastIndexOf('_'));
}

/** @param {string} value */
function folded(value) {
  const { text } = plainSpaces(value);
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** @param {string} literal */
function escape(literal) {
  return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * @param {string} text
 * @param {EntitySpan[]} spans in order, not overlapping
 * @param {(span: EntitySpan, index: number) => string} replace
 */
function splice(text, spans, replace) {
  let result = '';
  let end = 0;
  /** @type {Replaced[]} */
  const replaced = [];
  for (const [i, span] of spans.entries()) {
    const replacement = replace(span, i);
    result += text.slice(end, span.start);
    replaced.push({ ...span, replacement, position: result.length });
    result += replacement;
    end = span.end;
  }
  return { text: result + text.slice(end), replaced };
}

/**
 * @param {unknown} map
 * @returns {RedactionMap}
 */
function checkMap(map) {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw mismatch('map', 'an object', map);
  }
  for (const [placeholder, value] of Object.entries(map)) {
    if (typeof value !== 'string') {
      throw mismatch('map', `a string for ${placeholder}`, value);
    }
  }
  return /** @type {RedactionMap} */ (map);
}
