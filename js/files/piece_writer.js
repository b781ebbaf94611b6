// Splits a stream into pieces and stores them in the cache.
import { DebertaError } from '../base/errors.js';
import { PieceSink } from './piece_sink.js';

/** @typedef {import('./file_cache.js').FileCache} FileCache */
/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('../base/host.js').HashingWorker} HashingWorker */

export class PieceWriter {
  #cache;
  #file;
  /** @type {Uint8Array | null} */
  #buffer = null;
  #filled = 0;
  /** Why the file is not kept. @type {string | null} */
  #failure = null;
  #sink;

  /**
   * @param {FileCache} cache
   * @param {string} file
   * @param {HashingWorker} [worker] that the chunks are sent to
   */
  constructor(cache, file, worker) {
    this.#cache = cache;
    this.#file = file;
    this.#sink = new PieceSink(cache, file, worker);
  }

  /**
   * @param {Uint8Array} chunk
   * @param {FileRecord} record gets the piece's digest
   */
  async add(chunk, record) {
    for (let at = 0; at < chunk.length && this.#failure === null;) {
      this.#buffer ??= new Uint8Array(Math.min(record.pieceLength, Number(record.size)));
      const part = chunk.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#buffer.length) await this.#flush(record, true);
    }
  }

  /**
   * Finishes a file that is complete and verified.
   * @param {FileRecord} record
   * @returns {Promise<{cached: boolean, note?: string}>}
   */
  async commit(record) {
    if (this.#filled > 0) await this.#flush(record, false);
    await this.close();
    if (this.#failure === null) {
      await this.#cache.commit(this.#file, record).catch((error) => this.#fail(error, record));
    }
    if (this.#failure === null) return { cached: true };
    return { cached: false, note: this.#failure };
  }

  /**
   * Stores the buffer. The stream waits for it, so that closing the page loses
   * at most one piece.
   * @param {FileRecord} record
   * @param {boolean} isPartial
   */
  async #flush(record, isPartial) {
    const bytes = /** @type {Uint8Array} */ (this.#buffer).subarray(0, this.#filled);
    const index = record.pieces.length;
    this.#filled = 0;
    try {
      const digest = await this.#sink.put(record, index, index * record.pieceLength, bytes);
      record.pieces.push(digest);
      if (record.inFile) this.#buffer = this.#sink.spare;
      if (isPartial) await this.#cache.setPartial(this.#file, record);
    } catch (error) {
      if (error instanceof DebertaError) throw error; // the worker has ended: what is kept stays
      await this.#fail(error, record);
    }
  }

  /** Call at the end, also of a download that fails: a file that is open cannot be removed. */
  async close() {
    await this.#sink.close().catch(() => {});
  }

  /**
   * Stops caching when the cache is full or fails: the model then runs from memory.
   * @param {unknown} error
   * @param {FileRecord} record
   */
  async #fail(error, record) {
    const { name = '', message = '' } = /** @type {Error} */ (error ?? {});
    this.#failure =
      name === 'QuotaExceededError'
        ? 'not kept: no room'
        : `not kept: the cache failed: ${message}`;
    await this.close();
    await this.#cache.dropPartial(this.#file, record);
  }
}
