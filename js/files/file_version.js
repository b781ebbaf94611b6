// Which version of a file a server's answers are of. What follows other bytes must be of the same version.
import { DebertaError, ModelFileNotFoundError } from '../base/errors.js';
import { NetworkError, changedWhileRead, reasonOf } from './transfer_errors.js';

/**
 * What is known of a file before it is asked for.
 * @typedef {object} Expected
 * @property {number} [begin] the first byte that is wanted; default 0
 * @property {number} [end] the one behind the last; default: the file's end
 * @property {number | null} [size] of the whole file
 * @property {string | null} [etag] of the version that the bytes before `begin` are of
 * @property {boolean} [exists] a web page in its place is a fault of the network, not a missing file
 * @property {boolean} [hashed] the caller will notice bytes of another version
 */

/** Answers that a later try may change. */
const retryableStatus = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Seconds: a server that asks for a longer wait has failed. */
export const maxPatience = 60;

export class FileVersion {
  /** Of the whole file, in bytes; null where the server does not tell. @type {number | null} */
  size;
  /** @type {string | null} */
  etag;
  /** Of the first answer. */
  headers = new Headers();
  /** Whether the server sends the ranges that it is asked for. */
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
   * @param {number} at the next byte that is wanted
   * @param {Record<string, string>} asked the request's headers
   * @returns {number | null} how many bytes of its body come before that byte; null: there is no such file
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
    // Servers that answer every address with a page: no file of a model is HTML.
    if (headers.get('content-type')?.startsWith('text/html')) {
      if (!this.#known.exists && at === 0) return null;
      throw new NetworkError(this.#name, 'the server returned a web page instead of the file');
    }
    if (status === 206) return this.#acceptRange(headers, at, asked);
    this.#checkVersion(headers, at);
    if (at === 0) {
      this.headers = headers;
      this.etag = headers.get('etag');
      this.size ??= lengthOf(headers);
    }
    return at;
  }

  /**
   * The file ends at `at`, where the server has nothing more.
   * @param {Headers} headers
   * @param {number} at
   */
  #acceptEnd(headers, at) {
    const told = /^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '');
    const isWhole = told ? Number(told[1]) === at : true; // a page may not see it
    if (typeof this.#known.size === 'number' || !isWhole) {
      throw changedWhileRead(this.#name, 'it is shorter than it was');
    }
    // The length that the server told was that of a compressed body, and larger.
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
    // A page does not see the range of a server that does not let it.
    const isRight = told ? Number(told[1]) === at : end !== null && lengthOf(headers) === end - at;
    if (!isRight) {
      this.hasRanges = false;
      const fact = 'the server returned another part than it was asked for';
      throw new NetworkError(this.#name, fact, { wait: 0 });
    }
    const total = told && told[2] !== '*' ? Number(told[2]) : this.size;
    if (this.size !== null && total !== this.size) {
      throw changedWhileRead(this.#name, `it has ${total} bytes instead of ${this.size}`);
    }
    this.size = total;
    // With If-Range the server has compared.
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
   * A transfer has ended.
   * @param {number} at the byte that would be next
   */
  checkEnd(at) {
    const end = this.#known.end ?? this.size;
    if (end === null || at === end) return;
    if (at < end) throw new NetworkError(this.#name, `received ${at} of ${end} bytes`);
    if (this.#known.size === this.size) {
      const fact = `${this.#name}: received more than its ${end} bytes`;
      throw new DebertaError('INTEGRITY', fact, { file: this.#name, retryable: true });
    }
    // The length that the server told was that of a compressed body.
    this.size = null;
  }
}

/**
 * The length of a body, where it is that of its content.
 * @param {Headers} headers
 */
function lengthOf(headers) {
  const length = headers.get('content-length');
  const encoding = headers.get('content-encoding') ?? 'identity';
  return length === null || encoding !== 'identity' ? null : Number(length);
}
