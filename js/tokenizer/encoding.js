// What a call of the tokenizer gives: transformers' BatchEncoding.
import { DebertaError } from '../base/errors.js';
import { checkInteger } from '../base/checks.js';
import { Tensor } from '../tensor/tensor.js';

/**
 * Encodings side by side.
 * @typedef {object} EncodedColumns
 * @property {Int32Array} ids
 * @property {Int32Array} type_ids
 * @property {Uint8Array} special_tokens_mask
 * @property {Int8Array} sequence_ids −1: special
 * @property {Int32Array} word_ids −1: special
 * @property {Uint32Array} offsets start, end, start, end …
 * @property {Uint32Array} lengths tokens of each encoding
 * @property {Uint32Array} inputs which input each encoding is of
 * @property {Uint8Array} truncated
 */

/**
 * One encoding: a row of a batch.
 * @typedef {object} EncodedRow
 * @property {Int32Array} ids
 * @property {Int32Array} type_ids
 * @property {Uint8Array} attention_mask
 * @property {Uint8Array} special_tokens_mask
 * @property {Int8Array} sequence_ids
 * @property {Int32Array} word_ids
 * @property {Uint32Array} offsets
 * @property {number} input
 * @property {boolean} truncated
 */

/**
 * @typedef {object} PaddingTarget
 * @property {string} padding none, longest or max_length
 * @property {number} max_length 0: none is known
 * @property {number} multiple
 * @property {'left' | 'right'} side
 * @property {number | null} pad_token_id
 */

/** @typedef {import('./call_options.js').TokenizerCallOptions & {batched: boolean, windows: boolean}} EncodingOptions */
/** @typedef {Tensor | number[] | number[][]} Numbers int64 tensors [batch, length], or arrays with
 *   return_tensor: false */

/**
 * The columns that bindings/encodings.cc put into one array.
 * @param {{bytes: Uint8Array, tokens: number, rows: number}} packed
 * @returns {EncodedColumns}
 */
export function columnsOf({ bytes, tokens, rows }) {
  let at = bytes.byteOffset;
  /**
   * @template T
   * @param {{new (buffer: ArrayBufferLike, at: number, length: number): T, BYTES_PER_ELEMENT: number}} Type
   * @param {number} length
   */
  const next = (Type, length) => {
    const column = new Type(bytes.buffer, at, length);
    at += length * Type.BYTES_PER_ELEMENT;
    return column;
  };
  return {
    ids: next(Int32Array, tokens),
    type_ids: next(Int32Array, tokens),
    word_ids: next(Int32Array, tokens),
    offsets: next(Uint32Array, 2 * tokens),
    lengths: next(Uint32Array, rows),
    inputs: next(Uint32Array, rows),
    special_tokens_mask: next(Uint8Array, tokens),
    sequence_ids: next(Int8Array, tokens),
    truncated: next(Uint8Array, rows),
  };
}

/** More would end the program instead of failing. */
const maxTokens = 2 ** 26;

/**
 * The encodings as rows, padded as asked.
 * @param {EncodedColumns} columns
 * @param {PaddingTarget} target
 * @returns {EncodedRow[]}
 */
export function padded(columns, { padding, max_length, multiple, side, pad_token_id }) {
  checkInteger(multiple, 'pad_to_multiple_of', 1);
  let length = 0;
  if (padding !== 'none') {
    if (pad_token_id === null) {
      throw new DebertaError('INPUT', 'padding: the tokenizer has no pad token');
    }
    if (padding === 'max_length') {
      if (max_length === 0) throw new DebertaError('INPUT', 'padding: no max_length is known');
      length = max_length;
    } else {
      length = columns.lengths.reduce((most, each) => Math.max(most, each), 0);
    }
    length = Math.ceil(length / multiple) * multiple;
    if (length * columns.lengths.length > maxTokens) {
      const rows = columns.lengths.length;
      throw new DebertaError('INPUT', `padding: ${rows} rows of ${length} tokens are too many`);
    }
  }
  let begin = 0;
  return Array.from(columns.lengths, (count, i) => {
    const end = begin + count;
    const size = Math.max(count, length);
    const at = side === 'left' ? size - count : 0;
    /**
     * @template {Int32Array | Uint8Array | Int8Array | Uint32Array} T
     * @param {T} from
     * @param {number} filler
     * @param {number} [width]
     * @returns {T}
     */
    const place = (from, filler, width = 1) => {
      const values = from.subarray(begin * width, end * width);
      if (size === count) return /** @type {T} */ (values.slice());
      const Type = /** @type {any} */ (from.constructor);
      const row = new Type(size * width).fill(filler);
      row.set(values, at * width);
      return row;
    };
    const row = {
      ids: place(columns.ids, pad_token_id ?? 0),
      type_ids: place(columns.type_ids, 0),
      attention_mask: new Uint8Array(size).fill(1, at, at + count),
      special_tokens_mask: place(columns.special_tokens_mask, 1),
      sequence_ids: place(columns.sequence_ids, -1),
      word_ids: place(columns.word_ids, -1),
      offsets: place(columns.offsets, 0, 2),
      input: columns.inputs[i],
      truncated: columns.truncated[i] === 1,
    };
    begin = end;
    return row;
  });
}

/**
 * The fields that the call asked for, and Python's methods on rows. `truncated` says whether text was
 * dropped.
 * @template [Ids=Tensor]
 */
export class BatchEncoding {
  /** @type {EncodedRow[]} */
  #rows;
  #tokensOf;

  /**
   * @internal
   * @param {EncodedRow[]} rows
   * @param {EncodingOptions} options
   * @param {(ids: Int32Array) => Promise<string[]>} tokensOf
   */
  constructor(rows, options, tokensOf) {
    this.#rows = rows;
    this.#tokensOf = tokensOf;
    // As transformers: one text has arrays of its own, unless it may have several windows.
    const flat = !options.batched && !options.windows;
    const numbers = (/** @type {(row: EncodedRow) => ArrayLike<number>} */ column) =>
      /** @type {any} */ (
        options.return_tensor === false
          ? arrays(rows.map(column), flat)
          : tensorOf(rows.map(column))
      );
    /**
     * Token ids.
     * @type {Ids}
     */
    this.input_ids = numbers((row) => row.ids);
    if (options.return_attention_mask ?? true) {
      /**
       * 1: a token, 0: padding.
       * @type {Ids}
       */
      this.attention_mask = numbers((row) => row.attention_mask);
    }
    if (options.return_token_type_ids ?? true) {
      /**
       * 0: first text, 1: second text.
       * @type {Ids}
       */
      this.token_type_ids = numbers((row) => row.type_ids);
    }
    if (options.return_special_tokens_mask) {
      /**
       * 1: a special token, 0: a token of the text; with return_special_tokens_mask.
       * @type {Ids | undefined}
       */
      this.special_tokens_mask = numbers((row) => row.special_tokens_mask);
    }
    if (options.return_offsets_mapping) {
      const offsets = rows.map((row) => pairsOf(row.offsets));
      /**
       * Start and end of each token in its text, or in its word; with return_offsets_mapping.
       * @type {[number, number][] | [number, number][][] | undefined}
       */
      this.offset_mapping = flat ? offsets[0] : offsets;
    }
    if (options.return_length) {
      const lengths = rows.map((row) => row.ids.length);
      /**
       * Number of tokens of each row; with return_length.
       * @type {number | number[] | undefined}
       */
      this.length = flat ? lengths[0] : lengths;
    }
    if (options.windows) {
      /**
       * Which text each row is of; with return_overflowing_tokens.
       * @type {number[] | undefined}
       */
      this.overflow_to_sample_mapping = rows.map((row) => row.input);
    }
  }

  /** Whether text was dropped because it was longer than max_length. */
  get truncated() {
    return this.#rows.some((row) => row.truncated);
  }

  /**
   * Of each token of a row the index of its word, null for special ones and padding.
   * @param {number} [row]
   * @returns {(number | null)[]}
   */
  word_ids(row = 0) {
    return Array.from(this.#row(row).word_ids, nullBelowZero);
  }

  /**
   * Of each token of a row its text. 0: the text, 1: the pair, null: special, or padding.
   * @param {number} [row]
   * @returns {(number | null)[]}
   */
  sequence_ids(row = 0) {
    return Array.from(this.#row(row).sequence_ids, nullBelowZero);
  }

  /**
   * The tokens of a row, as the vocabulary writes them.
   * @param {number} [row]
   * @returns {Promise<string[]>}
   */
  tokens(row = 0) {
    return this.#tokensOf(this.#row(row).ids);
  }

  /** @param {number} index */
  #row(index) {
    const row = this.#rows[index];
    if (row) return row;
    throw new DebertaError('INPUT', `row ${index} of ${this.#rows.length}`);
  }
}

const nullBelowZero = (/** @type {number} */ id) => (id < 0 ? null : id);

/**
 * @param {ArrayLike<number>[]} rows
 * @param {boolean} flat
 */
function arrays(rows, flat) {
  const lists = rows.map(listOf);
  return flat ? lists[0] : lists;
}

/** @param {ArrayLike<number>[]} rows */
function tensorOf(rows) {
  const length = rows[0]?.length ?? 0;
  const other = rows.find((row) => row.length !== length);
  if (other) {
    throw new DebertaError(
      'INPUT',
      `the texts have ${length} and ${other.length} tokens: a tensor needs padding: true, ` +
        'or ask for arrays by return_tensor: false',
    );
  }
  const data = new BigInt64Array(rows.length * length);
  rows.forEach((row, i) => {
    for (let j = 0; j < length; j++) data[i * length + j] = BigInt(row[j]);
  });
  return new Tensor('int64', data, [rows.length, length]);
}

/**
 * A loop: Array.from() takes several times as long, which long texts notice.
 * @param {ArrayLike<number>} row
 */
function listOf(row) {
  const list = new Array(row.length);
  for (let i = 0; i < list.length; i++) list[i] = row[i];
  return list;
}

/**
 * @param {Uint32Array} offsets
 * @returns {[number, number][]}
 */
function pairsOf(offsets) {
  const pairs = new Array(offsets.length / 2);
  for (let i = 0; i < pairs.length; i++) pairs[i] = [offsets[2 * i], offsets[2 * i + 1]];
  return pairs;
}
