// A model in the calling thread, behind the interface of a worker: for service workers, which have neither
// workers nor import(), for shared workers, and for those who ask for it (env.worker = false).
import { makeServer } from '../js/worker/server.js';
import { moduleAddress } from './addresses.js';
import { instantiate } from './instantiate.js';
// @ts-ignore: built files
import createRelaxed from './wasm/deberta-relaxed.js';
// @ts-ignore
import createSimd from './wasm/deberta-simd.js';

/** @typedef {import('../js/base/host.js').WorkerHandle} WorkerHandle */

/** Literal, for build tools. */
const modules = {
  simd: () => new URL('./wasm/deberta-simd.wasm', import.meta.url),
  relaxed: () => new URL('./wasm/deberta-relaxed.wasm', import.meta.url),
};

/**
 * @param {import('../js/base/host.js').Runtime} runtime of one thread
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
    // Cloned as a worker's messages are: what cannot be sent there is refused here, too.
    post: (message, transfer) =>
      receive(/** @type {any} a call */ (structuredClone(message, { transfer }))),
    listen(listener) {
      onMessage = listener;
      post({ stage: 'module' });
    },
    // Nothing ends a thread from inside: its calls end at the next pause, and the module's memory is collected.
    terminate() {
      onMessage = null;
      stop();
    },
  };
}
