// The package's host in browsers. Each model runs in its own worker.
import { env } from '../js/base/env.js';
import { capabilities, surroundings, whyNoBrowser } from './surroundings.js';
import { createWorker } from './worker_handle.js';

/** @typedef {import('../js/base/host.js').Host} Host */

const inCallingThread = 'the model runs in the calling thread';

/** Why threads cannot run in this page; null if they can. */
function whyNoThreads() {
  if (!env.worker) return `${inCallingThread}: env.worker is false`;
  if (typeof Worker === 'undefined') return `${inCallingThread}: it cannot start workers`;
  // Checked first, because a threaded module that is imported without isolation waits forever.
  if (!globalThis.crossOriginIsolated) {
    return 'the page is not cross-origin isolated (it needs the headers COOP and COEP)';
  }
  if (typeof SharedArrayBuffer === 'undefined') return 'the browser has no shared memory';
  return null;
}

/** Why this entry cannot run here; null if it can. */
function whyUnusable() {
  const reason = whyNoBrowser();
  if (reason) return reason;
  if ('ServiceWorkerGlobalScope' in globalThis) {
    return "service workers have neither workers nor import(): import from 'deberta-wasm/inline' there";
  }
  return null;
}

/** @type {Host['createWorker']} */
async function createWorkerOrNot(runtime) {
  // A model with threads runs in a worker, even if env.worker has changed since.
  const isWanted = env.worker || runtime.threads > 1;
  if (isWanted && typeof Worker !== 'undefined') return createWorker(runtime);
  const { createInThread } = await import('./in_thread.js');
  return createInThread(runtime);
}

/** @type {Host} */
export const browserHost = {
  ...surroundings,
  whyUnusable,
  capabilities: () => capabilities(whyNoThreads()),
  createWorker: createWorkerOrNot,
};
