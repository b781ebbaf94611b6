// Chance that comes again: what a seed has led to is found again by its number.

/**
 * mulberry32
 * @param {number} seed
 */
export function seeded(seed) {
  let state = seed | 0;
  const bits = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  /** A whole number of 0 … limit − 1. @param {number} limit */
  const below = (limit) => bits() % limit;
  return {
    below,
    /** A number of [0, 1). */
    fraction: () => bits() / 2 ** 32,
    /** @template T @param {ArrayLike<T>} list @returns {T} */
    pick: (list) => list[below(list.length)],
    /** @param {number} length */
    bytes: (length) => Buffer.from(Uint8Array.from({ length }, () => bits() & 0xff)),
  };
}
