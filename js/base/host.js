// The contract between the package and the platform that it runs on: a `Host`. There are two, web/host.js and
// node/host.js; an entry (web/index.js, web/inline.js, node/index.js) sets one before anything else.
import { DebertaError } from './errors.js';

/** @typedef {import('./env.js').Env} Env */
/** @typedef {import('./env.js').ModelCache} ModelCache */

/**
 * What differs between browsers and Node.
 * @typedef {object} Host
 * @property {() => string | null} [whyUnusable] why no model can be loaded here; null where it can
 * @property {() => Capabilities} capabilities
 * @property {(runtime: Runtime) => WorkerHandle | Promise<WorkerHandle>} createWorker
 * @property {string | undefined} baseUrl what relative addresses are relative to
 * @property {(env: Env) => Promise<ModelCache | null>} openCache the cache of files from the Hub; null: none
 * @property {(model: string) => Promise<ModelSource | null>} openFolder null: not a folder here
 * @property {(name: string, signal?: AbortSignal) => Promise<() => void>} lock one holder at a time,
 *   among all pages of the origin; gives what releases it
 * @property {CreateHash} [createHash] where the platform hashes streams
 * @property {number} [pieceLength] bytes of the pieces that the cache holds; default 4 MiB
 * @property {(remoteHost: string) => string | undefined} [hubToken] the token of the machine's owner for a
 *   Hub, where the caller gives none
 * @property {() => Promise<boolean>} persist asks that the cache is not cleared when space is short
 */

/**
 * What a host is able to do.
 * @typedef {object} Capabilities
 * @property {boolean} simd
 * @property {boolean} relaxedSimd
 * @property {string | null} noThreads why threads cannot run here; null where they can
 * @property {number} cores
 */

/**
 * How a model runs.
 * @typedef {object} Runtime
 * @property {'simd' | 'simd-threads' | 'relaxed' | 'relaxed-threads'} variant which WebAssembly module runs
 * @property {number} threads number of threads
 * @property {string} why how the number of threads came about
 */

/**
 * A worker as a host gives it: web worker, Node's, or the calling thread itself. What its messages are,
 * js/worker/protocol.js says.
 * @typedef {object} WorkerHandle
 * @property {(message: unknown, transfer: ArrayBuffer[]) => void} post
 * @property {(onMessage: (message: unknown) => void, onFailure: (failure: DebertaError) => void) => void} listen
 *   onFailure: the worker could not start, or died
 * @property {() => void} terminate
 * @property {(busy: boolean) => void} [setBusy] whether the worker keeps the process alive (Node)
 * @property {WorkerPlace} [place] is sent to the worker when it starts
 */

/**
 * Where a worker and its files are.
 * @typedef {object} WorkerPlace
 * @property {string} [script] address of the worker's script
 * @property {string} [module] address of the WebAssembly module
 * @property {string} [thread] address that threads start from; default: the worker's own
 * @property {WorkerType} [type] of the workers of threads
 */

/**
 * Where a model's files come from.
 * @typedef {object} ModelSource
 * @property {string} name for people and progress events
 * @property {(file: string, signal?: AbortSignal, hasher?: HashingWorker) =>
 *   Promise<FileContent | null>} open null: there is no such file
 */

/**
 * A file on its way. Its reader reads `chunks` to the end, leaves the loop, or aborts.
 * @typedef {object} FileContent
 * @property {number | null} total bytes, where the source tells
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {Origin} origin complete once the file has been read
 * @property {Read} [read] instead of `chunks`, where the file is on this machine; `total` is known
 */

/**
 * Bytes from `begin` to `end`, which are inside the file; they are the caller's, to keep or to give away.
 * @typedef {(begin: number, end: number) => Promise<Uint8Array>} Read
 */

/**
 * Where a file came from, and what is known of its content.
 * @typedef {object} Origin
 * @property {'network' | 'cache' | 'server' | 'folder' | 'files'} from where the file came from: the Hub, the cache of its files,
 *   an address, a folder (Node), File objects
 * @property {'sha256' | 'git-sha1' | 'size' | null} verified what its content was checked against;
 *   null: nothing was known to check it against
 * @property {boolean} cached whether the next load will find it in the cache
 * @property {number} [resumed] bytes that an earlier, interrupted download had left
 * @property {string} [note] why it is not kept
 */

/**
 * A hash of bytes that come one after the other.
 * @typedef {object} Hash
 * @property {(bytes: Uint8Array) => void | Promise<void>} update the bytes stay the caller's
 * @property {() => string | Promise<string>} digest in hexadecimal
 */

/** @typedef {(algorithm: 'sha256' | 'sha1') => Hash} CreateHash */

/**
 * A worker that hashes the chunks of a file, where the platform does not.
 * @typedef {object} HashingWorker
 * @property {Promise<{call: HashCalls}>} connecting the worker, once it has started: js/worker/protocol.js says what
 *   the calls do
 * @property {boolean} [isWritten] the chunks are written to that worker as weights
 */

/**
 * @typedef {{
 *   (method: 'hash', args: [id: number, bytes: Uint8Array], options: {transfer: ArrayBuffer[]}): Promise<void>,
 *   (method: 'hashWritten', args: [id: number]): Promise<void>,
 *   (method: 'digest', args: [id: number]): Promise<string>,
 * }} HashCalls
 */

/** @type {Host | null} */
let current = null;

/** @param {Host} host */
export function setHost(host) {
  current = host;
}

/**
 * Throws UNSUPPORTED where the entry cannot run, before anything is loaded.
 * @returns {Host}
 */
export function currentHost() {
  const host = /** @type {Host} */ (current);
  const reason = host.whyUnusable?.();
  if (reason) throw new DebertaError('UNSUPPORTED', reason);
  return host;
}
