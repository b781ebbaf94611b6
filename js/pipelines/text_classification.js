// A label for a whole text.
import { DebertaError } from '../base/errors.js';
import { anyTruncated, withTruncated } from './results.js';
import { checkInteger, checkOneOf, checkText } from '../base/checks.js';

/**
 * Options of a text-classification call.
 * @typedef {object} TextClassificationOptions
 * @property {number | null} [top_k] number of labels to return, best first; null: all; default 1
 * @property {'default' | 'softmax' | 'sigmoid' | 'none'} [function_to_apply] what makes scores of
 *   logits. 'default': by the model's problem_type and number of labels, as in Python
 * @property {number} [stride] tokens that neighbouring windows of a long text share; default 0: a text
 *   beyond the model's length is cut, and the list says so by `truncated`
 * @property {'max' | 'mean'} [pooling] of the windows' scores, label by label; default 'max': what any
 *   window has found. Those of a softmax then add up to more than 1
 * @property {import('../base/platform_types.js').Signal} [signal] ends the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A label and its score.
 * @typedef {object} LabelScore
 * @property {string} label the label's name, from the model's id2label
 * @property {number} score after function_to_apply
 */
/**
 * Two texts that the model reads together.
 * @typedef {object} TextPair
 * @property {string} text the first text
 * @property {string | null} [text_pair] the second text
 */
/** @typedef {string | TextPair} TextOrPair a text, or two that the model reads together */

const functions = /** @type {const} */ (['default', 'softmax', 'sigmoid', 'none']);

/**
 * @param {import('../worker/session.js').Session} session
 * @param {TextOrPair | readonly TextOrPair[]} input
 * @param {TextClassificationOptions} [options]
 * @returns {Promise<LabelScore[] | LabelScore[][]>} of one text, or where top_k is 1: a flat array
 */
export async function textClassification(session, input, options = {}) {
  const { top_k = 1, function_to_apply = 'default', stride = 0, pooling = 'max' } = options;
  const inputs = (Array.isArray(input) ? input : [input]).map(checkInput);
  const paired = inputs.filter(({ text_pair }) => text_pair !== undefined).length;
  if (paired !== 0 && paired !== inputs.length) {
    throw new DebertaError('INPUT', `${paired} of ${inputs.length} inputs have a text_pair`);
  }
  const texts = inputs.flatMap(({ text, text_pair }) =>
    text_pair === undefined ? [text] : [text, text_pair],
  );
  /** @type {{scores: LabelScore[], truncated: boolean}[]} */
  const results = await session.run(
    'textClassification',
    texts,
    {
      paired: paired > 0,
      top_k: top_k === null ? 0 : checkInteger(top_k, 'top_k', 1),
      function_to_apply: checkOneOf(function_to_apply, 'function_to_apply', functions),
      stride: checkInteger(stride, 'stride', 0),
      pooling: checkOneOf(pooling, 'pooling', ['max', 'mean']),
    },
    options.signal,
  );
  const scores = results.map(({ scores, truncated }) => withTruncated(scores, truncated));
  if (!Array.isArray(input)) return scores[0];
  /** @type {LabelScore[] | LabelScore[][]} */
  const batch = top_k === 1 ? scores.flat() : scores;
  return /** @type {any} */ (withTruncated(/** @type {any[]} */ (batch), anyTruncated(results)));
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
