// Starts the worker that a model runs in. A start is bounded in time, and has one thread where several
// do not start.
import { DebertaError } from '../base/errors.js';
import { Connection } from './connection.js';
import { withOneThread } from './runtime.js';
import { version } from '../base/version.js';

/** @typedef {import('../base/host.js').Host} Host */
/** @typedef {import('../base/host.js').Runtime} Runtime */

/** @typedef {import('./protocol.js').Stage} Stage */

/** Seconds that each stage may last: two files on a slow network, and a script that the cache holds. */
const patience = { script: 60, module: 180, threads: 20 };

/**
 * @typedef {object} Started
 * @property {Connection} connection
 * @property {Runtime} runtime that runs: with one thread, and the reason, where threads did not start
 * @property {string} version of the WebAssembly module
 */

/**
 * The code that starts a worker may end it before it has started.
 * @typedef {object} Owner
 * @property {(connection: Connection) => void} onConnection is given each worker before it starts
 * @property {() => boolean} isOver whether no worker is wanted any more
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
  // Ticks are counted instead of read off a clock: a page that was frozen, or a machine that slept, did
  // not wait.
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
    `expected the worker${where} to be of version ${version}, it is of version ${found}: ` +
      "copy the package's dist/wasm again",
  );
}
