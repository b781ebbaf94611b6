// The soak in Node.
import { createRequire, syncBuiltinESMExports } from 'node:module';

import { soak } from './work.js';
import { soakModels } from './models.mjs';
import { cleanUp } from '../support/models.mjs';

// Before the package is imported: counts the workers that run.
const threads = createRequire(import.meta.url)('node:worker_threads');
let workers = 0;
threads.Worker = class extends threads.Worker {
  constructor(...args) {
    super(...args);
    ++workers;
    this.once('exit', () => --workers);
  }
};
syncBuiltinESMExports();
const deberta = await import('../../dist/node.js');

export async function openNode() {
  const models = soakModels();
  const work = soak(deberta, (task) => models[task]);
  return {
    work,
    async measure() {
      for (let i = 0; i < 3; ++i) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        globalThis.gc();
      }
      return {
        wasm: await work.wasmBytes(),
        heap: process.memoryUsage().heapUsed,
        workers,
        handles: process.getActiveResourcesInfo().length,
      };
    },
    async close() {
      await work.close();
      cleanUp();
    },
  };
}
