// Starts a web worker, from any origin.
import { DebertaError } from '../js/base/errors.js';
import { baseUrl } from './addresses.js';
import { blobScript } from './blob_script.js';
import { scriptUrl } from './trusted_types.js';
import { soon, watchViolations } from './violations.js';
import { moduleOf, workerOf } from './worker_files.js';

/** @typedef {import('../js/base/host.js').WorkerHandle} WorkerHandle */

/**
 * Whether the page may start a worker from that address.
 * @param {string} address
 */
function isOwnOrigin(address) {
  const { origin, protocol, host } = new URL(address);
  if (protocol === 'blob:' || protocol === 'data:') return true;
  // The origin of a scheme that the URL standard does not define, such as app:, is 'null'. So is that of a page in a
  // frame with `sandbox`, for any address.
  if (origin !== 'null') return origin === globalThis.origin;
  const page = new URL(/** @type {string} */ (baseUrl));
  return protocol === page.protocol && host === page.host;
}

/**
 * @param {string} script
 * @param {WorkerOptions} options
 * @returns {{worker: Worker, isBlob: boolean}}
 */
function start(script, options) {
  if (isOwnOrigin(script)) {
    return { worker: new Worker(scriptUrl(script), options), isBlob: false };
  }
  const blob = blobScript(script, options.type);
  return { worker: new Worker(scriptUrl(blob), options), isBlob: true };
}

/**
 * @param {import('../js/base/host.js').Runtime} runtime
 * @returns {Promise<WorkerHandle>}
 */
export async function createWorker({ variant }) {
  const { script, options } = workerOf(variant);
  const module = moduleOf(variant);
  const violations = watchViolations();
  let worker, isBlob;
  try {
    ({ worker, isBlob } = start(script, options));
  } catch (cause) {
    await soon();
    violations.stop();
    const isBlob = !isOwnOrigin(script);
    const { message } = /** @type {Error} */ (cause);
    throw await reasonOf('notAllowed', { script, isBlob, message, cause, violations });
  }
  let hasStarted = false;
  const didStart = () => {
    hasStarted = true;
    violations.stop();
  };
  return {
    place: {
      script,
      module,
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
        onFailure(await reasonOf('whyNotStarted', { script, isBlob, message, violations }));
        violations.stop();
      };
    },
    terminate() {
      violations.stop();
      worker.terminate();
    },
  };
}

/** @typedef {import('./worker_failure.js').FailedWorker} FailedWorker */

/**
 * The error for a worker that did not start. What finds the reason is loaded on demand.
 * @param {'notAllowed' | 'whyNotStarted'} kind
 * @param {FailedWorker} worker
 */
async function reasonOf(kind, worker) {
  const { script, message } = worker;
  try {
    return await (await import('./worker_failure.js'))[kind](worker);
  } catch (cause) {
    return new DebertaError('UNSUPPORTED', `the worker ${script} did not start: ${message}`, {
      cause,
    });
  }
}
