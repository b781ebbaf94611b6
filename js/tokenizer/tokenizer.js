// DebertaTokenizer, DebertaV2Tokenizer, BertTokenizer and their Fast variants: the tokenizers of transformers, implemented by the C++ one.
import { BatchEncoding } from './encoding.js';
import { TokenizerProperties } from './properties.js';
import { checkOneOf, checkText, kindOf } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { checkNames } from '../base/options.js';
import { loadSession } from '../worker/load.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('./call_options.js').TokenizerInput} TokenizerInput */
/** @typedef {import('./call_options.js').TokenizerCallOptions} TokenizerCallOptions */
/** @typedef {import('./call_options.js').DecodeOptions} DecodeOptions */
/** @typedef {import('./call_options.js').TokenizeOptions} TokenizeOptions */
/** @typedef {import('../worker/protocol.js').TokenizerInfo} TokenizerInfo */

/**
 * What calls need, loaded with the first tokenizer or, for that of a pipeline, with its first call. From then on a call
 * reads its arguments at once.
 * @type {typeof import('./calls.js') | undefined}
 */
let calls;
const loadCalls = async () => (calls ??= await import('./calls.js'));

/** A call converts texts to token ids. All methods return promises, because the tokenizer runs in a worker. */
export class PreTrainedTokenizer
  extends /** @type {new (session: Session) => TokenizerProperties & AsyncDisposable & import('./tokenizer_types.js').TokenizerSettings & import('./tokenizer_types.js').TokenizerCall} */ (
    /** @type {unknown} */ (TokenizerProperties)
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
    super(session);
    this.#session = session;
    this.#owned = owned;
  }

  /**
   * Loads a tokenizer of this class, or of the class that its files name.
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
    await loadCalls();
    const session = await loadSession(plan, model, options);
    return /** @type {any} */ (new (this.of(session))(session, true));
  }

  /**
   * The class for a session's tokenizer: for this base class, which AutoTokenizer uses, the class that its files name.
   * @internal
   * @param {Session} session
   * @returns {typeof PreTrainedTokenizer}
   */
  static of(session) {
    return this === PreTrainedTokenizer ? classes[session.tokenizer.tokenizer_class] : this;
  }

  /**
   * The same as calling the tokenizer.
   * @override
   * @param {TokenizerInput} text
   * @param {TokenizerCallOptions} [options]
   * @returns {Promise<BatchEncoding<any>>}
   */
  async _call(text, options = {}) {
    const { columnsOf, padded, readCall } = calls ?? (await loadCalls());
    const { texts, encode, shape, target } = readCall(text, options, this.#info);
    const packed = await this.#session.tokenize('encode', texts, encode, options.signal);
    const tokensOf = (/** @type {Int32Array} */ ids) => this.#tokensOf(ids);
    return new BatchEncoding(padded(columnsOf(packed), target), { ...options, ...shape }, tokensOf);
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
   * The tokens of one text or pair, as in the vocabulary; an unknown token is its own text.
   * @param {string} text
   * @param {TokenizeOptions} [options]
   */
  async tokenize(text, options = {}) {
    checkNames(options, { pair: 1, add_special_tokens: 1 });
    const { pair = null, add_special_tokens = false } = options;
    const how = { text_pair: pair, add_special_tokens, return_tensor: false };
    return (await this._call(checkText(text), how)).tokens();
  }

  /**
   * Decodes one row of ids.
   * @param {unknown} ids a number or bigint, an array, or a tensor [length]
   * @param {DecodeOptions} [options]
   * @returns {Promise<string>}
   */
  async decode(ids, options = {}) {
    const { isOne, sequenceOf } = calls ?? (await loadCalls());
    const data = sequenceOf(isOne(ids) ? [ids] : ids);
    return (await this.#decode(data, [data.length], options))[0];
  }

  /**
   * Decodes several rows of ids.
   * @param {unknown} batch arrays of ids, of any lengths, or a tensor [batch, length]
   * @param {DecodeOptions} [options]
   * @returns {Promise<string[]>}
   */
  async batch_decode(batch, options = {}) {
    const { rowsOf, toIntegers } = calls ?? (await loadCalls());
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
  async #decode(ids, lengths, options) {
    checkNames(options, (calls ?? (await loadCalls())).decodeNames);
    return this.#session.tokenize('decode', [], {
      ids,
      lengths: Uint32Array.from(lengths),
      skip_special_tokens: options.skip_special_tokens ?? false,
      clean_up_tokenization_spaces:
        options.clean_up_tokenization_spaces ?? this.#info.clean_up_tokenization_spaces,
      errors: checkOneOf(options.errors ?? 'replace', 'errors', ['replace', 'ignore', 'strict']),
    });
  }

  /**
   * The id of a token. A string that is not a token gives the unknown token's id, or null if there is none.
   * @overload
   * @param {string} tokens
   * @returns {Promise<number | null>}
   */
  /**
   * The ids of tokens. A string that is not a token gives the unknown token's id, or null if there is none.
   * @overload
   * @param {readonly string[]} tokens
   * @returns {Promise<(number | null)[]>}
   */
  /**
   * A string that is not a token gives the unknown token's id, or null if there is none.
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
   * The token of an id, as in the vocabulary; null for an id without a token.
   * @overload
   * @param {number | bigint} ids
   * @returns {Promise<string | null>}
   */
  /**
   * The tokens of ids, as in the vocabulary; null for an id without a token, since models may have more rows than tokens.
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
  async convert_ids_to_tokens(ids, options = {}) {
    checkNames(options, { skip_special_tokens: 1 });
    const { isOne, sequenceOf } = calls ?? (await loadCalls());
    const single = isOne(ids);
    let data = sequenceOf(single ? [ids] : ids);
    const wrong = data.findIndex((id) => id < 0);
    if (wrong >= 0) {
      throw new DebertaError('INPUT', `ids[${wrong}] is ${data[wrong]}, expected at least 0`);
    }
    const special = new Set(this.#info.all_special_ids);
    if (options.skip_special_tokens) data = data.filter((id) => !special.has(id));
    const tokens = (await this.#tokensOf(data)).map((/** @type {string} */ token) => token || null);
    return single ? tokens[0] : tokens;
  }

  /** @param {Int32Array} ids */
  async #tokensOf(ids) {
    return this.#session.tokenize('tokensOf', [], { ids });
  }

  /**
   * Joins tokens, as in a vocabulary, to a text; they need not be in this vocabulary.
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
      throw new DebertaError('INPUT', 'expected one sequence with its special tokens, got two');
    }
    const { toIntegers } = calls ?? (await loadCalls());
    const { data: ids } = toIntegers(ids_0, 'ids');
    return [...(await this.#session.tokenize('specialTokensMask', [], { ids }))];
  }

  /**
   * @param {unknown} ids_0
   * @param {unknown} ids_1
   */
  async #withSpecialTokens(ids_0, ids_1) {
    const { toIntegers } = calls ?? (await loadCalls());
    const { data: ids } = toIntegers(ids_0, 'ids');
    const paired = ids_1 !== null && ids_1 !== undefined;
    return this.#session.tokenize('withSpecialTokens', [], {
      ids,
      ...(paired && { pair_ids: toIntegers(ids_1, 'pair ids').data }),
    });
  }

  /**
   * A map from tokens to ids, added tokens included.
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
   * Returns the files of the vocabulary, which transformers writes to a folder. vocab.json and
   * merges.txt, or vocab.txt, are texts, spm.model is bytes.
   * @returns {Promise<import('./tokenizer_types.js').VocabularyFiles>}
   */
  async save_vocabulary() {
    return this.#session.tokenize('saveVocabulary', [], {});
  }

  /** Ends the worker, unless a pipeline owns it. */
  async dispose() {
    if (this.#owned) await this.#session.dispose();
  }

  /** @returns {TokenizerInfo} */
  get #info() {
    return this.#session.tokenizer;
  }
}

if (Symbol.asyncDispose) {
  // For engines that have it: `await using tokenizer = …`.
  Object.defineProperty(PreTrainedTokenizer.prototype, Symbol.asyncDispose, {
    value: PreTrainedTokenizer.prototype.dispose,
  });
}

/** DeBERTa's byte-level BPE. The ids are those of the Rust library, which equal those of Python's slow tokenizer. */
export class DebertaTokenizer extends PreTrainedTokenizer {}

/** The same as DebertaTokenizer. */
export class DebertaTokenizerFast extends PreTrainedTokenizer {}

/** A tokenizer with the ids of Python's slow tokenizer. */
class SlowTokenizer extends PreTrainedTokenizer {
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

/** SentencePiece's unigram, with the ids of Python's slow tokenizer. */
export class DebertaV2Tokenizer extends SlowTokenizer {}

/** SentencePiece's unigram, with the ids of the Rust library. */
export class DebertaV2TokenizerFast extends PreTrainedTokenizer {}

/** BERT's WordPiece, with the ids of Python's slow tokenizer. */
export class BertTokenizer extends SlowTokenizer {}

/** BERT's WordPiece, with the ids of the Rust library. */
export class BertTokenizerFast extends PreTrainedTokenizer {}

// In the order of bindings/tokenizer_calls.cc.
const classes = [
  DebertaTokenizer,
  DebertaTokenizerFast,
  DebertaV2Tokenizer,
  DebertaV2TokenizerFast,
  BertTokenizer,
  BertTokenizerFast,
];
