// Loads a session from a caller's options.
import { currentHost } from '../base/host.js';
import { env } from '../base/env.js';
import { checkNames } from '../base/options.js';
import { threadsOfBackend } from './runtime.js';
import { Session } from './session.js';
import { openSource } from '../files/source.js';
import { loadNames } from './load_names.js';

/** @typedef {import('../files/source.js').ModelLocation} ModelLocation */
/** @typedef {import('./load_options.js').Plan} Plan */
/**
 * 'auto' and fp32: floats. fp16: half the memory, computed as floats. q8 (also int8, uint8): weights in 8 bits,
 * activations in 7, twice as fast. q8-weights: weights in 8 bits, computed as floats. The others, of transformers.js,
 * are replaced by q8, with a warning.
 * @typedef {'auto' | 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q8-weights' | 'q4' | 'q4f16' | 'bnb4' | 'q2'
 *   | 'q2f16' | 'q1' | 'q1f16'} DType
 */

/**
 * Where a model runs: always in WebAssembly. The other devices of transformers.js are replaced, with a warning.
 * @typedef {'auto' | 'wasm' | 'cpu' | 'gpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml' | 'webnn' | 'webnn-npu'
 *   | 'webnn-gpu' | 'webnn-cpu'} DeviceType
 */

/** @typedef {import('../files/substitutions.js').Substitution} Substitution */

/**
 * A value, or one for each file of a model. DeBERTa's only file is 'model'.
 * @template T
 * @typedef {T | Record<string, T>} OrByFile
 */

/**
 * Options of transformers.js for the runtime.
 * @typedef {object} RuntimeOptions
 * @property {OrByFile<DType> | null} [dtype] the type of the weights in memory, converted from any type in the file:
 *   'fp32' (the default), 'fp16' (half the memory), 'q8' (a quarter, and twice as fast) or 'q8-weights'
 * @property {OrByFile<DeviceType> | null} [device] the model always runs in WebAssembly, on the CPU
 * @property {boolean} [strict] true: a dtype or device that this package does not have is an error; default false:
 *   it is replaced, and a warning says so
 * @property {boolean} [quantized] of transformers.js v2: true is dtype 'q8', false 'fp32'
 */

/**
 * Options of transformers.js that are accepted and have no meaning here: they describe ONNX files and their runtime.
 * @typedef {object} IgnoredOptions
 * @property {string} [subfolder] accepted and ignored
 * @property {string} [model_file_name] accepted and ignored
 * @property {boolean | number | object} [use_external_data_format] accepted and ignored
 * @property {object} [session_options] accepted and ignored
 * @property {boolean} [legacy] accepted and ignored
 */

/** @typedef {import('./load_options.js').LoadOptions & import('../files/source.js').SourceOptions & RuntimeOptions & IgnoredOptions} FromPretrainedOptions options
 *   of a load */

/**
 * @param {Plan} plan
 * @param {ModelLocation} model
 * @param {FromPretrainedOptions} options
 * @returns {Promise<Session>}
 */
export async function loadSession(plan, model, options) {
  checkNames(options, loadNames);
  const host = currentHost();
  const runtime = await runtimeOptions(options);
  let source = await openSource(model, options, env, host);
  if (plan.head === 'gliner') {
    const { withEncoder } = await import('../files/remote.js');
    source = withEncoder(source, options, env, host);
  }
  const threads = options.threads ?? threadsOfBackend(env.backends?.onnx?.wasm?.numThreads);
  return Session.load(host, { ...plan, ...runtime }, source, { ...options, threads });
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

const devices = ['auto', 'wasm', 'cpu'];

/**
 * The core's name for the dtype, and what stands in for what this package does not have.
 * @param {RuntimeOptions} options
 * @returns {Promise<{dtype: string, substitutions: Substitution[]}>}
 */
async function runtimeOptions({ device, dtype, quantized, strict }) {
  const names = { auto: 'fp32', ...dtypes };
  let name = /** @type {any} checked below */ (dtype ?? (quantized ? 'q8' : 'auto'));
  /** @type {Substitution[]} */
  let substitutions = [];
  const place = /** @type {any} checked here */ (device ?? 'auto');
  const available = { device: devices, dtype: Object.keys(names) };
  if (!devices.includes(place) || !available.dtype.includes(name)) {
    const { substituted } = await import('../files/migration.js');
    const requested = { device: place, dtype: name, strict };
    ({ dtype: name, substitutions } = substituted(requested, available));
  }
  return { dtype: names[/** @type {keyof typeof names} */ (name)], substitutions };
}
