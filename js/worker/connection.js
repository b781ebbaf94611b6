// The page's side of protocol.js: calls to a worker, and their answers.
import { abortError, onAbort } from '../base/abort.js';
import { DebertaError } from '../base/errors.js';
import { fromPlain } from '../base/plain_errors.js';

/** @typedef {import('../base/host.js').WorkerHandle} WorkerHandle */
/** @typedef {import('./protocol.js').FromWorker} FromWorker */
/** @typedef {import('./protocol.js').Stage} Stage */
/** @typedef {import('./protocol.js').WorkerMethods} WorkerMethods */

/** One worker and its pending calls. */
export class Connection {
  /** @type {Map<number, {resolve: (value: unknown) => void, reject: (error: unknown) => void}>} */
  #pending = new Map();
  #nextId = 0;
  #worker;
  /** @type {DebertaError | null} */
  #dead = null;
  /** @type {((stage: Stage) => void) | null} */
  onStage = null;

  /** @param {WorkerHandle} worker */
  constructor(worker) {
    this.#worker = worker;
    worker.listen(
      (message) => this.#receive(/** @type {FromWorker} */ (message)),
      (failure) => this.close(failure),
    );
    worker.setBusy?.(false);
  }

  /** Whether calls can still be made. */
  get alive() {
    return this.#dead === null;
  }

  /**
   * @template {keyof WorkerMethods} K
   * @param {K} method
   * @param {Parameters<WorkerMethods[K]>} args
   * @param {{transfer?: ArrayBuffer[], signal?: AbortSignal}} [options]
   * @returns {Promise<ReturnType<WorkerMethods[K]>>}
   */
  async call(method, args, { transfer = [], signal } = {}) {
    if (this.#dead) throw this.#dead;
    if (signal?.aborted) throw abortError(signal);
    const id = this.#nextId++;
    const abort = () => this.#abort(id, /** @type {AbortSignal} */ (signal));
    // First, because a wrong signal throws before the call is registered.
    const stopListening = onAbort(signal, abort);
    const answer = new Promise((resolve, reject) => {
      this.#worker.post({ id, method, args }, transfer);
      this.#pending.set(id, { resolve, reject });
      this.#worker.setBusy?.(true);
    });
    try {
      return /** @type {ReturnType<WorkerMethods[K]>} */ (await answer);
    } catch (error) {
      throw traced(error);
    } finally {
      stopListening();
    }
  }

  /**
   * The call fails at once; the worker stops as soon as it can.
   * @param {number} id
   * @param {AbortSignal} signal
   */
  #abort(id, signal) {
    if (!this.#dead) this.#worker.post({ id, abort: true }, []);
    this.#settle(id)?.reject(abortError(signal));
  }

  /**
   * @param {number} id
   * @returns the promise's functions
   */
  #settle(id) {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.setBusy?.(false);
    return waiting;
  }

  /**
   * Ends the worker and frees its memory. Pending calls fail with `error`.
   * @param {DebertaError} error
   */
  close(error) {
    if (this.#dead) return;
    this.#dead = error;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  /** @param {FromWorker} message */
  #receive(message) {
    if ('stage' in message) return void this.onStage?.(message.stage);
    const { id, value, error } = message;
    const waiting = this.#settle(id);
    if (!error) return void waiting?.resolve(value);
    const failure = fromPlain(error);
    waiting?.reject(failure);
    // After a trap or a failed allocation the module's state is undefined.
    if (failure.code === 'CRASHED' || failure.code === 'OUT_OF_MEMORY') this.close(failure);
  }
}

/**
 * Sets the error's stack to that of the caller: it was created in a message event, whose stack
 * does not help.
 * @param {unknown} error
 */
function traced(error) {
  if (error instanceof DebertaError) Error.captureStackTrace?.(error, traced);
  return error;
}
