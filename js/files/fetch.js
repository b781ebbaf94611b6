// One file over HTTP, on a bad network: what broke off goes on where it was, who is busy is asked again,
// and what is no file of a model (a web page, a Git LFS pointer) is not taken for one.
import { abortError, onAbort } from '../base/abort.js';
import { DebertaError, ModelFileNotFoundError } from '../base/errors.js';
import { readAll } from '../base/streams.js';

/**
 * Who asks, and how patiently.
 * @typedef {object} RequestContext
 * @property {(url: string, init: {headers: Record<string, string>, signal: AbortSignal}) =>
 *   Promise<Response>} fetch
 * @property {import('../base/env.js').Retry} retry
 * @property {AbortSignal} [signal]
 */

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

/**
 * @typedef {object} Answer a response whose body begins where it should, but for `skip` bytes
 * @property {AsyncIterable<Uint8Array>} chunks of the body
 * @property {number} skip
 * @property {() => void} stop
 */

/** Answers that a later try may change. */
const retryableStatus = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A server that asks for more patience than that (in seconds) has failed. */
const maxPatience = 60;

/**
 * Waits for the server's first answer.
 * @param {string} url
 * @param {RequestContext} context
 * @param {Expected} [known]
 * @returns {Promise<RemoteFile | null>} null: there is no such file
 * @throws {DebertaError} NETWORK; FILE_CHANGED, if it is not the version that `known` is of; ABORTED;
 *   ModelFileNotFoundError where access is refused
 */
export async function openRemote(url, context, known = {}) {
  const file = new RemoteFile(url, context, known);
  return (await file.connect()) ? file : null;
}

export class RemoteFile {
  /** Of the whole file, in bytes; null where the server does not tell. @type {number | null} */
  size;
  /** @type {string | null} */
  etag;
  /** Of the first answer. */
  headers = new Headers();

  #url;
  #context;
  #known;
  #name;
  /** The next byte that is wanted. */
  #at;
  /** Failures since a byte came. */
  #failures = 0;
  /** Whether ranges are asked for: not after a wrong one. */
  #useRange = true;
  /** Whether If-Range is sent: a browser asks for leave first, which some servers do not give. */
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
    this.size = known.size ?? null;
    this.etag = known.etag ?? null;
  }

  /**
   * Asks until there is an answer.
   * @returns {Promise<boolean>} false: there is no such file
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
   * The bytes from `begin` to `end`, complete or an error; once. Leaving the loop ends the transfer.
   * @returns {AsyncGenerator<Uint8Array, void>}
   */
  chunks() {
    return this.#at === 0 ? refuseOtherContent(this.#name, this.#chunks()) : this.#chunks();
  }

  /** Ends a transfer whose chunks nobody reads. */
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
        return this.#checkEnd();
      } catch (error) {
        await this.#pauseAfter(error);
      }
      if (!(await this.connect())) throw this.#changed('it is gone');
    }
  }

  /** What is wanted of the answer's body. */
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
      throw this.#network(`the transfer broke off after ${this.#at} bytes`, { cause });
    } finally {
      stop();
    }
  }

  /**
   * Waits, but not for ever, for a server that has nothing to say.
   * @template T
   * @param {Promise<T>} promise
   * @param {() => void} stop
   */
  async #inTime(promise, stop) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const silence = new Promise((_, reject) => {
      timer = setTimeout(() => {
        stop();
        reject(new Error('nothing came')); // a caller's fetch may not heed the signal
      }, this.#context.retry.stall);
    });
    try {
      return await Promise.race([promise, /** @type {Promise<never>} */ (silence)]);
    } finally {
      clearTimeout(timer);
    }
  }

  #checkEnd() {
    const end = this.#known.end ?? this.size;
    if (end === null || this.#at === end) return;
    if (this.#at < end) throw this.#network(`${this.#at} of ${end} bytes came`);
    if (this.#known.size === this.size) {
      throw new DebertaError('INTEGRITY', `${this.#name}: more than the ${end} bytes that it has`, {
        file: this.#name,
        retryable: true,
      });
    }
    // The length that the server told was that of a compressed body.
    this.size = null;
  }

  /**
   * One request.
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
      throw this.#network(`cannot reach ${new URL(this.#url).host}`, { cause });
    }
    try {
      const skip = this.#accept(response, headers);
      const body = /** @type {ReadableStream<Uint8Array>} */ (response.body);
      // Taken now: of a response that nobody holds, Node ends the body as if that were all of it.
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
    // There are servers that forbid pages to ask for ranges: the last try is without.
    const isLast = this.#failures > 0 && this.#failures === this.#context.retry.attempts - 1;
    if (!this.#useRange || isLast || (this.#at === 0 && end === undefined)) return {};
    const range = { Range: `bytes=${this.#at}-${end === undefined ? '' : end - 1}` };
    const strong = this.etag !== null && !this.etag.startsWith('W/');
    return strong && this.#useIfRange ? { ...range, 'If-Range': String(this.etag) } : range;
  }

  /**
   * @param {Response} response
   * @param {Record<string, string>} asked
   * @returns {number | null} how many bytes of its body come before those that are wanted; null: there
   *   is no such file
   */
  #accept(response, asked) {
    const { status, headers } = response;
    if (status === 404) return null;
    if (status === 401 || status === 403) {
      const reason = reasonOf(status, headers.get('x-error-code'));
      throw new ModelFileNotFoundError(`status ${status} for ${this.#name}: ${reason}`, {
        file: this.#name,
        status,
      });
    }
    if (status === 416 && this.#at > 0) return this.#acceptEnd(headers);
    if (!response.ok || !response.body) {
      const wait = Number(headers.get('retry-after') ?? NaN);
      const retryable = retryableStatus.has(status) && !(wait > maxPatience);
      throw this.#network(`status ${status}`, { retryable, wait });
    }
    // Servers that answer every address with a page: no file of a model is HTML.
    if (headers.get('content-type')?.startsWith('text/html')) {
      if (!this.#known.exists && this.#at === 0) return null;
      throw this.#network('a web page came in its place');
    }
    if (status === 206) return this.#acceptRange(headers, asked);
    this.#checkVersion(headers, false);
    if (this.#at === 0) {
      this.headers = headers;
      this.etag = headers.get('etag');
      this.size ??= lengthOf(headers);
    }
    return this.#at;
  }

  /**
   * There is nothing behind what came.
   * @param {Headers} headers
   */
  #acceptEnd(headers) {
    const told = /^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '');
    const isWhole = told ? Number(told[1]) === this.#at : true; // a page may not see it
    if (typeof this.#known.size === 'number' || !isWhole) {
      throw this.#changed('it is shorter than it was');
    }
    // The length that the server told was that of a compressed body, and larger.
    this.size = null;
    return Infinity;
  }

  /**
   * @param {Headers} headers
   * @param {Record<string, string>} asked
   */
  #acceptRange(headers, asked) {
    const told = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    const { end = this.size } = this.#known;
    // A page does not see the range of a server that does not let it.
    const isRight = told
      ? Number(told[1]) === this.#at
      : end !== null && lengthOf(headers) === end - this.#at;
    if (!isRight) {
      this.#useRange = false;
      throw this.#network('another part came than was asked for', { wait: 0 });
    }
    const total = told && told[2] !== '*' ? Number(told[2]) : this.size;
    if (this.size !== null && total !== this.size) {
      throw this.#changed(`it has ${total} bytes instead of ${this.size}`);
    }
    this.size = total;
    this.#checkVersion(headers, 'If-Range' in asked);
    return 0;
  }

  /**
   * Bytes that follow others must be of the same version.
   * @param {Headers} headers
   * @param {boolean} isSure the server has compared
   */
  #checkVersion(headers, isSure) {
    if (this.#at === 0 || isSure || this.#known.hashed) return;
    const etag = headers.get('etag');
    if (etag === null || etag !== this.etag) throw this.#changed('it is another version');
  }

  /**
   * Waits before the next try; throws the error where there is none.
   * @param {unknown} error
   */
  async #pauseAfter(error) {
    const { signal, retry } = this.#context;
    if (signal?.aborted) throw abortError(signal);
    if (!(error instanceof NetworkError && error.retryable)) throw error;
    if (++this.#failures >= retry.attempts) throw error;
    // Not all at once, where many pages wait for one server.
    const doubled = retry.delay * 2 ** (this.#failures - 1) * (0.75 + Math.random() / 2);
    await pause(
      error.wait >= 0 ? 1000 * error.wait : Math.min(doubled, 1000 * maxPatience),
      signal,
    );
  }

  /**
   * @param {string} fact
   * @param {{retryable?: boolean, wait?: number, cause?: unknown}} [details]
   */
  #network(fact, details) {
    return new NetworkError(`${this.#name}: ${fact}`, { file: this.#name, ...details });
  }

  /** @param {string} fact */
  #changed(fact) {
    return new DebertaError('FILE_CHANGED', `${this.#name} changed while it was read: ${fact}`, {
      file: this.#name,
      retryable: true,
    });
  }
}

class NetworkError extends DebertaError {
  /**
   * @param {string} message
   * @param {{file: string, retryable?: boolean, wait?: number, cause?: unknown}} details wait: seconds
   *   that the server asks for
   */
  constructor(message, { file, retryable = true, wait = NaN, cause }) {
    super('NETWORK', message, { file, retryable, cause });
    this.wait = wait;
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

/** So many bytes tell a web page and a pointer from a file. */
const headLength = 64;

/**
 * The chunks, unless they are those of a web page or of a Git LFS pointer.
 * @param {string} file
 * @param {AsyncIterable<Uint8Array>} chunks
 */
async function* refuseOtherContent(file, chunks) {
  /** @type {Uint8Array | null} what came, until it is enough; null: it was */
  let head = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    /** @type {Uint8Array} */
    const longer = new Uint8Array(head.length + chunk.length);
    longer.set(head);
    longer.set(chunk, head.length);
    head = longer;
    if (head.length < headLength) continue;
    checkHead(file, head);
    head = null;
    yield longer;
  }
  if (head !== null && head.length > 0) {
    checkHead(file, head);
    yield head;
  }
}

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 */
function checkHead(file, bytes) {
  const head = new TextDecoder().decode(bytes.subarray(0, headLength)).trimStart().toLowerCase();
  if (head.startsWith('<!doctype') || head.startsWith('<html')) {
    throw new NetworkError(`${file}: a web page came in its place`, { file });
  }
  if (head.startsWith('version https://git-lfs')) {
    throw new DebertaError('INTEGRITY', `${file}: a Git LFS pointer came in its place`, { file });
  }
}

/**
 * Why a server does not give a file.
 * @param {number} status 401: it does not know who asks; 403: it does
 * @param {string | null} code the Hub's X-Error-Code
 */
function reasonOf(status, code) {
  if (code === 'DisabledRepo') return 'the repository is disabled';
  if (code !== 'GatedRepo') return 'no such repository, or not open to everybody';
  const access = 'access to this repository has to be asked for on its page';
  return status === 401 ? `${access}, and the token of an account that has it is needed` : access;
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(abortError(/** @type {AbortSignal} */ (signal)));
    };
    const timer = setTimeout(() => {
      stopListening();
      resolve();
    }, milliseconds);
    const stopListening = onAbort(signal, abort);
  });
}
