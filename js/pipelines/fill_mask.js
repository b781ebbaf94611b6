// Words for the mask token of a text.
import { DebertaError } from '../errors.js';
import { anyTruncated, withTruncated } from './results.js';
import { checkInteger, checkText, kindOf } from '../checks.js';

/**
 * @typedef {object} FillMaskOptions
 * @property {number} [top_k] so many words, best first; default 5
 * @property {string | string[]} [targets] only these; one that is no token stands for its first token
 * @property {AbortSignal} [signal] ends the call
 */

/**
 * @typedef {object} MaskFilling
 * @property {number} score of the whole vocabulary, also where there are targets
 * @property {number} token id
 * @property {string} token_str
 * @property {string} sequence the text with the mask filled; where there are several masks, the others
 *   and the special tokens stay in it
 */

/**
 * @param {import('../session.js').Session} session
 * @param {string | string[]} input each with the tokenizer's mask token in it
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
