// What an AbortSignal's end looks like to a caller.
import { DebertaError } from './errors.js';

/**
 * The error of an AbortSignal: named as the platform names it, typed as ours.
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
 * Calls a function when a signal is aborted. However many wait for a signal, it has one listener, and
 * none when nobody waits any more: Node warns of signals with more than ten.
 * @param {AbortSignal | null | undefined} signal
 * @param {() => void} call
 * @returns {() => void} ends the waiting
 */
export function onAbort(signal, call) {
  if (!signal) return () => {};
  const known = waiting.get(signal);
  const { calls, listener } = known ?? waitingOn(signal);
  const own = () => call(); // a function that is given twice counts twice
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
 * What the promise gives, unless the signal comes first; the promise goes on.
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
