// Serves many small reads of a file from few large ones.
import { malformed, truncated } from './errors.js';
import { Fields } from './fields.js';

/** @typedef {import('../random_access.js').RandomAccess} RandomAccess */

const blockSize = 1 << 16;
const maxBlocks = 128;
/**
 * The maximum of metadata that is read from one file, in bytes; a large model needs two million. It stops files whose
 * structures point in circles, or to the same place again and again.
 */
const budget = 1 << 24;
/** The minimum that a read counts for, which limits the number of reads, too. */
const leastCost = 256;

export class Metadata {
  #access;
  #spent = 0;
  /** @type {Map<number, Uint8Array>} by number, the most recently used last */
  #blocks = new Map();

  /** @param {RandomAccess} access */
  constructor(access) {
    this.#access = access;
  }

  /** Bytes of the file. */
  get size() {
    return this.#access.size;
  }

  /**
   * @param {number} address
   * @param {number} length
   * @param {string} what the name of the structure, for errors
   */
  async fields(address, length, what) {
    if (address + length > this.size) {
      throw malformed(
        `${what} at ${address} of ${length} bytes is not inside the file's ${this.size}`,
      );
    }
    this.#spent += Math.max(length, leastCost);
    if (this.#spent > budget) throw malformed(`more than ${budget} bytes of metadata`);
    const first = Math.floor(address / blockSize);
    const from = address - first * blockSize;
    if (from + length <= blockSize) {
      return new Fields((await this.#block(first)).subarray(from, from + length), address, what);
    }
    return new Fields(await readExactly(this.#access, address, address + length), address, what);
  }

  /** @param {number} number */
  async #block(number) {
    const begin = number * blockSize;
    const block =
      this.#blocks.get(number) ??
      (await readExactly(this.#access, begin, Math.min(begin + blockSize, this.size)));
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    if (this.#blocks.size > maxBlocks) {
      for (const oldest of this.#blocks.keys()) {
        this.#blocks.delete(oldest);
        break;
      }
    }
    return block;
  }
}

/**
 * @param {RandomAccess} access
 * @param {number} begin
 * @param {number} end
 */
export async function readExactly(access, begin, end) {
  const bytes = await access.read(begin, end);
  if (bytes.length !== end - begin) {
    throw truncated(`${bytes.length} of ${end - begin} bytes at ${begin} could be read`);
  }
  return bytes;
}
