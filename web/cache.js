// The cache of files from the Hub, in the browser's Cache API; weights are in files beside it. Only this file uses `caches`.
import { inTime } from '../js/base/pause.js';
import { pieceFiles } from './piece_files.js';

/** @typedef {import('../js/base/env.js').Env} Env */
/** @typedef {import('../js/base/host.js').HostCache} HostCache */

/** Milliseconds: Chromium's cache may never answer again after another page of the site has crashed. */
const patience = 20_000;

/**
 * @param {Env} env
 * @returns {Promise<HostCache | null>}
 */
export async function openCache({ useCustomCache, customCache, useBrowserCache, cacheKey }) {
  if (useCustomCache) return customCache;
  if (!useBrowserCache) return null;
  let answers = true;
  /**
   * Fails after a time, and from then on at once: the model runs without the cache.
   * @template T
   * @param {() => Promise<T>} operation
   */
  const timely = async (operation) => {
    if (answers) return inTime(operation(), patience, () => (answers = false));
    throw new Error('the cache does not answer');
  };
  try {
    const cache = await timely(() => caches.open(cacheKey));
    return {
      match: (key) => timely(() => cache.match(key)),
      put: (key, response) => timely(() => cache.put(key, response)),
      delete: (key) => timely(() => cache.delete(key)),
      pieceFiles: pieceFiles(cacheKey),
    };
  } catch {
    return null; // insecure pages and private windows of some browsers have no cache: the model runs without it
  }
}
