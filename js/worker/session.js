// A model, a tokenizer or both in their worker: starts it, feeds it, asks it, and starts it anew after
// a crash.
import { abortError, onAbort } from '../base/abort.js';
import { checkSignal } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { Progress } from '../files/progress.js';
import { chooseRuntime, whyThreads } from './runtime.js';
import { fileNotFound, openWithProgress } from '../files/source.js';
import { startWorker } from './start.js';
import { gather } from '../base/streams.js';
import { openWeights, sendIndex, sendWeights } from '../files/weights.js';
import { WorkerHash } from './worker_hash.js';

/** @typedef {import('../files/source.js').Host} Host */
/** @typedef {import('../files/source.js').ModelSource} ModelSource */
/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('./runtime.js').Runtime} Runtime */
/** @typedef {import('./start.js').Started} Started */

/**
 * Options of a load.
 * @typedef {object} LoadOptions
 * @property {import('../files/progress.js').ProgressCallback} [progress_callback] is told of the load's progress
 * @property {import('../base/platform_types.js').Signal} [signal] ends the load: it fails with the signal's
 *   reason
 * @property {number} [threads] the largest number of threads; default: the machine's cores, up to 4
 * @property {boolean} [deterministic] the same bits on every machine: without relaxed SIMD, which rounds
 *   as the processor does; slower
 * @property {boolean} [from_tf] the weights are in tf_model.h5, whatever else is there
 * @property {boolean} [initialize_missing] a head that the checkpoint lacks is made at random, as
 *   transformers does before fine-tuning, instead of refused; default false
 * @property {boolean} [add_prefix_space] whether a text begins with a space for the tokenizer, instead of what the tokenizer's files say
 * @property {boolean} [use_fast] false: the ids of Python's tokenizer, where they differ
 * @property {object} [config] a configuration instead of the repository's config.json
 * @property {number} [num_labels] number of labels, instead of what config.json says
 * @property {string | null} [problem_type] 'regression', 'single_label_classification' or
 *   'multi_label_classification', instead of what config.json says
 * @property {Record<number, string>} [id2label] names of the labels, instead of what config.json says
 * @property {Record<string, number>} [label2id] numbers of the labels, instead of what config.json says
 */

/**
 * Which parts of a model are loaded.
 * @typedef {object} Plan
 * @property {string} name of the task or class, for progress events
 * @property {boolean} [tokenizer]
 * @property {'none' | 'sequence-classification' | 'token-classification' | 'question-answering'
 *   | 'masked-lm' | 'multiple-choice'} [head] of the model; absent: no model
 * @property {boolean} [configOnly] the model's configuration is checked, and that is all
 * @property {string} [dtype] of the weights, by the core's name
 * @property {number} [seed] no weights are read, they are made: from_config
 */

/**
 * What the model says of itself once it is loaded.
 * @typedef {object} ModelInfo
 * @property {string} model_type 'deberta' or 'deberta-v2' (v2 and v3)
 * @property {string[]} id2label names of the labels
 * @property {number} num_labels number of labels
 * @property {number} hidden_size width of the vectors
 * @property {number} num_hidden_layers number of layers
 * @property {number} max_length tokens that one forward pass takes
 */

/** @typedef {import('../tokenizer/tokenizer.js').TokenizerInfo} TokenizerInfo */

/**
 * What a load found.
 * @typedef {object} LoadReport
 * @property {number} bytes size of the checkpoint
 * @property {number} tensors number of tensors taken from it
 * @property {string[]} skipped names of the tensors that this model does not use
 * @property {string} format of the checkpoint: safetensors, pytorch, pytorch-legacy, tensorflow, or ''
 *   for none
 * @property {string[]} files names of the files that the checkpoint is in
 * @property {Record<string, import('../files/source.js').Origin>} origins where each file came from, and what
 *   its content was checked against
 * @property {string[]} initialized names of the tensors that it lacks, made at random (initialize_missing)
 * @property {string[]} unquantized_layers names of the layers whose weights would not survive in 8 bits (dtype q8)
 * @property {number} activation_bits bits of the activations that linear layers take: 32, with dtype q8 7, or 14 where a few channels
 *   dominate some layer
 * @property {number} milliseconds time from the call to the first possible answer
 */

/**
 * Speed of a call.
 * @typedef {object} CallReport
 * @property {number} tokens number of tokens that were computed
 * @property {number} milliseconds time that the call took
 * @property {number} tokens_per_second tokens divided by time
 */

/**
 * How a model runs.
 * @typedef {object} Diagnostics
 * @property {Runtime['variant']} variant which WebAssembly module runs
 * @property {number} threads number of threads that calls such as the last one use: what has been fastest of late
 * @property {number} threads_started number of threads that were started, the upper limit of `threads`
 * @property {string} why how the number of threads came about
 * @property {string} version the package's version
 * @property {number} heap_bytes size of the module's memory
 * @property {number} workspace_bytes bytes of that memory which are for activations
 * @property {Record<string, number>} profile milliseconds in each stage of all calls so far
 * @property {LoadReport} load what the load found
 * @property {CallReport | null} last speed of the newest call
 */

/** Fields of the configuration that a caller may change, as in Python. */
const changes = /** @type {const} */ (['num_labels', 'problem_type', 'id2label', 'label2id']);

/**
 * @typedef {(file: string, convert?: (content: import('../files/source.js').FileContent) =>
 *   AsyncIterable<Uint8Array>) => Promise<AsyncIterable<Uint8Array> | null>} OpenFile
 */

/**
 * @typedef {object} Loaded
 * @property {ModelInfo | null} info
 * @property {Record<string, unknown> | null} config
 * @property {TokenizerInfo | null} tokenizer
 * @property {string} version
 * @property {LoadReport | null} load of the weights, where there are any
 */

/** Times that a load begins, where files change while it reads them. */
const maxAttempts = 3;

/** A model, a tokenizer or both in their worker. @internal */
export class Session {
  #host;
  #plan;
  #source;
  #options;
  #runtime;
  /** @type {Promise<Connection> | null} resolves when the model is loaded */
  #connection = null;
  /** @type {Connection | null} the newest one, loaded or not */
  #worker = null;
  #disposed = false;
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
    // A model's threads are no use to a tokenizer.
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

  /** @returns {ModelInfo} of a session with a model */
  get info() {
    return /** @type {ModelInfo} */ (this.#report().info);
  }

  /** What config.json says, checked. */
  get config() {
    return this.#report().config;
  }

  /** @returns {TokenizerInfo} of a session with a tokenizer */
  get tokenizer() {
    return /** @type {TokenizerInfo} */ (this.#report().tokenizer);
  }

  /**
   * Runs a task.
   * @param {string} task bindings/call.cc
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
    return this.#ask('tokenizer', [method, texts, options], signal);
  }

  /**
   * @param {string} method of js/worker/engine.js
   * @param {unknown[]} args
   * @param {AbortSignal | null} [signal]
   */
  async #ask(method, args, signal) {
    checkSignal(signal);
    // A load that others wait for, too, goes on without this call.
    const connection = await orAborted(this.#connect({}), signal);
    return connection.call(method, args, { signal: signal ?? undefined });
  }

  /** @returns {Promise<Diagnostics>} */
  async diagnostics() {
    const { threads_at_once, ...stats } = await this.#ask('stats', []);
    const { version, load } = this.#report();
    const { variant } = this.#runtime;
    const why = whyThreads(this.#runtime, { ...stats, threads_at_once });
    return { ...stats, variant, why, version, load };
  }

  /** Ends the worker: its memory is given back, calls that wait fail. */
  async dispose() {
    this.#disposed = true;
    this.#worker?.close(disposed());
  }

  #report() {
    if (!this.#loaded) throw new DebertaError('STATE', 'the model is not loaded');
    return this.#loaded;
  }

  /**
   * The live connection; after a crash a new one, with the model loaded again.
   * @param {LoadOptions} options
   * @returns {Promise<Connection>}
   */
  async #connect(options) {
    const known = this.#connection;
    const current = await known?.catch(() => null);
    if (this.#disposed) throw disposed();
    if (current?.alive) return current;
    // Unless another call has begun a new one while this one waited.
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
    // Ends all transfers: the caller's abort, and a failure of this load.
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
    const connected = starting.then(({ connection }) => connection);
    connected.catch(() => {}); // reported where it is awaited
    try {
      /** @type {LoadReport['origins']} */
      const origins = {};
      const how = {
        signal: transfers.signal,
        createHash: () => new WorkerHash(connected),
        progress,
        origins,
      };
      /** @type {OpenFile} */
      const open = (file, convert) => openWithProgress(this.#source, file, how, convert);
      this.#loaded = await this.#fill(starting, open, start);
      if (this.#loaded.load) this.#loaded.load.origins = origins;
      progress.ready(this.#plan.name);
      return (await starting).connection;
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

  /**
   * Gives the worker what the plan says.
   * @param {Promise<Started>} starting
   * @param {OpenFile} open
   * @param {number} start
   * @returns {Promise<Loaded>}
   */
  async #fill(starting, open, start) {
    const { head, tokenizer: hasTokenizer, configOnly, seed, dtype } = this.#plan;
    const hasWeights = head !== undefined && seed === undefined;
    // The weights are asked for at the start: their size is what the progress is measured by.
    const [{ connection, runtime, version }, config, weights] = await Promise.all([
      starting,
      head !== undefined || configOnly ? this.#openConfig(open) : null,
      hasWeights ? openWeights(open, this.#source, this.#options.from_tf) : null,
    ]);
    this.#runtime = runtime; // also of a worker that takes this one's place
    if (config) await connection.call('setFile', ['config.json', config]);
    let tokenizer = null;
    if (hasTokenizer) {
      await this.#sendTokenizer(connection, open);
      const { add_prefix_space, use_fast } = this.#options;
      tokenizer = await connection.call('openTokenizer', [{ add_prefix_space, use_fast }]);
    }
    /** @type {Loaded} */
    const loaded = { info: null, config: null, tokenizer, version, load: null };
    if (!config) return loaded;
    const initialize_missing = this.#options.initialize_missing ?? false;
    const options = configOnly
      ? { config_only: true }
      : { head, initialize_missing, dtype, weights: weights?.name };
    if (weights) await sendIndex(connection, weights);
    const { weight_files = [], ...info } = await connection.call('open', [options]);
    loaded.info = info;
    // The core has read it: it is JSON, and an object.
    loaded.config = JSON.parse(new TextDecoder().decode(config));
    let report = null;
    if (weights) {
      report = await sendWeights(connection, weights, weight_files, open, this.#source);
      report.files = weights.isIndex ? weight_files : [weights.name];
    }
    if (seed !== undefined) report = await connection.call('initialize', [seed]);
    if (report) loaded.load = { files: [], ...report, milliseconds: performance.now() - start };
    return loaded;
  }

  /** @param {OpenFile} open */
  async #openConfig(open) {
    const { config: given } = this.#options;
    const encode = (/** @type {object} */ config) =>
      new TextEncoder().encode(JSON.stringify(withChanges(config, this.#options)));
    if (given) return encode(given);
    const file = await open('config.json');
    if (!file) throw fileNotFound(this.#source, 'config.json');
    const bytes = await gather(file);
    // What is not JSON, or no object, the core refuses.
    const isChanged = changes.some((name) => this.#options[name] !== undefined);
    const config = isChanged && objectIn(bytes);
    return config ? encode(config) : bytes;
  }

  /**
   * @param {Connection} connection
   * @param {OpenFile} open
   */
  async #sendTokenizer(connection, open) {
    /** Sends a file, if it is there. */
    const send = async (/** @type {string} */ file) => {
      const chunks = await open(file);
      const bytes = chunks && (await gather(chunks));
      if (bytes) await connection.call('setFile', [file, bytes]);
      return bytes;
    };
    const [vocab, settings] = await Promise.all([
      send('vocab.json'),
      send('tokenizer_config.json'),
    ]);
    // Of v2 and v3 the half as large one first.
    const spm = !vocab && (await send('spm.model'));
    const main = vocab ? 'merges.txt' : 'tokenizer.json';
    if (!spm && !(await send(main))) throw fileNotFound(this.#source, main);
    // Newer settings, and tokenizer.json, hold what these two files held before.
    const complete =
      !(vocab || spm) ||
      (settings && new TextDecoder().decode(settings).includes('added_tokens_decoder'));
    if (!complete) await Promise.all(['special_tokens_map.json', 'added_tokens.json'].map(send));
  }
}

function disposed() {
  return new DebertaError('DISPOSED', 'the model was disposed of');
}

/**
 * Whether another attempt has a chance: the files changed meanwhile, or came wrong.
 * @param {unknown} error
 */
function startsOver(error) {
  const { code, retryable } =
    error instanceof DebertaError ? error : { code: '', retryable: false };
  return code === 'FILE_CHANGED' || (code === 'INTEGRITY' && retryable);
}

/**
 * What the promise gives, unless the signal comes first; the promise goes on.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<T>}
 */
async function orAborted(promise, signal) {
  if (!signal) return promise;
  /** @type {() => void} */
  let stopListening = () => {};
  const aborted = new Promise((_, reject) => {
    const abort = () => reject(abortError(signal));
    if (signal.aborted) return abort();
    stopListening = onAbort(signal, abort);
  });
  try {
    return await Promise.race([promise, /** @type {Promise<never>} */ (aborted)]);
  } finally {
    stopListening();
  }
}

/**
 * @param {object} config
 * @param {LoadOptions} options
 */
function withChanges(config, options) {
  const changed = /** @type {Record<string, any>} */ ({ ...config });
  const { num_labels } = options;
  const names = Object.keys(changed['id2label'] ?? {}).length;
  // Another number of labels has other names.
  if (num_labels !== undefined && num_labels !== names) {
    delete changed['id2label'];
    delete changed['label2id'];
  }
  for (const name of changes) if (options[name] !== undefined) changed[name] = options[name];
  return changed;
}

/**
 * @param {Uint8Array} bytes
 * @returns {object | null}
 */
function objectIn(bytes) {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
