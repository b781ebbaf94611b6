// Loads the package and the model, and names the parts of its interface that the page uses.

/** @typedef {import('./entities.js').Entity} Entity */

/**
 * @typedef {object} Diagnostics
 * @property {string} variant
 * @property {number} threads
 * @property {string} why how the number of threads came about
 * @property {string} version
 * @property {{tokens: number, milliseconds: number, tokens_per_second: number} | null} last
 */

/**
 * @typedef {object} TokenClassifier
 * @property {() => Promise<Diagnostics>} diagnostics
 * @property {() => Promise<void>} dispose
 */

/** @typedef {TokenClassifier & ((text: string, options: object) => Promise<Entity[]>)} Recognizer */

/** @typedef {{status: string, loaded?: number, total?: number, files?: object}} ProgressInfo */

/**
 * @typedef {object} Library
 * @property {(
 *   task: string,
 *   model: string,
 *   options: {progress_callback: (info: ProgressInfo) => void},
 * ) => Promise<Recognizer>} pipeline
 */

export const modelName = 'pii-tiny';

/** @type {Library | null} */
let library = null;
let attempts = 0;

/** @returns {Promise<Library>} */
async function loadLibrary() {
  if (library) return library;
  // Not a static import, because its failure would leave the page without a word. Browsers remember
  // that a module failed to load: another attempt needs another address.
  const url = new URL('./deberta.js', import.meta.url);
  if (attempts++ > 0) url.searchParams.set('attempt', String(attempts));
  library = /** @type {Library} */ (await import(url.href));
  return library;
}

/**
 * @param {(bytes: {loaded: number, total: number}) => void} onProgress total: 0 while it is not known
 * @returns {Promise<Recognizer>}
 */
export async function loadModel(onProgress) {
  const { pipeline } = await loadLibrary();
  const folder = new URL(`./models/${modelName}/`, import.meta.url).href;
  return pipeline('token-classification', folder, {
    progress_callback({ status, loaded = 0, total = 0, files = {} }) {
      if (status !== 'progress_total') return;
      // The total is of the files that have begun. Before the weights, nearly all is still to come.
      onProgress({ loaded, total: 'model.safetensors' in files ? total : 0 });
    },
  });
}

/**
 * @param {Recognizer} recognizer
 * @param {string} text
 * @returns {Promise<Entity[]>}
 */
export async function findEntities(recognizer, text) {
  if (text.trim() === '') return [];
  // Texts longer than the model are read in windows; the stride is their overlap.
  return recognizer(text, { aggregation_strategy: 'simple', stride: 64 });
}
