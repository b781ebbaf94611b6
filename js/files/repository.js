// A repository of the Hub, or of a mirror, at one revision: lists its files and opens them.
import { abortError } from '../base/abort.js';
import { DebertaError } from '../base/errors.js';
import { contentOfPieces, fetchPiece } from './cached_content.js';
import { writeConverted } from './converted_writer.js';
import { Download } from './download.js';
import { contentOfDownload } from './download_content.js';
import { expectedFiles } from './expected_files.js';
import { openRemote } from './fetch.js';
import { fileUrl, listingUrl, repositoryUrl } from './hub.js';
import { convertedFile } from './manifest.js';
import { pinnedHash } from './integrity.js';
import { fetchListing, staleFiles } from './listing.js';
import { RepositoryCache } from './repository_cache.js';
import { hubFetch } from './request.js';
import { changedWhileLoaded } from './transfer_errors.js';
import { hashIn } from './worker_hash.js';

/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('./hub.js').Listing} Listing */
/** @typedef {import('../base/host.js').FileContent} FileContent */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./source.js').SourceOptions} SourceOptions */

/** @implements {ModelSource} */
export class Repository {
  name;
  #folder;
  #options;
  #env;
  #host;
  #cache;
  #fetch;
  /** @type {Promise<Listing | null> | null} */
  #listing = null;
  /** Files of this load that came from the cache, or that the cache lists as missing. @type {Set<string>} */
  #served = new Set();
  /** Files that this load has downloaded: force_download does not download them twice. */
  #fetched = new Set();

  /**
   * @param {string} model
   * @param {SourceOptions} options
   * @param {import('../base/env.js').Env} env
   * @param {import('../base/host.js').Host} host
   * @param {import('../base/env.js').ModelCache | null} cache
   */
  constructor(model, options, env, host, cache) {
    this.name = model;
    this.#options = options;
    this.#env = env;
    this.#host = host;
    this.#folder = repositoryUrl(env, model, options.revision);
    this.#cache = new RepositoryCache(cache, this.#folder, host.lock);
    this.#fetch = hubFetch(env, options);
  }

  /**
   * @param {string} file
   * @param {AbortSignal} [signal]
   * @param {import('../base/host.js').HashingWorker} [hasher]
   * @returns {Promise<FileContent | null>}
   */
  async open(file, signal, hasher) {
    const record = await this.#knownAndThere(file);
    if (record) return this.#fromCache(file, record, signal, hasher);
    if (record === null) this.#served.add(file);
    if (record === null || this.#isOffline) return null;
    const listing = await this.list(signal);
    const listed = listing?.get(file);
    if (listing && !listed) return this.#absent(file);
    const url = fileUrl(this.#folder, file);
    const release = this.#cache.files ? await this.#host.lock(url, signal) : () => {};
    try {
      // Another page may have downloaded it while this one waited.
      const meanwhile = await this.#knownAndThere(file);
      if (meanwhile) {
        release();
        return this.#fromCache(file, meanwhile, signal, hasher);
      }
      const pinned = pinnedHash(this.#options.integrity, file);
      const target = {
        ...{ file, url, size: listed?.size ?? null, hash: pinned ?? listed?.hash ?? null },
        ...{ listed: Boolean(listed), pinned: Boolean(pinned) },
        createHash: this.#host.createHash ?? hashIn(hasher),
        worker: hasher,
      };
      const { pieceLength } = this.#host;
      const download = new Download(target, this.#context(signal), this.#cache.files, pieceLength);
      if (!(await download.open())) {
        release();
        return this.#absent(file);
      }
      // The content handles aborts from here on.
      if (signal?.aborted) throw abortError(signal);
      return this.#fromNetwork(file, download, release, signal);
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * Lists the repository's files; null: the server does not support that, or no request is allowed.
   * @param {AbortSignal} [signal]
   */
  async list(signal) {
    if (this.#isOffline) return null;
    this.#listing ??= this.#askForListing(signal);
    try {
      return await this.#listing;
    } catch (error) {
      this.#listing = null;
      throw error;
    }
  }

  /** The cached files of the repository. */
  async cached() {
    return this.#cache.manifest();
  }

  /**
   * Removes files from the cache.
   * @param {string[]} files
   * @returns {Promise<string[]>} the files that were cached
   */
  async forget(files) {
    return this.#cache.drop(files);
  }

  /**
   * A file's size, from the cache or from the server, without its content.
   * @param {string} file
   * @param {AbortSignal} [signal]
   * @returns {Promise<{size: number | null} | null>} null: the file does not exist, or no request is allowed
   */
  async stat(file, signal) {
    const record = await this.#known(file);
    if (record !== undefined) return record;
    if (this.#isOffline) return null;
    const listing = await this.list(signal);
    if (listing) return listing.get(file) ?? null;
    const remote = await openRemote(fileUrl(this.#folder, file), this.#context(signal));
    remote?.close();
    return remote && { size: remote.size };
  }

  /**
   * The sizes of the files that a load will read. Fails if neither the cache nor a listing has them.
   * @param {import('../base/host.js').LoadPlan} plan
   * @param {AbortSignal} [signal]
   */
  async expect(plan, signal) {
    return expectedFiles(plan, async (file) => {
      const record = await this.#known(file);
      if (record || record === null || this.#isOffline) return record?.size ?? null;
      const listing = await this.list(signal);
      if (!listing) throw new Error('no listing');
      return listing.get(file)?.size ?? null;
    });
  }

  /**
   * Keeps a copy of the weights in 8 bits, which a load then finds as `convertedFile`. Waits for another page that makes
   * the same; if that has made it, the tensors are not read.
   * @param {string[]} originals names of the files that it is made of
   * @param {AsyncIterable<import('../base/host.js').ConvertedTensor>} tensors
   * @param {AbortSignal} [signal]
   * @param {import('../base/host.js').HashingWorker} [worker] that makes them
   * @returns {Promise<void>} rejects with the reason why it is not kept
   */
  async keepConverted(originals, tensors, signal, worker) {
    const { files, whyNone } = this.#cache;
    if (!files) throw new Error(whyNone);
    const release = await this.#host.lock(fileUrl(this.#folder, convertedFile), signal);
    try {
      if (await this.#known(convertedFile)) return;
      /** @type {Record<string, string>} */
      const of = {};
      for (const file of originals) {
        const record = await this.#known(file);
        if (!record) throw new Error(`${file} is not in the cache`);
        of[file] = record.version;
      }
      await writeConverted(files, of, tensors, worker);
    } finally {
      release();
    }
  }

  get #isOffline() {
    const { local_files_only, network } = this.#options;
    return Boolean(local_files_only) || network === 'none' || !this.#env.allowRemoteModels;
  }

  /** @param {AbortSignal} [signal] */
  #context(signal) {
    return { fetch: this.#fetch, retry: this.#env.retry, signal };
  }

  /**
   * The cache's record of a file, unless force_download ignores it.
   * @param {string} file
   * @returns {Promise<FileRecord | null | undefined>} as of RepositoryCache.known()
   */
  async #known(file) {
    if (file === convertedFile) return this.#cache.converted((each) => this.#known(each));
    if (this.#options.force_download && !this.#fetched.has(file) && !this.#isOffline) return;
    return this.#cache.known(file, pinnedHash(this.#options.integrity, file));
  }

  /**
   * The same; a record is forgotten whose file of pieces is gone.
   * @param {string} file
   */
  async #knownAndThere(file) {
    const record = await this.#known(file);
    const { files } = this.#cache;
    if (!record || !files || this.#isOffline || (await files.hasPieces(file, record)))
      return record;
    await this.#cache.dropOrGiveUp([file]);
    return undefined;
  }

  /**
   * @param {string} file
   * @returns {Promise<null>}
   */
  async #absent(file) {
    this.#fetched.add(file);
    await this.#cache.setAbsent(file);
    return null;
  }

  /**
   * @param {string} file
   * @param {Download} download
   * @param {() => void} release
   * @param {AbortSignal} [signal]
   */
  #fromNetwork(file, download, release, signal) {
    if (!this.#cache.files) download.origin.note = this.#cache.whyNone;
    return contentOfDownload(download, signal, {
      succeed: () => this.#fetched.add(file),
      fail: () => this.#startOver(file),
      end: release,
    });
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   * @param {AbortSignal} [signal]
   * @param {import('../base/host.js').HashingWorker} [worker]
   */
  #fromCache(file, record, signal, worker) {
    this.#served.add(file);
    const piece = (/** @type {number} */ index) => this.#piece(file, record, index, signal, worker);
    const { files } = this.#cache;
    const isStored = files && record.inFile && worker?.isWritten;
    return contentOfPieces(record, piece, isStored ? (i) => files.stored(file, record, i) : null);
  }

  /**
   * Reads a piece of a file in the cache; a damaged piece is downloaded again.
   * @param {string} file
   * @param {FileRecord} record
   * @param {number} index
   * @param {AbortSignal} [signal]
   * @param {import('../base/host.js').HashingWorker} [worker]
   */
  async #piece(file, record, index, signal, worker) {
    const kept = await this.#cache.files?.piece(file, record, index);
    if (kept) return kept;
    if (record.of) {
      await this.#cache.dropOrGiveUp([file]);
      throw this.#startOver(file);
    }
    if (this.#isOffline) {
      const which = `piece ${index + 1} of ${record.pieces.length} in the cache`;
      throw new DebertaError('INTEGRITY', `${file}: ${which} is damaged`, { file });
    }
    const url = fileUrl(this.#folder, file);
    const bytes = await fetchPiece(url, record, index, this.#context(signal));
    const isCurrent = await this.#cache.isCurrent(file, record);
    if (!bytes) {
      // The server has a new version.
      if (isCurrent) await this.#cache.dropOrGiveUp([file]);
      throw this.#startOver(file);
    }
    if (isCurrent)
      await this.#cache.files?.repair(file, record, index, bytes, worker).catch(() => {});
    return bytes;
  }

  /**
   * Lists the files again, because the earlier list may be outdated.
   * @param {string} file
   */
  #startOver(file) {
    this.#served.clear();
    this.#listing = null;
    return changedWhileLoaded(file);
  }

  /** @param {AbortSignal} [signal] */
  async #askForListing(signal) {
    const first = listingUrl(this.#env, this.name, this.#options.revision);
    const listing = await fetchListing(first, this.#context(signal));
    if (listing) await this.#dropStale(listing);
    return listing;
  }

  /**
   * Checks that all files belong to one state of the revision, which may have moved since they were cached.
   * @param {Listing} listing
   */
  async #dropStale(listing) {
    const stale = staleFiles(await this.cached(), listing);
    if (stale.length === 0) return;
    await this.#cache.dropOrGiveUp(stale);
    const served = stale.find((file) => this.#served.has(file));
    if (served !== undefined) {
      this.#served.clear();
      throw changedWhileLoaded(served);
    }
  }
}
