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
};
