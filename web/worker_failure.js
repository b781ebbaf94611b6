// Why a worker did not start. The browser's error event does not tell: the script is asked for again.
import { DebertaError } from '../js/errors.js';
import { soon } from './violations.js';

/** @typedef {import('../js/rpc.js').WorkerPlace} WorkerPlace */

/** How to give the package's files an address, for messages. */
const remedy =
  "copy the package's dist/wasm to your server and set env.workerUrl to the address of that folder";

/**
 * @param {object} worker
 * @param {string} worker.script its address
 * @param {boolean} worker.isBlob whether it was started from a blob that imports the script
 * @param {string} worker.message of the error event
 * @param {ReturnType<typeof import('./violations.js').watchViolations>} worker.violations
 * @returns {Promise<DebertaError>}
 */
export async function whyNotStarted({ script, isBlob, message, violations }) {
  await soon();
  const violation = violations.find(isBlob ? 'blob' : script) ?? violations.find(script);
  if (violation) return forbidden(script, isBlob, violation.directive);
  let response;
  try {
    response = await fetch(script);
    await response.body?.cancel();
  } catch (cause) {
    const fact = `the worker's script ${script} could not be fetched`;
    return new DebertaError('NETWORK', fact, { retryable: true, cause });
  }
  const { status, headers } = response;
  if (status >= 500) {
    const fact = `the worker's script ${script}: server answered ${status}`;
    return new DebertaError('NETWORK', fact, { retryable: true });
  }
  if (!response.ok) {
    return notFound(`the worker's script ${script}: server answered ${status}`);
  }
  const type = headers.get('content-type') ?? '';
  if (/^text\/html/i.test(type)) {
    return notFound(`the worker's script ${script}: server returned HTML instead of the file`);
  }
  if (!/^(text|application)\/(x-)?(java|ecma)script/i.test(type)) {
    return unsupported(
      `the worker's script ${script}: expected the content type text/javascript, found '${type}'`,
    );
  }
  if (isBlob) {
    return unsupported(
      `the worker's script ${script}, which is of another origin, could not be imported (${message}): ` +
        `allow its origin in script-src, or ${remedy}`,
    );
  }
  if (globalThis.crossOriginIsolated && !headers.has('cross-origin-embedder-policy')) {
    return unsupported(
      `the page is cross-origin isolated, and ${script} was sent without Cross-Origin-Embedder-Policy: ` +
        'send the header with every file',
    );
  }
  const fact = `the worker ${script} failed: ${message || 'the browser gives no reason'}`;
  return new DebertaError('CRASHED', fact, { retryable: true });
}

/**
 * @param {string} script
 * @param {boolean} isBlob
 * @param {string} directive
 */
export function forbidden(script, isBlob, directive) {
  const policy = `the page's Content-Security-Policy (${directive})`;
  if (isBlob) {
    return unsupported(
      `${script} is of another origin, and ${policy} forbids the blob: worker that would import it: ` +
        `allow blob: in worker-src, or ${remedy}`,
    );
  }
  return unsupported(`${policy} forbids the worker ${script}: allow its origin in worker-src`);
}

/** @param {string} fact */
function notFound(fact) {
  return new DebertaError('FILE_NOT_FOUND', `${fact}; ${remedy}`);
}

/** @param {string} fact */
function unsupported(fact) {
  return new DebertaError('UNSUPPORTED', fact);
}
