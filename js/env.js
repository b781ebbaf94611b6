// Settings of the whole package, named as in transformers.js.

/**
 * What keeps downloaded files. A key is the file's URL.
 * @typedef {object} ModelCache
 * @property {(key: string) => Promise<Response | undefined>} match
 * @property {(key: string, response: Response) => Promise<void>} put stores complete bodies only
 * @property {(key: string) => Promise<boolean>} [delete]
 */

/**
 * @typedef {object} Env
 * @property {string} remoteHost where Hub names lead
 * @property {string} remotePathTemplate
 * @property {boolean} allowRemoteModels
 * @property {boolean} allowLocalModels whether a name is first looked up below localModelPath
 * @property {string} localModelPath
 * @property {boolean} useBrowserCache keep files from the Hub in the Cache API
 * @property {boolean} useFSCache keep files from the Hub in cacheDir (Node)
 * @property {string | null} cacheDir
 * @property {string} cacheKey name of the browser's cache
 * @property {boolean} useCustomCache
 * @property {ModelCache | null} customCache
 * @property {typeof globalThis.fetch} fetch
 * @property {Retry} retry
 * @property {boolean} worker whether models run in workers; false: in the calling thread, which waits while they
 *   compute. Where there are no workers they run there anyway.
 * @property {string | URL | null} workerUrl the folder that holds copies of the package's `dist/wasm`, for build
 *   tools that copy no files; null: where the build tool has put them
 * @property {string | URL | Record<string, string | URL> | null} wasmPaths where the WebAssembly modules are, if not
 *   beside the workers: their folder, or the address of each by its name, such as 'deberta-simd.wasm'
 * @property {number} logLevel taken and ignored: this package logs nothing
 */

/**
 * How patient a download is.
 * @typedef {object} Retry
 * @property {number} attempts in a row without a byte, after which it fails
 * @property {number} delay milliseconds before the second one; each further one waits twice as long
 * @property {number} stall milliseconds of silence after which a connection counts as broken
 */

/** @type {Env} */
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
  logLevel: 30,
};
