// Chooses the WebAssembly module and the number of threads.
import { DebertaError } from '../base/errors.js';

/** @typedef {import('../base/host.js').Capabilities} Capabilities */
/** @typedef {import('../base/host.js').Runtime} Runtime */

// Each module has one function that uses the feature; engines without the feature refuse it.
// (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)
const simdProbe = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
];
// (func (result v128) i32.const 1 i8x16.splat i32.const 2 i8x16.splat i8x16.relaxed_swizzle)
const relaxedSimdProbe = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15,
  65, 2, 253, 15, 253, 128, 2, 11,
];

/** The features of this engine's WebAssembly, independent of the host. */
export function detectSimd() {
  // Browsers can switch it off, as Lockdown Mode does.
  const has = (/** @type {number[]} */ probe) =>
    typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(probe));
  return { simd: has(simdProbe), relaxedSimd: has(relaxedSimdProbe) };
}

// More threads do not help, because the single-threaded parts of a forward pass then dominate.
const maxThreadsByDefault = 4;
const maxThreads = 32;

/**
 * The maximum number of threads that a program sets for ONNX Runtime: any number, and 0 for the default.
 * @param {number} [count] env.backends.onnx.wasm.numThreads
 */
export const threadsOfBackend = (count) => (count ? Math.min(count, maxThreads) : undefined);

/**
 * @param {Capabilities} capabilities
 * @param {number} [wanted] the caller's `threads`
 * @returns {Runtime}
 */
export function chooseRuntime({ simd, relaxedSimd, noThreads, cores }, wanted) {
  if (!simd) {
    throw new DebertaError('UNSUPPORTED', 'this engine does not support WebAssembly SIMD');
  }
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= maxThreads)) {
    throw new DebertaError('INPUT', `threads: expected an integer from 1 to ${maxThreads}`);
  }
  const base = relaxedSimd ? 'relaxed' : 'simd';
  if (wanted === 1) return { variant: base, threads: 1, why: 'one thread was requested' };
  if (noThreads !== null) return { variant: base, threads: 1, why: noThreads };
  const threads = wanted ?? Math.min(maxThreadsByDefault, cores);
  if (threads < 2) return { variant: base, threads: 1, why: 'the machine has one core' };
  const why =
    wanted === undefined ? `the machine has ${cores} cores` : `${wanted} threads were requested`;
  return { variant: `${base}-threads`, threads, why };
}

/**
 * @param {Runtime} runtime
 * @param {string} why
 * @returns {Runtime}
 */
export function withOneThread({ variant }, why) {
  return { variant: variant.startsWith('relaxed') ? 'relaxed' : 'simd', threads: 1, why };
}

/**
 * The reason for the number of threads: the runtime's, and the engine's measurements.
 * @param {Runtime} runtime
 * @param {object} found
 * @param {number} found.threads that calls use now
 * @param {number} found.threads_started
 * @param {number} found.threads_at_once of those, the number that ran at the same time when the model was ready
 * @returns {string}
 */
export function whyThreads(runtime, { threads, threads_started, threads_at_once }) {
  let why = runtime.why;
  if (threads_started < runtime.threads) why += `; ${threads_started} could be started`;
  if (threads_at_once < threads_started) {
    why += `; ${threads_started} threads were started, ${threads_at_once} run at the same time`;
  }
  if (threads !== threads_at_once)
    why += `; ${threads} ${threads === 1 ? 'is' : 'are'} fastest now`;
  return why;
}
