// Redaction and its way back, over strings: what a model found becomes placeholders such as
// [PERSON_1], and a map that the caller keeps says what each stands for.
//
// The law: restore(redactEntities(x, entities, { map }).text, theMapItGave) === x, for every text x,
// and still with the maps that later texts give.
import { checkText } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
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
 * @property {Policy} [policy] one action for all, or by label; '*' is for the
 *   labels that are not named: { PERSON: 'placeholder', '*': 'keep' }. Default, also of '*':
 *   'placeholder'
 * @property {number} [min_score] entities that score lower stay as they are; default 0
 * @property {boolean} [merge_spellings] default false: 'Ada' and 'ADA' are two placeholders, so that
 *   each comes back exactly. true: one for all that differ in letter case, white space and Unicode
 *   form, and the first spelling is restored
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

/**
 * A redacted text.
 * @typedef {object} Redaction
 * @property {string} text the text with its entities replaced
 * @property {RedactionMap} map what each placeholder stands for: the map that was given, and what is new
 * @property {Replaced[]} entities what was replaced, in the order of the text
 */

/**
 * Replaces the entities of a text. Where they overlap, the longest is taken whole (of equal ones the
 * first), and the rest of the others is replaced too.
 *
 * A text may itself hold what looks like a placeholder. It is entered in the map as standing for
 * itself, so that no later text gives it a meaning; where the map already gives it one, it is replaced
 * by a placeholder of its own. A text that was redacted twice is therefore restored by restoring twice.
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
  const replaced = result.entities.filter((_, i) => !literals.includes(spans[i]));
  return { text: result.text, map, entities: replaced };
}

/**
 * The words of a text that the map would take for placeholders of other texts, as entities.
 * @param {string} text
 * @param {RedactionMap} map
 * @param {EntitySpan[]} redacted what is replaced anyway
 * @returns {EntitySpan[]}
 */
function standing(text, map, redacted) {
  return restoreEntities(text, map).entities.filter(({ start, end }) =>
    redacted.every((span) => span.end <= start || end <= span.start),
  );
}
