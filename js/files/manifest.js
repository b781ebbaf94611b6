// The files that make up a model, in order of preference. A load, the registry, the cache and the commands info,
// download and convert all use this list.

export const configFile = 'config.json';

/** The configuration of a GLiNER model (gliner.js). */
export const glinerFile = 'gliner_config.json';

/** The configuration of a GLiNER2 model's encoder; config.json has the rest. */
export const encoderFile = 'encoder_config/config.json';

/** The weights, if none of the other files exists. */
export const tensorFlowFile = 'tf_model.h5';

/** The first of these that exists holds the weights. An index names the files that a checkpoint is split into. */
export const weightsFiles = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
  tensorFlowFile,
];

/**
 * The name in the cache of a copy of the weights in 8 bits, which this package made (converted_writer.js). It ends with
 * the version of the conversion.
 */
export const convertedFile = 'deberta-wasm.q8-1.safetensors';

/**
 * The first of these whose first file exists is the tokenizer, and needs all its files. spm.model is preferred to
 * tokenizer.json, which has the same content in twice the bytes.
 */
export const tokenizers = [
  ['vocab.json', 'merges.txt'],
  ['spm.model'],
  ['tokenizer.json'],
  ['vocab.txt'],
];

export const settingsFile = 'tokenizer_config.json';

/** Special tokens and added tokens, for tokenizers whose other files do not have them. */
const olderSettings = ['special_tokens_map.json', 'added_tokens.json'];

/** All files that a tokenizer may have. */
export const tokenizerFiles = [
  'vocab.json',
  'merges.txt',
  'spm.model',
  'tokenizer.json',
  'vocab.txt',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
];

/** Whether a load looks for this file to find the weights. @param {string} file */
export const isWeights = (file) => weightsFiles.includes(file);

/** @param {string} file */
export const isIndex = (file) => file.endsWith('.index.json');

/**
 * Which files of weights a load may read.
 * @typedef {object} WeightsOptions
 * @property {boolean} [from_tf] TensorFlow's only
 * @property {boolean} [use_safetensors] safetensors only
 */

/**
 * The weights that a load reads.
 * @template T
 * @param {(file: string) => Promise<T | null | false>} open null or false: the file does not exist
 * @param {WeightsOptions} [options]
 * @returns {Promise<{file: string, content: T} | null>} null: the model has no weights
 */
export async function findWeights(open, { from_tf, use_safetensors } = {}) {
  for (const file of weightsFiles) {
    if (from_tf && file !== tensorFlowFile) continue;
    if (use_safetensors && !file.startsWith(weightsFiles[0])) continue;
    const content = await open(file);
    if (content) return { file, content };
  }
  return null;
}

/**
 * The tokenizer that a load reads, without settings.
 * @template T
 * @param {(file: string) => Promise<T | null | false>} open null or false: the file does not exist
 * @returns {Promise<{files: Map<string, T>, missing: string | null}>} its files, and the name of a missing one
 */
export async function findTokenizer(open) {
  /** @type {Map<string, T>} */
  const files = new Map();
  let missing = null;
  for (const names of tokenizers) {
    for (const file of names) {
      const content = await open(file);
      // If there is no tokenizer at all, the file that most tokenizers have is the one to name.
      if (content) missing = null;
      else if (file !== 'vocab.txt') missing = file;
      if (!content) break;
      files.set(file, content);
    }
    if (files.size > 0) break;
  }
  return { files, missing };
}

/**
 * The settings that a load reads, without tokenizer_config.json itself.
 * @param {{has: (file: string) => boolean}} files the tokenizer's
 * @param {Uint8Array | null} settings tokenizer_config.json
 */
export function moreSettings(files, settings) {
  const isComplete =
    files.has('tokenizer.json') ||
    (settings && new TextDecoder().decode(settings).includes('added_tokens_decoder'));
  return isComplete ? [] : olderSettings;
}

/**
 * The files that a load looks for if this one does not exist; for settings, the files that they belong to.
 * @param {string} file
 * @returns {string[]}
 */
export function insteadOf(file) {
  const firsts = tokenizers.map(([first]) => first);
  for (const names of [weightsFiles, firsts]) {
    if (names.includes(file)) return names.slice(names.indexOf(file) + 1);
  }
  const isSetting = file === settingsFile || olderSettings.includes(file);
  return isSetting ? tokenizers.map((names) => names[names.length - 1]) : [];
}

/**
 * The name of a file of weights in a model's folder.
 * @param {string} path
 */
export function weightsFileLike(path) {
  const kind = (/** @type {string} */ file) => file.slice(file.indexOf('.'));
  return weightsFiles.find((file) => path.endsWith(kind(file))) ?? weightsFiles[0];
}
