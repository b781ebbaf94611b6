// The sizes of the files that a load will read, so that its progress has a total from its first event.
import {
  convertedFile,
  findTokenizer,
  findWeights,
  isIndex,
  moreSettings,
  settingsFile,
} from './manifest.js';

/** @typedef {import('../base/host.js').LoadPlan} LoadPlan */
/** @typedef {import('../base/host.js').Sizes} Sizes */

/**
 * @param {LoadPlan} plan
 * @param {(file: string) => Promise<number | null>} sizeOf null: the file does not exist
 * @returns {Promise<Sizes>}
 */
export async function expectedFiles(plan, sizeOf) {
  const { config, weights, tokenizer, converted, ...options } = plan;
  /** @type {Sizes} */
  const sizes = {};
  const has = async (/** @type {string} */ file) => {
    const size = await sizeOf(file);
    if (size !== null) sizes[file] = size;
    return size !== null;
  };
  if (config) await Promise.all((await config).map(has));
  if (weights && !(converted && (await has(convertedFile)))) {
    const { file = '' } = (await findWeights(has, options)) ?? {};
    if (isIndex(file)) await Promise.all(namesIn(await weights).map(has));
  }
  if (tokenizer) {
    const { files } = await findTokenizer(has);
    await has(settingsFile);
    await Promise.all(moreSettings(files, await tokenizer).map(has));
  }
  return sizes;
}

/**
 * @param {Uint8Array | null} index of weights
 * @returns {string[]} the files that it names
 */
function namesIn(index) {
  const { weight_map } = JSON.parse(new TextDecoder().decode(index ?? new Uint8Array()));
  return [...new Set(Object.values(weight_map).map(String))];
}
