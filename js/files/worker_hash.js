// SHA-256 of a stream, in a model's worker: no browser hashes streams, and hashing in the page's own thread would block
// it.
import { boundedCalls } from '../base/bounded_calls.js';

/** @typedef {import('../base/host.js').Hash} Hash */
/** @typedef {import('../base/host.js').HashingWorker} HashingWorker */

let count = 0;

/**
 * @param {HashingWorker | undefined} hasher
 * @returns {import('../base/host.js').CreateHash | undefined}
 */
export function hashIn(hasher) {
  return hasher && (() => (hasher.isWritten ? hashOfWritten(hasher) : hashOfCopies(hasher)));
}

/**
 * Hashes bytes that are sent to the worker only for that.
 * @param {HashingWorker} hasher
 * @returns {Hash}
 */
function hashOfCopies({ connecting }) {
  const id = count++;
  const calls = boundedCalls();
  return {
    async update(bytes) {
      const copy = new Uint8Array(bytes);
      const worker = await connecting;
      await calls.add(worker.call('hash', [id, copy], { transfer: [copy.buffer] }));
    },
    async digest() {
      await calls.end();
      return (await connecting).call('digest', [id]);
    },
  };
}

/**
 * Hashes weights while they are written to the worker, so that they are sent only once. The reader sends each chunk
 * before it reads the next one, so the worker has all chunks when the digest is requested.
 * @param {HashingWorker} hasher
 * @returns {Hash}
 */
function hashOfWritten({ connecting }) {
  const id = count++;
  /** @type {Promise<void> | undefined} */
  let begun;
  return {
    async update() {
      begun ??= (await connecting).call('hashWritten', [id]);
      await begun;
    },
    digest: async () => (await connecting).call('digest', [id]),
  };
}
