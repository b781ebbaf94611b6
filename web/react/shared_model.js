// A model that several components use: loaded once, for the first of them, and disposed of some time
// after the last one is gone. StrictMode, where each component comes, goes and comes back, and routes
// that change lie within that time.
import { DebertaError } from '../index.js';

/** @typedef {import('../../js/files/progress.js').ProgressInfo} ProgressInfo */
/** @typedef {string | URL | FileList | readonly File[]} Model a Hub name ("owner/name"), the address of
 *   a folder, or the files themselves */
/** @typedef {{dispose: () => Promise<void>}} Disposable */

/**
 * What a load tells while it lasts, and what ends it.
 * @typedef {{progress_callback: (info: ProgressInfo) => void, signal: AbortSignal}} LoadControl
 */

/**
 * @typedef {object} User one component
 * @property {() => void} onChange there is another state
 * @property {(info: ProgressInfo) => void} onProgress
 * @property {() => number} keepAlive milliseconds that the model stays when it was the last user
 */

/**
 * @typedef {object} Loading what each state has
 * @property {number} progress of the load: a whole number from 0 to 100
 * @property {() => void} retry loads again after an error, and does nothing otherwise
 */
/**
 * Before the model is loaded.
 * @typedef {object} WithoutPipeline
 * @property {'idle' | 'loading'} status 'idle': nothing is asked for, yet, as on a server
 * @property {null} pipe there is none before the status is 'ready'
 * @property {null} error there was none
 */
/**
 * The model is loaded.
 * @template P
 * @typedef {object} WithPipeline
 * @property {'ready'} status the pipeline can be called
 * @property {P} pipe the same function at each render; others may use it, so do not dispose of it
 * @property {null} error there was none
 */
/**
 * The model could not be loaded.
 * @typedef {object} WithError
 * @property {'error'} status the load has failed
 * @property {null} pipe there is none
 * @property {DebertaError} error why it could not be loaded
 */
/**
 * @template P
 * @typedef {Loading & (WithoutPipeline | WithPipeline<P> | WithError)} SharedState
 */

/** Before anything is asked for, and on servers. @type {SharedState<never>} */
export const idle = Object.freeze({
  status: 'idle',
  pipe: null,
  progress: 0,
  error: null,
  retry() {},
});

/** The longest time that a timer takes; longer ones would end at once. */
const longestTimer = 2 ** 31 - 1;

/** @template {Disposable} P */
export class SharedModel {
  /** What components render: another object for each change. @type {SharedState<P>} */
  state = idle;
  /** @type {Set<User>} */
  #users = new Set();
  #load;
  #onEnd;
  /** Ends the load; each load has its own. null: not begun, or ended. @type {AbortController | null} */
  #controller = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(control: LoadControl) => Promise<P>} load
   * @param {() => void} onEnd nobody gets this model from now on
   */
  constructor(load, onEnd) {
    this.#load = load;
    this.#onEnd = onEnd;
  }

  /**
   * @param {User} user
   * @returns {() => void} to be called when it is gone
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
      // Nobody waits for it any more, and the abort came too late to stop the load.
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
    // Whole numbers: a component renders a hundred times at most, however many chunks there are.
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
    // A failure is not kept: who comes next tries again.
    if (this.state.status === 'error') return this.#end();
    if (keepAlive <= longestTimer) this.#timer = setTimeout(() => this.#end(), keepAlive);
  }

  /** Happens once, and is final: from then on neither a timer nor a `retry` does anything. */
  #end() {
    clearTimeout(this.#timer);
    const controller = this.#controller;
    if (!controller) return;
    this.#controller = null;
    this.#onEnd();
    controller.abort();
    // It has no calls left that somebody waits for.
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
