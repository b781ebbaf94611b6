// Named entities and the like.
import { DebertaError } from '../base/errors.js';
import { anyTruncated, withTruncated } from './results.js';
import { checkInteger, checkOneOf, checkText, kindOf } from '../base/checks.js';

/**
 * How tokens become entities. 'none': they stay tokens. 'simple': neighbours of one label are one entity.
 * 'first', 'average', 'max': a word's label is that of its first token, of the mean of its scores, of its
 * largest score.
 * @typedef {'none' | 'simple' | 'first' | 'average' | 'max'} AggregationStrategy
 */

/**
 * Options of a token-classification call.
 * @typedef {object} TokenClassificationOptions
 * @property {AggregationStrategy} [aggregation_strategy] how tokens become entities: 'none' (the default:
 *   an entry for each token), 'simple', 'first', 'average' or 'max'
 * @property {readonly string[]} [ignore_labels] labels to leave out; default ['O']
 * @property {number} [stride] tokens that neighbouring windows of a long text share, with an
 *   aggregation_strategy other than 'none'; default 0: a text beyond the model's length is cut, and
 *   the list says so by `truncated`
 * @property {import('../base/platform_types.js').Signal} [signal] ends the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A token (without aggregation). `start` and `end` are indices of the string: text.slice(start, end).
 * @typedef {object} TokenEntity
 * @property {string} entity the token's label, such as B-PERSON
 * @property {number} score probability, from 0 to 1
 * @property {number} index position of the token in its window
 * @property {string} word the token, as the vocabulary writes it
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

const strategies = /** @type {const} */ (['none', 'simple', 'first', 'average', 'max']);

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {TokenClassificationOptions} [options]
 * @returns {Promise<Entity[] | Entity[][]>}
 */
export async function tokenClassification(session, input, options) {
  return classifyTokens(session, input, options ?? {}, false);
}

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {TokenClassificationOptions} options
 * @param {boolean} keep_overlaps whether all that the windows of a text find is kept
 * @returns {Promise<any>}
 */
export async function classifyTokens(session, input, options, keep_overlaps) {
  const texts = (Array.isArray(input) ? input : [input]).map((text) => checkText(text));
  const { signal } = options;
  const plain = { ...checked(options), keep_overlaps };
  const results = await session.run('tokenClassification', texts, plain, signal);
  /** @type {Entity[][]} */
  const entities = results.map((/** @type {any} */ result, /** @type {number} */ i) =>
    withTruncated(
      result.entities.map((/** @type {any} */ entity) => withWord(entity, texts[i])),
      result.truncated,
    ),
  );
  return Array.isArray(input) ? withTruncated(entities, anyTruncated(results)) : entities[0];
}

/**
 * @param {any} entity
 * @param {string} text
 * @returns {Entity}
 */
function withWord({ entity, entity_group, score, index, token, start, end }, text) {
  if (entity === undefined) {
    return { entity_group, score, word: text.slice(start, end), start, end };
  }
  return { entity, score, index, word: token, start, end };
}

/** @param {TokenClassificationOptions} options */
function checked({ aggregation_strategy = 'none', ignore_labels = ['O'], stride = 0 }) {
  if (!Array.isArray(ignore_labels) || !ignore_labels.every((label) => typeof label === 'string')) {
    throw new DebertaError(
      'INPUT',
      `ignore_labels: expected an array of strings, got ${kindOf(ignore_labels)}`,
    );
  }
  return {
    aggregation_strategy: checkOneOf(aggregation_strategy, 'aggregation_strategy', strategies),
    ignore_labels,
    stride: checkInteger(stride, 'stride', 0),
  };
}
