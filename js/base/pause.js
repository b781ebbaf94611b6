// Pauses and timeouts.
import { abortError, onAbort } from './abort.js';

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(abortError(/** @type {AbortSignal} */ (signal)));
    };
    const timer = setTimeout(() => {
      stopListening();
      resolve();
    }, milliseconds);
    const stopListening = onAbort(signal, abort);
  });
}

/**
 * Waits for a promise; fails after a time.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {() => void} stop called after that time
 */
export async function inTime(promise, milliseconds, stop) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      stop();
      reject(new Error(`no answer within ${milliseconds} ms`)); // the promise may ignore stop()
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}
