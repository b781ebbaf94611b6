// Loads the package and the model, and names the parts of its interface that the page uses.

/** @typedef {import('./entities.js').Entity} Entity */

/**
 * @typedef {object} Diagnostics
 * @property {string} variant
 * @property {number} threads_started
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
 * @property {{
 *   is_cached: (model: string) => Promise<boolean>,
 *   get_cache_size: (model: string) => Promise<number>,
 *   get_files: (model: string) => Promise<string[]>,
 *   get_file_metadata: (model: string, file: string) => Promise<{exists: boolean, size?: number}>,
 * }} ModelRegistry
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

/** @typedef {(bytes: {loaded: number, total: number}) => void} OnProgress total: 0 while it is not known */

/**
 * @param {string} task
 * @param {string} model
 * @param {OnProgress} onProgress
 * @returns {Promise<Recognizer>}
 */
async function load(task, model, onProgress) {
  const { pipeline } = await loadLibrary();
  return pipeline(task, model, {
    progress_callback({ status, loaded = 0, total = 0, files = {} }) {
      if (status !== 'progress_total') return;
      // The total is of the files that have begun. Before the weights, nearly all is still to come.
      const isWhole = Object.keys(files).some((file) => /\.(safetensors|bin|h5)$/.test(file));
      onProgress({ loaded, total: isWhole ? total : 0 });
    },
  });
}

/** @param {OnProgress} onProgress */
export async function loadModel(onProgress) {
  const folder = new URL(`./models/${modelName}/`, import.meta.url).href;
  return load('token-classification', folder, onProgress);
}

export const loadHubModel = load;

/**
 * How much a model of the Hub is, and whether this browser has it. One that it has costs no request.
 * @param {string} model
 * @returns {Promise<{bytes: number | null, cached: boolean}>} null: the Hub does not tell
 */
export async function measureHubModel(model) {
  const { ModelRegistry } = await loadLibrary();
  if (await ModelRegistry.is_cached(model)) {
    return { bytes: await ModelRegistry.get_cache_size(model), cached: true };
  }
  const files = await ModelRegistry.get_files(model);
  const all = await Promise.all(files.map((file) => ModelRegistry.get_file_metadata(model, file)));
  if (!all.some(({ exists }) => exists)) throw new Error('The Hub has no model of that name');
  const bytes = all.reduce((sum, { size = NaN }) => sum + size, 0);
  return { bytes: Number.isNaN(bytes) ? null : bytes, cached: false };
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
