// Makes the configuration for the worker: the model's or the caller's, with the fields that the caller overrides.
import { gather } from '../base/streams.js';
import { DebertaError } from '../base/errors.js';
import { configFile, glinerFile } from '../files/manifest.js';
import { fileNotFound } from '../files/source.js';

/** @typedef {import('./load_options.js').LoadOptions} LoadOptions */

/** Fields that a caller may override, as in Python. */
const changes = /** @type {const} */ (['num_labels', 'problem_type', 'id2label', 'label2id']);

/**
 * @typedef {object} ConfigFiles
 * @property {[string, Uint8Array][]} files for the worker, by name
 * @property {() => Record<string, unknown>} config what they say, once the core has accepted them
 */

/**
 * @param {import('../files/source.js').OpenFile} open
 * @param {import('../base/host.js').ModelSource} source
 * @param {LoadOptions} options
 * @param {boolean} isGliner
 * @returns {Promise<ConfigFiles>}
 */
export async function readConfigFiles(open, source, options, isGliner) {
  if (isGliner) {
    const { readGlinerConfig } = await import('../files/remote.js');
    const found = await readGlinerConfig(open);
    if (!found) throw fileNotFound(source, glinerFile);
    return found;
  }
  const bytes = await readConfig(open, source, options);
  const config = () => JSON.parse(new TextDecoder().decode(bytes));
  return { files: [[configFile, bytes]], config };
}

/**
 * @param {import('../files/source.js').OpenFile} open
 * @param {import('../base/host.js').ModelSource} source
 * @param {LoadOptions} options
 * @returns {Promise<Uint8Array>}
 */
async function readConfig(open, source, options) {
  const encode = (/** @type {object} */ config) =>
    new TextEncoder().encode(JSON.stringify(withChanges(config, options)));
  if (options.config) return encode(options.config);
  const file = await open(configFile);
  if (!file) {
    if (!(await open(glinerFile))) throw fileNotFound(source, configFile);
    const task = "pipeline('zero-shot-token-classification')";
    throw new DebertaError('INPUT', `'${source.name}' is a GLiNER model: load it with ${task}`);
  }
  const bytes = await gather(file);
  // The core refuses anything but a JSON object.
  const isChanged = changes.some((name) => options[name] !== undefined);
  const config = isChanged && objectIn(bytes);
  return config ? encode(config) : bytes;
}

/**
 * @param {object} config
 * @param {LoadOptions} options
 */
function withChanges(config, options) {
  const changed = /** @type {Record<string, unknown>} */ ({ ...config });
  const { num_labels } = options;
  const names = Object.keys(changed['id2label'] ?? {}).length;
  // A new number of labels needs new names.
  if (num_labels !== undefined && num_labels !== names) {
    delete changed['id2label'];
    delete changed['label2id'];
  }
  for (const name of changes) if (options[name] !== undefined) changed[name] = options[name];
  return changed;
}

/**
 * @param {Uint8Array} bytes
 * @returns {object | null}
 */
function objectIn(bytes) {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
