// Locks between the calls of one page or process. (Those between pages are the browser's.)
import { orAborted } from './abort.js';

/** @type {Map<string, Promise<void>>} the last waiter of each name */
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
  try {
    await orAborted(Promise.resolve(before), signal);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}
