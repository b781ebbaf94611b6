// A model that several components share. It is loaded once, for the first of them, and disposed of some time
// after the last one is unmounted. That time covers StrictMode, which mounts each component twice, and changes
// of routes.
import { DebertaError } from '../index.js';

/** @typedef {import('../../js/files/progress.js').ProgressInfo} ProgressInfo */
/** @typedef {string | URL | FileList | readonly File[]} Model a Hub name ("owner/name"), the address of
 *   a folder, or the files themselves */
/** @typedef {{dispose: () => Promise<void>}} Disposable */

/**
 * The options of a load: its progress callback and its signal.
 * @typedef {{progress_callback: (info: ProgressInfo) => void, signal: AbortSignal}} LoadControl
 */

/**
 * @typedef {object} User one component
 * @property {() => void} onChange called after a change of the state
 * @property {(info: ProgressInfo) => void} onProgress
 * @property {() => number} keepAlive milliseconds that the model stays after its last user
 */

/**
 * @typedef {object} Loading the fields of every state
 * @property {number} progress progress of the load: an integer from 0 to 100
 * @property {() => void} retry loads again after an error, and does nothing otherwise
 */
/**
 * Before the model is loaded.
 * @typedef {object} WithoutPipeline
 * @property {'idle' | 'loading'} status 'idle': no model is requested yet, as on a server
 * @property {null} pipe null until the status is 'ready'
 * @property {null} error null: no error
 */
/**
 * The model is loaded.
 * @template P
 * @typedef {object} WithPipeline
 * @property {'ready'} status the pipeline is ready
 * @property {P} pipe the same function at each render; other components may use it, so do not dispose of it
 * @property {null} error null: no error
 */
/**
 * The model could not be loaded.
 * @typedef {object} WithError
 * @property {'error'} status the load has failed
 * @property {null} pipe null: there is no pipeline
 * @property {DebertaError} error why it could not be loaded
 */
/**
 * @template P
 * @typedef {Loading & (WithoutPipeline | WithPipeline<P> | WithError)} SharedState
 */

/** The state before any load, and on servers. @type {SharedState<never>} */
export const idle = Object.freeze({
  status: 'idle',
  pipe: null,
  progress: 0,
  error: null,
  retry() {},
});

/** The maximum time of a timer; longer ones would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** @template {Disposable} P */
export class SharedModel {
  /** The state that components render: a new object for each change. @type {SharedState<P>} */
  state = idle;
  /** @type {Set<User>} */
  #users = new Set();
  #load;
  #onEnd;
  /** Aborts the load; each load has its own. null: not started, or ended. @type {AbortController | null} */
  #controller = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(control: LoadControl) => Promise<P>} load
   * @param {() => void} onEnd called when the model is no longer shared with new users
   */
  constructor(load, onEnd) {
    this.#load = load;
    this.#onEnd = onEnd;
  }

  /**
   * @param {User} user
   * @returns {() => void} to be called when the user is unmounted
   */
  use(user) {
    clearTimeout(this.#timer);
    this.#users.add(user);
    if (!this.#controller) void this.#start();
    return () => {
      if (this.#users.delete(user) && this.#users.size === 0) this.#leave(user.keepAlive());
    };
  }

  async #start() {
    const controller = new AbortController();
    this.#controller = controller;
    const retry = () => {
      if (this.state.status === 'error' && this.#controller === controller) void this.#start();
    };
    this.#set({ status: 'loading', pipe: null, progress: 0, error: null, retry });
    try {
      const pipe = await this.#load({
        progress_callback: (info) => this.#tell(info, retry),
        signal: controller.signal,
      });
      // The load has no users left, and the abort came too late to stop it.
      if (controller.signal.aborted) return void (await pipe.dispose());
      this.#set({ status: 'ready', pipe, progress: 100, error: null, retry });
    } catch (cause) {
      if (controller.signal.aborted) return;
      const { progress } = this.state;
      this.#set({ status: 'error', pipe: null, progress, error: asDebertaError(cause), retry });
      if (this.#users.size === 0) this.#end();
    }
  }

  /**
   * @param {ProgressInfo} info
   * @param {() => void} retry
   */
  #tell(info, retry) {
    for (const { onProgress } of [...this.#users]) onProgress(info);
    if (info.status !== 'progress_total' || this.state.status !== 'loading') return;
    // Integers limit the renders of a component to a hundred, for any number of chunks.
    const progress = Math.floor(info.progress);
    if (progress === this.state.progress) return;
    this.#set({ status: 'loading', pipe: null, progress, error: null, retry });
  }

  /** @param {SharedState<P>} state */
  #set(state) {
    this.state = Object.freeze(state);
    for (const { onChange } of [...this.#users]) onChange();
  }

  /** @param {number} keepAlive */
  #leave(keepAlive) {
    // A failure is not kept: the next user tries again.
    if (this.state.status === 'error') return this.#end();
    if (keepAlive <= longestTimer) this.#timer = setTimeout(() => this.#end(), keepAlive);
  }

  /** Ends the model for good: after that, timers and `retry` do nothing. */
  #end() {
    clearTimeout(this.#timer);
    const controller = this.#controller;
    if (!controller) return;
    this.#controller = null;
    this.#onEnd();
    controller.abort();
    // There are no pending calls left.
    void this.state.pipe?.dispose();
  }
}

/**
 * @param {unknown} cause
 * @returns {DebertaError}
 */
export function asDebertaError(cause) {
  if (cause instanceof DebertaError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new DebertaError('INTERNAL', message, { cause });
}
