// The WebAssembly module as plain methods over plain values. Runs in the worker.
import { DebertaError } from '../base/errors.js';
import { fromPlain } from '../base/plain_errors.js';

/**
 * bindings/engine.h
 * @typedef {object} NativeEngine
 * @property {(byteLength: number) => any} reserve
 * @property {(id: number, byteLength: number) => any} hash
 * @property {(id: number) => any} digest
 * @property {(name: string, byteLength: number) => any} setFile
 * @property {(options: object) => any} openTokenizer
 * @property {(options: object) => any} open
 * @property {(byteLength: number) => any} writeWeights
 * @property {() => any} nextFile
 * @property {() => any} finishWeights
 * @property {(seed: number) => any} initializeWeights
 * @property {(name: string, lengths: Float64Array, options: object) => any} begin
 * @property {() => any} step
 * @property {() => any} result
 * @property {() => any} cancel
 * @property {(name: string, lengths: Float64Array, options: object) => any} tokenizerCall
 * @property {() => any} stats
 */

/**
 * The Emscripten module.
 * @typedef {object} NativeModule
 * @property {WebAssembly.Memory} wasmMemory
 * @property {() => {version: string, relaxed: boolean, threads: boolean}} buildInfo
 * @property {new (threads: number) => NativeEngine} Engine
 * @property {new () => import('../../node/checkpoint.js').NativeCheckpoint} Checkpoint
 */

/**
 * What lets others have their turn while a call runs, and throws where the call was aborted.
 * @typedef {() => Promise<void>} Pause
 */

/** Milliseconds of work between two pauses: an abort waits so long, or for one layer. */
const sliceLength = 5;

const encoder = new TextEncoder();

export class Engine {
  #module;
  #engine;
  /** @type {{tokens: number, milliseconds: number, tokens_per_second: number} | null} */
  #last = null;

  /**
   * @param {NativeModule} module
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
   * Bytes of the content number `id`.
   * @param {number} id
   * @param {Uint8Array} bytes
   */
  hash(id, bytes) {
    stage(this.#module, this.#engine, [bytes]);
    return unwrap(this.#engine.hash(id, bytes.length));
  }

  /**
   * @param {number} id
   * @returns {string} the SHA-256 of the content, in hexadecimal
   */
  digest(id) {
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

  /** @param {{add_prefix_space?: boolean}} options */
  openTokenizer(options) {
    return unwrap(this.#engine.openTokenizer(options));
  }

  /**
   * @param {{config_only?: boolean, head?: string, initialize_missing?: boolean, weights?: string}} options
   *   weights: name of their file, or of the index that was set before
   */
  open(options) {
    return unwrap(this.#engine.open(options));
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    stage(this.#module, this.#engine, [bytes]);
    return unwrap(this.#engine.writeWeights(bytes.length));
  }

  nextFile() {
    return unwrap(this.#engine.nextFile());
  }

  finish() {
    return unwrap(this.#engine.finishWeights());
  }

  /** @param {number} seed */
  initialize(seed) {
    return unwrap(this.#engine.initializeWeights(seed));
  }

  /**
   * Runs a task on the texts, a layer at a time.
   * @param {string} name bindings/call.cc
   * @param {string[]} texts
   * @param {object} options
   * @param {Pause} pause
   */
  async run(name, texts, options, pause) {
    const start = performance.now();
    unwrap(this.#engine.begin(name, this.#stageTexts(texts), options));
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
   * @param {string} name bindings/tokenizer_calls.cc
   * @param {string[]} texts
   * @param {object} options
   */
  tokenizer(name, texts, options) {
    return unwrap(this.#engine.tokenizerCall(name, this.#stageTexts(texts), options));
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
 * Copies bytes, back to back, to where an object of the module reads them.
 * @param {{wasmMemory: WebAssembly.Memory}} module
 * @param {{reserve: (byteLength: number) => any}} reader
 * @param {Uint8Array[]} pieces
 */
export function stage(module, reader, pieces) {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let address = unwrap(reader.reserve(size));
  // A view made now: the memory may have grown, also through another thread.
  const memory = new Uint8Array(module.wasmMemory.buffer);
  for (const piece of pieces) {
    memory.set(piece, address);
    address += piece.length;
  }
}

/**
 * The value of an answer of the module, or its error.
 * @param {{value?: any, error?: import('../base/plain_errors.js').PlainError}} answer
 */
export function unwrap({ value, error }) {
  if (error) throw fromPlain(error);
  return value;
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
