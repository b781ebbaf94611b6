// The download of a file from the Hub, to the reader and piece by piece into the cache. An interrupted download
// resumes from there.
import { openRemote } from './fetch.js';
import { usualPieceLength } from './file_cache.js';
import { checkDigest, hashFor } from './integrity.js';
import { PieceWriter } from './piece_writer.js';
import { changedWhileLoaded } from './transfer_errors.js';
import { readAhead } from '../base/streams.js';

/** @typedef {import('./fetch.js').RequestContext} RequestContext */
/** @typedef {import('./file_cache.js').FileCache} FileCache */
/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('./integrity.js').FileHash} FileHash */

/**
 * @typedef {object} DownloadTarget
 * @property {string} file
 * @property {string} url
 * @property {number | null} size the size that the Hub lists; null: not listed
 * @property {FileHash | null} hash the hash from the Hub or the caller
 * @property {boolean} listed whether the Hub lists the file
 * @property {boolean} pinned whether the hash is the caller's, so that another try is useless
 * @property {import('../base/host.js').CreateHash} [createHash]
 * @property {import('../base/host.js').HashingWorker} [worker] that the reader sends the file to
 */

export class Download {
  /** The origin, for diagnostics. @type {import('../base/host.js').Origin} */
  origin = { from: 'network', verified: null, cached: false };

  #target;
  #context;
  #cache;
  /** @type {FileRecord} */
  #record;
  /** @type {import('./fetch.js').RemoteFile | null} */
  #remote = null;

  /**
   * @param {DownloadTarget} target
   * @param {RequestContext} context
   * @param {FileCache | null} cache
   * @param {number} [pieceLength]
   */
  constructor(target, context, cache, pieceLength = usualPieceLength) {
    this.#target = target;
    this.#context = context;
    this.#cache = cache;
    const { size, hash } = target;
    this.#record = { size, hash, etag: null, version: newVersion(), pieceLength, pieces: [] };
  }

  /**
   * Finds out whether the file exists, unless that is known.
   * @returns {Promise<boolean>}
   */
  async open() {
    await this.#takeUp();
    if (this.#record.pieces.length > 0) return true;
    const { url, size, hash, listed } = this.#target;
    const hashed = hash !== null;
    this.#remote = await openRemote(url, this.#context, { size, hashed, exists: listed });
    if (!this.#remote) return false;
    this.#remote.size ??= await sizeByRange(url, this.#context);
    this.#record.size = this.#remote.size;
    this.#record.etag = this.#remote.etag;
    return true;
  }

  get size() {
    return this.#record.size;
  }

  /** Cancels a download that is not read. */
  close() {
    this.#remote?.close();
  }

  /**
   * Reads the whole file. At its end the file is verified and in the cache.
   * @returns {AsyncGenerator<Uint8Array, void>}
   */
  async *chunks() {
    try {
      yield* this.#chunks();
    } catch (error) {
      const { code } = /** @type {import('../base/errors.js').DebertaError} */ (error);
      // The cached part does not belong to this version of the file: the next attempt starts without it.
      if (code === 'INTEGRITY' || code === 'FILE_CHANGED') {
        await this.#cache?.dropPartial(this.#target.file, this.#record);
      }
      throw error;
    }
  }

  /** @returns {AsyncGenerator<Uint8Array, void>} */
  async *#chunks() {
    const { file, hash: expected, pinned, createHash, worker } = this.#target;
    const hash = expected && hashFor(expected, this.size, createHash);
    const writer =
      this.#cache && this.#isKnown() ? new PieceWriter(this.#cache, file, worker) : null;
    try {
      for await (const [chunk, isNew] of this.#pieces()) {
        await hash?.update(chunk);
        if (isNew) await writer?.add(chunk, this.#record);
        yield chunk;
      }
      if (expected && hash) {
        await checkDigest(file, expected, hash, !pinned);
        this.origin.verified = expected.algorithm;
      } else {
        this.#record.hash = null; // it may come from an earlier attempt; nothing was compared
        if (this.#isKnown()) this.origin.verified = 'size';
      }
      if (this.#isKnown() && writer) Object.assign(this.origin, await writer.commit(this.#record));
    } finally {
      await writer?.close();
    }
    if (this.#isKnown()) return;
    this.origin.note = 'not kept: the server sent no length';
    if (writer) await this.#cache?.dropPartial(file, this.#record);
  }

  /**
   * Reads the cached pieces, then fetches the rest.
   * @returns {AsyncGenerator<[Uint8Array, boolean], void>}
   */
  async *#pieces() {
    const { file, url, hash } = this.#target;
    let record = this.#record;
    let at = 0;
    let i = 0;
    const piece = async (/** @type {number} */ index) => this.#cache?.piece(file, record, index);
    for await (const bytes of readAhead(record.pieces.length, piece)) {
      if (!bytes) {
        // A damaged piece and all after it are fetched again.
        if (i === 0) record = await this.#beginAnew();
        else record.pieces.length = i;
        break;
      }
      ++i;
      at += bytes.length; // now: the reader may transfer the bytes
      yield [bytes, false];
    }
    if (at > 0) this.origin.resumed = at;
    if (at === record.size) return;
    const { size, etag } = record;
    const known = { begin: at, size, etag, exists: true, hashed: hash !== null };
    const remote = this.#remote ?? (await openRemote(url, this.#context, known));
    if (!remote) throw changedWhileLoaded(file);
    for await (const chunk of remote.chunks()) yield [chunk, true];
    // A length that turned out to be that of a compressed body is not used.
    record.size = remote.size;
  }

  /** Forgets what an earlier download has left. */
  async #beginAnew() {
    await this.#cache?.dropPartial(this.#target.file, this.#record);
    const { size, hash, etag, pieceLength } = this.#record;
    this.#record = { size, hash, etag, version: newVersion(), pieceLength, pieces: [] };
    return this.#record;
  }

  /** Resumes an earlier download of the same version. */
  async #takeUp() {
    const { file, size, hash, worker } = this.#target;
    const partial = await this.#cache?.partial(file);
    if (!partial) return;
    const same =
      (!partial.inFile || (await this.#canContinue(partial, worker))) &&
      (size === null || size === partial.size) &&
      (hash ? partial.hash?.digest === hash.digest : partial.etag !== null);
    if (same) this.#record = partial;
    else await this.#cache?.dropPartial(file, partial);
  }

  /**
   * Whether the worker can write into the file of an earlier download.
   * @param {FileRecord} partial
   * @param {import('../base/host.js').HashingWorker | undefined} worker
   */
  async #canContinue(partial, worker) {
    const store = await this.#cache?.openStore(this.#target.file, partial, worker);
    await store?.close();
    return Boolean(store);
  }

  /** Whether a truncated transfer would be detected: only then the file may be cached. */
  #isKnown() {
    return this.#record.size !== null;
  }
}

/** A name that is unique to a version and an attempt, so that other records stay valid. It has no dot. */
export function newVersion() {
  return Math.random().toString(36).slice(2, 10);
}

/**
 * Requests the first byte of a file whose length the server did not send, because that answer has it.
 * @param {string} url
 * @param {RequestContext} context
 */
async function sizeByRange(url, context) {
  const once = { ...context, retry: { ...context.retry, attempts: 1 } };
  const probe = await openRemote(url, once, { end: 1 }).catch(() => null);
  probe?.close();
  return probe?.size ?? null;
}
