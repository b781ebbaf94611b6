// Settings of the whole package, named as in transformers.js.
import { version } from './version.js';

/** @typedef {import('./platform_types.js').FetchResponse} FetchResponse */
/** @typedef {import('./platform_types.js').Url} Url */

/**
 * A store of downloaded files. A key is a file's URL.
 * @typedef {object} ModelCache
 * @property {(key: string) => Promise<FetchResponse | undefined>} match returns the response stored under a key
 * @property {(key: string, response: FetchResponse) => Promise<void>} put stores complete bodies only
 * @property {(key: string) => Promise<boolean>} [delete] removes the response stored under a key, and returns
 *   whether there was one
 */

/**
 * Settings of the whole package.
 * @typedef {object} Env
 * @property {string} remoteHost the address of the Hub; default 'https://huggingface.co/'
 * @property {string} remotePathTemplate path of a repository on it; default
 *   '{model}/resolve/{revision}/'
 * @property {boolean} allowRemoteModels false: make no request; default true
 * @property {boolean} allowLocalModels whether a name is first looked up in localModelPath; default
 *   false, in Node true
 * @property {string} localModelPath folder of local models: an address, in Node also a path; default
 *   '/models/'
 * @property {boolean} useBrowserCache keep files from the Hub in the browser: weights in files, the rest in the
 *   Cache API; default true
 * @property {boolean} useFSCache keep files from the Hub in cacheDir (Node); default true
 * @property {string | null} cacheDir folder of the cache (Node); null (the default): in the user's home
 * @property {string} cacheKey name of the browser's cache; default 'deberta-wasm'
 * @property {boolean} useCustomCache keep files in customCache; default false
 * @property {ModelCache | null} customCache your own cache, used with useCustomCache
 * @property {import('./platform_types.js').Fetch} fetch the function for all requests; default: the platform's fetch
 * @property {Retry} retry when a download tries again, and when it fails
 * @property {boolean} worker whether models run in workers; false: in the calling thread, which they block while they
 *   compute. Without support for workers they always run there.
 * @property {string | Url | null} workerUrl the folder that holds copies of the package's `dist/wasm`, for build
 *   tools that do not copy files; null: the addresses that the build tool has set
 * @property {string | Url | Record<string, string | Url> | null} wasmPaths where the WebAssembly modules are, if not
 *   next to the workers: their folder, or the address of each by its name, such as 'deberta-simd.wasm'
 * @property {number} logLevel the least important messages that are written to the console; default LogLevel.WARNING
 * @property {string} version the package's version
 * @property {Backends} backends settings of transformers.js for its backends
 */

/**
 * Levels of messages, for `env.logLevel`.
 * @typedef {object} LogLevels
 * @property {10} DEBUG all messages
 * @property {20} INFO errors, warnings and information
 * @property {30} WARNING errors and warnings
 * @property {40} ERROR errors
 * @property {50} NONE no messages
 */

/**
 * Levels of messages, for `env.logLevel`. This package writes warnings only.
 * @type {Readonly<LogLevels>}
 */
export const LogLevel = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, NONE: 50 };

/**
 * Settings of transformers.js for its backends.
 * @typedef {object} Backends
 * @property {OnnxSettings} onnx of ONNX Runtime
 */

/**
 * Settings of ONNX Runtime. All but wasm.numThreads are accepted and ignored.
 * @typedef {object} OnnxSettings
 * @property {OnnxWasmSettings & Record<string, unknown>} [wasm] of its WebAssembly backend
 * @property {Record<string, unknown>} [webgl] ignored
 * @property {Record<string, unknown>} [webgpu] ignored
 * @property {string} [logLevel] ignored
 * @property {boolean} [debug] ignored
 */

/**
 * Settings of ONNX Runtime's WebAssembly backend.
 * @typedef {object} OnnxWasmSettings
 * @property {number} [numThreads] maximum number of threads of models loaded without the option `threads`
 * @property {boolean} [proxy] ignored: models run in workers
 * @property {unknown} [wasmPaths] ignored: env.wasmPaths is for this package's modules
 */

/**
 * When a download tries again, and when it fails.
 * @typedef {object} Retry
 * @property {number} attempts number of attempts in a row without a byte before it fails
 * @property {number} delay milliseconds before the second attempt; each further one waits twice as long
 * @property {number} stall milliseconds of silence after which a connection counts as broken
 */

/**
 * Settings of transformers.js that have no effect here.
 * @typedef {object} IgnoredSettings
 * @property {boolean} [useFS] accepted and ignored
 * @property {boolean} [useWasmCache] accepted and ignored
 * @property {boolean} [experimental_useCrossOriginStorage] accepted and ignored
 */

/**
 * Settings of the whole package; a change applies to later loads.
 * @type {Env & IgnoredSettings}
 */
export const env = {
  remoteHost: 'https://huggingface.co/',
  remotePathTemplate: '{model}/resolve/{revision}/',
  allowRemoteModels: true,
  allowLocalModels: false,
  localModelPath: '/models/',
  useBrowserCache: true,
  useFSCache: true,
  cacheDir: null,
  cacheKey: 'deberta-wasm',
  useCustomCache: false,
  customCache: null,
  fetch: (input, init) => globalThis.fetch(input, init),
  worker: true,
  workerUrl: null,
  wasmPaths: null,
  retry: { attempts: 5, delay: 500, stall: 30_000 },
  logLevel: LogLevel.WARNING,
  version,
  backends: { onnx: { wasm: {} } },
};
