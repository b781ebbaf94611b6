// Finds named entities, such as names and addresses.
import { checkOptions } from '../base/options.js';
import { classifyTokens, entityOptions } from './entities.js';
import { redaction } from './redaction.js';

/**
 * How tokens are grouped to entities. 'none': not at all. 'simple': neighbours with the same label are one entity.
 * 'first', 'average', 'max': the label of a word comes from its first token, the mean of its tokens' scores, or its
 * largest score.
 * @typedef {'none' | 'simple' | 'first' | 'average' | 'max'} AggregationStrategy
 */

/**
 * Options of a token-classification call.
 * @typedef {object} TokenClassificationOptions
 * @property {AggregationStrategy} [aggregation_strategy] how tokens are grouped to entities: 'none' (the default:
 *   an entry for each token), 'simple', 'first', 'average' or 'max'
 * @property {readonly string[]} [ignore_labels] labels to leave out; default ['O']
 * @property {number} [stride] tokens that neighbouring windows of a long text share, with an
 *   aggregation_strategy other than 'none'; default 0: a text longer than the model's maximum is cut, and
 *   the list has `truncated: true`
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A token (without aggregation). `start` and `end` are indices of the string: text.slice(start, end).
 * @typedef {object} TokenEntity
 * @property {string} entity the token's label, such as B-PERSON
 * @property {number} score probability, from 0 to 1
 * @property {number} index position of the token in its window
 * @property {string} word the token, as in the vocabulary
 * @property {number} start where it begins in the text, in UTF-16 code units
 * @property {number} end where it ends, exclusive
 */

/**
 * An entity of one or more tokens.
 * @typedef {object} EntityGroup
 * @property {string} entity_group the label without its prefix (one letter of BIO, BIOES or BILOU and a hyphen),
 *   such as PERSON
 * @property {number} score probability, from 0 to 1
 * @property {string} word the entity's text: text.slice(start, end)
 * @property {number} start where it begins in the text, in UTF-16 code units
 * @property {number} end where it ends, exclusive
 */

/** @typedef {TokenEntity | EntityGroup} Entity a token or an entity; only the second has `entity_group` */

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {TokenClassificationOptions} [options]
 * @returns {Promise<Entity[] | Entity[][]>}
 */
async function tokenClassification(session, input, options) {
  return classifyTokens(session, input, checkOptions(entityOptions, options));
}

/** @type {import('./task.js').Task} */
export const tokenClassificationTask = {
  name: 'token-classification',
  aliases: ['ner'],
  head: 'token-classification',
  options: entityOptions,
  run: tokenClassification,
  more: { redact: redaction },
};
