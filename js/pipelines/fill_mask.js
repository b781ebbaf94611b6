// Words for the mask token of a text.
import { DebertaError } from '../base/errors.js';
import { anyTruncated, withTruncated } from './results.js';
import { checkInteger, checkText, kindOf } from '../base/checks.js';

/**
 * Options of a fill-mask call.
 * @typedef {object} FillMaskOptions
 * @property {number} [top_k] number of words to return for each mask, best first; default 5
 * @property {string | readonly string[]} [targets] only these words are scored; a word of several tokens stands for
 *   its first one
 * @property {import('../base/platform_types.js').Signal} [signal] ends the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A word for a mask.
 * @typedef {object} MaskFilling
 * @property {number} score probability among the whole vocabulary, also where there are targets
 * @property {number} token the token's id
 * @property {string} token_str the token's text
 * @property {string} sequence the text with the mask filled; where there are several masks, the others
 *   and the special tokens stay in it
 */

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input each with the tokenizer's mask token in it
 * @param {FillMaskOptions} [options]
 * @returns {Promise<MaskFilling[] | MaskFilling[][] | MaskFilling[][][]>} of a text with several masks
 *   a list for each
 */
export async function fillMask(session, input, options = {}) {
  const { top_k = 5, targets } = options;
  const texts = (Array.isArray(input) ? input : [input]).map((text) => checkText(text));
  const wanted = targets === undefined || targets === null ? [] : targetsOf(targets);
  /** @type {{masks: MaskFilling[][], truncated: boolean}[]} */
  const results = await session.run(
    'fillMask',
    [...wanted, ...texts],
    { top_k: checkInteger(top_k, 'top_k', 1), targets: wanted.length },
    options.signal,
  );
  const fillings = results.map(({ masks, truncated }) =>
    withTruncated(/** @type {any[]} */ (masks.length === 1 ? masks[0] : masks), truncated),
  );
  if (!Array.isArray(input)) return /** @type {any} */ (fillings[0]);
  return /** @type {any} */ (withTruncated(fillings, anyTruncated(results)));
}

/** @param {unknown} targets */
function targetsOf(targets) {
  const list = Array.isArray(targets) ? targets : [targets];
  if (list.length === 0) throw new DebertaError('INPUT', 'targets: there are none');
  return list.map((target) => {
    if (typeof target === 'string' && target !== '') return target;
    throw new DebertaError('INPUT', `targets: expected words, got ${kindOf(target)}`);
  });
}
