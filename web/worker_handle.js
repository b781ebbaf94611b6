// Starts a web worker, from any origin.
import { DebertaError } from '../js/errors.js';
import { baseUrl } from './addresses.js';
import { scriptUrl } from './trusted_types.js';
import { watchViolations } from './violations.js';
import { forbidden, whyNotStarted } from './worker_failure.js';
import { moduleOf, workerOf } from './worker_files.js';

/** @typedef {import('../js/rpc.js').WorkerHandle} WorkerHandle */

/**
 * Whether the page may start a worker from that address.
 * @param {string} address
 */
function isOwnOrigin(address) {
  const { origin, protocol, host } = new URL(address);
  if (origin === globalThis.origin || protocol === 'blob:' || protocol === 'data:') return true;
  // Of schemes that the URL standard does not know, such as app:, an origin is 'null'.
  const page = new URL(/** @type {string} */ (baseUrl));
  return origin === 'null' && protocol === page.protocol && host === page.host;
}

/**
 * A worker from another origin is refused by every browser; one from a blob that imports it is not.
 * @param {string} script
 * @param {WorkerOptions} options
 */
function startFromBlob(script, options) {
  const code =
    options.type === 'module'
      ? `import ${JSON.stringify(script)};`
      : `importScripts(${JSON.stringify(script)});`;
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  try {
    return new Worker(scriptUrl(address), options);
  } finally {
    // The browser has begun to read it, or never will.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/**
 * @param {string} script
 * @param {WorkerOptions} options
 * @returns {{worker: Worker, isBlob: boolean}}
 */
function start(script, options) {
  if (isOwnOrigin(script)) {
    try {
      return { worker: new Worker(scriptUrl(script), options), isBlob: false };
    } catch (error) {
      // A frame with `sandbox` has an origin of its own, whatever its address.
      if (/** @type {Error} */ (error).name !== 'SecurityError') throw error;
    }
  }
  return { worker: startFromBlob(script, options), isBlob: true };
}

/**
 * @param {import('../js/runtime.js').Runtime} runtime
 * @returns {WorkerHandle}
 */
export function createWorker({ variant }) {
  const violations = watchViolations();
  const { script, options } = workerOf(variant);
  let worker, isBlob;
  try {
    ({ worker, isBlob } = start(script, options));
  } catch (cause) {
    violations.stop();
    throw notAllowed(script, /** @type {Error} */ (cause));
  }
  let hasStarted = false;
  const didStart = () => {
    hasStarted = true;
    violations.stop();
  };
  return {
    place: {
      script,
      module: moduleOf(variant),
      type: options.type,
      ...(isBlob && { thread: script }),
    },
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      const crash = (/** @type {string} */ reason) =>
        onFailure(new DebertaError('CRASHED', reason, { retryable: true }));
      worker.onmessage = ({ data }) => {
        if (!hasStarted) didStart();
        onMessage(data);
      };
      worker.onmessageerror = () => crash('an answer of the worker could not be read');
      worker.onerror = async (event) => {
        event.preventDefault();
        const { message } = event;
        if (hasStarted) return crash(`the worker failed: ${message}`);
        onFailure(await whyNotStarted({ script, isBlob, message, violations }));
        violations.stop();
      };
    },
    terminate() {
      violations.stop();
      worker.terminate();
    },
  };
}

/**
 * What an exception of `new Worker` means.
 * @param {string} script
 * @param {Error} cause
 */
function notAllowed(script, cause) {
  if (cause.name === 'SecurityError') return forbidden(script, !isOwnOrigin(script), 'worker-src');
  const trustedTypes = 'trustedTypes' in globalThis && cause instanceof TypeError;
  const fact = trustedTypes
    ? "the page's Content-Security-Policy requires Trusted Types: allow the policy 'deberta-wasm' (trusted-types deberta-wasm)"
    : `the page cannot start the worker ${script}: ${cause.message}`;
  return new DebertaError('UNSUPPORTED', fact, { cause });
}
