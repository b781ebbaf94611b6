// The benchmark in processes of Node.
import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../project.mjs';
import { compileLoops } from './loops.mjs';
import { CalledWorker } from './measure/worker_calls.js';
import { cache } from './models.mjs';

/**
 * Where the benchmark runs.
 * @typedef {object} Environment
 * @property {string} name with its version
 * @property {(folder: string) => string} addressOf a folder of the cache
 * @property {object} engine inputs of both engines besides their models: addresses of files
 * @property {() => Promise<{call: (method: string, ...args: any[]) => Promise<any>, close: () => any}>} open
 *   a fresh page or process, with the methods of measure/bench.js
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Environment>} */
export async function startNode() {
  const folder = mkdtempSync(join(tmpdir(), 'deberta-bench-'));
  const loops = await compileLoops(folder);
  return {
    name: `Node ${process.versions.node}`,
    addressOf: (name) => join(cache, name),
    // The package's entry for Node, which finds the module next to it.
    engine: {
      runtime: { entry: 'onnxruntime-web' },
      loops: loops.map((file) => join(folder, file)),
    },
    async open() {
      const child = new CalledWorker(startProcess);
      return { call: child.call.bind(child), close: () => child.dispose() };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function startProcess(onMessage, onFailure) {
  // Output of libraries does not belong to the benchmark's output.
  const stdio = ['ignore', 2, 2, 'ipc'];
  const child = fork(join(root, 'tools/bench/node/main.js'), { serialization: 'advanced', stdio });
  child.on('message', onMessage);
  child.on('error', ({ message }) => onFailure(message));
  child.on('exit', (code, signal) => onFailure(`the process ended (${signal ?? code})`));
  return { postMessage: (message) => child.send(message), terminate: () => child.kill() };
}
