// The WebAssembly module as plain methods over plain values. Runs in the worker.
import { DebertaError, fromPlain } from './errors.js';

/**
 * bindings/engine.h
 * @typedef {object} NativeEngine
 * @property {(byteLength: number) => any} reserve
 * @property {(name: string, byteLength: number) => any} setFile
 * @property {(task: string) => any} open
 * @property {(byteLength: number) => any} writeWeights
 * @property {() => any} finishWeights
 * @property {(lengths: number[], options: object) => any} tokenClassification
 * @property {(lengths: number[], pairLengths: number[], options: object) => any} textClassification
 * @property {(lengths: number[], pairLengths: number[], options: object) => any} tokenize
 * @property {() => any} stats
 */

/**
 * The Emscripten module.
 * @typedef {object} NativeModule
 * @property {WebAssembly.Memory} wasmMemory
 * @property {() => {version: string, relaxed: boolean, threads: boolean}} buildInfo
 * @property {new (threads: number) => NativeEngine} Engine
 */

/**
 * @typedef {object} TextInput
 * @property {string} text
 * @property {string} [text_pair]
 */

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
   * @param {string} name
   * @param {Uint8Array} bytes
   */
  setFile(name, bytes) {
    this.#stage([bytes]);
    return take(this.#engine.setFile(name, bytes.length));
  }

  /** @param {string} task */
  open(task) {
    return take(this.#engine.open(task));
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    this.#stage([bytes]);
    return take(this.#engine.writeWeights(bytes.length));
  }

  finish() {
    return take(this.#engine.finishWeights());
  }

  /**
   * @param {string[]} texts
   * @param {object} options
   */
  tokenClassification(texts, options) {
    return this.#timed(() =>
      take(this.#engine.tokenClassification(this.#stageTexts(texts), options)),
    );
  }

  /**
   * @param {TextInput[]} inputs either all with a pair or none
   * @param {object} options
   */
  textClassification(inputs, options) {
    return this.#timed(() =>
      take(this.#engine.textClassification(...this.#stageInputs(inputs), options)),
    );
  }

  /**
   * @param {TextInput[]} inputs
   * @param {object} options
   */
  tokenize(inputs, options) {
    return take(this.#engine.tokenize(...this.#stageInputs(inputs), options));
  }

  stats() {
    return { ...take(this.#engine.stats()), last: this.#last };
  }

  /**
   * @template {{tokens: number}} T
   * @param {() => T[]} run
   */
  #timed(run) {
    const start = performance.now();
    const results = run();
    const milliseconds = performance.now() - start;
    const tokens = results.reduce((sum, result) => sum + result.tokens, 0);
    const perSecond = milliseconds > 0 ? (1000 * tokens) / milliseconds : 0;
    this.#last = { tokens, milliseconds, tokens_per_second: perSecond };
    return results;
  }

  /** @param {string[]} texts */
  #stageTexts(texts) {
    // UTF-8 by TextEncoder: Embind's own strings lose the character after a lone surrogate.
    const pieces = texts.map((text) => encoder.encode(text));
    this.#stage(pieces);
    return pieces.map((piece) => piece.length);
  }

  /**
   * @param {TextInput[]} inputs
   * @returns {[number[], number[]]}
   */
  #stageInputs(inputs) {
    const paired = inputs.length > 0 && inputs[0].text_pair !== undefined;
    if (!paired) return [this.#stageTexts(inputs.map(({ text }) => text)), []];
    const lengths = this.#stageTexts(
      inputs.flatMap(({ text, text_pair }) => [text, /** @type {string} */ (text_pair)]),
    );
    const even = (/** @type {number} */ rest) => lengths.filter((_, index) => index % 2 === rest);
    return [even(0), even(1)];
  }

  /**
   * Copies bytes, back to back, to where the engine reads them.
   * @param {Uint8Array[]} pieces
   */
  #stage(pieces) {
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    let address = take(this.#engine.reserve(size));
    // A view made now: the memory may have grown, also through another thread.
    const memory = new Uint8Array(this.#module.wasmMemory.buffer);
    for (const piece of pieces) {
      memory.set(piece, address);
      address += piece.length;
    }
  }
}

/**
 * The value of an answer of bindings/engine.h, or its error.
 * @param {{value?: any, error?: {code: string, message: string}}} answer
 */
function take({ value, error }) {
  if (error) throw fromPlain(error);
  return value;
}

/**
 * What a failed call of the engine means: an error that it reported, or a crash of the module.
 * @param {unknown} failure
 */
export function crashOr(failure) {
  if (failure instanceof DebertaError) return failure;
  const reason = failure instanceof Error ? failure.message : String(failure);
  return new DebertaError('CRASHED', `the WebAssembly module crashed: ${reason}`, {
    retryable: true,
  });
}
