// What a target reads from an input, and random changes of inputs.

/** Reads values from the front; after the end there are zeros, so any input is valid. */
export class Input {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get isEmpty() {
    return this.#at >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.#at++] ?? 0;
  }

  /** @param {number} limit at most 256 */
  below(limit) {
    return this.byte() % limit;
  }

  /** A byte n, then n bytes. */
  part() {
    const size = this.byte();
    return this.#bytes.subarray(this.#at, (this.#at += size));
  }

  rest() {
    return this.#bytes.subarray(this.#at);
  }
}

/** @typedef {ReturnType<typeof import('../../support/random.mjs').seeded>} Random */

/** A number at the border of some type. @param {Random} random */
function interesting(random) {
  const power = 1n << BigInt(random.below(64));
  return [0n, 1n, 255n, power, power - 1n, BigInt.asUintN(64, -power)][random.below(6)];
}

/**
 * @param {Buffer} bytes
 * @param {Random} random
 * @returns {Buffer}
 */
export function mutateBytes(bytes, random) {
  const at = bytes.length ? random.below(bytes.length) : 0;
  const count = bytes.length ? random.below(Math.min(16, bytes.length - at) + 1) : 0;
  const changed = Buffer.from(bytes);
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, at + count), bytes];
  switch (bytes.length ? random.below(6) : 3) {
    case 0:
      changed[at] ^= 1 << random.below(8);
      return changed;
    case 1:
      changed[at] = random.below(256);
      return changed;
    case 2:
      return Buffer.concat([before, after.subarray(at + count)]);
    case 3:
      return Buffer.concat([before, random.bytes(1 + random.below(8)), after.subarray(at)]);
    case 4:
      return Buffer.concat([before, part, after.subarray(at)]);
    default: {
      const value = Buffer.alloc(8);
      value.writeBigUInt64LE(interesting(random));
      value.copy(changed, at, 0, 1 << random.below(4));
      return changed;
    }
  }
}

/**
 * A value of a document becomes another one, is removed or repeated.
 * @param {unknown} document
 * @param {Random} random
 * @returns {unknown}
 */
export function mutateJson(document, random) {
  /** @type {{of: any, key: string}[]} */
  const places = [];
  const root = { document: structuredClone(document) };
  const collect = (/** @type {any} */ value) => {
    for (const key of Object.keys(value)) {
      places.push({ of: value, key });
      if (typeof value[key] === 'object' && value[key] !== null) collect(value[key]);
    }
  };
  collect(root);
  const { of, key } = random.pick(places);
  const other = random.pick(places);
  const change = random.below(4);
  if (change === 0) {
    if (Array.isArray(of)) of.splice(Number(key), 1);
    else if (of !== root) delete of[key];
  } else if (change === 1) {
    of[key] = structuredClone(other.of[other.key]);
  } else {
    const values = [null, true, '', 'a', -1, 0.5, 2 ** 53, Number(interesting(random)), [], {}];
    of[key] = random.pick(values);
  }
  return root.document;
}
