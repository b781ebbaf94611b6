// The benchmark in a page: globalThis.bench has the methods of ../measure/bench.js.
import * as deberta from '../deberta/deberta.js';
import { makeBench } from '../measure/bench.js';
import { CalledWorker } from '../measure/worker_calls.js';

function startWorker(name) {
  return new CalledWorker((onMessage, onFailure) => {
    const address = new URL(`${name}_worker.js`, import.meta.url);
    const worker = new Worker(address, { type: 'module' });
    worker.onmessage = ({ data }) => onMessage(data);
    worker.onerror = ({ message }) => onFailure(message);
    return worker;
  });
}

globalThis.bench = makeBench({ deberta, startWorker });
