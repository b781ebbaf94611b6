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
