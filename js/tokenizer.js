// The tokenizer of a loaded model.
import { checkInteger, checkOneOf, checkText } from './pipelines/texts.js';

/**
 * @typedef {object} TokenizeOptions
 * @property {string} [text_pair]
 * @property {boolean} [add_special_tokens] default true
 * @property {boolean | 'longest_first' | 'only_first' | 'only_second'} [truncation] default false
 * @property {number} [max_length] default: the model's
 */

/**
 * @typedef {object} TokenizedText
 * @property {number[]} input_ids
 * @property {number[]} token_type_ids
 * @property {number[]} attention_mask
 * @property {[number, number][]} offset_mapping indices of the string that the token stands for
 */

const strategies = /** @type {const} */ (['longest_first', 'only_first', 'only_second']);

/**
 * @param {import('./session.js').Session} session
 * @param {string} text
 * @param {TokenizeOptions} [options]
 * @returns {Promise<TokenizedText>}
 */
export async function tokenize(session, text, options = {}) {
  const { text_pair, add_special_tokens = true, truncation = false, max_length } = options;
  const input = {
    text: checkText(text),
    ...(text_pair !== undefined && { text_pair: checkText(text_pair, 'text_pair') }),
  };
  const cut = truncation === true ? 'longest_first' : truncation;
  const [{ ids, type_ids, offsets }] = await session.call('tokenize', [input], {
    add_special_tokens: Boolean(add_special_tokens),
    truncation: cut === false ? 'none' : checkOneOf(cut, 'truncation', strategies),
    ...(max_length !== undefined && { max_length: checkInteger(max_length, 'max_length', 1) }),
  });
  return {
    input_ids: ids,
    token_type_ids: type_ids,
    attention_mask: ids.map(() => 1),
    offset_mapping: offsets,
  };
}
