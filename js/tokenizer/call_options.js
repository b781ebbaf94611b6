// The options of a tokenizer's methods, and their translation to requests to the worker.
import { checkBoolean, checkInteger, checkOneOf, checkText, kindOf } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { checkNames } from '../base/options.js';

/**
 * Options of a tokenizer's call.
 * @typedef {object} TokenizerCallOptions
 * @property {TokenizerInput | null} [text_pair] the second text or texts, in the same form as the first
 * @property {boolean | 'longest' | 'max_length' | 'do_not_pad'} [padding] true or 'longest': to the longest row
 *   of the call; 'max_length': to max_length; default false
 * @property {boolean | 'longest_first' | 'only_first' | 'only_second' | 'do_not_truncate' | null}
 *   [truncation] which text is cut if a row is too long; true: longest_first; default true if max_length is given
 * @property {number | null} [max_length] the maximum length of a row, special tokens included; default: model_max_length
 * @property {number} [stride] tokens that neighbouring windows share; default 0
 * @property {boolean} [add_special_tokens] adds [CLS] and [SEP]; default true
 * @property {boolean} [is_split_into_words] true: a text is an array of words; default false
 * @property {boolean} [return_tensor] default true: int64 tensors [batch, length]; false: arrays, not
 *   nested if the call had one text
 * @property {boolean} [return_token_type_ids] token_type_ids are included in the result; default true
 * @property {boolean} [return_attention_mask] attention_mask is included in the result; default true
 * @property {boolean} [return_offsets_mapping] offset_mapping is included in the result; default false
 * @property {boolean} [return_special_tokens_mask] special_tokens_mask is included in the result; default
 *   false
 * @property {boolean} [return_length] length is included in the result; default false
 * @property {boolean} [return_overflowing_tokens] true: text beyond max_length gives further rows;
 *   default false
 * @property {number | null} [pad_to_multiple_of] rows are padded to a multiple of this
 * @property {import('../base/platform_types.js').Signal | null} [signal] aborts the call
 * @property {'left' | 'right'} [padding_side] the side of padding; default: the tokenizer's
 */

/**
 * Options of decode.
 * @typedef {object} DecodeOptions
 * @property {boolean} [skip_special_tokens] true: omit special tokens; default false
 * @property {boolean} [clean_up_tokenization_spaces] removes spaces before punctuation; default: the
 *   setting in the tokenizer's files
 * @property {'replace' | 'ignore' | 'strict'} [errors] how bytes that are not UTF-8 are handled;
 *   default 'replace' (U+FFFD)
 */

/**
 * Options of tokenize.
 * @typedef {object} TokenizeOptions
 * @property {string | null} [pair] the second text
 * @property {boolean} [add_special_tokens] adds [CLS] and [SEP]; default false
 */

/** @typedef {string | readonly string[] | readonly (readonly string[])[]} TokenizerInput a text, texts, or (is_split_into_words) the
 *   words of a text, or of texts */

/**
 * A checked call: the request to the worker, and the shape of the result.
 * @typedef {object} TokenizerRequest
 * @property {string[]} texts the texts, those of pairs in sequence; for split texts the words
 * @property {object} encode options of the worker's encode (bindings/tokenizer_calls.cc)
 * @property {import('./rows.js').PaddingTarget} target how its rows are padded
 * @property {{batched: boolean, windows: boolean}} shape whether the call had a list of texts, and whether
 *   a text may have several rows
 */

/** The names of a call's options. @type {Record<keyof TokenizerCallOptions, 1>} */
const callNames = {
  text_pair: 1,
  padding: 1,
  truncation: 1,
  max_length: 1,
  stride: 1,
  add_special_tokens: 1,
  is_split_into_words: 1,
  return_tensor: 1,
  return_token_type_ids: 1,
  return_attention_mask: 1,
  return_offsets_mapping: 1,
  return_special_tokens_mask: 1,
  return_length: 1,
  return_overflowing_tokens: 1,
  pad_to_multiple_of: 1,
  signal: 1,
  padding_side: 1,
};

/** @type {Record<keyof DecodeOptions, 1>} */
export const decodeNames = { skip_special_tokens: 1, clean_up_tokenization_spaces: 1, errors: 1 };

const strategies = /** @type {const} */ (['longest_first', 'only_first', 'only_second']);

/**
 * @param {TokenizerInput} text
 * @param {TokenizerCallOptions} options
 * @param {import('../worker/protocol.js').TokenizerInfo} info defaults of options
 * @returns {TokenizerRequest}
 */
export function readCall(text, options, info) {
  checkNames(options, callNames);
  /** @param {keyof TokenizerCallOptions} name */
  const flag = (name, otherwise = false) => checkBoolean(options[name] ?? otherwise, name);
  const isSplit = flag('is_split_into_words');
  // As in Python, an empty list of words is one text.
  const batched =
    Array.isArray(text) && (!isSplit || (text.length > 0 && text.every(Array.isArray)));
  const { paired, segments } = segmentsOf(text, options.text_pair, batched);
  const texts = segments.map((segment) => wordsOf(segment, isSplit));
  const { padding, truncation, max_length } = lengthsOf(options);
  const windows = flag('return_overflowing_tokens');
  return {
    texts: texts.flat(),
    encode: {
      paired,
      windows,
      truncation,
      ...(max_length !== null && { max_length }),
      stride: checkInteger(options.stride ?? 0, 'stride', 0),
      add_special_tokens: flag('add_special_tokens', true),
      ...(isSplit && { word_counts: Uint32Array.from(texts, (words) => words.length) }),
    },
    shape: { batched, windows },
    target: {
      padding,
      max_length: max_length ?? info.model_max_length,
      multiple: options.pad_to_multiple_of ?? 1,
      side: /** @type {'left' | 'right'} */ (
        checkOneOf(options.padding_side ?? info.padding_side, 'padding_side', ['left', 'right'])
      ),
      pad_token_id: info.special_ids.pad ?? null,
    },
  };
}

/**
 * The texts of a call; for pairs, first and second texts alternate.
 * @param {TokenizerInput} text
 * @param {TokenizerCallOptions['text_pair']} second
 * @param {boolean} batched
 * @returns {{paired: boolean, segments: unknown[]}}
 */
function segmentsOf(text, second, batched) {
  const listOf = (/** @type {any} */ each) => (batched ? each : [each]);
  const texts = listOf(text);
  if (second === undefined || second === null) return { paired: false, segments: texts };
  const pairs = listOf(second);
  if (!Array.isArray(pairs) || pairs.length !== texts.length) {
    throw new DebertaError('INPUT', `text_pair: expected ${texts.length}, one per text`);
  }
  return {
    paired: true,
    segments: texts.flatMap((/** @type {unknown} */ each, i = 0) => [each, pairs[i]]),
  };
}

/**
 * @param {unknown} segment
 * @param {boolean} isSplit
 * @returns {string[]}
 */
function wordsOf(segment, isSplit) {
  if (!isSplit) return [checkText(segment)];
  if (Array.isArray(segment)) return segment.map((word) => checkText(word, 'word'));
  throw new DebertaError('INPUT', `expected an array of words, got ${kindOf(segment)}`);
}

/**
 * Resolves padding, truncation and max_length as transformers does.
 * @param {TokenizerCallOptions} options
 */
function lengthsOf({ padding = false, truncation, max_length }) {
  const given = max_length ?? null;
  const limit = given === null ? null : checkInteger(given, 'max_length', 1);
  const pad =
    padding === true
      ? 'longest'
      : padding === false || padding === 'do_not_pad'
        ? 'none'
        : checkOneOf(padding, 'padding', ['longest', 'max_length']);
  const cut = truncation ?? (limit !== null && pad === 'none');
  const strategy =
    cut === true
      ? 'longest_first'
      : cut === false || cut === 'do_not_truncate'
        ? 'none'
        : checkOneOf(cut, 'truncation', strategies);
  return { padding: pad, truncation: strategy, max_length: limit };
}
