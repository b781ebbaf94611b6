// Loads a session from a caller's options.
import { currentHost } from '../base/host.js';
import { env } from '../base/env.js';
import { DebertaError } from '../base/errors.js';
import { Session } from './session.js';
import { openSource } from '../files/source.js';

/** @typedef {import('../files/source.js').ModelLocation} ModelLocation */
/** @typedef {import('./load_options.js').Plan} Plan */
/**
 * 'auto' and fp32: floats. fp16: half the memory, computed as floats. q8 (also int8, uint8): weights in 8 bits,
 * activations in 7, twice as fast. q8-weights: weights in 8 bits, computed as floats.
 * @typedef {'auto' | 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q8-weights'} DType
 */

/**
 * @typedef {'auto' | 'wasm' | 'cpu'} DeviceType where a model runs: each name means WebAssembly
 */

/**
 * Options of transformers.js for the runtime.
 * @typedef {object} RuntimeOptions
 * @property {DType} [dtype] the type of the weights in memory, converted from any type in the file: 'fp32' (the
 *   default), 'fp16' (half the memory), 'q8' (a quarter, and twice as fast) or 'q8-weights'
 * @property {DeviceType} [device] the model always runs in WebAssembly, on the CPU
 * @property {boolean} [quantized] of transformers.js v2: true is dtype 'q8', false 'fp32'
 * @property {string} [subfolder] of transformers.js: accepted and ignored
 * @property {boolean} [use_external_data_format] of transformers.js: accepted and ignored
 * @property {object} [session_options] of transformers.js: accepted and ignored
 */

/** @typedef {import('./load_options.js').LoadOptions & import('../files/source.js').SourceOptions & RuntimeOptions} FromPretrainedOptions options
 *   of a load */

/**
 * @param {Plan} plan
 * @param {ModelLocation} model
 * @param {FromPretrainedOptions} options
 * @returns {Promise<Session>}
 */
export async function loadSession(plan, model, options) {
  const dtype = checkRuntimeOptions(options);
  const host = currentHost();
  let source = await openSource(model, options, env, host);
  if (plan.head === 'gliner') {
    const { withEncoder } = await import('../files/remote.js');
    source = withEncoder(source, options, env, host);
  }
  return Session.load(host, { ...plan, dtype }, source, options);
}

/** The supported dtypes except auto, and the core's names for them. */
export const dtypes = {
  fp32: 'fp32',
  fp16: 'fp16',
  q8: 'q8',
  int8: 'q8',
  uint8: 'q8',
  'q8-weights': 'q8-weights',
};

/**
 * Refuses unsupported options: another dtype than requested would change the results.
 * @param {RuntimeOptions} options
 * @returns {string} the core's dtype
 */
function checkRuntimeOptions({ dtype, device, quantized }) {
  /** @type {(option: string, value: string, names: string[]) => never} */
  const refuse = (option, value, names) => {
    const expected = `expected ${names.join(', ')}`;
    throw new DebertaError('UNSUPPORTED', `unsupported ${option} '${value}'; ${expected}`);
  };
  const asked = dtype ?? (quantized ? 'q8' : 'auto');
  const name = asked === 'auto' ? 'fp32' : asked;
  if (!Object.hasOwn(dtypes, name)) {
    refuse('dtype', name, ['auto', ...Object.keys(dtypes)]);
  }
  const devices = ['auto', 'wasm', 'cpu'];
  if (device !== undefined && !devices.includes(device)) refuse('device', device, devices);
  return dtypes[name];
}
