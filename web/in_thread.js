// Runs a model in the calling thread, with the interface of a worker: for service workers, which have neither
// workers nor import(), for shared workers, and for callers that set env.worker = false.
import { makeServer } from '../js/worker/server.js';
import { moduleAddress } from './addresses.js';
import { instantiate } from './instantiate.js';
// @ts-ignore: built files
import createRelaxed from './wasm/deberta-relaxed.js';
// @ts-ignore
import createSimd from './wasm/deberta-simd.js';

/** @typedef {import('../js/base/host.js').WorkerHandle} WorkerHandle */

/** The expressions are literal, because build tools search for them. */
const modules = {
  simd: () => new URL('./wasm/deberta-simd.wasm', import.meta.url),
  relaxed: () => new URL('./wasm/deberta-relaxed.wasm', import.meta.url),
};

/**
 * @param {import('../js/base/host.js').Runtime} runtime with one thread
 * @returns {WorkerHandle}
 */
export function createInThread({ variant }) {
  /** @type {((message: any) => void) | null} */
  let onMessage = null;
  const post = (/** @type {unknown} */ message) => queueMicrotask(() => onMessage?.(message));
  const isRelaxed = variant === 'relaxed';
  const create = isRelaxed ? createRelaxed : createSimd;
  const { receive, stop } = makeServer(
    (runtime, place = {}) => instantiate(create, runtime, place, (stage) => post({ stage })),
    post,
  );
  return {
    place: {
      module: moduleAddress(`deberta-${variant}.wasm`, isRelaxed ? modules.relaxed : modules.simd),
    },
    // Clones messages as a worker would, so that values that cannot be sent are refused here, too.
    post: (message, transfer) =>
      receive(/** @type {any} a call */ (structuredClone(message, { transfer }))),
    listen(listener) {
      onMessage = listener;
      post({ stage: 'module' });
    },
    // The calling thread cannot be terminated: calls end at the next pause, and the module's memory is garbage-collected.
    terminate() {
      onMessage = null;
      stop();
    },
  };
}
