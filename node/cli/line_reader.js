// Reads files line by line, in constant memory.
import { createReadStream, statSync } from 'node:fs';

import { DebertaError } from '../../js/base/errors.js';

/** The most bytes of a line, so that a file without line breaks does not fill the memory. */
export const maxLine = 16 << 20;

const [lineFeed, carriageReturn, tab, space] = Buffer.from('\n\r\t ');
const byteOrderMark = Buffer.from('\ufeff');

/**
 * @typedef {object} Line
 * @property {number} number from 1, through all files, blank lines included
 * @property {Buffer | null} bytes without the line feed; null: there are more than maxLine
 * @property {number} end bytes up to its end, of all files
 */

export class LineReader {
  #paths;
  /** @type {NodeJS.ReadStream | import('node:fs').ReadStream | null} */
  #input = null;
  #isClosed = false;

  /** @param {string[]} paths of files; '-': standard input */
  constructor(paths) {
    this.#paths = paths;
  }

  /** @returns {number | null} bytes of all files; null: not known before they are read */
  size() {
    let size = 0;
    for (const path of this.#paths) {
      if (path === '-') return null;
      try {
        const info = statSync(path);
        if (!info.isFile()) return null;
        size += info.size;
      } catch (cause) {
        throw unreadable(path, cause);
      }
    }
    return size;
  }

  /**
   * The lines that hold more than white space.
   * @returns {AsyncGenerator<Line, void, undefined>}
   */
  async *lines() {
    let number = 0;
    let end = 0;
    for (const path of this.#paths) {
      for await (const { bytes, size } of split(this.#chunksOf(path))) {
        ++number;
        end += size;
        if (!bytes || !isBlank(bytes)) yield { number, bytes, end };
      }
    }
  }

  /** Ends the lines where they are, and frees standard input, which would keep the process running. */
  close() {
    this.#isClosed = true;
    this.#input?.destroy();
  }

  /** @param {string} path */
  async *#chunksOf(path) {
    if (this.#isClosed) return;
    this.#input = path === '-' ? process.stdin : createReadStream(path);
    try {
      yield* this.#input;
    } catch (cause) {
      if (!this.#isClosed) throw unreadable(path, cause);
    }
  }
}

/**
 * @param {string} path
 * @param {unknown} cause
 */
function unreadable(path, cause) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
  return new DebertaError('INPUT', `cannot read ${path} (${code})`, { cause });
}

/** @param {AsyncIterable<Buffer>} chunks */
async function* split(chunks) {
  /** @type {Buffer[]} */
  let parts = [];
  let size = 0;
  const add = (/** @type {Buffer} */ part) => {
    size += part.length;
    if (size <= maxLine) parts.push(part);
    else parts = [];
  };
  const take = (/** @type {number} */ feed) => {
    const line = { bytes: size <= maxLine ? Buffer.concat(parts) : null, size: size + feed };
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let begin = 0;
    for (let at; (at = chunk.indexOf(lineFeed, begin)) >= 0; begin = at + 1) {
      add(chunk.subarray(begin, at));
      yield take(1);
    }
    if (begin < chunk.length) add(chunk.subarray(begin));
  }
  if (size > 0) yield take(0);
}

/** @param {Buffer} bytes */
function isBlank(bytes) {
  const begin = bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  return bytes
    .subarray(begin)
    .every((byte) => byte === space || byte === carriageReturn || byte === tab);
}
