// Errors as plain data, for messages of workers; errors of the C++ core have the same form.
import { DebertaError } from './errors.js';

/** @typedef {{code: import('./errors.js').ErrorCode, message: string, file?: string, retryable?: boolean}} PlainError */

/**
 * @param {unknown} error
 * @returns {PlainError}
 */
export function toPlain(error) {
  if (error instanceof DebertaError) {
    const { code, message, file, retryable } = error;
    return { code, message, file, retryable };
  }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/** @param {PlainError} plain */
export const fromPlain = ({ code, message, ...details }) =>
  new DebertaError(code, message, details);
