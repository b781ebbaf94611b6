// Verifies the content of files.
import { DebertaError } from '../base/errors.js';

/**
 * @typedef {object} FileHash
 * @property {'sha256' | 'git-sha1'} algorithm git-sha1: the SHA-1 of Git's blob
 * @property {string} digest in hexadecimal
 */

/** @typedef {import('../base/host.js').CreateHash} CreateHash */
/** @typedef {import('../base/host.js').Hash} Hash */

/** The caller's hashes of files: SHA-256 in hexadecimal, or as "sha256-" and base64. */
/** @typedef {Record<string, string>} Integrity */

/** Whether this page can hash; an insecure page cannot. */
export function canHash() {
  return globalThis.crypto?.subtle !== undefined;
}

/**
 * The SHA-256 of bytes.
 * @param {Uint8Array} bytes
 */
export async function digestOf(bytes) {
  return hexOf(
    await crypto.subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (bytes)),
  );
}

/** Files up to this size are hashed by the platform, which needs them in one piece. */
const maxGathered = 16 << 20;

/**
 * @param {FileHash} expected
 * @param {number | null} size of the file
 * @param {CreateHash | undefined} createHash for streams of any length
 * @returns {Hash | null} null: this platform cannot compute it
 */
export function hashFor({ algorithm }, size, createHash) {
  if (algorithm === 'git-sha1') {
    return size !== null && size <= maxGathered && canHash() ? new GitBlobHash(size) : null;
  }
  if (size !== null && size <= maxGathered && canHash()) return new GatheredHash('SHA-256');
  return createHash?.('sha256') ?? null;
}

class GatheredHash {
  #algorithm;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #pieces = [];

  /** @param {'SHA-1' | 'SHA-256'} algorithm */
  constructor(algorithm) {
    this.#algorithm = algorithm;
  }

  /** @param {Uint8Array} bytes */
  update(bytes) {
    this.#pieces.push(new Uint8Array(bytes)); // not slice(): that does not copy Node's Buffer
  }

  async digest() {
    const whole = await new Blob(this.#pieces).arrayBuffer();
    return hexOf(await crypto.subtle.digest(this.#algorithm, whole));
  }
}

class GitBlobHash extends GatheredHash {
  /** @param {number} size */
  constructor(size) {
    super('SHA-1');
    this.update(new TextEncoder().encode(`blob ${size}\0`));
  }
}

/**
 * Passes the chunks on; throws at their end if the hash differs.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {string} file
 * @param {FileHash} expected
 * @param {Hash} hash
 * @param {import('../base/host.js').Origin} origin
 */
export async function* checked(chunks, file, expected, hash, origin) {
  for await (const chunk of chunks) {
    await hash.update(chunk);
    yield chunk;
  }
  await checkDigest(file, expected, hash, false);
  origin.verified = expected.algorithm;
}

/**
 * @param {string} file
 * @param {FileHash} expected
 * @param {Hash} hash
 * @param {boolean} retryable
 */
export async function checkDigest(file, { algorithm, digest: expected }, hash, retryable) {
  const digest = await hash.digest();
  if (digest === expected) return;
  throw new DebertaError('INTEGRITY', `${file}: expected ${algorithm} ${expected}, got ${digest}`, {
    file,
    retryable,
  });
}

/**
 * The caller's hash of a file.
 * @param {Integrity | undefined} integrity
 * @param {string} file
 * @returns {FileHash | null}
 */
export function pinnedHash(integrity, file) {
  const given = integrity && Object.hasOwn(integrity, file) ? integrity[file] : undefined;
  if (given === undefined) return null;
  if (typeof given === 'string') {
    if (/^[0-9a-f]{64}$/i.test(given)) return { algorithm: 'sha256', digest: given.toLowerCase() };
    const base64 = /^sha256-([A-Za-z0-9+/]{43}=)$/.exec(given)?.[1];
    if (base64) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      return { algorithm: 'sha256', digest: hexOf(bytes) };
    }
  }
  throw new DebertaError(
    'INPUT',
    `integrity of ${file}: expected a SHA-256, 64 hexadecimal digits or "sha256-" and base64`,
  );
}

/** @param {ArrayBuffer | Uint8Array} bytes */
function hexOf(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
