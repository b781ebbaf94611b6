// Loads the package and its models.

/** @typedef {typeof import('../web/index.js')} Library */
/** @typedef {import('../web/index.js').AllTasks} AllTasks */
/** @typedef {import('../web/index.js').EntityGroup} Entity */
/** @typedef {import('../web/index.js').TokenClassificationPipeline} Recognizer */

export const modelName = 'pii-tiny';

/** @type {Library | null} */
let library = null;
let attempts = 0;

/** @returns {Promise<Library>} the package, as any page imports it */
export async function loadLibrary() {
  if (library) return library;
  // Not a static import: its failure would not be shown on the page. Browsers remember that a module
  // failed to load, so another attempt needs another address.
  const url = new URL('./deberta.js', import.meta.url);
  if (attempts++ > 0) url.searchParams.set('attempt', String(attempts));
  library = /** @type {Library} */ (await import(url.href));
  return library;
}

/** @typedef {(bytes: {loaded: number, total: number}) => void} OnProgress total: 0 while it is not known */
/** @typedef {{dtype?: 'q8', signal?: AbortSignal}} HubOptions */

/**
 * @template {keyof AllTasks} T
 * @param {T} task
 * @param {string} model
 * @param {OnProgress} onProgress
 * @param {HubOptions} [options]
 * @returns {Promise<AllTasks[T]>}
 */
async function load(task, model, onProgress, options) {
  const { pipeline } = await loadLibrary();
  return pipeline(task, model, {
    ...options,
    progress_callback(info) {
      if (info.status !== 'progress_total') return;
      const { loaded, total, files } = info;
      // The total counts the files that have begun. Before the weights begin it is far too small.
      const isWhole = Object.keys(files).some((file) => /\.(safetensors|bin|h5)$/.test(file));
      onProgress({ loaded, total: isWhole ? total : 0 });
    },
  });
}

/**
 * @param {OnProgress} onProgress
 * @returns {Promise<Recognizer>}
 */
export async function loadModel(onProgress) {
  const folder = new URL(`./models/${modelName}/`, import.meta.url).href;
  return load('token-classification', folder, onProgress);
}

export const loadHubModel = load;

/**
 * The size of a model of the Hub, and whether this browser has cached it. A cached one costs no request.
 * @param {string} model
 * @returns {Promise<{bytes: number | null, cached: boolean}>} null: the Hub does not send the size
 */
export async function measureHubModel(model) {
  const { ModelRegistry } = await loadLibrary();
  if (await ModelRegistry.is_cached(model)) {
    return { bytes: await ModelRegistry.get_cache_size(model), cached: true };
  }
  const files = await ModelRegistry.get_files(model);
  const all = await Promise.all(files.map((file) => ModelRegistry.get_file_metadata(model, file)));
  if (!all.some(({ exists }) => exists)) throw new Error('The Hub has no model with this name');
  const bytes = all.reduce((sum, { size = NaN }) => sum + size, 0);
  return { bytes: Number.isNaN(bytes) ? null : bytes, cached: false };
}

/**
 * @param {Recognizer} recognizer
 * @param {string} text
 * @param {boolean} checks whether numbers and addresses are checked by their form, too
 * @returns {Promise<Entity[]>}
 */
export async function findEntities(recognizer, text, checks) {
  if (text.trim() === '') return [];
  // What redact() replaces: it reads white space of every kind as spaces, and finds whole words. Texts longer than the
  // model are read in windows; the stride is their overlap.
  const { entities } = await recognizer.redact(text, { stride: 64, checks });
  return /** @type {Entity[]} the model has scored each */ (entities);
}
