// Locks between the calls of one page or process. (Those between pages are the browser's.)
import { abortError, onAbort } from './abort.js';

/** @type {Map<string, Promise<void>>} the last one that waits */
const tails = new Map();

/**
 * @param {string} name
 * @param {AbortSignal} [signal]
 * @returns {Promise<() => void>} releases it
 */
export async function lockHere(name, signal) {
  const before = tails.get(name);
  /** @type {() => void} */
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  const tail = Promise.resolve(before).then(() => held);
  tails.set(name, tail);
  void tail.then(() => tails.get(name) === tail && tails.delete(name));
  /** @type {() => void} */
  let stopListening = () => {};
  const aborted = new Promise((_, reject) => {
    const abort = () => reject(abortError(/** @type {AbortSignal} */ (signal)));
    if (signal?.aborted) return abort();
    stopListening = onAbort(signal, abort);
  });
  try {
    await Promise.race([before, aborted]);
    return release;
  } catch (error) {
    release();
    throw error;
  } finally {
    stopListening();
  }
}
