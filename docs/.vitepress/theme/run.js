// Loads what an example runs: the demo's copy of the package, and a model of this site or of the Hub.
import { formatBytes } from '../../../demo/format.js';

/** @typedef {import('./examples.js').Example} Example */

/**
 * The package. Nothing of it is loaded before a reader asks for it.
 * @param {string} base of the site
 */
const library = (base) => import(/* @vite-ignore */ `${base}demo/deberta.js`);

/**
 * The size of a model, and whether this browser has it already: then it needs no request.
 * @param {string} base
 * @param {string} model of the Hub
 * @returns {Promise<{size: string | null, cached: boolean}>} null: the Hub does not say
 */
export async function measure(base, model) {
  const { ModelRegistry } = await library(base);
  if (await ModelRegistry.is_cached(model)) {
    return { size: formatBytes(await ModelRegistry.get_cache_size(model)), cached: true };
  }
  const files = await ModelRegistry.get_files(model);
  const all = await Promise.all(files.map((file) => ModelRegistry.get_file_metadata(model, file)));
  if (!all.some(({ exists }) => exists)) throw new Error('The Hub has no model of that name');
  const bytes = all.reduce((sum, { size = NaN }) => sum + size, 0);
  return { size: Number.isNaN(bytes) ? null : formatBytes(bytes), cached: false };
}

/**
 * @param {string} base
 * @param {Example} example
 * @param {(percent: number) => void} onProgress
 * @returns {Promise<any>} a pipeline, a tokenizer or a model of GLiNER2
 */
export async function load(base, { task, model, bundled }, onProgress) {
  const { AutoTokenizer, GLiNER2, pipeline } = await library(base);
  const place = bundled ? new URL(`${base}demo/models/${model}/`, location.href).href : model;
  const options = {
    progress_callback({ status, progress = 0 }) {
      if (status === 'progress_total') onProgress(Math.floor(progress));
    },
  };
  if (task === 'tokenizer') return AutoTokenizer.from_pretrained(place, options);
  if (task === 'gliner2') return GLiNER2.from_pretrained(place, options);
  return pipeline(task, place, options);
}
