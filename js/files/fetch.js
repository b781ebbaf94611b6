// Fetches one file over HTTP, on a bad network, too: interrupted transfers resume, requests to a busy server are
// repeated, and a web page or a Git LFS pointer is refused.
import { abortError, onAbort } from '../base/abort.js';
import { DebertaError } from '../base/errors.js';
import { inTime, pause } from '../base/pause.js';
import { readAll } from '../base/streams.js';
import { refuseOtherContent } from './file_head.js';
import { FileVersion, maxPatience } from './file_version.js';
import { NetworkError, changedWhileRead } from './transfer_errors.js';

/** @typedef {import('./file_version.js').Expected} Expected */

/**
 * The settings of a request.
 * @typedef {object} RequestContext
 * @property {(url: string, init: {headers: Record<string, string>, signal: AbortSignal}) =>
 *   Promise<Response>} fetch
 * @property {import('../base/env.js').Retry} retry
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} Answer a response whose body begins `skip` bytes before the requested one
 * @property {AsyncIterable<Uint8Array>} chunks of the body
 * @property {number} skip
 * @property {() => void} stop
 */

/**
 * Sends requests until the server answers.
 * @param {string} url
 * @param {RequestContext} context
 * @param {Expected} [known]
 * @returns {Promise<RemoteFile | null>} null: the file does not exist
 * @throws {DebertaError} NETWORK; FILE_CHANGED, if the server has another version than `known`; ABORTED;
 *   ModelFileNotFoundError if access is refused
 */
export async function openRemote(url, context, known = {}) {
  const file = new RemoteFile(url, context, known);
  return (await file.connect()) ? file : null;
}

export class RemoteFile {
  #version;
  #url;
  #context;
  #known;
  #name;
  /** The position of the next byte. */
  #at;
  /** Failures since the last byte. */
  #failures = 0;
  /** Whether If-Range is sent: in browsers it needs a preflight request, which some servers refuse. */
  #useIfRange = true;
  /** @type {Answer | null} */
  #answer = null;

  /**
   * @param {string} url
   * @param {RequestContext} context
   * @param {Expected} known
   */
  constructor(url, context, known) {
    this.#url = url;
    this.#context = context;
    this.#known = known;
    this.#name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
    this.#at = known.begin ?? 0;
    this.#version = new FileVersion(this.#name, known);
  }

  /** The size of the whole file in bytes; null if the server does not send it. */
  get size() {
    return this.#version.size;
  }

  set size(bytes) {
    this.#version.size = bytes;
  }

  get etag() {
    return this.#version.etag;
  }

  /** The ETag of the first answer. */
  get headers() {
    return this.#version.headers;
  }

  /**
   * Repeats the request until there is an answer.
   * @returns {Promise<boolean>} false: the file does not exist
   */
  async connect() {
    for (;;) {
      try {
        this.#answer = await this.#ask();
        return this.#answer !== null;
      } catch (error) {
        await this.#pauseAfter(error);
      }
    }
  }

  /**
   * Yields the bytes from `begin` to `end`, all of them or an error. Can be called once. Leaving the loop ends the transfer.
   * @returns {AsyncGenerator<Uint8Array, void>}
   */
  chunks() {
    return this.#at === 0 ? refuseOtherContent(this.#name, this.#chunks()) : this.#chunks();
  }

  /** Ends a transfer whose chunks are not read. */
  close() {
    this.#answer?.stop();
  }

  async *#chunks() {
    for (;;) {
      try {
        for await (const chunk of this.#read()) {
          this.#at += chunk.length;
          this.#failures = 0;
          yield chunk;
        }
        return this.#version.checkEnd(this.#at);
      } catch (error) {
        await this.#pauseAfter(error);
      }
      if (!(await this.connect())) throw changedWhileRead(this.#name, 'it is gone');
    }
  }

  /** Yields the requested part of the answer's body. */
  async *#read() {
    const { chunks: all, skip, stop } = /** @type {Answer} */ (this.#answer);
    let before = skip;
    let wanted = (this.#known.end ?? Infinity) - this.#at;
    const chunks = all[Symbol.asyncIterator]();
    try {
      while (wanted > 0) {
        const { done, value } = await this.#inTime(chunks.next(), stop);
        if (done) return;
        const chunk = value.subarray(Math.min(before, value.length)).subarray(0, wanted);
        before -= Math.min(before, value.length);
        wanted -= chunk.length;
        if (chunk.length > 0) yield chunk;
      }
    } catch (cause) {
      throw this.#failure(`the transfer broke off after ${this.#at} bytes`, cause);
    } finally {
      stop();
    }
  }

  /**
   * Sends one request.
   * @returns {Promise<Answer | null>}
   */
  async #ask() {
    const { fetch, signal } = this.#context;
    if (signal?.aborted) throw abortError(signal);
    const transfer = new AbortController();
    const stop = () => {
      stopListening();
      transfer.abort();
    };
    const stopListening = onAbort(signal, stop);
    const headers = this.#rangeHeaders();
    let response;
    try {
      response = await this.#inTime(fetch(this.#url, { headers, signal: transfer.signal }), stop);
    } catch (cause) {
      stop();
      if (cause instanceof DebertaError) throw cause;
      if ('If-Range' in headers) this.#useIfRange = false;
      throw this.#failure(`cannot reach ${new URL(this.#url).host}`, cause);
    }
    try {
      const skip = this.#version.accept(response, this.#at, headers);
      // Status 416 of a service worker may come without a body.
      const body = response.body ?? new Blob().stream();
      // The reader is created now: Node ends the body of a response without a reader, as if it were complete.
      if (skip !== null) return { chunks: readAll(body), skip, stop };
    } catch (error) {
      stop();
      throw error;
    }
    stop();
    return null;
  }

  /** @returns {Record<string, string>} */
  #rangeHeaders() {
    const { end } = this.#known;
    const { etag, hasRanges } = this.#version;
    // Some servers do not allow ranges from pages: the last attempt requests the whole file.
    const isLast = this.#failures > 0 && this.#failures === this.#context.retry.attempts - 1;
    if (!hasRanges || isLast || (this.#at === 0 && end === undefined)) return {};
    const range = { Range: `bytes=${this.#at}-${end === undefined ? '' : end - 1}` };
    const isStrong = etag !== null && !etag.startsWith('W/');
    return isStrong && this.#useIfRange ? { ...range, 'If-Range': etag } : range;
  }

  /**
   * Waits before the next attempt; throws the error after the last one.
   * @param {unknown} error
   */
  async #pauseAfter(error) {
    const { signal, retry } = this.#context;
    if (signal?.aborted) throw abortError(signal);
    if (!(error instanceof NetworkError && error.retryable)) throw error;
    if (++this.#failures >= retry.attempts) throw error;
    // A random delay spreads the requests of many pages to one server.
    const doubled = retry.delay * 2 ** (this.#failures - 1) * (0.75 + Math.random() / 2);
    await pause(
      error.wait >= 0 ? 1000 * error.wait : Math.min(doubled, 1000 * maxPatience),
      signal,
    );
  }

  /**
   * Waits for a promise, but no longer than a connection may be silent.
   * @template T
   * @param {Promise<T>} promise
   * @param {() => void} stop
   */
  #inTime(promise, stop) {
    return inTime(promise, this.#context.retry.stall, stop);
  }

  /**
   * @param {string} fact
   * @param {unknown} cause
   */
  #failure(fact, cause) {
    return new NetworkError(this.#name, fact, { cause });
  }
}
