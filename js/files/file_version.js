// Checks that all of a server's answers belong to the same version of a file.
import { DebertaError, ModelFileNotFoundError } from '../base/errors.js';
import { NetworkError, changedWhileRead, reasonOf } from './transfer_errors.js';

/**
 * Facts about a file that are known before the request.
 * @typedef {object} Expected
 * @property {number} [begin] the first byte to read; default 0
 * @property {number} [end] the end, exclusive; default: the file's end
 * @property {number | null} [size] the size of the whole file
 * @property {string | null} [etag] the ETag of the version of the bytes before `begin`
 * @property {boolean} [exists] the file exists, so a web page instead of it is a network error, not a missing file
 * @property {boolean} [hashed] the caller verifies the hash, and so detects bytes of another version
 */

/** Statuses after which another attempt may succeed. */
const retryableStatus = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Seconds: a longer Retry-After counts as a failure. */
export const maxPatience = 60;

export class FileVersion {
  /** The size of the whole file in bytes; null if the server does not send it. @type {number | null} */
  size;
  /** @type {string | null} */
  etag;
  /** The ETag of the first answer. */
  headers = new Headers();
  /** Whether the server supports range requests. */
  hasRanges = true;

  #name;
  #known;

  /**
   * @param {string} name
   * @param {Expected} known
   */
  constructor(name, known) {
    this.#name = name;
    this.#known = known;
    this.size = known.size ?? null;
    this.etag = known.etag ?? null;
  }

  /**
   * @param {Response} response
   * @param {number} at the position of the next byte
   * @param {Record<string, string>} asked the headers of the request
   * @returns {number | null} the number of bytes of its body before that position; null: the file does not exist
   */
  accept(response, at, asked) {
    const { status, headers } = response;
    if (status === 404) return null;
    if (status === 401 || status === 403) {
      const reason = reasonOf(status, headers.get('x-error-code'));
      throw new ModelFileNotFoundError(`status ${status} for ${this.#name}: ${reason}`, {
        file: this.#name,
        status,
      });
    }
    if (status === 416 && at > 0) return this.#acceptEnd(headers, at);
    if (!response.ok || !response.body) {
      const wait = Number(headers.get('retry-after') ?? NaN);
      const retryable = retryableStatus.has(status) && !(wait > maxPatience);
      throw new NetworkError(this.#name, `status ${status}`, { retryable, wait });
    }
    // Some servers answer every address with a page. A file of a model is never HTML.
    if (headers.get('content-type')?.startsWith('text/html')) {
      if (!this.#known.exists && at === 0) return null;
      throw new NetworkError(this.#name, 'server returned HTML instead of the file');
    }
    if (status === 206) return this.#acceptRange(headers, at, asked);
    this.#checkVersion(headers, at);
    if (at === 0) {
      this.headers = headers;
      this.etag = headers.get('etag');
    }
    this.size ??= lengthOf(headers);
    return at;
  }

  /**
   * Handles status 416: the server has no bytes at or after `at`, so the file ends there.
   * @param {Headers} headers
   * @param {number} at
   */
  #acceptEnd(headers, at) {
    const told = /^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '');
    const isWhole = told ? Number(told[1]) === at : true; // a page may not be allowed to read it
    if (typeof this.#known.size === 'number' || !isWhole) {
      throw changedWhileRead(this.#name, 'it is shorter than it was');
    }
    // The earlier length was that of a compressed body, and larger.
    this.size = null;
    return Infinity;
  }

  /**
   * @param {Headers} headers
   * @param {number} at
   * @param {Record<string, string>} asked
   */
  #acceptRange(headers, at, asked) {
    const told = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    const { end = this.size } = this.#known;
    // A server may not allow pages to read Content-Range.
    const isRight = told ? Number(told[1]) === at : end !== null && lengthOf(headers) === end - at;
    if (!isRight) {
      this.hasRanges = false;
      const fact = 'server returned another range than requested';
      throw new NetworkError(this.#name, fact, { wait: 0 });
    }
    const total = told && told[2] !== '*' ? Number(told[2]) : this.size;
    if (this.size !== null && total !== this.size) {
      throw changedWhileRead(this.#name, `it has ${total} bytes instead of ${this.size}`);
    }
    this.size = total;
    // With If-Range the server has compared the versions.
    if (!('If-Range' in asked)) this.#checkVersion(headers, at);
    return 0;
  }

  /**
   * @param {Headers} headers
   * @param {number} at
   */
  #checkVersion(headers, at) {
    if (at === 0 || this.#known.hashed) return;
    const etag = headers.get('etag');
    if (etag === null || etag !== this.etag) {
      throw changedWhileRead(this.#name, 'it is another version');
    }
  }

  /**
   * Checks the length at the end of a transfer.
   * @param {number} at the position after the last byte
   */
  checkEnd(at) {
    const end = this.#known.end ?? this.size;
    if (end === null || at === end) return;
    if (at < end) throw new NetworkError(this.#name, `received ${at} of ${end} bytes`);
    if (this.#known.size === this.size) {
      const fact = `${this.#name}: received more than its ${end} bytes`;
      throw new DebertaError('INTEGRITY', fact, { file: this.#name, retryable: true });
    }
    // The length that the server sent was that of a compressed body.
    this.size = null;
  }
}

/**
 * The length of a body, unless the body is compressed.
 * @param {Headers} headers
 */
function lengthOf(headers) {
  const length = headers.get('content-length');
  const encoding = headers.get('content-encoding') ?? 'identity';
  return length === null || encoding !== 'identity' ? null : Number(length);
}
