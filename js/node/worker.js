// The worker that a model runs in, in Node.
import { parentPort } from 'node:worker_threads';

import { makeServer } from '../serve.js';
import { instantiate } from './instantiate.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
port.on(
  'message',
  makeServer(instantiate, (message, transfer) => port.postMessage(message, transfer)),
);
port.postMessage({ stage: 'module' });
