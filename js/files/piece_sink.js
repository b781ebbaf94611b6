// Where the pieces of a version of a file go: into a file that a worker writes, where there are such files, else into the cache,
// each under a key of its own.
import { digestOf } from './integrity.js';

/** @typedef {import('./file_cache.js').FileCache} FileCache */
/** @typedef {import('./file_cache.js').FileRecord} FileRecord */

export class PieceSink {
  #cache;
  #file;
  #worker;
  /** undefined: not opened yet; null: there is none. @type {import('./file_cache.js').StoreOfPieces | null | undefined} */
  #store;
  /** Memory of bytes that were given away. @type {Uint8Array | null} */
  spare = null;

  /**
   * @param {FileCache} cache
   * @param {string} file
   * @param {import('../base/host.js').HashingWorker} [worker] that may write into a file
   */
  constructor(cache, file, worker) {
    this.#cache = cache;
    this.#file = file;
    this.#worker = worker;
  }

  /**
   * @param {FileRecord} record the first piece decides on its `inFile`
   * @param {number} index of the piece
   * @param {number} at where it begins in a file
   * @param {Uint8Array} bytes given away, where `inFile` is true
   * @returns {Promise<string>} its digest, for the record
   */
  async put(record, index, at, bytes) {
    const isFirst = at === 0;
    if (this.#store === undefined && (isFirst || record.inFile)) {
      this.#store = await this.#cache.openStore(this.#file, record, this.#worker);
    }
    if (isFirst) {
      record.inFile = Boolean(this.#store);
      record.sums = this.#store ? [] : undefined;
    }
    if (record.inFile && !this.#store) throw new Error('its file cannot be opened');
    const hashing = digestOf(bytes); // has its own copy
    hashing.catch(() => {}); // reported below
    if (this.#store) {
      const stored = await this.#store.put(at, bytes);
      this.spare = stored.bytes;
      /** @type {string[]} */ (record.sums)[index] = stored.sum;
      return hashing;
    }
    const digest = await hashing;
    await this.#cache.putPiece(this.#file, record, index, bytes);
    return digest;
  }

  async close() {
    await this.#store?.close();
    this.#store = undefined;
  }
}
