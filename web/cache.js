// The cache of files from the Hub, in the browser's Cache API. Only this file uses `caches`.

/** @typedef {import('../js/base/env.js').Env} Env */
/** @typedef {import('../js/base/env.js').ModelCache} ModelCache */

/**
 * @param {Env} env
 * @returns {Promise<ModelCache | null>}
 */
export async function openCache({ useCustomCache, customCache, useBrowserCache, cacheKey }) {
  if (useCustomCache) return customCache;
  if (!useBrowserCache) return null;
  try {
    const cache = await caches.open(cacheKey);
    return {
      match: (key) => cache.match(key),
      put: (key, response) => cache.put(key, response),
      delete: (key) => cache.delete(key),
    };
  } catch {
    return null; // insecure pages and private windows of some browsers have no cache: the model runs without it
  }
}
