// AutoTokenizer, DebertaTokenizer, DebertaV2Tokenizer and their Fast ones: transformers' tokenizers over
// the C++ one.
import { Callable } from '../base/callable.js';
import { BatchEncoding, columnsOf, padded } from './encoding.js';
import { DebertaError } from '../base/errors.js';
import { loadSession } from '../worker/load.js';
import { checkBoolean, checkInteger, checkOneOf, checkText, kindOf } from '../base/checks.js';
import { toIntegers } from '../tensor/to_array.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('./encoding.js').EncodedColumns} EncodedColumns */
/** @typedef {import('../worker/protocol.js').TokenizerInfo} TokenizerInfo */

/**
 * Options of a tokenizer's call.
 * @typedef {object} TokenizerCallOptions
 * @property {TokenizerInput | null} [text_pair] the second text, or texts, of the same kind as the first
 * @property {boolean | 'longest' | 'max_length' | 'do_not_pad'} [padding] true or 'longest': to the longest
 *   of the call; 'max_length': to max_length; default false
 * @property {boolean | 'longest_first' | 'only_first' | 'only_second' | 'do_not_truncate' | null}
 *   [truncation] what is cut where a text is too long; true: longest_first. Where max_length alone is given, as if it were true
 * @property {number | null} [max_length] the longest row, special tokens included; default: model_max_length
 * @property {number} [stride] tokens that neighbouring windows share; default 0
 * @property {boolean} [add_special_tokens] adds [CLS] and [SEP]; default true
 * @property {boolean} [is_split_into_words] true: a text is an array of words; default false
 * @property {boolean} [return_tensor] default true: int64 tensors [batch, length]; false: arrays, those
 *   of the one text where the call had one
 * @property {boolean} [return_token_type_ids] token_type_ids are part of the result; default true
 * @property {boolean} [return_attention_mask] attention_mask is part of the result; default true
 * @property {boolean} [return_offsets_mapping] offset_mapping is part of the result; default false
 * @property {boolean} [return_special_tokens_mask] special_tokens_mask is part of the result; default
 *   false
 * @property {boolean} [return_length] length is part of the result; default false
 * @property {boolean} [return_overflowing_tokens] true: what truncation would drop comes as more rows;
 *   default false
 * @property {number | null} [pad_to_multiple_of] rows are padded to a multiple of this
 * @property {import('../base/platform_types.js').Signal | null} [signal] ends the call
 * @property {'left' | 'right'} [padding_side] where padding goes; default: the tokenizer's
 */

/**
 * Options of decode.
 * @typedef {object} DecodeOptions
 * @property {boolean} [skip_special_tokens] true: special tokens are left out; default false
 * @property {boolean} [clean_up_tokenization_spaces] removes spaces before punctuation; default: as the
 *   tokenizer's files say
 * @property {'replace' | 'ignore' | 'strict'} [errors] what becomes of bytes that are not UTF-8;
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

const strategies = /** @type {const} */ (['longest_first', 'only_first', 'only_second']);

/** Called, it makes token ids of texts. All methods answer promises: the tokenizer runs in a worker. */
export class PreTrainedTokenizer
  extends /** @type {new () => Callable & AsyncDisposable & import('./tokenizer_types.js').TokenizerCall} */ (
    /** @type {unknown} */ (Callable)
  )
{
  /** @type {Session} */
  #session;
  #owned;

  /**
   * @param {Session} session with a tokenizer
   * @param {boolean} [owned] whether dispose() ends the session
   */
  constructor(session, owned = false) {
    super();
    this.#session = session;
    this.#owned = owned;
  }

  /**
   * Loads a tokenizer: of this class, or of the one that its files ask for.
   * @template {typeof PreTrainedTokenizer} T
   * @this {T}
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {FromPretrainedOptions} [options] of the load
   * @returns {Promise<InstanceType<T>>}
   * @throws {DebertaError}
   */
  static async from_pretrained(model, options = {}) {
    const plan = { name: 'tokenizer', tokenizer: true };
    const session = await loadSession(plan, model, options);
    return /** @type {any} */ (new (this.of(session))(session, true));
  }

  /**
   * The class for a session's tokenizer: of this one, which AutoTokenizer takes, what its files ask for.
   * @internal
   * @param {Session} session
   * @returns {typeof PreTrainedTokenizer}
   */
  static of(session) {
    return this === PreTrainedTokenizer ? classes[session.tokenizer.tokenizer_class] : this;
  }

  /** Number of tokens. */
  get vocab_size() {
    return this.#info.vocab_size;
  }
  /** The longest row that the model takes, in tokens; Infinity where the files say none. */
  get model_max_length() {
    return this.#info.model_max_length || Infinity;
  }
  /** Where padding goes. */
  get padding_side() {
    return this.#info.padding_side;
  }
  /** Where a long text is cut. */
  get truncation_side() {
    return this.#info.truncation_side;
  }
  /** Whether a text begins with a space for the tokenizer. */
  get add_prefix_space() {
    return this.#info.add_prefix_space;
  }
  /** Ids of all special tokens. */
  get all_special_ids() {
    return [...this.#info.all_special_ids];
  }
  /** All special tokens. */
  get all_special_tokens() {
    return [...this.#info.all_special_tokens];
  }
  /** The token at the beginning of a text; null where there is none. */
  get bos_token() {
    return this.#info.special_tokens.bos ?? null;
  }
  /** The id of bos_token; null where there is none. */
  get bos_token_id() {
    return this.#info.special_ids.bos ?? null;
  }
  /** The token at the end of a text; null where there is none. */
  get eos_token() {
    return this.#info.special_tokens.eos ?? null;
  }
  /** The id of eos_token; null where there is none. */
  get eos_token_id() {
    return this.#info.special_ids.eos ?? null;
  }
  /** The token for what is not in the vocabulary; null where there is none. */
  get unk_token() {
    return this.#info.special_tokens.unk ?? null;
  }
  /** The id of unk_token; null where there is none. */
  get unk_token_id() {
    return this.#info.special_ids.unk ?? null;
  }
  /** The token behind each text; null where there is none. */
  get sep_token() {
    return this.#info.special_tokens.sep ?? null;
  }
  /** The id of sep_token; null where there is none. */
  get sep_token_id() {
    return this.#info.special_ids.sep ?? null;
  }
  /** The token of padding; null where there is none. */
  get pad_token() {
    return this.#info.special_tokens.pad ?? null;
  }
  /** The id of pad_token; null where there is none. */
  get pad_token_id() {
    return this.#info.special_ids.pad ?? null;
  }
  /** The token before a text, whose vector stands for it; null where there is none. */
  get cls_token() {
    return this.#info.special_tokens.cls ?? null;
  }
  /** The id of cls_token; null where there is none. */
  get cls_token_id() {
    return this.#info.special_ids.cls ?? null;
  }
  /** The token that stands for a word to be found; null where there is none. */
  get mask_token() {
    return this.#info.special_tokens.mask ?? null;
  }
  /** The id of mask_token; null where there is none. */
  get mask_token_id() {
    return this.#info.special_ids.mask ?? null;
  }

  /**
   * The same as calling the tokenizer.
   * @override
   * @param {TokenizerInput} text
   * @param {TokenizerCallOptions} [options]
   * @returns {Promise<BatchEncoding<any>>}
   */
  async _call(text, options = {}) {
    /** @param {keyof TokenizerCallOptions} name */
    const flag = (name, otherwise = false) => checkBoolean(options[name] ?? otherwise, name);
    const isSplit = flag('is_split_into_words');
    // As in Python, no words are one text.
    const isList = Array.isArray(text);
    const batched = isList && (!isSplit || (text.length > 0 && text.every(Array.isArray)));
    const texts = batched ? text : [text];
    const { text_pair } = options;
    const paired = text_pair !== undefined && text_pair !== null;
    const pairs = paired ? (batched ? text_pair : [text_pair]) : null;
    if (pairs && (!Array.isArray(pairs) || pairs.length !== texts.length)) {
      throw new DebertaError('INPUT', `text_pair: expected ${texts.length}, as there are texts`);
    }
    const segments = pairs ? texts.flatMap((each, i) => [each, pairs[i]]) : texts;
    const { padding, truncation, max_length } = this.#lengths(options);
    const windows = flag('return_overflowing_tokens');
    const encodeOptions = {
      paired,
      windows,
      truncation,
      ...(max_length !== null && { max_length }),
      stride: checkInteger(options.stride ?? 0, 'stride', 0),
      add_special_tokens: flag('add_special_tokens', true),
    };
    const columns = await this.#encode(segments, isSplit, encodeOptions, options.signal);
    const target = {
      padding,
      max_length: max_length ?? this.#info.model_max_length,
      multiple: options.pad_to_multiple_of ?? 1,
      side: sideOf(options.padding_side ?? this.padding_side),
      pad_token_id: this.pad_token_id,
    };
    const tokensOf = (/** @type {Int32Array} */ ids) => this.#tokensOf(ids);
    return new BatchEncoding(padded(columns, target), { ...options, batched, windows }, tokensOf);
  }

  /**
   * padding, truncation and max_length as transformers understands them together.
   * @param {TokenizerCallOptions} options
   */
  #lengths({ padding = false, truncation, max_length }) {
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

  /**
   * @param {unknown[]} segments
   * @param {boolean} isSplit
   * @param {object} options
   * @param {AbortSignal | null} [signal]
   * @returns {Promise<EncodedColumns>}
   */
  async #encode(segments, isSplit, options, signal) {
    const texts = segments.map((segment) => {
      if (!isSplit) return [checkText(segment)];
      if (Array.isArray(segment)) return segment.map((word) => checkText(word, 'word'));
      throw new DebertaError('INPUT', `expected an array of words, got ${kindOf(segment)}`);
    });
    const word_counts = isSplit && Uint32Array.from(texts, (words) => words.length);
    const all = { ...options, ...(word_counts && { word_counts }) };
    return columnsOf(await this.#session.tokenize('encode', texts.flat(), all, signal));
  }

  /**
   * The ids of one text or pair.
   * @param {string | readonly string[]} text
   * @param {TokenizerCallOptions} [options]
   * @returns {Promise<number[]>}
   */
  async encode(text, options = {}) {
    if (!options.is_split_into_words) checkText(text);
    const encoding = await this._call(text, { ...options, return_tensor: false });
    return /** @type {number[]} */ (encoding.input_ids);
  }

  /**
   * The tokens of one text or pair, as the vocabulary writes them.
   * @param {string} text
   * @param {TokenizeOptions} [options]
   */
  async tokenize(text, { pair = null, add_special_tokens = false } = {}) {
    return this.#tokensOf(
      sequenceOf(await this.encode(text, { text_pair: pair, add_special_tokens })),
    );
  }

  /**
   * The text of one row of ids.
   * @param {unknown} ids a number or bigint, an array, or a tensor [length]
   * @param {DecodeOptions} [options]
   * @returns {Promise<string>}
   */
  async decode(ids, options = {}) {
    const data = sequenceOf(isOne(ids) ? [ids] : ids);
    return (await this.#decode(data, [data.length], options))[0];
  }

  /**
   * The texts of several rows of ids.
   * @param {unknown} batch arrays of ids, of any lengths, or a tensor [batch, length]
   * @param {DecodeOptions} [options]
   * @returns {Promise<string[]>}
   */
  async batch_decode(batch, options = {}) {
    const rows = Array.isArray(batch)
      ? batch.map((ids, i) => toIntegers(ids, `ids[${i}]`).data)
      : rowsOf(toIntegers(batch, 'ids'));
    const all = Int32Array.from(rows.flatMap((row) => [...row]));
    return this.#decode(
      all,
      rows.map((row) => row.length),
      options,
    );
  }

  /**
   * @param {Int32Array} ids
   * @param {number[]} lengths
   * @param {DecodeOptions} options
   */
  async #decode(ids, lengths, { errors = 'replace', ...options }) {
    return this.#session.tokenize('decode', [], {
      ids,
      lengths: Uint32Array.from(lengths),
      skip_special_tokens: options.skip_special_tokens ?? false,
      clean_up_tokenization_spaces:
        options.clean_up_tokenization_spaces ?? this.#info.clean_up_tokenization_spaces,
      errors: checkOneOf(errors, 'errors', ['replace', 'ignore', 'strict']),
    });
  }

  /**
   * The id of a token: the unknown token's for what is no token; null where there is no unknown token.
   * @overload
   * @param {string} tokens
   * @returns {Promise<number | null>}
   */
  /**
   * The ids of tokens: the unknown token's for what is no token; null where there is no unknown token.
   * @overload
   * @param {readonly string[]} tokens
   * @returns {Promise<(number | null)[]>}
   */
  /**
   * The unknown token's id for what is no token; null where there is no unknown token.
   * @param {string | readonly string[]} tokens
   * @returns {Promise<number | null | (number | null)[]>}
   */
  async convert_tokens_to_ids(tokens) {
    const list = (Array.isArray(tokens) ? tokens : [tokens]).map((token) =>
      checkText(token, 'token'),
    );
    /** @type {Int32Array} */
    const found = await this.#session.tokenize('idsOf', list, {});
    const ids = Array.from(found, (id) => (id < 0 ? this.unk_token_id : id));
    return Array.isArray(tokens) ? ids : ids[0];
  }

  /**
   * The token of an id, as the vocabulary writes it; null for an id without a token.
   * @overload
   * @param {number | bigint} ids
   * @returns {Promise<string | null>}
   */
  /**
   * The tokens of ids, as the vocabulary writes them; null for an id without a token: models have more rows.
   * @overload
   * @param {ArrayLike<number | bigint> | import('../tensor/tensor.js').Tensor} ids
   * @param {Pick<DecodeOptions, 'skip_special_tokens'>} [options]
   * @returns {Promise<(string | null)[]>}
   */
  /**
   * @param {any} ids
   * @param {{skip_special_tokens?: boolean}} [options]
   * @returns {Promise<any>}
   */
  async convert_ids_to_tokens(ids, { skip_special_tokens = false } = {}) {
    const single = isOne(ids);
    let data = sequenceOf(single ? [ids] : ids);
    const wrong = data.findIndex((id) => id < 0);
    if (wrong >= 0) {
      throw new DebertaError('INPUT', `ids[${wrong}] is ${data[wrong]}, expected 0 up`);
    }
    const special = this.#info.all_special_ids;
    if (skip_special_tokens) data = data.filter((id) => !special.includes(id));
    const tokens = (await this.#tokensOf(data)).map((/** @type {string} */ token) => token || null);
    return single ? tokens[0] : tokens;
  }

  /** @param {Int32Array} ids */
  async #tokensOf(ids) {
    return this.#session.tokenize('tokensOf', [], { ids });
  }

  /**
   * The text that tokens, as a vocabulary writes them, stand for; they need not be in this one.
   * @param {readonly string[]} tokens
   * @returns {Promise<string>}
   */
  async convert_tokens_to_string(tokens) {
    if (!Array.isArray(tokens)) {
      throw new DebertaError('INPUT', `tokens: expected an array, got ${kindOf(tokens)}`);
    }
    const list = tokens.map((token) => checkText(token, 'token'));
    return this.#session.tokenize('textOf', list, {});
  }

  /**
   * The ids of one text or of two with their special tokens: [CLS] A [SEP], [CLS] A [SEP] B [SEP].
   * @param {unknown} ids_0
   * @param {unknown} [ids_1]
   * @returns {Promise<number[]>}
   */
  async build_inputs_with_special_tokens(ids_0, ids_1) {
    return [...(await this.#withSpecialTokens(ids_0, ids_1)).ids];
  }

  /**
   * 0 for the first text and its special tokens, 1 for the second.
   * @param {unknown} ids_0
   * @param {unknown} [ids_1]
   * @returns {Promise<number[]>}
   */
  async create_token_type_ids_from_sequences(ids_0, ids_1) {
    return [...(await this.#withSpecialTokens(ids_0, ids_1)).type_ids];
  }

  /**
   * 1 for a special token, 0 for a token of the text.
   * @param {unknown} ids_0
   * @param {unknown} [ids_1]
   * @param {boolean} [already_has_special_tokens]
   * @returns {Promise<number[]>}
   */
  async get_special_tokens_mask(ids_0, ids_1 = null, already_has_special_tokens = false) {
    if (!already_has_special_tokens) return [...(await this.#withSpecialTokens(ids_0, ids_1)).mask];
    if (ids_1 !== null && ids_1 !== undefined) {
      throw new DebertaError('INPUT', 'ids that have their special tokens are one sequence');
    }
    const { data: ids } = toIntegers(ids_0, 'ids');
    return [...(await this.#session.tokenize('specialTokensMask', [], { ids }))];
  }

  /**
   * @param {unknown} ids_0
   * @param {unknown} ids_1
   */
  async #withSpecialTokens(ids_0, ids_1) {
    const { data: ids } = toIntegers(ids_0, 'ids');
    const paired = ids_1 !== null && ids_1 !== undefined;
    return this.#session.tokenize('withSpecialTokens', [], {
      ids,
      ...(paired && { pair_ids: toIntegers(ids_1, 'pair ids').data }),
    });
  }

  /**
   * How many special tokens a text, or a pair, gets.
   * @param {boolean} [pair]
   */
  num_special_tokens_to_add(pair = false) {
    const { special_tokens_to_add, special_tokens_to_add_to_pair } = this.#info;
    return pair ? special_tokens_to_add_to_pair : special_tokens_to_add;
  }

  /**
   * Token to id, added tokens included.
   * @returns {Promise<Map<string, number>>}
   */
  async get_vocab() {
    /** @type {string[]} */
    const tokens = await this.#session.tokenize('vocabulary', [], {});
    const vocab = new Map();
    tokens.forEach((token, id) => token !== '' && vocab.set(token, id));
    return vocab;
  }

  /**
   * The files that hold the vocabulary; transformers writes them to a folder. vocab.json and
   * merges.txt are texts, spm.model is bytes.
   * @returns {Promise<import('./tokenizer_types.js').VocabularyFiles>}
   */
  async save_vocabulary() {
    return this.#session.tokenize('saveVocabulary', [], {});
  }

  /** Ends the worker, unless it is a pipeline's. */
  async dispose() {
    if (this.#owned) await this.#session.dispose();
  }

  /** @returns {TokenizerInfo} */
  get #info() {
    return this.#session.tokenizer;
  }
}

if (Symbol.asyncDispose) {
  // Where the engine has it: `await using tokenizer = …`.
  Object.defineProperty(PreTrainedTokenizer.prototype, Symbol.asyncDispose, {
    value: PreTrainedTokenizer.prototype.dispose,
  });
}

/** DeBERTa's byte-level BPE. The Rust library's answers, which differ from the slow one's in nothing. */
export class DebertaTokenizer extends PreTrainedTokenizer {}

/** The same. */
export class DebertaTokenizerFast extends PreTrainedTokenizer {}

/** SentencePiece's unigram, with the ids of the Python tokenizer. */
export class DebertaV2Tokenizer extends PreTrainedTokenizer {
  /**
   * Loads a tokenizer.
   * @override
   * @template {typeof PreTrainedTokenizer} T
   * @this {T}
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {FromPretrainedOptions} [options] of the load
   * @returns {Promise<InstanceType<T>>}
   */
  static async from_pretrained(model, options) {
    return /** @type {any} */ (super.from_pretrained(model, { use_fast: false, ...options }));
  }
}

/** With those of the Rust library. */
export class DebertaV2TokenizerFast extends PreTrainedTokenizer {}

// In the order of bindings/tokenizer_calls.cc.
const classes = [
  DebertaTokenizer,
  DebertaTokenizerFast,
  DebertaV2Tokenizer,
  DebertaV2TokenizerFast,
];

/**
 * @param {{data: Int32Array, dims: number[]}} matrix
 * @returns {Int32Array[]}
 */
function rowsOf({ data, dims }) {
  if (dims.length !== 2) {
    throw new DebertaError('INPUT', `ids: expected [batch, length], got ${dims.length} dimensions`);
  }
  const [rows, length] = dims;
  return Array.from({ length: rows }, (_, i) => data.subarray(i * length, (i + 1) * length));
}

/** @param {unknown} id */
const isOne = (id) => typeof id === 'number' || typeof id === 'bigint';

/** @param {unknown} ids */
function sequenceOf(ids) {
  const { data, dims } = toIntegers(ids, 'ids');
  if (dims.length < 2) return data;
  throw new DebertaError('INPUT', `ids: expected those of one text, got [${dims}]`);
}

/** @param {unknown} side */
function sideOf(side) {
  return /** @type {'left' | 'right'} */ (checkOneOf(side, 'padding_side', ['left', 'right']));
}
