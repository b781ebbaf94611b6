// The worker's side of protocol.js.
import { Engine, toDebertaError } from './engine.js';
import { DebertaError } from '../base/errors.js';
import { toPlain } from '../base/plain_errors.js';

/** @typedef {import('./native_module.js').NativeModule} NativeModule */
/** @typedef {import('./protocol.js').Call} Call */
/** @typedef {import('./protocol.js').Runtime} Runtime */
/** @typedef {import('./protocol.js').ToWorker} ToWorker */
/** @typedef {import('./protocol.js').WorkerPlace} WorkerPlace */

/**
 * Answers calls in order. A call that is aborted before its turn never starts. stop() aborts all calls
 * and releases the module, for a server in the caller's thread, which cannot be terminated.
 * @param {(runtime: Runtime, place?: WorkerPlace) => Promise<NativeModule>} instantiate
 * @param {(message: import('./protocol.js').Answer, transfer: ArrayBuffer[]) => void} post
 * @param {import('../base/host.js').OpenPieceFile} [openFile] opens files of the cache, where workers can
 * @returns {{receive: (message: ToWorker) => void, stop: () => void}}
 */
export function makeServer(instantiate, post, openFile) {
  /** @type {Engine | undefined} */
  let engine;
  let stopped = false;
  let turn = Promise.resolve();
  /** @type {Set<number>} pending calls */
  const open = new Set();
  /** @type {Set<number>} pending calls that were aborted */
  const aborted = new Set();
  /** Whether weights have arrived, the first call is still to come, and there is something to do for it. */
  let unprepared = false;
  /** A failure between calls, after which the module's state is undefined. @type {unknown} */
  let crash;

  /** @param {number} id */
  const throwIfAborted = (id) => {
    if (stopped || aborted.has(id))
      throw new DebertaError('ABORTED', 'the caller aborted the call');
  };

  /** @param {Call} call */
  async function answer({ id, method, args }) {
    if (method === 'start') {
      const [runtime, place] = args;
      const module = await instantiate(runtime, place);
      throwIfAborted(id);
      engine = new Engine(module, runtime.threads, openFile);
      return engine.version();
    }
    throwIfAborted(id);
    if (crash) throw crash;
    if (!engine || !isMethod(method)) throw new Error(`no method ${method}`);
    const run = /** @type {(...args: unknown[]) => unknown} */ (engine[method]);
    return run.call(engine, ...args, async () => {
      await messagesCanArrive();
      throwIfAborted(id);
    });
  }

  /**
   * While weights are awaited, and after a load until a call arrives: the first call is then as fast as the next ones.
   */
  async function prepare() {
    try {
      const done = await engine?.prepare(async () => {
        await messagesCanArrive();
        return !stopped && open.size === 0;
      });
      unprepared = done === false;
    } catch (failure) {
      crash = failure;
    }
  }

  /** @param {ToWorker} message */
  function receive(message) {
    const { id } = message;
    if ('abort' in message) {
      if (open.has(id)) aborted.add(id);
      return;
    }
    open.add(id);
    turn = turn.then(async () => {
      try {
        const value = await answer(message);
        post({ id, value }, buffersOf(value));
        if (loads.has(message.method)) unprepared = true;
      } catch (failure) {
        post({ id, error: toPlain(toDebertaError(failure)) }, []);
        if (loads.has(message.method)) unprepared = false;
      }
      open.delete(id);
      aborted.delete(id);
      if (message.method === 'run') unprepared = false;
      if (unprepared) await prepare();
    });
  }

  return {
    receive,
    stop() {
      stopped = true;
      engine = undefined;
    },
  };
}

/** The methods that bring weights. @type {Set<string>} */
const loads = new Set(['writeWeights', 'writeStored', 'finishWeights', 'initializeWeights']);

/** @param {string} name */
function isMethod(name) {
  return name !== 'constructor' && name !== 'prepare' && Object.hasOwn(Engine.prototype, name);
}

/** Waits one turn of the event loop, so that messages to the worker are received. */
function messagesCanArrive() {
  const { setImmediate } = globalThis; // Node's
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  // A timeout would take milliseconds.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

/**
 * The buffers of the typed arrays in a result, which are transferred instead of copied.
 * @param {unknown} value
 * @param {ArrayBuffer[]} [found]
 * @returns {ArrayBuffer[]}
 */
function buffersOf(value, found = []) {
  if (ArrayBuffer.isView(value)) {
    found.push(/** @type {ArrayBuffer} */ (value.buffer));
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) buffersOf(each, found);
  }
  return found;
}
