import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';

import { peerMethods } from '../measure/peer_methods.js';
import { answer } from '../measure/worker_calls.js';

parentPort.on(
  'message',
  answer(peerMethods(readFile), (message) => parentPort.postMessage(message)),
);
