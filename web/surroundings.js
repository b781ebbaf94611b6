// The parts of the host that do not depend on workers.
import { abortError } from '../js/base/abort.js';
import { lockHere } from '../js/base/locks.js';
import { detectSimd } from '../js/worker/runtime.js';
import { baseUrl } from './addresses.js';
import { openCache } from './cache.js';

/** @typedef {import('../js/base/host.js').Host} Host */

/** @param {string | null} noThreads why threads cannot run; null if they can */
export function capabilities(noThreads) {
  return { ...detectSimd(), noThreads, cores: globalThis.navigator?.hardwareConcurrency || 1 };
}

/** Why an entry for browsers cannot run here; null if it can. */
export function whyNoBrowser() {
  if (globalThis.document || 'WorkerGlobalScope' in globalThis) return null;
  return (
    'this is the entry of deberta-wasm for browsers, but this is not a browser (server-side rendering?): ' +
    'load the model in code that runs in the browser, or resolve the package with the condition "node"'
  );
}

/** @type {Host['lock']} */
function lock(name, signal) {
  // Insecure pages have no locks, and no cache that other pages could write to.
  const locks = globalThis.navigator?.locks;
  if (!locks) return lockHere(name, signal);
  return new Promise((resolve, reject) => {
    const hold = () => new Promise((release) => resolve(() => release(undefined)));
    locks
      .request(name, { signal }, hold)
      .catch((error) => reject(signal?.aborted ? abortError(signal) : error));
  });
}

/** @type {Omit<Host, 'capabilities' | 'createWorker'>} */
export const surroundings = {
  baseUrl,
  openCache,
  openFolder: async () => null,
  lock,
  persist: async () => (await globalThis.navigator?.storage?.persist?.()) ?? false,
};
