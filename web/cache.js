// Files from the Hub in the browser's Cache API. The one place that says `caches`.

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
    return null; // insecure pages, private windows of some browsers: the model runs without
  }
}
