// The benchmark in a process of Node, called by ../node.mjs.
import { makeBench } from '../measure/bench.js';
import { answer } from '../measure/worker_calls.js';
import { nodeHost } from './host.js';

process.on(
  'message',
  answer(makeBench(nodeHost), (message) => process.send(message)),
);
// Its workers would keep the process running.
process.on('disconnect', () => process.exit());
