// Settings of the whole package, named as in transformers.js.

/** @typedef {import('./platform_types.js').FetchResponse} FetchResponse */
/** @typedef {import('./platform_types.js').Url} Url */

/**
 * What keeps downloaded files. A key is the file's URL.
 * @typedef {object} ModelCache
 * @property {(key: string) => Promise<FetchResponse | undefined>} match finds what is stored under a key
 * @property {(key: string, response: FetchResponse) => Promise<void>} put stores complete bodies only
 * @property {(key: string) => Promise<boolean>} [delete] removes what is stored under a key, and says
 *   whether there was any
 */

/**
 * Settings of the whole package.
 * @typedef {object} Env
 * @property {string} remoteHost where Hub names lead; default 'https://huggingface.co/'
 * @property {string} remotePathTemplate path of a repository's folder; default
 *   '{model}/resolve/{revision}/'
 * @property {boolean} allowRemoteModels false: no request is made; default true
 * @property {boolean} allowLocalModels whether a name is first looked up below localModelPath; default
 *   false
 * @property {string} localModelPath folder of local models: an address, in Node also a path; default
 *   '/models/'
 * @property {boolean} useBrowserCache keep files from the Hub in the Cache API; default true
 * @property {boolean} useFSCache keep files from the Hub in cacheDir (Node); default true
 * @property {string | null} cacheDir folder of the cache (Node); null (the default): the user's own
 * @property {string} cacheKey name of the browser's cache; default 'deberta-wasm'
 * @property {boolean} useCustomCache keep files in customCache; default false
 * @property {ModelCache | null} customCache a cache of your own, used with useCustomCache
 * @property {import('./platform_types.js').Fetch} fetch what makes all requests; default: the platform's fetch
 * @property {Retry} retry how patient a download is
 * @property {boolean} worker whether models run in workers; false: in the calling thread, which waits while they
 *   compute. Where there are no workers they run there anyway.
 * @property {string | Url | null} workerUrl the folder that holds copies of the package's `dist/wasm`, for build
 *   tools that copy no files; null: where the build tool has put them
 * @property {string | Url | Record<string, string | Url> | null} wasmPaths where the WebAssembly modules are, if not
 *   beside the workers: their folder, or the address of each by its name, such as 'deberta-simd.wasm'
 * @property {number} logLevel taken and ignored: this package logs nothing
 */

/**
 * How patient a download is.
 * @typedef {object} Retry
 * @property {number} attempts number of attempts in a row without a byte, after which it fails
 * @property {number} delay milliseconds before the second attempt; each further one waits twice as long
 * @property {number} stall milliseconds of silence after which a connection counts as broken
 */

/**
 * Settings of the whole package; a change holds for the loads that begin after it.
 * @type {Env}
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
  logLevel: 30,
};
