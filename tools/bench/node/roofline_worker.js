import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';

import { rooflineMethods } from '../measure/roofline_methods.js';
import { answer } from '../measure/worker_calls.js';

parentPort.on(
  'message',
  answer(rooflineMethods(readFile), (message) => parentPort.postMessage(message)),
);
