// Starts a worker in Node.
import { Worker } from 'node:worker_threads';

import { DebertaError } from '../js/base/errors.js';
import { isMissing, withoutFiles } from './missing_files.js';
import { workerFile } from './worker_file.js';

/** @type {import('node:worker_threads').WorkerOptions} */
const options = {
  name: 'deberta-wasm',
  execArgv: [], // not the program's arguments: workers do not start with some of them, such as --input-type
};

/** @returns {Worker} */
function start() {
  const file = workerFile();
  // Not `new Worker(file)`: Next's bundler would take every file of the package for a worker.
  if (file) return Reflect.construct(Worker, [file, options]);
  try {
    // Written like this, tools know that it is a file to be copied.
    return new Worker(new URL('./node-worker.js', import.meta.url), options);
  } catch (error) {
    const { code } = /** @type {Error & {code?: string}} */ (error);
    throw code === 'ERR_INVALID_URL' ? withoutFiles(/** @type {Error} */ (error)) : error;
  }
}

/** @returns {import('../js/base/host.js').WorkerHandle} */
export function createWorker() {
  const worker = start();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.on('message', onMessage);
      const crash = (/** @type {string} */ reason) =>
        onFailure(new DebertaError('CRASHED', reason, { retryable: true }));
      worker.on('messageerror', () => crash('an answer of the worker could not be read'));
      worker.on('error', (error) => {
        if (isMissing(error)) onFailure(withoutFiles(error));
        else crash(`the worker failed: ${error.message}`);
      });
      worker.on('exit', () => crash('the worker ended'));
    },
    terminate: () => void worker.terminate(),
    // A model without pending calls does not keep the program running.
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
  };
}
