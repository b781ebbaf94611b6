// Sends a model to a worker: its configuration, its tokenizer's files, and its weights.
import { fileNotFound } from '../base/missing_file.js';
import { findTokenizer, moreSettings, settingsFile } from '../files/manifest.js';
import { openWeights } from '../files/weights.js';
import { gather } from '../base/streams.js';
import { readConfigFiles } from './config_file.js';
import { sendIndex, sendWeights } from './send_weights.js';

/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('../files/source.js').OpenFile} OpenFile */
/** @typedef {import('./load_options.js').LoadOptions} LoadOptions */
/** @typedef {import('./load_options.js').Plan} Plan */

/**
 * The worker's reports about it.
 * @typedef {object} Loaded
 * @property {Plan['head']} head
 * @property {import('./reports.js').ModelInfo | null} info
 * @property {Record<string, unknown> | null} config
 * @property {import('./protocol.js').TokenizerInfo | null} tokenizer
 * @property {import('./reports.js').LoadReport | null} load the report of the weights, if there are any
 */

/**
 * A model that is being sent.
 * @typedef {object} Loading
 * @property {Plan} plan
 * @property {LoadOptions} options
 * @property {ModelSource} source
 * @property {OpenFile} open opens its files
 * @property {import('../files/progress.js').Progress} progress
 * @property {AbortSignal} signal of the load's requests
 * @property {number} start the time of the load's start, by performance.now()
 * @property {boolean} converted whether to read the copy of the weights in 8 bits, if the cache holds one
 */

/**
 * Sends the worker the parts that the plan names.
 * @param {Promise<import('./start.js').Started>} starting
 * @param {Loading} loading
 * @returns {Promise<Loaded>}
 */
export async function sendModel(starting, loading) {
  const { plan, options, source, open, start, converted } = loading;
  const { tokenizer: hasTokenizer, configOnly, seed, dtype } = plan;
  const hasConfig = plan.head !== undefined || configOnly === true;
  const hasWeights = plan.head !== undefined && seed === undefined;
  // The weights are requested first: without a listing, progress needs their size.
  const opening = hasWeights ? openWeights(open, source, { ...options, converted }) : null;
  const settings = hasTokenizer ? read(open, settingsFile) : null;
  const configs = hasConfig ? readConfigFiles(open, source, options, plan) : null;
  for (const reading of [settings, configs]) reading?.catch(() => {}); // reported where it is awaited
  const expected = expectSizes(loading, configs, opening, settings);
  const [{ connection }, config, weights] = await Promise.all([
    starting,
    configs,
    opening,
    expected,
  ]);
  for (const file of config?.files ?? []) await connection.call('setFile', file);
  let tokenizer = null;
  if (settings) {
    await sendTokenizer(connection, open, source, settings);
    const { add_prefix_space, use_fast } = options;
    tokenizer = await connection.call('openTokenizer', [{ add_prefix_space, use_fast }]);
  }
  /** @type {Loaded} */
  const loaded = { head: config?.head, info: null, config: null, tokenizer, load: null };
  if (!config) return loaded;
  const { head } = config;
  const initialize_missing = options.initialize_missing ?? false;
  const how = configOnly
    ? { config_only: true }
    : { head, initialize_missing, dtype, weights: weights?.name };
  if (weights) await sendIndex(connection, weights);
  const { weight_files, ...info } = await connection.call('open', [how]);
  loaded.info = info;
  // The core has read it, so it is a JSON object.
  loaded.config = config.config();
  let report = null;
  const files = weights ? (weight_files ?? [weights.name]) : [];
  if (weights) report = await sendWeights(connection, weights, files, open, source);
  if (seed !== undefined) report = await connection.call('initializeWeights', [seed]);
  if (report) {
    const milliseconds = performance.now() - start;
    loaded.load = { ...report, files, origins: {}, converted: null, milliseconds };
  }
  return loaded;
}

/**
 * Tells the progress the sizes of all files, if the source knows them.
 * @param {Loading} loading
 * @param {Promise<import('./config_file.js').ConfigFiles> | null} configs
 * @param {Promise<import('../files/weights.js').WeightsFile> | null} opening
 * @param {Promise<Uint8Array | null> | null} tokenizer its settings
 */
async function expectSizes(loading, configs, opening, tokenizer) {
  const { options, source, progress, signal, converted } = loading;
  if (!source.expect || !options.progress_callback) return;
  const config =
    configs && !options.config ? configs.then(({ files }) => files.map(([file]) => file)) : null;
  config?.catch(() => {}); // reported by the load
  const weights = opening && opening.then(({ index }) => index);
  weights?.catch(() => {}); // reported by the load
  const { from_tf, use_safetensors } = options;
  const formats = { from_tf, use_safetensors };
  const plan = { config, weights, tokenizer, converted, ...formats };
  await progress.expect(source.expect(plan, signal));
}

/**
 * @param {OpenFile} open
 * @param {string} file
 * @returns {Promise<Uint8Array | null>} null: the file does not exist
 */
async function read(open, file) {
  const chunks = await open(file);
  return chunks && gather(chunks);
}

/**
 * @param {Connection} connection
 * @param {OpenFile} open
 * @param {ModelSource} source
 * @param {Promise<Uint8Array | null>} reading its settings
 */
async function sendTokenizer(connection, open, source, reading) {
  /** Sends a file, if it exists. */
  const send = async (/** @type {string} */ file, content = read(open, file)) => {
    const bytes = await content;
    if (bytes) await connection.call('setFile', [file, bytes]);
    return bytes;
  };
  const [{ files, missing }, settings] = await Promise.all([
    findTokenizer((file) => send(file)),
    send(settingsFile, reading),
  ]);
  if (missing !== null) throw fileNotFound(source, missing);
  await Promise.all(moreSettings(files, settings).map((file) => send(file)));
}
