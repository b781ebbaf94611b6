// Starts the workers of a module's threads. Emscripten's glue calls createThread() instead of starting a worker
// from its own file (tools/browser_glue.mjs). A thread runs the script of the worker that starts it, which is
// the only address that every build tool gets right.
import { DebertaError } from '../js/base/errors.js';
import { blobScript } from './blob_script.js';
import { scriptUrl } from './trusted_types.js';

/** @typedef {import('../js/base/host.js').WorkerPlace} WorkerPlace */

/** The name by which the glue detects that it runs in a thread. */
const threadName = 'em-pthread';

/** Whether this worker is a thread: its glue starts by itself. */
export function isThread() {
  return self.name === threadName;
}

/**
 * The state of the threads. A worker has one module, so one state is enough.
 * @type {{place: WorkerPlace, onFailure: ((error: DebertaError) => void) | null}}
 */
const threads = { place: {}, onFailure: null };

/**
 * Sets up the state before the glue starts threads.
 * @param {WorkerPlace} place
 * @param {(error: DebertaError) => void} onFailure called for the first thread that does not start
 */
export function prepareThreads(place, onFailure) {
  threads.place = place;
  threads.onFailure = onFailure;
}

/** From now on the failure of a thread is a crash. */
export function threadsHaveStarted() {
  threads.onFailure = null;
}

/** @returns {Worker} */
export function createThread() {
  const { thread, type } = threads.place;
  const address = thread ? blobScript(thread, type) : self.location.href;
  let worker;
  try {
    worker = new Worker(scriptUrl(address), { type, name: threadName });
  } catch (cause) {
    throw notStarted(/** @type {Error} */ (cause).message);
  }
  // Set before the glue listens, because a script that cannot be loaded fails at once.
  worker.addEventListener('error', (event) => {
    if (!threads.onFailure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    threads.onFailure(notStarted(event.message || `its script ${thread ?? address} failed`));
  });
  return worker;
}

/** @param {string} reason */
function notStarted(reason) {
  return new DebertaError('UNSUPPORTED', `a worker of a thread did not start: ${reason}`);
}
