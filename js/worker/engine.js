// Wraps the WebAssembly module in the methods of protocol.js, with plain values. Runs in the worker.
import { DebertaError } from '../base/errors.js';
import { Conversion } from './conversion.js';
import { stage, unwrap } from './native_module.js';
import { StoredPieces } from './stored_pieces.js';

/** @typedef {import('./protocol.js').WorkerMethods} WorkerMethods */

/**
 * Lets the event loop run during a call, and throws if the call was aborted.
 * @typedef {() => Promise<void>} Pause
 */

/** @typedef {Omit<WorkerMethods, 'start'>} EngineMethods */
/**
 * The methods of the worker. Each also gets the function that pauses it.
 * @typedef {{[K in keyof EngineMethods]: (...args: [...Parameters<EngineMethods[K]>, pause: Pause]) =>
 *   ReturnType<EngineMethods[K]> | Promise<ReturnType<EngineMethods[K]>>}} PausableMethods
 */

/** Milliseconds of work between two pauses. An abort waits so long, and for one step. */
const sliceLength = 5;

/** A text of a usual length: its tokens need position tables that are computed once. */
const preparedTokens = 128;

const encoder = new TextEncoder();

/** @implements {PausableMethods} */
export class Engine {
  #module;
  #engine;
  /** The id of the content that written weights are hashed as. @type {number | null} */
  #hashed = null;
  /** @type {import('./reports.js').CallReport | null} */
  #last = null;
  /** Of a worker that converts files. @type {Conversion | null} */
  #conversion = null;
  /** Whether there was no memory to prepare for the first call. */
  #isFull = false;
  #stored;

  /**
   * @param {import('./native_module.js').NativeModule} module
   * @param {number} threads
   * @param {import('../base/host.js').OpenPieceFile} [openFile]
   */
  constructor(module, threads, openFile) {
    this.#module = module;
    this.#stored = new StoredPieces(openFile);
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

  openCheckpoint() {
    this.#conversion = new Conversion(this.#module);
  }

  /**
   * @param {string} name
   * @param {Uint8Array} bytes
   */
  filesOfIndex(name, bytes) {
    return this.#converting().filesOf(name, bytes);
  }

  /** @param {string} name */
  beginFile(name) {
    this.#converting().beginFile(name);
  }

  /** @param {Uint8Array} bytes */
  convert(bytes) {
    return this.#converting().convert(bytes);
  }

  finishFile() {
    this.#converting().finishFile();
  }

  finishCheckpoint() {
    return this.#converting().finish();
  }

  #converting() {
    if (!this.#conversion) throw new DebertaError('STATE', 'no conversion was begun');
    return this.#conversion;
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
    // The hash comes first: wrong bytes may be invalid weights, too, and then the hash is the better error.
    if (this.#hashed !== null) unwrap(this.#engine.hash(this.#hashed, bytes.length));
    return unwrap(this.#engine.writeWeights(bytes.length));
  }

  /** @param {string[]} path */
  openPieces(path) {
    return this.#stored.open(path);
  }

  /**
   * @param {string[]} path
   * @param {number} at
   * @param {Uint8Array} bytes
   */
  storePiece(path, at, bytes) {
    return this.#stored.store(path, at, bytes);
  }

  closePieces() {
    this.#stored.close();
  }

  /** @param {import('../base/host.js').StoredPiece['stored']} piece */
  async writeStored(piece) {
    const address = unwrap(this.#engine.reserve(piece.length));
    const target = new Uint8Array(this.#module.wasmMemory.buffer, address, piece.length);
    if (!(await this.#stored.read(piece, target))) return false;
    unwrap(this.#engine.writeWeights(piece.length));
    return true;
  }

  nextFile() {
    return unwrap(this.#engine.nextFile());
  }

  finishWeights() {
    this.#stored.close();
    return unwrap(this.#engine.finishWeights());
  }

  /** @param {number} seed */
  initializeWeights(seed) {
    return unwrap(this.#engine.initializeWeights(seed));
  }

  /**
   * Runs a task on the texts, step by step (src/base/pieces.h).
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
   * Computes what the first call would compute besides its answer, with the weights that have arrived, piece by piece,
   * until it is done or `isIdle` is false.
   * @param {() => Promise<boolean>} isIdle whether no call waits; lets the event loop run
   * @returns whether it is done
   */
  async prepare(isIdle) {
    let isDone = false;
    if (this.#isFull) return true;
    try {
      unwrap(this.#engine.begin('prepare', this.#stageTexts([]), { tokens: preparedTokens }));
      while (!isDone && (await isIdle())) isDone = !unwrap(this.#engine.step());
      unwrap(this.#engine.cancel());
      return isDone;
    } catch (failure) {
      if (!(failure instanceof DebertaError)) throw failure;
      this.#isFull = true; // no memory, for instance: the call that needs it says so
      return true;
    }
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
    // TextEncoder makes the UTF-8, because Embind's strings lose the character after a lone surrogate.
    const pieces = texts.map((text) => encoder.encode(text));
    stage(this.#module, this.#engine, pieces);
    return Float64Array.from(pieces, (piece) => piece.length);
  }
}

/**
 * The error of a failed call: one that the engine reported, or a crash of the module.
 * @param {unknown} failure
 */
export function toDebertaError(failure) {
  if (failure instanceof DebertaError) return failure;
  const said = failure instanceof Error ? failure.message : String(failure);
  const reason = said.replace(/\.? Build with -sASSERTIONS for more info\.?/, ''); // users cannot rebuild the module
  return new DebertaError('CRASHED', `the WebAssembly module crashed: ${reason}`, {
    retryable: true,
  });
}
