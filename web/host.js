// What the package needs of a browser.
import { DebertaError, abortError } from '../js/errors.js';
import { lockHere } from '../js/locks.js';
import { detectSimd } from '../js/runtime.js';
import { openBrowserCache } from './cache.js';

/** @typedef {import('../js/source.js').Host} Host */
/** @typedef {import('../js/rpc.js').WorkerHandle} WorkerHandle */

/** Why threads cannot run in this page; null where they can. */
function whyNoThreads() {
  // A threaded module that is imported without isolation waits for ever: this is asked before.
  if (!globalThis.crossOriginIsolated) {
    return 'the page is not cross-origin isolated (it needs the headers COOP and COEP)';
  }
  if (typeof SharedArrayBuffer === 'undefined') return 'the browser has no shared memory';
  return null;
}

/** @returns {WorkerHandle} */
function createWorker() {
  let worker;
  try {
    // Literal, so that bundlers find the worker; not a blob, which a strict CSP forbids.
    worker = new Worker(new URL('./worker.js', import.meta.url), {
      type: 'module',
      name: 'deberta-wasm',
    });
  } catch (cause) {
    throw new DebertaError('UNSUPPORTED', 'the page cannot start a module worker', { cause });
  }
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.onmessage = ({ data }) => onMessage(data);
      worker.onmessageerror = () => onFailure('an answer of the worker could not be read');
      worker.onerror = (event) => {
        event.preventDefault();
        onFailure(`the worker failed: ${event.message || 'its script could not be loaded'}`);
      };
    },
    terminate: () => worker.terminate(),
  };
}

/** @type {Host['lock']} */
function lock(name, signal) {
  // Insecure pages have none; nor have they a cache that others could be writing to.
  if (!navigator.locks) return lockHere(name, signal);
  return new Promise((resolve, reject) => {
    const hold = () => new Promise((release) => resolve(() => release(undefined)));
    navigator.locks
      .request(name, { signal }, hold)
      .catch((error) => reject(signal?.aborted ? abortError(signal) : error));
  });
}

/** @type {Host} */
export const browserHost = {
  abilities: () => ({
    ...detectSimd(),
    noThreads: whyNoThreads(),
    cores: navigator.hardwareConcurrency || 1,
  }),
  createWorker,
  baseUrl: globalThis.document?.baseURI ?? globalThis.location?.href,
  openCache: openBrowserCache,
  openFolder: async () => null,
  lock,
  persist: async () => (await navigator.storage?.persist?.()) ?? false,
};
