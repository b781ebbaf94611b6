// Workers of Node that can be killed: import this before the package.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const threads = createRequire(import.meta.url)('node:worker_threads');

/** The workers that run. @type {Set<import('node:worker_threads').Worker>} */
export const running = new Set();

threads.Worker = class extends threads.Worker {
  constructor(...args) {
    super(...args);
    running.add(this);
    this.once('exit', () => running.delete(this));
  }
};
syncBuiltinESMExports();

/** Ends all workers at once, as the end of memory does. */
export async function killAll() {
  await Promise.all([...running].map((worker) => worker.terminate()));
}
