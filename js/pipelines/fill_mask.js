// Predicts the word for the mask token of a text.
import { checkTexts, mismatch } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { listsOf } from './results.js';

/**
 * Options of a fill-mask call.
 * @typedef {object} FillMaskOptions
 * @property {number} [top_k] number of words to return for each mask, best first; default 5
 * @property {string | readonly string[]} [targets] only these words are scored; only the first token of a word
 *   with several tokens is scored
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A word for a mask.
 * @typedef {object} MaskFilling
 * @property {number} score probability among the whole vocabulary, also with targets
 * @property {number} token the token's id
 * @property {string} token_str the token's text
 * @property {string} sequence the text with the mask filled; with several masks, it contains the other masks
 *   and the special tokens
 */

/** @type {import('../base/options.js').Schema<FillMaskOptions>} */
const schema = {
  top_k: { type: 'integer', default: 5 },
  targets: { type: 'strings', default: null, check: checkTargets },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input a text or texts, each with the tokenizer's mask token
 * @param {FillMaskOptions} [options]
 * @returns {Promise<MaskFilling[] | MaskFilling[][] | MaskFilling[][][]>} for a text with several masks
 *   a list for each mask
 */
async function fillMask(session, input, options) {
  const { targets, signal, ...checked } = checkOptions(schema, options);
  const words = [targets ?? []].flat();
  const texts = [...words, ...checkTexts(input)];
  /** @type {{masks: MaskFilling[][], truncated: boolean}[]} */
  const results = await session.run(
    'fill-mask',
    texts,
    { ...checked, targets: words.length },
    signal,
  );
  return listsOf(input, results, ({ masks }) => (masks.length === 1 ? masks[0] : masks));
}

/** @param {unknown} targets one or several */
function checkTargets(targets) {
  const list = [targets].flat();
  const wrong = list.find((target) => typeof target !== 'string' || target === '');
  if (list.length === 0 || wrong !== undefined)
    throw mismatch('targets', 'words', wrong ?? targets);
}

/** @type {import('./task.js').Task} */
export const fillMaskTask = {
  name: 'fill-mask',
  head: 'masked-lm',
  options: schema,
  run: fillMask,
};
