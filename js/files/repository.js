// A repository of the Hub, or of a mirror, at one revision: which files it has, and where they come from.
import { abortError, onAbort } from '../base/abort.js';
import { Download, changed } from './download.js';
import { DebertaError } from '../base/errors.js';
import { openRemote } from './fetch.js';
import { FileCache } from './file_cache.js';
import { fileUrl, listingUrl, parseListing, repositoryUrl } from './hub.js';
import { canHash, digestOf, pinnedHash } from './integrity.js';
import { hubFetch } from './request.js';
import { gather, readAhead } from '../base/streams.js';
import { insteadOf } from './manifest.js';

/** @typedef {import('../base/env.js').Env} Env */
/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('./hub.js').Listing} Listing */
/** @typedef {import('../base/host.js').CreateHash} CreateHash */
/** @typedef {import('../base/host.js').FileContent} FileContent */
/** @typedef {import('../base/host.js').Host} Host */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./source.js').SourceOptions} SourceOptions */

/** Pages of a listing: of a repository with more files the rest is probed. */
const maxPages = 20;

/** @implements {ModelSource} */
export class Repository {
  name;
  #folder;
  #options;
  #env;
  #host;
  /** @type {FileCache | null} */
  #cache;
  /** Why nothing is kept. */
  #whyNoCache;
  #fetch;
  /** @type {Promise<Listing | null> | null} */
  #listing = null;
  /** Files of this load that came from the cache, or are not there as it says. @type {Set<string>} */
  #served = new Set();
  /** Files that this load has fetched: force_download does not fetch them twice. */
  #fetched = new Set();

  /**
   * @param {string} model
   * @param {SourceOptions} options
   * @param {Env} env
   * @param {Host} host
   * @param {import('../base/env.js').ModelCache | null} cache
   */
  constructor(model, options, env, host, cache) {
    this.name = model;
    this.#options = options;
    this.#env = env;
    this.#host = host;
    this.#folder = repositoryUrl(env, model, options.revision);
    this.#cache = cache && canHash() ? new FileCache(cache, this.#folder, host.lock) : null;
    this.#whyNoCache = canHash() ? 'not kept: there is no cache' : 'not kept: the page is insecure';
    this.#fetch = hubFetch(env, options);
  }

  /**
   * @param {string} file
   * @param {AbortSignal} [signal]
   * @param {CreateHash} [createHash]
   * @returns {Promise<FileContent | null>}
   */
  async open(file, signal, createHash) {
    const record = await this.#known(file);
    if (record) return this.#fromCache(file, record, signal);
    if (record === null) this.#served.add(file);
    if (record === null || this.#isOffline) return null;
    const listing = await this.list(signal);
    const listed = listing?.get(file);
    if (listing && !listed) return this.#absent(file);
    const url = fileUrl(this.#folder, file);
    const release = this.#cache ? await this.#host.lock(url, signal) : () => {};
    try {
      // Another page may have fetched it while this one waited.
      const meanwhile = await this.#known(file);
      if (meanwhile) {
        release();
        return this.#fromCache(file, meanwhile, signal);
      }
      const pinned = pinnedHash(this.#options.integrity, file);
      const hash = pinned ?? listed?.hash ?? null;
      const size = listed?.size ?? null;
      const wanted = { file, url, size, hash, listed: Boolean(listed), pinned: Boolean(pinned) };
      const hashing = { createHash: this.#host.createHash ?? createHash };
      const download = new Download(
        { ...wanted, ...hashing },
        this.#context(signal),
        this.#cache,
        this.#host.pieceLength,
      );
      if (!(await download.open())) {
        release();
        return this.#absent(file);
      }
      // From here on an abort is listened for.
      if (signal?.aborted) throw abortError(signal);
      return this.#fromNetwork(file, download, release, signal);
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * The repository's files; null: the server does not list them.
   * @param {AbortSignal} [signal]
   */
  async list(signal) {
    this.#listing ??= this.#askForListing(signal);
    try {
      return await this.#listing;
    } catch (error) {
      this.#listing = null;
      throw error;
    }
  }

  /** What the cache holds of it. */
  async cached() {
    return (await this.#cache?.manifest()) ?? {};
  }

  /**
   * Removes files from the cache.
   * @param {string[]} files
   * @returns {Promise<string[]>} those that were there
   */
  async forget(files) {
    return (await this.#cache?.drop(files)) ?? [];
  }

  /**
   * A file's size without its content: of what the cache holds, or from the server.
   * @param {string} file
   * @param {AbortSignal} [signal]
   * @returns {Promise<{size: number | null} | null>} null: there is no such file, or nobody may be asked
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

  get #isOffline() {
    const { local_files_only, network } = this.#options;
    return Boolean(local_files_only) || network === 'none' || !this.#env.allowRemoteModels;
  }

  /** @param {AbortSignal} [signal] */
  #context(signal) {
    return { fetch: this.#fetch, retry: this.#env.retry, signal };
  }

  /**
   * What the cache knows: null, that there is no such file; undefined, nothing. That a file is not there
   * counts where another was found in its place: without, the repository was incomplete, or the server
   * was not the right one, and may be by now.
   * @param {string} file
   */
  async #known(file) {
    if (this.#options.force_download && !this.#fetched.has(file) && !this.#isOffline) return;
    const manifest = await this.cached();
    if (!Object.hasOwn(manifest, file)) return;
    const record = manifest[file];
    if (!record) return insteadOf(file).some((other) => manifest[other]) ? null : undefined;
    const pinned = pinnedHash(this.#options.integrity, file);
    if (pinned && record.hash?.digest !== pinned.digest) return;
    return record;
  }

  /**
   * @param {string} file
   * @returns {Promise<null>}
   */
  async #absent(file) {
    this.#fetched.add(file);
    await this.#cache?.setAbsent(file).catch(() => {});
    return null;
  }

  /**
   * @param {string} file
   * @param {Download} download
   * @param {() => void} release
   * @param {AbortSignal} [signal]
   * @returns {FileContent}
   */
  #fromNetwork(file, download, release, signal) {
    let isAtWork = false;
    const end = () => {
      stopListening();
      download.close();
      release();
    };
    // Also where nobody comes to read; but not while it writes into the cache.
    const abort = () => isAtWork || end();
    const stopListening = onAbort(signal, abort);
    const { origin } = download;
    if (!this.#cache) origin.note = this.#whyNoCache;
    const succeed = () => void this.#fetched.add(file);
    const fail = () => void this.#startOver(file);
    const chunks = (async function* () {
      try {
        isAtWork = true;
        for await (const chunk of download.chunks()) {
          if (signal?.aborted) throw abortError(signal);
          isAtWork = false;
          yield chunk;
          isAtWork = true;
          if (signal?.aborted) throw abortError(signal);
        }
        succeed();
      } catch (error) {
        fail();
        throw error;
      } finally {
        end();
      }
    })();
    return { total: download.size, chunks, origin };
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   * @param {AbortSignal} [signal]
   * @returns {FileContent}
   */
  #fromCache(file, record, signal) {
    this.#served.add(file);
    const count = record.pieces.length;
    const piece = (/** @type {number} */ i) => this.#piece(file, record, i, signal);
    // Reads are smaller than pieces, and mostly next to each other.
    let recent = { index: -1, bytes: /** @type {ReturnType<typeof piece> | null} */ (null) };
    const pieceAt = (/** @type {number} */ index) => {
      if (index !== recent.index) recent = { index, bytes: index < count ? piece(index) : null };
      return recent.bytes;
    };
    const verified = record.hash?.algorithm ?? 'size';
    return {
      total: record.size,
      chunks: readAhead(count, piece),
      origin: { from: 'cache', verified, cached: true },
      read: (begin, end) => readPieces(begin, end, record.pieceLength, pieceAt),
    };
  }

  /**
   * A piece of a file in the cache; what is damaged there is fetched again.
   * @param {string} file
   * @param {FileRecord} record
   * @param {number} index
   * @param {AbortSignal} [signal]
   */
  async #piece(file, record, index, signal) {
    const kept = await this.#cache?.piece(file, record, index);
    if (kept) return kept;
    const fact = `${file}: piece ${index + 1} of ${record.pieces.length} in the cache is damaged`;
    if (this.#isOffline) throw new DebertaError('INTEGRITY', fact, { file });
    const { size, etag, pieceLength } = record;
    const begin = index * pieceLength;
    const end = Math.min(begin + pieceLength, Number(size));
    const known = { begin, end, size, etag, exists: true, hashed: true };
    const url = fileUrl(this.#folder, file);
    const bytes = await openRemote(url, this.#context(signal), known)
      .then((remote) => remote && gather(remote.chunks()))
      .catch((error) => {
        if (error.code === 'FILE_CHANGED') return null;
        throw error;
      });
    // Another page may have fetched the file anew meanwhile.
    const isCurrent = (await this.cached())[file]?.version === record.version;
    if (!bytes || (await digestOf(bytes)) !== record.pieces[index]) {
      // The server has another version now.
      if (isCurrent) await this.#forgetOrGiveUp([file]);
      throw this.#startOver(file);
    }
    if (isCurrent) await this.#cache?.putPiece(file, record, index, bytes).catch(() => {});
    return bytes;
  }

  /**
   * A cache that does not let go of what is outdated is of no use.
   * @param {string[]} files
   */
  async #forgetOrGiveUp(files) {
    await this.forget(files).catch(() => {
      this.#cache = null;
      this.#whyNoCache = 'not kept: the cache failed';
    });
  }

  /**
   * What the Hub said may be outdated: it is asked again.
   * @param {string} file
   */
  #startOver(file) {
    this.#served.clear();
    this.#listing = null;
    return changed(file);
  }

  /** @param {AbortSignal} [signal] */
  async #askForListing(signal) {
    const context = this.#context(signal);
    const retry = { ...context.retry, attempts: Math.min(2, context.retry.attempts) };
    const first = listingUrl(this.#env, this.name, this.#options.revision);
    /** @type {Listing} */
    const listing = new Map();
    let url = first;
    for (let page = 0; ; ++page) {
      /** @type {{value: unknown, headers: Headers} | null} */
      const answer = page < maxPages ? await this.#answer(url, { ...context, retry }) : null;
      if (!answer || !parseListing(answer.value, listing)) return null;
      /** @type {string | undefined} */
      const next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
      if (next === undefined) break;
      // Mirrors pass the Hub's own addresses on. Elsewhere is not where the token may go: the page is
      // asked of whoever gave the first.
      const following = new URL(first);
      following.search = new URL(next, first).search;
      // The same page again and again is no listing.
      if (following.href === url) return null;
      url = following.href;
    }
    await this.#dropStale(listing);
    return listing;
  }

  /**
   * @param {string} url
   * @param {import('./fetch.js').RequestContext} context
   * @returns {Promise<{value: unknown, headers: Headers} | null>}
   */
  async #answer(url, context) {
    try {
      const remote = await openRemote(url, context);
      if (!remote) return null;
      const text = new TextDecoder().decode(await gather(remote.chunks()));
      return { value: JSON.parse(text), headers: remote.headers };
    } catch (error) {
      // Whoever has the files tells better what is wrong.
      if (error instanceof DebertaError && error.code === 'ABORTED') throw error;
      return null;
    }
  }

  /**
   * A revision may have moved since its files were fetched: a model is of one state of it.
   * @param {Listing} listing
   */
  async #dropStale(listing) {
    const stale = Object.entries(await this.cached()).filter(([file, record]) => {
      if (!record) return listing.has(file);
      const now = listing.get(file);
      if (!now || now.size !== record.size) return true;
      const isComparable = now.hash?.algorithm === record.hash?.algorithm;
      return isComparable && now.hash?.digest !== record.hash?.digest;
    });
    if (stale.length === 0) return;
    const names = stale.map(([file]) => file);
    await this.#forgetOrGiveUp(names);
    const served = names.find((file) => this.#served.has(file));
    if (served !== undefined) {
      this.#served.clear();
      throw changed(served);
    }
  }
}

/**
 * Bytes of a file that is in pieces.
 * @param {number} begin
 * @param {number} end
 * @param {number} pieceLength
 * @param {(index: number) => Promise<Uint8Array> | null} piece
 */
async function readPieces(begin, end, pieceLength, piece) {
  const result = new Uint8Array(end - begin);
  for (let at = begin; at < end;) {
    const index = Math.floor(at / pieceLength);
    const bytes = await piece(index);
    if (!bytes) return result.subarray(0, at - begin);
    const part = bytes.subarray(at - index * pieceLength, end - index * pieceLength);
    if (part.length === 0) return result.subarray(0, at - begin);
    result.set(part, at - begin);
    at += part.length;
  }
  return result;
}
