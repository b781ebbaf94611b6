// Redaction of strings: replaces the entities that a model found with placeholders such as
// [PERSON_1], and returns a map from placeholders to originals, which the caller keeps.
//
// The invariant: restore(redactEntities(x, entities, { map }).text, theMapItGave) === x, for every text x,
// also with the maps of later texts.
import { checkText } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { mentionsOf } from './mentions.js';
import { checkMap, namer, placeholderPattern } from './placeholders.js';
import { actionOf, checkPolicy, replacementOf } from './policy.js';
import { restoreEntities } from './restore.js';
import { checkEntities, disjoint } from './spans.js';
import { splice } from './splice.js';

/** @typedef {import('./spans.js').EntitySpan} EntitySpan */
/** @typedef {import('./policy.js').Policy} Policy */
/** @typedef {import('./placeholders.js').RedactionMap} RedactionMap */
/** @typedef {import('./splice.js').Replaced} Replaced */

/**
 * Options of a redaction.
 * @typedef {object} RedactOptions
 * @property {Policy} [policy] one action for all, or by label; '*' applies to
 *   all other labels: { PERSON: 'placeholder', '*': 'keep' }. The default, also for '*', is
 *   'placeholder'
 * @property {number} [min_score] entities with a lower score are not replaced; default 0
 * @property {boolean} [merge_spellings] default false: 'Ada' and 'ADA' get two placeholders, so that
 *   each is restored exactly. true: values that differ only in letter case, white space and Unicode
 *   form share one, and the first spelling is restored
 * @property {boolean} [all_mentions] true: what is an entity in one place, or an original of `map`, is replaced in every
 *   place where the same words stand; default false
 * @property {RedactionMap} [map] the map of an earlier text: its placeholders keep their meaning, and new
 *   ones get the next numbers; it is not modified
 */

/** @type {import('../base/options.js').Schema<RedactOptions>} */
export const redactOptions = {
  policy: { type: 'policy', default: 'placeholder', check: checkPolicy },
  min_score: { type: 'number', default: 0 },
  merge_spellings: { type: 'boolean', default: false },
  all_mentions: { type: 'boolean', default: false },
  map: { type: 'map', default: {}, nullable: 'default', check: checkMap },
};

/**
 * A redacted text.
 * @typedef {object} Redaction
 * @property {string} text the text with its entities replaced
 * @property {RedactionMap} map the placeholders and their originals: the given map and the new ones
 * @property {Replaced[]} entities the replaced entities, in the order of the text
 */

/**
 * Replaces the entities of a text. Of overlapping entities the longest is replaced as a whole (the first of equal
 * ones), and the remaining parts of the others are replaced, too.
 *
 * A text may already contain words that look like placeholders. Such a word is added to the map as its own original,
 * so that no later text uses it; if the map already has another original for it, the word gets a new
 * placeholder. So a text that was redacted twice is restored by restoring it twice.
 * @param {string} text
 * @param {readonly EntitySpan[]} entities in any order, as token-classification with an
 *   aggregation_strategy returns them
 * @param {RedactOptions} [options]
 * @returns {Redaction}
 */
export function redactEntities(text, entities, options) {
  const { policy, min_score, merge_spellings, all_mentions, ...given } = checkOptions(
    redactOptions,
    options,
  );
  checkText(text);
  checkEntities(entities, text);
  const map = { ...given.map };
  const isWanted = (/** @type {EntitySpan} */ { entity_group, score = 1 }) =>
    // Not `score >= min_score`: entities without a score are replaced.
    !(score < min_score) && actionOf(policy, entity_group) !== 'keep';
  const wanted = entities.filter(isWanted);
  const mentions = all_mentions ? mentionsOf(text, wanted, map, merge_spellings) : [];
  const redacted = disjoint([...wanted, ...mentions.filter(isWanted)], text);
  const literals = standing(text, map, redacted);
  const spans = [...redacted, ...literals].sort((a, b) => a.start - b.start);
  /** null: a placeholder goes here */
  const fixed = spans.map((span) => {
    const action = literals.includes(span) ? 'placeholder' : actionOf(policy, span.entity_group);
    return action === 'placeholder' ? null : replacementOf(action, span, text);
  });

  // The text without the placeholders, in which words that look like placeholders are searched. They never span lines.
  const rest = splice(text, spans, (_, i) => fixed[i] ?? '\n').text;
  for (const [literal] of rest.matchAll(placeholderPattern)) map[literal] ??= literal;

  const nameOf = namer(map, text, merge_spellings);
  const result = splice(
    text,
    spans,
    (span, i) => fixed[i] ?? nameOf(span.entity_group, text.slice(span.start, span.end)),
  );
  const replaced = result.entities.filter((_, i) => !literals.includes(spans[i]));
  return { text: result.text, map, entities: replaced };
}

/**
 * Finds the words of a text that restoring would mistake for placeholders, as entities.
 * @param {string} text
 * @param {RedactionMap} map
 * @param {EntitySpan[]} redacted the entities that are replaced anyway
 * @returns {EntitySpan[]}
 */
function standing(text, map, redacted) {
  return restoreEntities(text, map).entities.filter(({ start, end }) =>
    redacted.every((span) => span.end <= start || end <= span.start),
  );
}
