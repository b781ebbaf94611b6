// The worker of a model in Node.
import { parentPort } from 'node:worker_threads';

import { makeServer } from '../js/worker/server.js';
import { instantiate } from './instantiate.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { receive } = makeServer(instantiate, (message, transfer) =>
  port.postMessage(message, transfer),
);
port.on('message', receive);
port.postMessage({ stage: 'module' });
