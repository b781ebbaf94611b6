// The worker's files of pieces (js/files/file_cache.js), which stay open from one piece to the next.
import { sumOf } from '../base/sum.js';

/** @typedef {import('../base/host.js').PieceFile} PieceFile */

/** @typedef {import('../base/host.js').StoreFailure} StoreFailure */
/** @typedef {import('../base/host.js').StoredBytes} StoredBytes */

export class StoredPieces {
  #openFile;
  /** @type {Map<string, {file: PieceFile, isWritable: boolean}>} */
  #open = new Map();
  /** For a shared memory, into which not every browser reads. */
  #buffer = new Uint8Array(0);

  /** @param {import('../base/host.js').OpenPieceFile | undefined} openFile */
  constructor(openFile) {
    this.#openFile = openFile;
  }

  /**
   * Opens a file to write into it.
   * @param {string[]} path
   * @returns {Promise<StoreFailure | null>}
   */
  async open(path) {
    try {
      await this.#fileOf(path, true);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }

  /**
   * @param {string[]} path
   * @param {number} at
   * @param {Uint8Array} bytes
   * @returns {Promise<StoredBytes | StoreFailure>}
   */
  async store(path, at, bytes) {
    try {
      const file = await this.#fileOf(path, true);
      if (file.write(bytes, { at }) === bytes.length) return { sum: sumOf(bytes), bytes };
      return { name: 'QuotaExceededError', message: 'not all bytes were written' };
    } catch (error) {
      return failureOf(error);
    }
  }

  /**
   * Reads a piece into memory.
   * @param {import('../base/host.js').StoredPiece['stored']} piece
   * @param {Uint8Array} target
   * @returns {Promise<boolean>} whether it is there, undamaged
   */
  async read({ path, at, sum }, target) {
    try {
      const file = await this.#fileOf(path, false);
      const isShared = !(target.buffer instanceof ArrayBuffer);
      if (isShared && this.#buffer.length < target.length)
        this.#buffer = new Uint8Array(target.length);
      const bytes = isShared ? this.#buffer.subarray(0, target.length) : target;
      if (file.read(bytes, { at }) !== target.length || sumOf(bytes) !== sum) return false;
      if (isShared) target.set(bytes);
      return true;
    } catch {
      return false; // the page reads it in another way
    }
  }

  close() {
    for (const { file } of this.#open.values()) file.close();
    this.#open.clear();
    this.#buffer = new Uint8Array(0);
  }

  /**
   * @param {string[]} path
   * @param {boolean} isWritable
   */
  async #fileOf(path, isWritable) {
    if (!this.#openFile) throw new Error('there are no files here');
    const key = path.join('/');
    const known = this.#open.get(key);
    if (known && (known.isWritable || !isWritable)) return known.file;
    known?.file.close();
    this.#open.delete(key);
    const file = await this.#openFile(path, isWritable);
    this.#open.set(key, { file, isWritable });
    return file;
  }
}

/**
 * @param {unknown} error
 * @returns {StoreFailure}
 */
function failureOf(error) {
  const { name, message } = /** @type {Error} */ (error);
  return { name, message };
}
