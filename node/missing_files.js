// The error of a program for Node that was bundled without the files that the package runs.
import { DebertaError } from '../js/base/errors.js';

/** @param {Error} cause */
export function withoutFiles(cause) {
  return new DebertaError(
    'FILE_NOT_FOUND',
    `the worker's files were not found (${cause.message}); a bundle of a program for Node has to leave 'deberta-wasm' out, as ` +
      "an external package, or needs copies of the package's dist/node-worker.js and dist/wasm beside it",
    { cause },
  );
}

/** @param {Error & {code?: string}} error */
export const isMissing = ({ code }) =>
  code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
