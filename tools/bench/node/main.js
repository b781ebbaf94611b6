// The benchmark in a process of Node, which ../node.mjs calls.
import { makeBench } from '../measure/bench.js';
import { answer } from '../measure/worker_calls.js';
import { nodeHost } from './host.js';

process.on(
  'message',
  answer(makeBench(nodeHost), (message) => process.send(message)),
);
// Its workers would keep it running.
process.on('disconnect', () => process.exit());
