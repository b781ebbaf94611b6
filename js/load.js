// From what a caller asks for to a loaded session.
import { currentHost } from './current_host.js';
import { env } from './env.js';
import { DebertaError } from './errors.js';
import { Session } from './session.js';
import { openSource } from './source.js';

/** @typedef {import('./session.js').Plan} Plan */
/** @typedef {string | URL | Iterable<File> | FileList} ModelLocation a Hub name ("owner/name"), the
 *   address of a folder, a folder (Node), or the files themselves */

/**
 * Options of transformers.js that name what this package has one of.
 * @typedef {object} RuntimeOptions
 * @property {'auto' | 'fp32'} [dtype] what the model computes in
 * @property {'auto' | 'wasm' | 'cpu'} [device]
 * @property {boolean} [quantized] of transformers.js v2: false is fp32
 * @property {string} [subfolder] taken and ignored, as are the next two
 * @property {boolean} [use_external_data_format]
 * @property {object} [session_options]
 */

/** @typedef {import('./session.js').LoadOptions & import('./source.js').SourceOptions & RuntimeOptions} FromPretrainedOptions */

/**
 * @param {Plan} plan
 * @param {ModelLocation} model
 * @param {FromPretrainedOptions} options
 * @returns {Promise<Session>}
 */
export async function loadSession(plan, model, options) {
  checkRuntimeOptions(options);
  const host = currentHost();
  return Session.load(host, plan, await openSource(model, options, env, host), options);
}

/**
 * What cannot be done is refused: another dtype than asked for would answer something else.
 * @param {RuntimeOptions} options
 */
function checkRuntimeOptions({ dtype, device, quantized }) {
  const refuse = (/** @type {string} */ what) => {
    throw new DebertaError('UNSUPPORTED', `${what} is not to be had in this version`);
  };
  if (dtype !== undefined && dtype !== 'auto' && dtype !== 'fp32') {
    refuse(`dtype '${dtype}' (auto, fp32)`);
  }
  if (device !== undefined && !['auto', 'wasm', 'cpu'].includes(device)) {
    refuse(`device '${device}' (auto, wasm, cpu)`);
  }
  if (quantized) refuse('quantized: true');
}
