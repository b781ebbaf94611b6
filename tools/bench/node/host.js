// The parts of the benchmark that are specific to Node.
import { Worker } from 'node:worker_threads';

import * as deberta from '../../../dist/node.js';
import { CalledWorker } from '../measure/worker_calls.js';

function startWorker(name) {
  return new CalledWorker((onMessage, onFailure) => {
    const worker = new Worker(new URL(`${name}_worker.js`, import.meta.url));
    worker.on('message', onMessage);
    worker.on('error', ({ message }) => onFailure(message));
    worker.on('exit', (code) => onFailure(`the worker ended (${code})`));
    return worker;
  });
}

/** @type {import('../measure/bench.js').Host} */
export const nodeHost = { deberta, startWorker };
