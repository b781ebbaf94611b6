// A cache in memory that can be full, and whose content can be damaged.

/** @param {{room?: number}} [options] room: bytes, after which it is full */
export function memoryCache({ room = Infinity } = {}) {
  /** @type {Map<string, Uint8Array>} */
  const kept = new Map();
  const keys = (pattern) => [...kept.keys()].filter((key) => pattern.test(key));
  return {
    keys,
    get size() {
      return [...kept.values()].reduce((sum, { length }) => sum + length, 0);
    },
    /** Flips a bit in the middle of what the pattern names. */
    damage(pattern) {
      for (const key of keys(pattern)) {
        const bytes = kept.get(key);
        bytes[bytes.length >> 1] ^= 1;
      }
    },
    remove(pattern) {
      for (const key of keys(pattern)) kept.delete(key);
    },
    async match(key) {
      const bytes = kept.get(key);
      return bytes && new Response(bytes.slice());
    },
    async put(key, response) {
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (this.size + bytes.length - (kept.get(key)?.length ?? 0) > room) {
        throw new DOMException('no room', 'QuotaExceededError');
      }
      kept.set(key, bytes);
    },
    async delete(key) {
      return kept.delete(key);
    },
  };
}
