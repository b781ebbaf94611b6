// Calls to a worker, and their answers.
//
//   → {id, method, args}      ← {id, value} | {id, error: PlainError}
//   → {id, abort: true}       nobody waits for the answer any more
//                             ← {stage}   what the worker's start waits for now (start.js)
//
// A worker answers in the order of the calls.
import { abortError, onAbort } from '../base/abort.js';
import { DebertaError } from '../base/errors.js';
import { fromPlain } from '../base/plain_errors.js';

/** @typedef {import('../base/plain_errors.js').PlainError} PlainError */

/**
 * Where a worker and its files are.
 * @typedef {object} WorkerPlace
 * @property {string} [script] address of the worker's script
 * @property {string} [module] address of the WebAssembly module
 * @property {string} [thread] address that threads start from; default: the worker's own
 * @property {WorkerType} [type] of the workers of threads
 */

/**
 * A worker as a host gives it: web worker, Node's, or the calling thread itself.
 * @typedef {object} WorkerHandle
 * @property {(message: unknown, transfer: ArrayBuffer[]) => void} post
 * @property {(onMessage: (message: any) => void, onFailure: (failure: DebertaError) => void) => void} listen
 *   onFailure: the worker could not start, or died
 * @property {() => void} terminate
 * @property {(busy: boolean) => void} [setBusy] whether the worker keeps the process alive (Node)
 * @property {WorkerPlace} [place] is sent to the worker when it starts
 */

/** One worker and the calls that it has not answered. */
export class Connection {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: unknown) => void}>} */
  #pending = new Map();
  #nextId = 0;
  #worker;
  /** @type {DebertaError | null} */
  #dead = null;
  /** @type {((stage: import('./start.js').Stage) => void) | null} */
  onStage = null;

  /** @param {WorkerHandle} worker */
  constructor(worker) {
    this.#worker = worker;
    worker.listen(
      (message) => this.#answer(message),
      (failure) => this.close(failure),
    );
    worker.setBusy?.(false);
  }

  /** Whether calls can still be made. */
  get alive() {
    return this.#dead === null;
  }

  /**
   * @param {string} method
   * @param {unknown[]} [args]
   * @param {{transfer?: ArrayBuffer[], signal?: AbortSignal}} [options]
   * @returns {Promise<any>}
   */
  async call(method, args = [], { transfer = [], signal } = {}) {
    if (this.#dead) throw this.#dead;
    if (signal?.aborted) throw abortError(signal);
    const id = this.#nextId++;
    const abort = () => this.#abort(id, /** @type {AbortSignal} */ (signal));
    // First: a signal that is none throws before anything waits.
    const stopListening = onAbort(signal, abort);
    const answer = new Promise((resolve, reject) => {
      this.#worker.post({ id, method, args }, transfer);
      this.#pending.set(id, { resolve, reject });
      this.#worker.setBusy?.(true);
    });
    try {
      return await answer;
    } catch (error) {
      throw traced(error);
    } finally {
      stopListening();
    }
  }

  /**
   * The caller is free at once; the worker as soon as it can be.
   * @param {number} id
   * @param {AbortSignal} signal
   */
  #abort(id, signal) {
    if (!this.#dead) this.#worker.post({ id, abort: true }, []);
    this.#settle(id)?.reject(abortError(signal));
  }

  /**
   * @param {number} id
   * @returns who waits for that answer
   */
  #settle(id) {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.setBusy?.(false);
    return waiting;
  }

  /**
   * Ends the worker; its memory is given back. Calls that wait fail with `error`.
   * @param {DebertaError} error
   */
  close(error) {
    if (this.#dead) return;
    this.#dead = error;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  /**
   * @param {{id: number, value?: unknown, error?: PlainError, stage?: import('./start.js').Stage}} message
   */
  #answer({ id, value, error, stage }) {
    if (stage) return void this.onStage?.(stage);
    const waiting = this.#settle(id);
    if (!error) return void waiting?.resolve(value);
    const failure = fromPlain(error);
    waiting?.reject(failure);
    // After a trap or a failed allocation the module's state is anybody's guess.
    if (failure.code === 'CRASHED' || failure.code === 'OUT_OF_MEMORY') this.close(failure);
  }
}

/**
 * The error of a message has a stack that leads to the event of that message: here it gets one that leads
 * to who called.
 * @param {unknown} error
 */
function traced(error) {
  if (error instanceof DebertaError) Error.captureStackTrace?.(error, traced);
  return error;
}
