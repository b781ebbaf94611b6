// A model, a tokenizer or both in a worker: loads and calls them, and loads them again after a crash.
import { abortError, onAbort, orAborted } from '../base/abort.js';
import { checkSignal } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { version } from '../base/version.js';
import { Progress } from '../files/progress.js';
import { convertedFile, isWeights } from '../files/manifest.js';
import { openWithProgress } from '../files/source.js';
import { chooseRuntime, whyThreads } from './runtime.js';
import { sendModel } from './send_model.js';
import { startWorker } from './start.js';

/** @typedef {import('../base/host.js').Host} Host */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('./load_options.js').LoadOptions} LoadOptions */
/** @typedef {import('./load_options.js').Plan} Plan */
/** @typedef {import('./protocol.js').TokenizerInfo} TokenizerInfo */
/** @typedef {import('./protocol.js').WorkerMethods} WorkerMethods */
/** @typedef {import('./reports.js').Diagnostics} Diagnostics */
/** @typedef {import('./reports.js').LoadReport} LoadReport */
/** @typedef {import('./reports.js').ModelInfo} ModelInfo */
/** @typedef {import('./send_model.js').Loaded} Loaded */

/** Attempts of a load whose files change while it reads them. */
const maxAttempts = 3;

/** A model, a tokenizer or both in a worker. @internal */
export class Session {
  #host;
  #plan;
  #source;
  #options;
  #runtime;
  /** @type {Promise<Connection> | null} resolves when the model is loaded */
  #connection = null;
  /** @type {Connection | null} the newest connection, loaded or not */
  #worker = null;
  #disposed = false;
  /** Ends what goes on after a load. */
  #ended = new AbortController();
  /** @type {Loaded | null} */
  #loaded = null;

  /**
   * @param {Host} host
   * @param {Plan} plan
   * @param {ModelSource} source
   * @param {LoadOptions} options
   */
  constructor(host, plan, source, options) {
    this.#host = host;
    this.#plan = plan;
    this.#source = source;
    this.#options = options;
    // A tokenizer does not use threads.
    const threads = plan.head === undefined ? 1 : options.threads;
    const capabilities = host.capabilities();
    if (options.deterministic) capabilities.relaxedSimd = false;
    this.#runtime = chooseRuntime(capabilities, threads);
  }

  /**
   * @param {Host} host
   * @param {Plan} plan
   * @param {ModelSource} source
   * @param {LoadOptions} options
   */
  static async load(host, plan, source, options) {
    const session = new Session(host, plan, source, options);
    await session.#connect(options);
    return session;
  }

  /** @returns {ModelInfo} the model of a session that has one */
  get info() {
    return /** @type {ModelInfo} */ (this.#report().info);
  }

  /** The model's head. */
  get head() {
    return this.#report().head;
  }

  /** The checked configuration. */
  get config() {
    return this.#report().config;
  }

  /** @returns {TokenizerInfo} the tokenizer of a session that has one */
  get tokenizer() {
    return /** @type {TokenizerInfo} */ (this.#report().tokenizer);
  }

  /**
   * Runs a task.
   * @param {string} task bindings/tasks.h
   * @param {string[]} texts
   * @param {object} options
   * @param {AbortSignal | null} [signal]
   */
  async run(task, texts, options, signal) {
    return this.#ask('run', [task, texts, options], signal);
  }

  /**
   * @param {string} method bindings/tokenizer_calls.cc
   * @param {string[]} texts
   * @param {object} options
   * @param {AbortSignal | null} [signal]
   */
  async tokenize(method, texts, options, signal) {
    return this.#ask('tokenizerCall', [method, texts, options], signal);
  }

  /**
   * @template {keyof WorkerMethods} K
   * @param {K} method
   * @param {Parameters<WorkerMethods[K]>} args
   * @param {AbortSignal | null} [signal]
   */
  async #ask(method, args, signal) {
    checkSignal(signal);
    // An abort of this call does not abort the load, because other calls may wait for it.
    const connection = await orAborted(this.#connect({}), signal);
    return connection.call(method, args, { signal: signal ?? undefined });
  }

  /** @returns {Promise<Diagnostics>} */
  async diagnostics() {
    const found = await this.#ask('stats', []);
    const { threads_at_once: _, ...stats } = found;
    const { load } = this.#report();
    const { variant } = this.#runtime;
    const { substitutions = [] } = this.#plan;
    const why = whyThreads(this.#runtime, found);
    // Only a model with weights has statistics.
    const how = { variant, why, version, substitutions };
    return { ...stats, ...how, load: /** @type {LoadReport} */ (load) };
  }

  /** Ends the worker and frees its memory. Pending calls fail. */
  async dispose() {
    this.#disposed = true;
    this.#ended.abort(disposed());
    this.#worker?.close(disposed());
  }

  /** Whether the load reads a converted copy of its weights, or leaves one. */
  #wantsConverted() {
    const { cache_converted, from_tf } = this.#options;
    const isPossible = this.#plan.dtype?.startsWith('q8') && this.#source.keepConverted;
    return Boolean(cache_converted && isPossible && !from_tf);
  }

  /**
   * Makes the copy while the model can already be called. A failure is in the report: the model does not need the copy.
   * @param {LoadReport} load
   */
  async #keepConverted(load) {
    if (load.files.includes(convertedFile)) return void (load.converted = 'read');
    load.converted = 'in progress';
    try {
      const notCached = load.files.find((file) => !load.origins[file]?.cached);
      if (notCached !== undefined) throw new Error(load.origins[notCached]?.note ?? 'not cached');
      const { keepConverted } = await import('./keep_converted.js');
      await keepConverted({
        ...{ host: this.#host, runtime: this.#runtime, source: this.#source },
        ...{ options: this.#options, signal: this.#ended.signal },
        files: Object.keys(load.origins).filter(
          (file) => isWeights(file) || load.files.includes(file),
        ),
      });
      load.converted = 'kept';
    } catch (error) {
      // Reasons of the cache begin with these words already.
      load.converted = /** @type {Error} */ (error).message.replace(/^(not kept: )?/, 'not kept: ');
    }
  }

  #report() {
    if (!this.#loaded) throw new DebertaError('STATE', 'the model is not loaded');
    return this.#loaded;
  }

  /**
   * Returns the live connection; after a crash a new one, with the model loaded again.
   * @param {LoadOptions} options
   * @returns {Promise<Connection>}
   */
  async #connect(options) {
    const known = this.#connection;
    const current = await known?.catch(() => null);
    if (this.#disposed) throw disposed();
    if (current?.alive) return current;
    // Unless another call has started a new load while this one waited.
    if (!this.#connection || this.#connection === known) this.#connection = this.#start(options);
    return this.#connection;
  }

  /** @param {LoadOptions} options */
  async #start({ progress_callback, signal }) {
    const progress = new Progress(this.#source.name, progress_callback);
    const start = performance.now();
    for (let attempt = 1; ; ++attempt) {
      try {
        return await this.#attempt(progress, start, signal);
      } catch (error) {
        if (!(attempt < maxAttempts && startsOver(error))) throw error;
      }
    }
  }

  /**
   * @param {Progress} progress
   * @param {number} start
   * @param {AbortSignal} [signal]
   */
  async #attempt(progress, start, signal) {
    if (signal?.aborted) throw abortError(signal);
    // Aborts all transfers, after the caller's abort or a failure of this load.
    const transfers = new AbortController();
    /** @type {DebertaError | null} */
    let over = null;
    const end = (/** @type {DebertaError} */ reason) => {
      over ??= reason;
      this.#worker?.close(over);
      transfers.abort();
    };
    const abort = () => end(abortError(/** @type {AbortSignal} */ (signal)));
    const stopListening = onAbort(signal, abort);
    const starting = startWorker(this.#host, this.#runtime, {
      onConnection: (connection) => {
        this.#worker = connection;
        if (this.#disposed) over ??= disposed();
        if (over) connection.close(over);
      },
      isOver: () => this.#disposed || over !== null,
    });
    const connected = starting.then(({ connection, runtime }) => {
      this.#runtime = runtime; // also for workers that replace this one
      return connection;
    });
    connected.catch(() => {}); // reported where it is awaited
    try {
      /** @type {LoadReport['origins']} */
      const origins = {};
      const how = { signal: transfers.signal, progress, origins };
      /** @type {import('../files/source.js').OpenFile} */
      const open = (file, { convert, isWritten } = {}) => {
        const hasher = { connecting: connected, isWritten };
        return openWithProgress(this.#source, file, { ...how, hasher }, convert);
      };
      const converted = this.#wantsConverted();
      const loading = { plan: this.#plan, options: this.#options, source: this.#source, converted };
      this.#loaded = await sendModel(starting, { ...loading, ...how, open, start });
      const { load } = this.#loaded;
      if (load) load.origins = origins;
      if (load && converted) void this.#keepConverted(load);
      progress.ready(this.#plan.name);
      return await connected;
    } catch (error) {
      const failure =
        error instanceof DebertaError
          ? error
          : new DebertaError('INTERNAL', error instanceof Error ? error.message : String(error), {
              cause: error,
            });
      end(failure);
      throw signal?.aborted ? abortError(signal) : failure;
    } finally {
      stopListening();
    }
  }
}

function disposed() {
  return new DebertaError('DISPOSED', 'the model was disposed of');
}

/**
 * Whether another attempt may succeed: the files changed meanwhile, or were damaged in transfer.
 * @param {unknown} error
 */
function startsOver(error) {
  const { code, retryable } = /** @type {DebertaError} */ (error);
  return code === 'FILE_CHANGED' || (code === 'INTEGRITY' && retryable);
}
