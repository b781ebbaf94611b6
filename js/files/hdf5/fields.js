// Reads the fields of a block of metadata in sequence. All are little-endian; offsets and lengths
// take 8 bytes, as the superblock was checked to declare.
import { malformed } from './errors.js';

const decoder = new TextDecoder();

/** The format's undefined address: nothing was stored. */
const undefinedAddress = 2n ** 64n - 1n;

/** The maximum in bytes. Names of layers have a few dozen. */
const longestName = 256;

/** Reading past the end is an error, as are numbers that a double cannot hold. */
export class Fields {
  #bytes;
  #view;
  #address;
  #what;
  #at = 0;

  /**
   * @param {Uint8Array} bytes not copied
   * @param {number} address of the first of them, in the file
   * @param {string} what the name of the structure, for errors
   */
  constructor(bytes, address, what) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#address = address;
    this.#what = what;
  }

  /** The address of the next field in the file. */
  get address() {
    return this.#address + this.#at;
  }

  /** The number of bytes left. */
  get left() {
    return this.#bytes.length - this.#at;
  }

  u8() {
    return this.#view.getUint8(this.#step(1));
  }

  u16() {
    return this.#view.getUint16(this.#step(2), true);
  }

  u32() {
    return this.#view.getUint32(this.#step(4), true);
  }

  /** A length, or a number of elements: 8 bytes. */
  length() {
    return this.#safe(this.#view.getBigUint64(this.#step(8), true));
  }

  /** @returns an address, or null for the undefined one: 8 bytes */
  offset() {
    const value = this.#view.getBigUint64(this.#step(8), true);
    return value === undefinedAddress ? null : this.#safe(value);
  }

  /** An address that must be there. */
  definedOffset() {
    const value = this.offset();
    if (value === null) throw malformed(`${this.#what} at ${this.#address} has no address`);
    return value;
  }

  /**
   * A number of 1, 2, 4 or 8 bytes; two bits give the width.
   * @param {number} code
   */
  ofWidth(code) {
    return [() => this.u8(), () => this.u16(), () => this.u32(), () => this.length()][code & 3]();
  }

  /** @param {number} count */
  skip(count) {
    this.#step(count);
  }

  /**
   * @param {number} count
   * @param {string} what
   */
  part(count, what) {
    const start = this.#step(count);
    const bytes = this.#bytes.subarray(start, start + count);
    return new Fields(bytes, this.#address + start, what);
  }

  /**
   * Reads the next bytes as a block of its own.
   * @param {number} start
   */
  from(start) {
    const bytes = this.#bytes.subarray(start);
    return new Fields(bytes, this.#address + start, this.#what);
  }

  /** @param {number} count bytes of UTF-8: a name */
  text(count) {
    if (count > longestName) {
      throw malformed(`${this.#what} at ${this.#address} declares a name of ${count} bytes`);
    }
    const start = this.#step(count);
    return decoder.decode(this.#bytes.subarray(start, start + count));
  }

  /** A zero-terminated name. */
  zeroEndedText() {
    // Searches only the maximum length: a file may have many unterminated names.
    const length = this.#bytes.subarray(this.#at, this.#at + longestName + 1).indexOf(0);
    if (length < 0)
      throw malformed(`a name in ${this.#what} at ${this.#address} is not terminated`);
    return this.text(length);
  }

  /** @param {string} signature the first four letters of a structure */
  expect(signature) {
    const { address } = this;
    const start = this.#step(signature.length);
    for (let i = 0; i < signature.length; ++i) {
      if (this.#bytes[start + i] !== signature.charCodeAt(i)) {
        throw malformed(`${this.#what} at ${address} does not begin with ${signature}`);
      }
    }
  }

  /** @param {bigint} value */
  #safe(value) {
    if (value > Number.MAX_SAFE_INTEGER) {
      throw malformed(`${this.#what} at ${this.#address} holds the number ${value}`);
    }
    return Number(value);
  }

  /** @param {number} count */
  #step(count) {
    if (count > this.left) {
      throw malformed(
        `${this.#what} at ${this.#address}: expected ${this.#at + count} bytes, ` +
          `got ${this.#bytes.length}`,
      );
    }
    this.#at += count;
    return this.#at - count;
  }
}
