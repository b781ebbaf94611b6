// The scripts and WebAssembly modules of all variants. Build tools find the literal expressions below, copy the
// files, and replace the addresses.
import { DebertaError } from '../js/base/errors.js';
import { baseUrl, moduleAddress, workerCopy } from './addresses.js';

/** @typedef {import('../js/base/host.js').Runtime['variant']} Variant */

/**
 * One expression per variant, each with a name, from which webpack makes the file name.
 * @type {Record<Variant, () => Worker>}
 */
const workers = {
  simd: () =>
    new Worker(new URL('./wasm/worker-simd.js', import.meta.url), {
      type: 'module',
      name: 'deberta-simd',
    }),
  'simd-threads': () =>
    new Worker(new URL('./wasm/worker-simd-threads.js', import.meta.url), {
      type: 'module',
      name: 'deberta-simd-threads',
    }),
  relaxed: () =>
    new Worker(new URL('./wasm/worker-relaxed.js', import.meta.url), {
      type: 'module',
      name: 'deberta-relaxed',
    }),
  'relaxed-threads': () =>
    new Worker(new URL('./wasm/worker-relaxed-threads.js', import.meta.url), {
      type: 'module',
      name: 'deberta-relaxed-threads',
    }),
};

/** @type {Record<Variant, () => URL>} */
const modules = {
  simd: () => new URL('./wasm/deberta-simd.wasm', import.meta.url),
  'simd-threads': () => new URL('./wasm/deberta-simd-threads.wasm', import.meta.url),
  relaxed: () => new URL('./wasm/deberta-relaxed.wasm', import.meta.url),
  'relaxed-threads': () => new URL('./wasm/deberta-relaxed-threads.wasm', import.meta.url),
};

/** @param {Variant} variant */
export function moduleOf(variant) {
  return moduleAddress(`deberta-${variant}.wasm`, modules[variant]);
}

/**
 * The address of a variant's worker, and the options with which the build tool starts it.
 * @param {Variant} variant
 * @returns {{script: string, options: WorkerOptions}}
 */
export function workerOf(variant) {
  const script = workerCopy(`worker-${variant}.js`);
  if (script) return { script, options: { type: 'module', name: `deberta-${variant}` } };
  return intercepted(workers[variant]);
}

/**
 * Gets the arguments of the `new Worker` in `start`. Build tools recognise only the whole `new Worker(new URL(…))`,
 * but other origins and Trusted Types need the address before the worker is created. So `Worker` is
 * replaced during the synchronous call by a function that keeps its arguments.
 * @param {() => Worker} start
 * @returns {{script: string, options: WorkerOptions}}
 */
function intercepted(start) {
  const { Worker } = globalThis;
  /** @type {{script: string, options: WorkerOptions}} */
  let found = { script: '', options: {} };
  /** @param {string | URL} address @param {WorkerOptions} [options] */
  function Interceptor(address, options = {}) {
    found = { script: new URL(address, baseUrl).href, options };
  }
  try {
    globalThis.Worker = /** @type {any} the page's class, for a moment */ (Interceptor);
  } catch {
    throw new DebertaError(
      'UNSUPPORTED',
      'globalThis.Worker cannot be replaced in this page: set env.workerUrl to the address of a copy of dist/wasm',
    );
  }
  try {
    start();
  } finally {
    globalThis.Worker = Worker;
  }
  return found;
}
