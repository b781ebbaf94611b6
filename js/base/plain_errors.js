// Errors as plain data, which crosses a worker's boundary.
import { DebertaError } from './errors.js';

/** @typedef {{code: import('./errors.js').ErrorCode, message: string, retryable?: boolean}} PlainError */

/**
 * @param {unknown} error
 * @returns {PlainError}
 */
export function toPlain(error) {
  if (error instanceof DebertaError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/**
 * A message of the C++ core begins with the file that it is about, where the code alone does not tell.
 * @param {PlainError} plain
 */
export function fromPlain({ code, message, retryable }) {
  const [, file] = /^(\w+\.(?:json|txt)):/.exec(message) ?? [];
  return new DebertaError(code, message, { file, retryable });
}
