// Starts a worker in Node.
import { Worker } from 'node:worker_threads';

import { DebertaError } from '../js/base/errors.js';

/** @returns {import('../js/base/host.js').WorkerHandle} */
export function createWorker() {
  const worker = new Worker(new URL('./node-worker.js', import.meta.url), {
    name: 'deberta-wasm',
    execArgv: [], // not the program's arguments: workers do not start with some of them, such as --input-type
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.on('message', onMessage);
      const crash = (/** @type {string} */ reason) =>
        onFailure(new DebertaError('CRASHED', reason, { retryable: true }));
      worker.on('messageerror', () => crash('an answer of the worker could not be read'));
      worker.on('error', (error) => crash(`the worker failed: ${error.message}`));
      worker.on('exit', () => crash('the worker ended'));
    },
    terminate: () => void worker.terminate(),
    // A model without pending calls does not keep the program running.
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
  };
}
