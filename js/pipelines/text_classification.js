// Classifies whole texts.
import { DebertaError } from '../base/errors.js';
import { checkText } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { inGroups } from './groups.js';
import { listsOf, withTruncated } from './results.js';
import { textRankingTask } from './text_ranking.js';

/**
 * Options of a text-classification call.
 * @typedef {object} TextClassificationOptions
 * @property {number | null} [top_k] number of labels to return, best first; null: all; default 1
 * @property {'default' | 'softmax' | 'sigmoid' | 'none'} [function_to_apply] converts logits to
 *   scores. 'default': by the model's problem_type and number of labels, as in Python
 * @property {number} [stride] tokens that neighbouring windows of a long text share; default 0: a text
 *   longer than the model's maximum is cut, and the list has `truncated: true`
 * @property {'max' | 'mean'} [pooling] combines the windows' scores of each label; default 'max': the best
 *   window counts. The sum of a softmax's scores may then exceed 1
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A label and its score.
 * @typedef {object} LabelScore
 * @property {string} label the label's name, from the model's id2label
 * @property {number} score after function_to_apply
 */
/**
 * Two texts that the model reads as a pair.
 * @typedef {object} TextPair
 * @property {string} text the first text
 * @property {string | null} [text_pair] the second text
 */
/** @typedef {string | TextPair} TextOrPair a text, or two that the model reads as a pair */

/** @type {import('../base/options.js').Schema<TextClassificationOptions>} */
const schema = {
  top_k: { type: 'integer', default: 1, nullable: 'all' },
  function_to_apply: { choices: ['default', 'softmax', 'sigmoid', 'none'], default: 'default' },
  stride: { type: 'integer', min: 0, default: 0 },
  pooling: { choices: ['max', 'mean'], default: 'max' },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {TextOrPair | readonly TextOrPair[]} input
 * @param {TextClassificationOptions} [options]
 * @returns {Promise<LabelScore[] | LabelScore[][]>} a flat array for one text, or if top_k is 1
 */
async function textClassification(session, input, options) {
  const checked = checkOptions(schema, options);
  const lists = await labelsOf(session, input, checked);
  return checked.top_k === 1 ? withTruncated(lists.flat(), lists.truncated) : lists;
}

/**
 * @param {import('../worker/session.js').Session} session
 * @param {TextOrPair | readonly TextOrPair[]} input
 * @param {Required<TextClassificationOptions>} options
 * @returns {Promise<import('./results.js').List<any>>} the labels of the text, or of each of several
 */
async function labelsOf(session, input, { signal, ...checked }) {
  const inputs = [input].flat().map(checkInput);
  const paired = inputs.filter(({ text_pair }) => text_pair !== undefined).length;
  if (paired !== 0 && paired !== inputs.length) {
    throw new DebertaError('INPUT', `${paired} of ${inputs.length} inputs have a text_pair`);
  }
  const texts = inputs.flatMap(({ text, text_pair }) =>
    text_pair === undefined ? [text] : [text, text_pair],
  );
  /** @type {{scores: LabelScore[], truncated: boolean}[]} */
  const results = await session.run(
    'text-classification',
    texts,
    { ...checked, paired: paired > 0 },
    signal,
  );
  return listsOf(input, results, ({ scores }) => scores);
}

/**
 * @param {unknown} input
 * @returns {{text: string, text_pair?: string}}
 */
function checkInput(input) {
  if (typeof input !== 'object' || input === null) return { text: checkText(input) };
  const { text, text_pair } = /** @type {{text?: unknown, text_pair?: unknown}} */ (input);
  if (text_pair === undefined || text_pair === null) return { text: checkText(text) };
  return { text: checkText(text), text_pair: checkText(text_pair, 'text_pair') };
}

/** @type {import('./task.js').Task} */
export const textClassificationTask = {
  name: 'text-classification',
  aliases: ['sentiment-analysis'],
  head: 'sequence-classification',
  options: schema,
  run: textClassification,
  parts: ['text', 'text_pair'],
  many: (session, inputs, /** @type {TextClassificationOptions} */ options) =>
    // A call has pairs only, or none.
    inGroups(
      inputs,
      ({ text_pair }) => text_pair === undefined || text_pair === null,
      (group) =>
        labelsOf(session, /** @type {any} checked there */ (group), checkOptions(schema, options)),
    ),
  more: { rerank: textRankingTask },
};
