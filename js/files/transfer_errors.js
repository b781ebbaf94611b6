// Errors of a transfer.
import { DebertaError } from '../base/errors.js';

/** A failure of the network or of a server. */
export class NetworkError extends DebertaError {
  /**
   * @param {string} file
   * @param {string} fact
   * @param {{retryable?: boolean, wait?: number, cause?: unknown}} [details] wait: seconds of the server's Retry-After
   */
  constructor(file, fact, { retryable = true, wait = NaN, cause } = {}) {
    super('NETWORK', `${file}: ${fact}`, { file, retryable, cause });
    this.wait = wait;
  }
}

/**
 * @param {string} file
 * @param {string} fact
 */
export function changedWhileRead(file, fact) {
  return new DebertaError('FILE_CHANGED', `${file} changed while it was read: ${fact}`, {
    file,
    retryable: true,
  });
}

/** @param {string} file */
export function changedWhileLoaded(file) {
  return new DebertaError('FILE_CHANGED', `${file} changed while the model was loaded`, {
    file,
    retryable: true,
  });
}

/**
 * Why a server refuses a file.
 * @param {number} status 401: no valid token was sent; 403: one was
 * @param {string | null} code the Hub's X-Error-Code
 */
export function reasonOf(status, code) {
  if (code === 'DisabledRepo') return 'the repository is disabled';
  if (code !== 'GatedRepo') return 'no such repository, or it is not public';
  const access = 'access to this repository must be requested on its page';
  return status === 401 ? `${access}; expected the token of an account that has it` : access;
}
