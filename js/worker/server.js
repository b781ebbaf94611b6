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
 * Answers calls one after the other. A call that is aborted before its turn is never begun. stop() ends all that is open
 * and lets the module go: for a server that cannot be terminated, since it is in the caller's own thread.
 * @param {(runtime: Runtime, place?: WorkerPlace) => Promise<NativeModule>} instantiate
 * @param {(message: import('./protocol.js').Answer, transfer: ArrayBuffer[]) => void} post
 * @returns {{receive: (message: ToWorker) => void, stop: () => void}}
 */
export function makeServer(instantiate, post) {
  /** @type {Engine | undefined} */
  let engine;
  let stopped = false;
  let turn = Promise.resolve();
  /** @type {Set<number>} calls that have no answer yet */
  const open = new Set();
  /** @type {Set<number>} those of them that nobody waits for */
  const aborted = new Set();

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
      engine = new Engine(module, runtime.threads);
      return engine.version();
    }
    throwIfAborted(id);
    if (!engine || !isMethod(method)) throw new Error(`no method ${method}`);
    const run = /** @type {(...args: unknown[]) => unknown} */ (engine[method]);
    return run.call(engine, ...args, async () => {
      await messagesCanArrive();
      throwIfAborted(id);
    });
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
      } catch (failure) {
        post({ id, error: toPlain(toDebertaError(failure)) }, []);
      }
      open.delete(id);
      aborted.delete(id);
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

/** @param {string} name */
function isMethod(name) {
  return name !== 'constructor' && Object.hasOwn(Engine.prototype, name);
}

/** A turn of the event loop: what was posted to the worker is taken in before it goes on. */
function messagesCanArrive() {
  const { setImmediate } = globalThis; // Node's
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  // A timeout would wait for milliseconds.
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
 * The memory of the typed arrays in a result, which moves instead of being copied.
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
