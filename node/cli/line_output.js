// Writes lines, to a file or to standard output.
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';

import { DebertaError } from '../../js/base/errors.js';

/** @typedef {{done: number, last: string | null}} Earlier what an earlier run has written: complete lines, and the last of them */

const lineFeed = 10;
/** Bytes that are read at once. */
const pieceSize = 1 << 20;

/** Standard output. */
export class StandardOutput {
  /** @returns {Earlier} */
  open() {
    return { done: 0, last: null };
  }

  /** @param {string} line */
  async write(line) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  }

  close() {}
}

/** A file. Each line is with the system when write() returns: a process that is killed loses none. */
export class FileOutput {
  #path;
  #resume;
  #file = -1;

  /**
   * @param {string} path
   * @param {{resume: boolean, force: boolean}} how resume: goes on after the complete lines that are there; force: replaces
   *   them
   */
  constructor(path, { resume, force }) {
    const isThere = existsSync(path) && statSync(path).size > 0;
    if (isThere && !resume && !force) {
      const fact = `${path} already exists (--resume goes on with it, --force replaces it)`;
      throw new DebertaError('INPUT', fact);
    }
    this.#path = path;
    this.#resume = resume;
  }

  /** @returns {Earlier} */
  open() {
    return this.#try(() => {
      this.#file = openSync(this.#path, this.#resume ? 'a+' : 'w+');
      return mend(this.#file);
    });
  }

  /** @param {string} line */
  async write(line) {
    // To a file descriptor it writes where the file is, until all is written.
    this.#try(() => writeFileSync(this.#file, `${line}\n`));
  }

  close() {
    if (this.#file >= 0) closeSync(this.#file);
  }

  /**
   * @template T
   * @param {() => T} work
   * @returns {T}
   */
  #try(work) {
    try {
      return work();
    } catch (cause) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
      throw new DebertaError('INPUT', `cannot write ${this.#path} (${code})`, { cause });
    }
  }
}

/**
 * Cuts off a line that a killed process has left incomplete.
 * @param {number} file
 * @returns {Earlier}
 */
function mend(file) {
  if (!fstatSync(file).isFile()) return { done: 0, last: null };
  const piece = Buffer.alloc(pieceSize);
  let done = 0;
  let [begin, end] = [0, 0]; // of the last complete line, with its line feed
  for (let at = 0, count; (count = readSync(file, piece, 0, pieceSize, at)) > 0; at += count) {
    const bytes = piece.subarray(0, count);
    for (let feed = -1; (feed = bytes.indexOf(lineFeed, feed + 1)) >= 0;) {
      ++done;
      [begin, end] = [end, at + feed + 1];
    }
  }
  if (fstatSync(file).size > end) ftruncateSync(file, end);
  if (done === 0) return { done, last: null };
  const last = Buffer.alloc(end - begin - 1);
  readSync(file, last, 0, last.length, begin);
  return { done, last: last.toString() };
}
