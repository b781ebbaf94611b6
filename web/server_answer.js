// Errors for a server's answer that is not the requested file.
import { DebertaError } from '../js/base/errors.js';

/** How to serve the package's files, for messages. */
export const remedy =
  "copy the package's dist/wasm to your server, and set env.workerUrl (or env.wasmPaths, for the modules alone) to " +
  'the address of that folder';

/** @param {string} what its name says where the file was looked for */
const remedyFor = (what) =>
  what.includes('/.vite/')
    ? "Vite moves the package in development: set optimizeDeps: { exclude: ['deberta-wasm'] } in its configuration"
    : remedy;

/**
 * @param {string} what the name of the file, for messages
 * @param {Response} response
 * @returns {DebertaError | null} null: it may be the file
 */
export function errorOfAnswer(what, { ok, status }) {
  const fact = `${what}: server answered ${status}`;
  if (status >= 500 || status === 408 || status === 429) {
    return new DebertaError('NETWORK', fact, { retryable: true });
  }
  if (ok) return null;
  return new DebertaError(
    'FILE_NOT_FOUND',
    status === 404 || status === 410 ? `${fact}; ${remedyFor(what)}` : fact,
  );
}

/**
 * @param {string} what
 * @param {string} type of the content that came
 */
export function errorOfContent(what, type) {
  const fact = /^text\/html/i.test(type)
    ? 'server returned HTML instead of the file'
    : 'server returned another file';
  return new DebertaError('FILE_NOT_FOUND', `${what}: ${fact}; ${remedyFor(what)}`);
}

/**
 * @param {string} what
 * @param {string} address
 * @param {unknown} cause
 */
export function errorOfFetch(what, address, cause) {
  const { protocol, origin } = new URL(address);
  if (protocol === 'file:') {
    const fact = `${what} could not be fetched: it has the address of a file`;
    return new DebertaError('FILE_NOT_FOUND', `${fact}; ${remedy}`, { cause });
  }
  const isOther = origin !== globalThis.origin;
  const hint = isOther
    ? '; its server is of another origin and must send Access-Control-Allow-Origin'
    : '';
  return new DebertaError('NETWORK', `${what} could not be fetched${hint}`, {
    retryable: true,
    cause,
  });
}
