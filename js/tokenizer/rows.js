// Makes the rows of a batch from the columns that the worker sends.
import { checkInteger } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';

/**
 * The columns of several encodings.
 * @typedef {object} EncodedColumns
 * @property {Int32Array} ids
 * @property {Int32Array} type_ids
 * @property {Uint8Array} special_tokens_mask
 * @property {Int8Array} sequence_ids −1: special
 * @property {Int32Array} word_ids −1: special
 * @property {Uint32Array} offsets start, end, start, end …
 * @property {Uint32Array} lengths number of tokens of each encoding
 * @property {Uint32Array} inputs index of each encoding's input
 * @property {Uint8Array} truncated
 * @property {(number | string)[]} unknown encoding, index, text, … of unknown tokens with a text of their own
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
 * @property {Map<number, string>} unknown texts of unknown tokens, by their index
 */

/**
 * @typedef {object} PaddingTarget
 * @property {string} padding none, longest or max_length
 * @property {number} max_length 0: unknown
 * @property {number} multiple
 * @property {'left' | 'right'} side
 * @property {number | null} pad_token_id
 */

/**
 * Splits the array of bindings/encodings.cc into columns.
 * @param {{bytes: Uint8Array, tokens: number, rows: number, unknown: (number | string)[]}} packed
 * @returns {EncodedColumns}
 */
export function columnsOf({ bytes, tokens, rows, unknown }) {
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
    unknown,
  };
}

/** The maximum of tokens: more would crash the program instead of failing. */
const maxTokens = 2 ** 26;

/**
 * The encodings as padded rows.
 * @param {EncodedColumns} columns
 * @param {PaddingTarget} target
 * @returns {EncodedRow[]}
 */
export function padded(columns, target) {
  const length = paddedLength(columns.lengths, target);
  const { unknown } = columns;
  let end = 0;
  let next = 0;
  return Array.from(columns.lengths, (count, i) => {
    const begin = end;
    end += count;
    const size = Math.max(count, length);
    const at = target.side === 'left' ? size - count : 0;
    /**
     * @template {Int32Array | Uint8Array | Int8Array | Uint32Array} T
     * @param {T} column
     * @param {number} filler
     * @param {number} [width] number of values of a token
     * @returns {T}
     */
    const place = (column, filler, width = 1) => {
      const row = new /** @type {any} */ (column.constructor)(size * width).fill(filler);
      row.set(column.subarray(begin * width, end * width), at * width);
      return row;
    };
    /** @type {EncodedRow['unknown']} */
    const texts = new Map();
    for (; unknown[next] === i; next += 3) {
      texts.set(at + Number(unknown[next + 1]), String(unknown[next + 2]));
    }
    return {
      ids: place(columns.ids, target.pad_token_id ?? 0),
      type_ids: place(columns.type_ids, 0),
      attention_mask: new Uint8Array(size).fill(1, at, at + count),
      special_tokens_mask: place(columns.special_tokens_mask, 1),
      sequence_ids: place(columns.sequence_ids, -1),
      word_ids: place(columns.word_ids, -1),
      offsets: place(columns.offsets, 0, 2),
      input: columns.inputs[i],
      truncated: columns.truncated[i] === 1,
      unknown: texts,
    };
  });
}

/**
 * The length that rows are padded to; 0: no padding.
 * @param {Uint32Array} lengths
 * @param {PaddingTarget} target
 */
function paddedLength(lengths, { padding, max_length, multiple, pad_token_id }) {
  checkInteger(multiple, 'pad_to_multiple_of', 1);
  if (padding === 'none') return 0;
  if (pad_token_id === null) {
    throw new DebertaError('INPUT', 'padding: the tokenizer has no pad token');
  }
  if (padding === 'max_length' && max_length === 0) {
    throw new DebertaError('INPUT', 'padding: expected a max_length');
  }
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const length = Math.ceil((padding === 'max_length' ? max_length : longest) / multiple) * multiple;
  if (length * lengths.length > maxTokens) {
    const rows = lengths.length;
    throw new DebertaError('INPUT', `padding: ${rows} rows of ${length} tokens are too many`);
  }
  return length;
}
