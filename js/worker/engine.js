// The WebAssembly module as plain methods over plain values (protocol.js). Runs in the worker.
import { DebertaError } from '../base/errors.js';
import { stage, unwrap } from './native_module.js';

/** @typedef {import('./protocol.js').WorkerMethods} WorkerMethods */

/**
 * What lets others have their turn while a call runs, and throws where the call was aborted.
 * @typedef {() => Promise<void>} Pause
 */

/** @typedef {Omit<WorkerMethods, 'start'>} EngineMethods */
/**
 * Each method is also given what pauses it.
 * @typedef {{[K in keyof EngineMethods]: (...args: [...Parameters<EngineMethods[K]>, pause: Pause]) =>
 *   ReturnType<EngineMethods[K]> | Promise<ReturnType<EngineMethods[K]>>}} PausableMethods
 */

/** Milliseconds of work between two pauses: an abort waits so long, or for one layer. */
const sliceLength = 5;

const encoder = new TextEncoder();

/** @implements {PausableMethods} */
export class Engine {
  #module;
  #engine;
  /** Of the content that the weights are hashed as, while they are written. @type {number | null} */
  #hashed = null;
  /** @type {import('./reports.js').CallReport | null} */
  #last = null;

  /**
   * @param {import('./native_module.js').NativeModule} module
   * @param {number} threads
   */
  constructor(module, threads) {
    this.#module = module;
    this.#engine = new module.Engine(threads);
  }

  version() {
    return this.#module.buildInfo().version;
  }

  /**
   * @param {number} id
   * @param {Uint8Array} bytes
   */
  hash(id, bytes) {
    stage(this.#module, this.#engine, [bytes]);
    return unwrap(this.#engine.hash(id, bytes.length));
  }

  /** @param {number} id */
  hashWritten(id) {
    this.#hashed = id;
  }

  /** @param {number} id */
  digest(id) {
    if (id === this.#hashed) this.#hashed = null;
    return unwrap(this.#engine.digest(id));
  }

  /**
   * @param {string} name
   * @param {Uint8Array} bytes
   */
  setFile(name, bytes) {
    stage(this.#module, this.#engine, [bytes]);
    return unwrap(this.#engine.setFile(name, bytes.length));
  }

  /** @param {import('./protocol.js').TokenizerSettings} options */
  openTokenizer(options) {
    return unwrap(this.#engine.openTokenizer(options));
  }

  /** @param {import('./protocol.js').OpenOptions} options */
  open(options) {
    return unwrap(this.#engine.open(options));
  }

  /** @param {Uint8Array} bytes */
  writeWeights(bytes) {
    stage(this.#module, this.#engine, [bytes]);
    // First: bytes that are not what they should be may not be weights either.
    if (this.#hashed !== null) unwrap(this.#engine.hash(this.#hashed, bytes.length));
    return unwrap(this.#engine.writeWeights(bytes.length));
  }

  nextFile() {
    return unwrap(this.#engine.nextFile());
  }

  finishWeights() {
    return unwrap(this.#engine.finishWeights());
  }

  /** @param {number} seed */
  initializeWeights(seed) {
    return unwrap(this.#engine.initializeWeights(seed));
  }

  /**
   * Runs a task on the texts, a layer at a time.
   * @param {string} task bindings/tasks.h
   * @param {string[]} texts
   * @param {object} options
   * @param {Pause} pause
   */
  async run(task, texts, options, pause) {
    const start = performance.now();
    unwrap(this.#engine.begin(task, this.#stageTexts(texts), options));
    let sliceStart = performance.now();
    while (unwrap(this.#engine.step())) {
      if (performance.now() - sliceStart < sliceLength) continue;
      try {
        await pause();
      } catch (reason) {
        unwrap(this.#engine.cancel());
        throw reason;
      }
      sliceStart = performance.now();
    }
    const result = unwrap(this.#engine.result());
    const milliseconds = performance.now() - start;
    if (Array.isArray(result)) {
      const tokens = result.reduce((sum, each) => sum + each.tokens, 0);
      const perSecond = milliseconds > 0 ? (1000 * tokens) / milliseconds : 0;
      this.#last = { tokens, milliseconds, tokens_per_second: perSecond };
    }
    return result;
  }

  /**
   * @param {string} method bindings/tokenizer_calls.cc
   * @param {string[]} texts
   * @param {object} options
   */
  tokenizerCall(method, texts, options) {
    return unwrap(this.#engine.tokenizerCall(method, this.#stageTexts(texts), options));
  }

  stats() {
    return { ...unwrap(this.#engine.stats()), last: this.#last };
  }

  /**
   * @param {string[]} texts
   * @returns their lengths in bytes
   */
  #stageTexts(texts) {
    // UTF-8 by TextEncoder: Embind's own strings lose the character after a lone surrogate.
    const pieces = texts.map((text) => encoder.encode(text));
    stage(this.#module, this.#engine, pieces);
    return Float64Array.from(pieces, (piece) => piece.length);
  }
}

/**
 * What a failed call of the engine means: an error that it reported, or a crash of the module.
 * @param {unknown} failure
 */
export function toDebertaError(failure) {
  if (failure instanceof DebertaError) return failure;
  const said = failure instanceof Error ? failure.message : String(failure);
  const reason = said.replace(/\.? Build with -sASSERTIONS for more info\.?/, ''); // nobody here can
  return new DebertaError('CRASHED', `the WebAssembly module crashed: ${reason}`, {
    retryable: true,
  });
}
