// Loads the WebAssembly modules in Node, with Emscripten's own glue.
import { isMissing, withoutFiles } from './missing_files.js';

/** @typedef {import('../js/worker/native_module.js').NativeModule} NativeModule */
/** @typedef {import('../js/base/host.js').Runtime} Runtime */

/** @type {Record<Runtime['variant'], () => Promise<{default: (options: object) => Promise<any>}>>} */
const modules = {
  // @ts-ignore: built files, next to the bundle
  simd: () => import('./wasm/deberta-simd.js'),
  // @ts-ignore
  'simd-threads': () => import('./wasm/deberta-simd-threads.js'),
  // @ts-ignore
  relaxed: () => import('./wasm/deberta-relaxed.js'),
  // @ts-ignore
  'relaxed-threads': () => import('./wasm/deberta-relaxed-threads.js'),
};

/**
 * @param {Runtime} runtime
 * @returns {Promise<NativeModule>}
 */
export async function instantiate({ variant, threads }) {
  const { default: create } = await modules[variant]().catch((error) => {
    throw isMissing(error) ? withoutFiles(error) : error;
  });
  // The worker is one of the threads.
  return create({ pthreadPoolSize: threads - 1 });
}
