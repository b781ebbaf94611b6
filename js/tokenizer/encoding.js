// The result of a tokenizer's call: transformers' BatchEncoding.
import { DebertaError } from '../base/errors.js';
import { Tensor } from '../tensor/tensor.js';

/** @typedef {import('./rows.js').EncodedRow} EncodedRow */
/** @typedef {import('./call_options.js').TokenizerCallOptions & {batched: boolean, windows: boolean}} EncodingOptions */
/** @typedef {Tensor<'int64'> | number[] | number[][]} Numbers int64 tensors [batch, length], or arrays with
 *   return_tensor: false */

/**
 * The requested fields, and Python's methods on rows. `truncated` says whether text was
 * dropped.
 * @template [Ids=Tensor<'int64'>]
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
    // As in transformers: one text gives arrays that are not nested, unless it may have several windows.
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
       * The start and end of each token in its text or word; with return_offsets_mapping.
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
       * The index of each row's text; with return_overflowing_tokens.
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
   * The index of the word of each token of a row; null for special tokens and padding.
   * @param {number} [row]
   * @returns {(number | null)[]}
   */
  word_ids(row = 0) {
    return Array.from(this.#row(row).word_ids, nullBelowZero);
  }

  /**
   * The text of each token of a row. 0: the first text, 1: the second, null: a special token or padding.
   * @param {number} [row]
   * @returns {(number | null)[]}
   */
  sequence_ids(row = 0) {
    return Array.from(this.#row(row).sequence_ids, nullBelowZero);
  }

  /**
   * The tokens of a row, as in the vocabulary; an unknown token is its own text.
   * @param {number} [row]
   * @returns {Promise<string[]>}
   */
  async tokens(row = 0) {
    const { ids, unknown } = this.#row(row);
    const tokens = await this.#tokensOf(ids);
    unknown.forEach((text, i) => (tokens[i] = text));
    return tokens;
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
      `expected rows of one length for a tensor, got ${length} and ${other.length}: ` +
        'use padding: true or return_tensor: false',
    );
  }
  const data = new BigInt64Array(rows.length * length);
  rows.forEach((row, i) => {
    for (let j = 0; j < length; j++) data[i * length + j] = BigInt(row[j]);
  });
  return new Tensor('int64', data, [rows.length, length]);
}

/**
 * Uses a loop, because Array.from() takes several times as long for long texts.
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
