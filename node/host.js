// What the package needs of Node.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

import { DebertaError } from '../js/base/errors.js';
import { lockHere } from '../js/base/locks.js';
import { detectSimd } from '../js/worker/runtime.js';
import { FolderCache } from './cache.js';
import { hubToken } from './environment.js';

/** @typedef {import('../js/files/source.js').Host} Host */
/** @typedef {import('../js/files/source.js').ModelSource} ModelSource */
/** @typedef {import('../js/worker/connection.js').WorkerHandle} WorkerHandle */

/** @returns {WorkerHandle} */
function createWorker() {
  const worker = new Worker(new URL('./node-worker.js', import.meta.url), {
    name: 'deberta-wasm',
    execArgv: [], // not the program's: some, such as --input-type, no worker starts with
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.on('message', onMessage);
      const crash = (/** @type {string} */ reason) =>
        onFailure(new DebertaError('CRASHED', reason, { retryable: true }));
      worker.on('messageerror', () => crash('an answer of the worker could not be read'));
      worker.on('error', (error) => crash(`the worker failed: ${error.message}`));
      worker.on('exit', () => crash('the worker ended'));
    },
    terminate: () => void worker.terminate(),
    // A model that nobody waits for does not keep the program running.
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
  };
}

const pieceSize = 1 << 20;

/**
 * @param {string} path
 * @returns {Promise<ModelSource | null>}
 */
async function openFolder(path) {
  if (path.startsWith('file:')) path = fileURLToPath(path);
  const isFolder = async () => (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (!(await isFolder())) {
    // In Node a path is never an address on a server.
    if (/^[./]/.test(path)) throw new DebertaError('FILE_NOT_FOUND', `no folder ${path}`);
    return null;
  }
  return {
    name: path,
    async open(name, signal) {
      const file = join(path, name);
      const info = await stat(file).catch(() => null);
      if (!info?.isFile()) return null;
      // Opened by whoever reads: a stream that nobody reads has nobody to tell of its errors.
      const chunks = (async function* () {
        yield* createReadStream(file, { highWaterMark: pieceSize, signal });
      })();
      return {
        total: info.size,
        chunks,
        read: (begin, end) => readPart(file, begin, end),
        origin: { from: 'folder', verified: null, cached: false },
      };
    },
  };
}

/**
 * Opened for each part: nobody has to say when the last one was read.
 * @param {string} path
 * @param {number} begin
 * @param {number} end
 */
async function readPart(path, begin, end) {
  const handle = await open(path);
  try {
    const bytes = new Uint8Array(end - begin);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, begin);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** @type {Host} */
export const nodeHost = {
  capabilities: () => ({ ...detectSimd(), noThreads: null, cores: availableParallelism() }),
  createWorker,
  baseUrl: pathToFileURL(process.cwd() + '/').href,
  async openCache({ useCustomCache, customCache, useFSCache, cacheDir }) {
    if (useCustomCache) return customCache;
    return useFSCache
      ? new FolderCache(cacheDir ?? join(homedir(), '.cache/deberta-wasm/hub'))
      : null;
  },
  openFolder,
  hubToken,
  lock: lockHere,
  createHash(algorithm) {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
  },
  persist: async () => true,
};
