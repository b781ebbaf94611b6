// Starts the worker of a model. A start has a time limit, and falls back to one thread if several
// do not start.
import { DebertaError } from '../base/errors.js';
import { Connection } from './connection.js';
import { withOneThread } from './runtime.js';
import { version } from '../base/version.js';

/** @typedef {import('../base/host.js').Host} Host */
/** @typedef {import('../base/host.js').Runtime} Runtime */

/** @typedef {import('./protocol.js').Stage} Stage */

/** Maximum seconds of each stage: two files on a slow network, and a cached script. */
const patience = { script: 60, module: 180, threads: 20 };

/**
 * @typedef {object} Started
 * @property {Connection} connection
 * @property {Runtime} runtime the runtime that was started: with one thread and the reason, if threads did not start
 * @property {string} version of the WebAssembly module
 */

/**
 * The owner of a worker, who may end it before it has started.
 * @typedef {object} Owner
 * @property {(connection: Connection) => void} onConnection receives each worker before it starts
 * @property {() => boolean} isOver whether the worker is no longer needed
 */

/**
 * @param {Host} host
 * @param {Runtime} runtime
 * @param {Owner} owner
 * @returns {Promise<Started>}
 */
export async function startWorker(host, runtime, owner) {
  try {
    return await startOnce(host, runtime, owner);
  } catch (error) {
    if (runtime.threads === 1 || owner.isOver()) throw error;
    const { message } = /** @type {DebertaError} */ (error);
    return startOnce(host, withOneThread(runtime, `threads did not start: ${message}`), owner);
  }
}

/**
 * @param {Host} host
 * @param {Runtime} runtime
 * @param {Owner} owner
 * @returns {Promise<Started>}
 */
async function startOnce(host, runtime, owner) {
  const worker = await host.createWorker(runtime);
  const connection = new Connection(worker);
  owner.onConnection(connection);
  /** @type {Stage} */
  let stage = 'script';
  let seconds = 0;
  connection.onStage = (next) => {
    stage = next;
    seconds = 0;
  };
  // Counts ticks instead of reading a clock: the time in which a page is frozen or a machine sleeps
  // does not count.
  const timer = setInterval(() => {
    if (++seconds >= patience[stage]) connection.close(tooLate(stage, worker.place));
  }, 1000);
  try {
    const found = await connection.call('start', [runtime, worker.place]);
    if (found !== version) throw otherVersion(found, worker.place);
    return { connection, runtime, version: found };
  } catch (error) {
    const failure = /** @type {DebertaError} */ (error);
    connection.close(failure);
    throw failure;
  } finally {
    clearInterval(timer);
  }
}

/**
 * @param {Stage} stage
 * @param {import('../base/host.js').WorkerPlace} [place]
 */
function tooLate(stage, place) {
  const what = {
    script: `the worker's script ${place?.script ?? ''}`,
    module: `the WebAssembly module ${place?.module ?? ''}`,
    threads: "the threads' workers",
  };
  const fact = `${what[stage].trim()} did not start within ${patience[stage]} seconds`;
  return new DebertaError('NETWORK', fact, { retryable: true });
}

/**
 * @param {string} found
 * @param {import('../base/host.js').WorkerPlace} [place]
 */
function otherVersion(found, place) {
  const where = place?.script ? ` at ${place.script}` : '';
  return new DebertaError(
    'UNSUPPORTED',
    `expected version ${version} of the worker${where}, got ${found}: ` +
      "copy the package's dist/wasm again",
  );
}
