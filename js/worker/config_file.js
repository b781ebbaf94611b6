// Makes the configuration for the worker: the model's or the caller's, with the fields that the caller overrides.
import { gather } from '../base/streams.js';
import { configFile } from '../files/manifest.js';

/** @typedef {import('./load_options.js').LoadOptions} LoadOptions */
/** @typedef {import('./load_options.js').Plan} Plan */

/** Fields that a caller may override, as in Python. */
const changes = /** @type {const} */ (['num_labels', 'problem_type', 'id2label', 'label2id']);

/**
 * @typedef {object} ConfigFiles
 * @property {Plan['head']} head of the model
 * @property {[string, Uint8Array][]} files for the worker, by name
 * @property {() => Record<string, unknown>} config what they say, once the core has accepted them
 */

/**
 * @param {import('../files/source.js').OpenFile} open
 * @param {import('../base/host.js').ModelSource} source
 * @param {LoadOptions} options
 * @param {Plan} plan
 * @returns {Promise<ConfigFiles>}
 */
export async function readConfigFiles(open, source, options, plan) {
  const { head } = plan;
  const isOfGliner = head?.startsWith('gliner');
  if (options.config && !isOfGliner) return plain(head, encode(options.config, options));
  // The configuration of a GLiNER model may be elsewhere.
  const file = head === 'gliner' ? undefined : await open(configFile);
  const bytes = file && (await gather(file));
  const found = bytes && objectIn(bytes);
  if (!bytes || isOfGliner || found?.model_type === 'extractor') {
    const { readGlinerConfig } = await import('../files/remote.js');
    return readGlinerConfig(open, source, plan, bytes);
  }
  const isChanged = changes.some((name) => options[name] !== undefined);
  // The core refuses anything but a JSON object.
  return plain(head, found && isChanged ? encode(found, options) : bytes);
}

/**
 * @param {Plan['head']} head
 * @param {Uint8Array} bytes
 * @returns {ConfigFiles}
 */
function plain(head, bytes) {
  const config = () => JSON.parse(new TextDecoder().decode(bytes));
  return { head, files: [[configFile, bytes]], config };
}

/**
 * @param {object} config
 * @param {LoadOptions} options
 */
function encode(config, options) {
  return new TextEncoder().encode(JSON.stringify(withChanges(config, options)));
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
 * @returns {Record<string, unknown> | null}
 */
function objectIn(bytes) {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
