// AbortSignals: waiting for them, and the error that an aborted call throws.
import { DebertaError } from './errors.js';

/**
 * The error of an aborted call: a DebertaError with the name that the platform uses.
 * @param {AbortSignal} signal
 */
export function abortError(signal) {
  const error = new DebertaError('ABORTED', 'the caller aborted the call', {
    cause: signal.reason,
  });
  error.name = 'AbortError';
  return error;
}

/** @type {WeakMap<AbortSignal, {calls: Set<() => void>, listener: () => void}>} */
const waiting = new WeakMap();

/**
 * Calls a function when a signal is aborted. A signal has one listener for all functions, because Node warns about
 * more than ten, and no listener when no function is left.
 * @param {AbortSignal | null | undefined} signal
 * @param {() => void} call
 * @returns {() => void} ends the waiting
 */
export function onAbort(signal, call) {
  if (!signal) return () => {};
  const known = waiting.get(signal);
  const { calls, listener } = known ?? waitingOn(signal);
  const own = () => call(); // the same function may be passed twice
  calls.add(own);
  return () => {
    if (!calls.delete(own) || calls.size > 0) return;
    signal.removeEventListener('abort', listener);
    waiting.delete(signal);
  };
}

/** @param {AbortSignal} signal */
function waitingOn(signal) {
  /** @type {Set<() => void>} */
  const calls = new Set();
  const listener = () => {
    waiting.delete(signal);
    for (const call of calls) {
      calls.delete(call);
      call();
    }
  };
  signal.addEventListener('abort', listener, { once: true });
  const entry = { calls, listener };
  waiting.set(signal, entry);
  return entry;
}

/**
 * Waits for the promise or the signal, whichever comes first. An abort does not stop the promise's work.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<T>}
 */
export async function orAborted(promise, signal) {
  if (!signal) return promise;
  /** @type {() => void} */
  let stopListening = () => {};
  const aborted = new Promise((_, reject) => {
    const abort = () => reject(abortError(signal));
    if (signal.aborted) return abort();
    stopListening = onAbort(signal, abort);
  });
  try {
    return await Promise.race([promise, /** @type {Promise<never>} */ (aborted)]);
  } finally {
    stopListening();
  }
}
