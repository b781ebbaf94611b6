// Finds out why a worker did not start; loaded on demand by worker_handle.js. The browser's error event has no reason, so the script is requested again.
import { DebertaError } from '../js/base/errors.js';
import { errorOfAnswer, errorOfContent, errorOfFetch, remedy } from './server_answer.js';
import { soon } from './violations.js';

/** @typedef {import('../js/base/host.js').WorkerPlace} WorkerPlace */

/**
 * @typedef {object} FailedWorker
 * @property {string} script its address
 * @property {boolean} isBlob whether it is started from a blob that imports the script
 * @property {string} message of the error event, or of the exception
 * @property {unknown} [cause] the exception
 * @property {ReturnType<typeof import('./violations.js').watchViolations>} violations
 */

/**
 * The error for an error event of a worker.
 * @param {FailedWorker} worker
 * @returns {Promise<DebertaError>}
 */
export async function whyNotStarted({ script, isBlob, message, violations }) {
  await soon();
  const violation = violations.find(isBlob ? 'blob' : script) ?? violations.find(script);
  if (violation) return forbidden(script, isBlob, violation.directive);
  const what = `the worker's script ${script}`;
  let response;
  try {
    response = await fetch(script);
    await response.body?.cancel();
  } catch (cause) {
    return errorOfFetch(what, script, cause);
  }
  const type = response.headers.get('content-type') ?? '';
  const wrong = errorOfAnswer(what, response);
  if (wrong) return wrong;
  if (/^text\/html/i.test(type)) return errorOfContent(what, type);
  if (!/^(text|application)\/(x-)?(java|ecma)script/i.test(type)) {
    return unsupported(`${what}: expected the content type text/javascript, found '${type}'`);
  }
  if (isBlob) {
    return unsupported(
      `the worker's script ${script}, which is of another origin, could not be imported (${message}): ` +
        `allow its origin in script-src, or ${remedy}`,
    );
  }
  if (!message && !response.headers.has('cross-origin-embedder-policy')) {
    const whose = globalThis.crossOriginIsolated
      ? 'the page is cross-origin isolated, and'
      : 'the browser gives no reason. If the page, or one that it is a frame of, was sent with Cross-Origin-Embedder-Policy:';
    return unsupported(
      `${whose} ${script} was sent without Cross-Origin-Embedder-Policy: send the header with every file`,
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
function forbidden(script, isBlob, directive) {
  const policy = `the page's Content-Security-Policy (${directive})`;
  if (isBlob) {
    return unsupported(
      `${script} is of another origin, and ${policy} forbids the blob: worker that would import it: ` +
        `allow blob: in worker-src, or ${remedy}`,
    );
  }
  return unsupported(`${policy} forbids the worker ${script}: allow its origin in worker-src`);
}

/**
 * @param {string} fact
 * @param {unknown} [cause]
 */
function unsupported(fact, cause) {
  return new DebertaError('UNSUPPORTED', fact, { cause });
}

/**
 * The error for an exception of `new Worker`.
 * @param {FailedWorker} worker
 */
export function notAllowed({ script, isBlob, message, cause, violations }) {
  const violation = violations.find(isBlob ? 'blob' : script);
  if (violation) return forbidden(script, isBlob, violation.directive);
  // Firefox: «Sink type mismatch violation».
  if (/Trusted|Sink type/i.test(message)) {
    return unsupported(
      "the page's Content-Security-Policy requires Trusted Types: allow the policy 'deberta-wasm' (trusted-types " +
        "deberta-wasm; with 'allow-duplicates' where a page has two copies of the package)",
      cause,
    );
  }
  if (globalThis.location?.protocol === 'file:') {
    return unsupported(
      `pages that are opened as files cannot start workers: serve the page over HTTP (${message})`,
      cause,
    );
  }
  return unsupported(`the page cannot start the worker ${script}: ${message}`, cause);
}
