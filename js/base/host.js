// The interface between the package and the platform that it runs on: a `Host`. There are two, web/host.js and
// node/host.js; an entry (web/index.js, web/inline.js, node/index.js) sets one before anything else.
import { DebertaError } from './errors.js';

/** @typedef {import('./env.js').Env} Env */
/** @typedef {import('./env.js').ModelCache} ModelCache */

/**
 * What differs between browsers and Node.
 * @typedef {object} Host
 * @property {() => string | null} [whyUnusable] why no model can be loaded here; null if one can
 * @property {() => Capabilities} capabilities
 * @property {(runtime: Runtime) => WorkerHandle | Promise<WorkerHandle>} createWorker
 * @property {string | undefined} baseUrl the base of relative addresses
 * @property {(env: Env) => Promise<HostCache | null>} openCache the cache of files from the Hub; null: none
 * @property {(model: string) => Promise<ModelSource | null>} openFolder null: not a folder here
 * @property {(name: string, signal?: AbortSignal) => Promise<() => void>} lock a lock with one holder at a time
 *   among all pages of the origin; returns the function that releases it
 * @property {CreateHash} [createHash] set if the platform hashes streams
 * @property {number} [pieceLength] size of the pieces in the cache, in bytes; default 4 MiB
 * @property {(remoteHost: string) => string | undefined} [hubToken] the user's token for a Hub,
 *   if the caller passes none
 * @property {() => Promise<boolean>} persist asks the platform to keep the cache when space is short
 */

/** @typedef {ModelCache & {pieceFiles?: PieceFiles | null}} HostCache */

/**
 * Files that hold the pieces of cached weights, back to back, beside a cache that has their records. A model's worker writes
 * them, and reads them into its memory. A path is the names of folders and of the file.
 * @typedef {object} PieceFiles
 * @property {(folder: string, file: string) => string[]} pathOf the path of a repository's file
 * @property {(path: string[], begin: number, end: number) => Promise<Uint8Array | null>} read null: it ends before;
 *   rejects if it cannot be read
 * @property {(folder: string, isUnwanted: (file: string) => boolean) => Promise<void>} remove removes files of a repository
 */

/**
 * @typedef {object} PieceFile
 * @property {(bytes: Uint8Array, options: {at: number}) => number} read returns how many bytes there are
 * @property {(bytes: Uint8Array, options: {at: number}) => number} write
 * @property {() => void} close
 */

/** @typedef {(path: string[], isWritable: boolean) => Promise<PieceFile>} OpenPieceFile in a worker */

/**
 * The capabilities of a host.
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
 * @property {string} why the reason for the number of threads
 */

/**
 * A worker of a host: a web worker, a worker of Node, or the calling thread itself. js/worker/protocol.js defines its
 * messages.
 * @typedef {object} WorkerHandle
 * @property {(message: unknown, transfer: ArrayBuffer[]) => void} post
 * @property {(onMessage: (message: unknown) => void, onFailure: (failure: DebertaError) => void) => void} listen
 *   onFailure: the worker could not start, or crashed
 * @property {() => void} terminate
 * @property {(busy: boolean) => void} [setBusy] whether the worker keeps the process alive (Node)
 * @property {WorkerPlace} [place] sent to the worker when it starts
 */

/**
 * Where a worker and its files are.
 * @typedef {object} WorkerPlace
 * @property {string} [script] address of the worker's script
 * @property {string} [module] address of the WebAssembly module
 * @property {string} [thread] address of the threads' script; default: the worker's own
 * @property {WorkerType} [type] of the workers of threads
 */

/**
 * The source of a model's files.
 * @typedef {object} ModelSource
 * @property {string} name for people and progress events
 * @property {(file: string, signal?: AbortSignal, hasher?: HashingWorker) =>
 *   Promise<FileContent | null>} open null: there is no such file
 * @property {(signal?: AbortSignal) => Promise<{keys: () => Iterable<string>} | null>} [list] the names of all
 *   files; null: they cannot be listed
 * @property {(plan: LoadPlan, signal?: AbortSignal) => Promise<Sizes>} [expect] the sizes of the files that a load
 *   will read; absent, or it fails: the source does not know them before it opens them
 * @property {(originals: string[], tensors: AsyncIterable<ConvertedTensor>, signal?: AbortSignal,
 *   worker?: HashingWorker) => Promise<void>} [keepConverted] keeps a copy of the weights in 8 bits in the cache; absent:
 *   there is no cache
 */

/**
 * A tensor of a checkpoint: unchanged, or in 8 bits.
 * @typedef {object} ConvertedTensor
 * @property {string} name
 * @property {string} dtype the name in safetensors
 * @property {number[]} shape
 * @property {Uint8Array} bytes
 */

/** @typedef {Record<string, number>} Sizes bytes of files, by their names */

/**
 * What a load will read.
 * @typedef {object} LoadPlan
 * @property {Promise<string[]> | null} config the names of its files; null: no configuration
 * @property {Promise<Uint8Array | null> | null} weights the content of their index, if they have one; null: no weights
 * @property {Promise<Uint8Array | null> | null} tokenizer the content of tokenizer_config.json; null: no tokenizer
 * @property {boolean} [converted] the copy of the weights in 8 bits, if there is one
 * @property {boolean} [from_tf] TensorFlow's weights only
 * @property {boolean} [use_safetensors] safetensors only
 */

/**
 * A file that is being read. Its reader reads `chunks` to the end, leaves the loop, or aborts.
 * @typedef {object} FileContent
 * @property {number | null} total bytes, if the source knows
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {Origin} origin complete once the file has been read
 * @property {Read} [read] instead of `chunks`, if the file is on this machine; `total` is known
 * @property {AsyncIterable<StoredPiece>} [stored] instead of `chunks`, where the worker that gets them can read the file
 */

/**
 * A piece of a file that the worker reads by itself (js/worker/stored_pieces.js).
 * @typedef {object} StoredPiece
 * @property {number} length in bytes
 * @property {{path: string[], at: number, length: number, sum: string}} stored
 * @property {() => Promise<Uint8Array>} bytes the piece, where the worker cannot read it, or it is damaged
 */

/**
 * Reads the bytes from `begin` to `end`, which are inside the file. The caller owns them and may transfer them.
 * @typedef {(begin: number, end: number) => Promise<Uint8Array>} Read
 */

/**
 * The origin of a file, and how its content was verified.
 * @typedef {object} Origin
 * @property {'network' | 'cache' | 'server' | 'folder' | 'files'} from where the file came from: the Hub, the cache of its files,
 *   an address, a folder (Node), File objects
 * @property {'sha256' | 'git-sha1' | 'size' | null} verified what its content was compared with;
 *   null: it was not verified
 * @property {boolean} cached whether the next load will find it in the cache
 * @property {number} [resumed] bytes that came from an earlier, interrupted download
 * @property {string} [note] why the cache does not keep it
 */

/**
 * A hash of a stream of bytes.
 * @typedef {object} Hash
 * @property {(bytes: Uint8Array) => void | Promise<void>} update the caller keeps the bytes
 * @property {() => string | Promise<string>} digest in hexadecimal
 */

/** @typedef {(algorithm: 'sha256' | 'sha1') => Hash} CreateHash */

/**
 * A worker that hashes the chunks of a file, for platforms that cannot hash streams, and stores its pieces.
 * @typedef {object} HashingWorker
 * @property {Promise<{call: HashCalls & StoreCalls}>} connecting the worker, once it has started: js/worker/protocol.js says what
 *   the calls do
 * @property {boolean} [isWritten] the chunks are sent to that worker as weights
 */

/**
 * @typedef {{
 *   (method: 'hash', args: [id: number, bytes: Uint8Array], options: {transfer: ArrayBuffer[]}): Promise<void>,
 *   (method: 'hashWritten', args: [id: number]): Promise<void>,
 *   (method: 'digest', args: [id: number]): Promise<string>,
 * }} HashCalls
 */

/** @typedef {{name: string, message: string}} StoreFailure why a file cannot be opened or written */
/** @typedef {{sum: string, bytes: Uint8Array}} StoredBytes the bytes come back, so that their memory is used again */

/**
 * @typedef {{
 *   (method: 'openPieces', args: [path: string[]]): Promise<StoreFailure | null>,
 *   (method: 'storePiece', args: [path: string[], at: number, bytes: Uint8Array], options: {transfer: ArrayBuffer[]}):
 *     Promise<StoredBytes | StoreFailure>,
 *   (method: 'closePieces', args: []): Promise<void>,
 * }} StoreCalls
 */

/** @type {Host | null} */
let current = null;

/** @param {Host} host */
export function setHost(host) {
  current = host;
}

/**
 * Throws UNSUPPORTED if the entry cannot run here, before anything is loaded.
 * @returns {Host}
 */
export function currentHost() {
  const host = /** @type {Host} */ (current);
  const reason = host.whyUnusable?.();
  if (reason) throw new DebertaError('UNSUPPORTED', reason);
  return host;
}
