// Finds named entities, such as names and addresses.
import { checkStrings, checkText } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { classifyTokens, entityOptions, recommendedOptions } from './entities.js';
import { redaction } from './redaction.js';

/**
 * How tokens are grouped to entities. 'none': not at all. 'simple': neighbours with the same label are one entity.
 * 'first', 'average', 'max': the label of a word comes from its first token, the mean of its tokens' scores, or its
 * largest score. 'viterbi': from its first token, but labels that may not follow one another are never chosen.
 * @typedef {'none' | 'simple' | 'first' | 'average' | 'max' | 'viterbi'} AggregationStrategy
 */

/**
 * Options of finding entities. Their defaults are those that the model's config.json recommends (task_specific_params),
 * else the ones named here.
 * @typedef {object} EntityOptions
 * @property {AggregationStrategy} [aggregation_strategy] how tokens are grouped to entities: 'none' (the default:
 *   an entry for each token), 'simple', 'first', 'average', 'max' or 'viterbi'
 * @property {readonly string[]} [ignore_labels] labels to leave out; default ['O']
 * @property {number} [stride] tokens that neighbouring windows of a long text share, with an
 *   aggregation_strategy other than 'none'; default 0: a text longer than the model's maximum is cut, and
 *   the list has `truncated: true`
 * @property {boolean} [align_to_words] true: an entity is widened to whole words; of two that then share a word, the one
 *   with the better score has it; default false
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * @typedef {object} WordOptions
 * @property {boolean} [is_split_into_words] true: the input is a list of words, which are joined to one text, or a
 *   list of such lists; `start` and `end` are indices of the joined text; default false
 * @property {string} [delimiter] what joins the words; default ' '
 */

/** @typedef {EntityOptions & WordOptions} TokenClassificationOptions Options of a token-classification call. */

/**
 * A token (without aggregation). `start` and `end` are indices of the string: text.slice(start, end).
 * @typedef {object} TokenEntity
 * @property {string} entity the token's label, such as B-PERSON
 * @property {number} score probability, from 0 to 1
 * @property {number} index position of the token in its window
 * @property {string} word the token, as in the vocabulary; with align_to_words the word: text.slice(start, end)
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

/** @type {import('../base/options.js').Schema<TokenClassificationOptions>} */
const schema = {
  ...entityOptions,
  is_split_into_words: { type: 'boolean', default: false },
  delimiter: { type: 'string', default: ' ' },
};

/** @typedef {string | readonly string[] | readonly (readonly string[])[]} Input a text, texts or words */

/**
 * @param {import('../worker/session.js').Session} session
 * @param {Input} input
 * @param {TokenClassificationOptions} [options]
 * @returns {Promise<Entity[] | Entity[][]>}
 */
async function tokenClassification(session, input, options) {
  const recommended = recommendedOptions(session.config);
  const all = checkOptions(schema, options, recommended);
  const { is_split_into_words, delimiter, ...given } = all;
  if (!is_split_into_words) {
    return classifyTokens(session, /** @type {string | string[]} */ (input), given);
  }
  const joined = (/** @type {any} */ words) => {
    checkStrings(words, 'words');
    return words.join(delimiter);
  };
  const words = /** @type {any} checked here */ (input);
  const isBatch = Array.isArray(words?.[0]);
  return classifyTokens(session, isBatch ? words.map(joined) : joined(words), given);
}

/** @type {import('./task.js').Method['many']} */
const many = (session, inputs, options) =>
  tokenClassification(
    session,
    inputs.map(({ text }) => {
      (options.is_split_into_words ? checkStrings : checkText)(text, 'text');
      return text;
    }),
    options,
  );

/** @type {import('./task.js').Task} */
export const tokenClassificationTask = {
  name: 'token-classification',
  aliases: ['ner'],
  head: 'token-classification',
  options: schema,
  run: tokenClassification,
  many,
  more: { redact: redaction },
};
