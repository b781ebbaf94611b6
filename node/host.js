// The package's host in Node.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';

import { lockHere } from '../js/base/locks.js';
import { detectSimd } from '../js/worker/runtime.js';
import { openCache } from './cache.js';
import { hubToken } from './environment.js';
import { openFolder } from './folder.js';
import { createWorker } from './worker_handle.js';

/** @type {import('../js/base/host.js').Host} */
export const nodeHost = {
  capabilities: () => ({ ...detectSimd(), noThreads: null, cores: availableParallelism() }),
  createWorker,
  baseUrl: pathToFileURL(process.cwd() + '/').href,
  openCache,
  openFolder,
  hubToken,
  lock: lockHere,
  createHash(algorithm) {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
  },
  persist: async () => true,
};
