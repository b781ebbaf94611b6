// A cache whose Nth write, deletion or read goes wrong.
import { memoryCache } from '../support/memory_cache.mjs';

const noRoom = () => new DOMException('no room', 'QuotaExceededError');
const broken = () => new Error('the disk failed');

/**
 * How an operation goes wrong. Each gets the cache, the key and, for a write, the bytes.
 * @type {Record<string, {of: 'put' | 'delete' | 'match', forGood?: true, run: Function}>}
 */
export const cacheFaults = {
  'a write fails': { of: 'put', run: () => Promise.reject(noRoom()) },
  'all writes fail from then on': { of: 'put', forGood: true, run: () => Promise.reject(noRoom()) },
  'a write is lost': { of: 'put', run: async () => {} },
  'a write is cut': {
    of: 'put',
    run: (cache, key, bytes) => cache.put(key, new Response(bytes.slice(0, bytes.length >> 1))),
  },
  'a write comes back damaged': {
    of: 'put',
    run: (cache, key, bytes) => {
      const damaged = bytes.slice();
      if (damaged.length) damaged[damaged.length >> 1] ^= 1;
      return cache.put(key, new Response(damaged));
    },
  },
  'a deletion fails': { of: 'delete', run: () => Promise.reject(broken()) },
  'a read fails': { of: 'match', run: () => Promise.reject(broken()) },
  'a read finds nothing': { of: 'match', run: async () => undefined },
  'a read comes back damaged': {
    of: 'match',
    run: async (cache, key) => {
      const found = await cache.match(key);
      const bytes = new Uint8Array((await found?.arrayBuffer()) ?? []);
      if (bytes.length) bytes[bytes.length >> 1] ^= 1;
      return found && new Response(bytes);
    },
  },
};

/** A cache in memory; arm() lets its Nth operation from now on go wrong. */
export function faultyCache() {
  const cache = memoryCache();
  let fault = null;
  let left = Infinity;
  const counts = { put: 0, delete: 0, match: 0 };
  const meets = (/** @type {keyof typeof counts} */ operation) => {
    ++counts[operation];
    return fault?.of === operation && (--left === 0 || (left < 0 && fault.forGood));
  };
  return {
    counts,
    /** @param {keyof typeof cacheFaults} name @param {number} nth from 1 */
    arm(name, nth) {
      fault = cacheFaults[name];
      left = nth;
    },
    disarm: () => (fault = null),
    async match(key) {
      return meets('match') ? fault.run(cache, key) : cache.match(key);
    },
    async put(key, response) {
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (meets('put')) await fault.run(cache, key, bytes);
      else await cache.put(key, new Response(bytes));
    },
    async delete(key) {
      return meets('delete') ? fault.run(cache, key) : cache.delete(key);
    },
  };
}
