// The types of the WebAssembly module's Embind interface, and the transfer of bytes and results.
import { fromPlain } from '../base/plain_errors.js';

/**
 * A method's answer (bindings/guarded.h).
 * @template T
 * @typedef {{value: T, error?: undefined} | {value?: undefined, error: import('../base/plain_errors.js').PlainError}} Outcome
 */

/** @typedef {import('./protocol.js').WorkerMethods} WorkerMethods */

/**
 * The result of a method of the protocol that the engine has, too.
 * @template {keyof WorkerMethods} K
 * @typedef {Outcome<ReturnType<WorkerMethods[K]>>} Answer
 */

/** @typedef {{reserve: (byteLength: number) => Outcome<number>}} BytesReader returns the address to copy bytes to */

/**
 * bindings/engine.h
 * @typedef {object} OwnEngine
 * @property {(id: number, byteLength: number) => Answer<'hash'>} hash
 * @property {(id: number) => Answer<'digest'>} digest
 * @property {(name: string, byteLength: number) => Answer<'setFile'>} setFile
 * @property {(options: import('./protocol.js').TokenizerSettings) => Answer<'openTokenizer'>} openTokenizer
 * @property {(options: import('./protocol.js').OpenOptions) => Answer<'open'>} open
 * @property {(byteLength: number) => Answer<'writeWeights'>} writeWeights
 * @property {() => Answer<'nextFile'>} nextFile
 * @property {() => Answer<'finishWeights'>} finishWeights
 * @property {(seed: number) => Answer<'initializeWeights'>} initializeWeights
 * @property {(task: string, lengths: Float64Array, options: object) => Outcome<boolean>} begin
 * @property {() => Outcome<boolean>} step returns whether there is more to do
 * @property {() => Answer<'run'>} result
 * @property {() => Outcome<void>} cancel
 * @property {(method: string, lengths: Float64Array, options: object) => Answer<'tokenizerCall'>} tokenizerCall
 * @property {() => Outcome<Omit<import('./protocol.js').Stats, 'last'>>} stats
 */

/** @typedef {BytesReader & OwnEngine} NativeEngine */

/**
 * @typedef {object} TensorInfo
 * @property {string} name
 * @property {string} dtype the name in safetensors
 * @property {number[]} shape
 * @property {number} byte_length
 * @property {string} [scales] name of the tensor with its scales, if it is in 8 bits
 */

/**
 * The content of a checkpoint, from its index.
 * @typedef {object} FittingHeads
 * @property {{head: string, skipped: string[], memory_bytes: number}[]} heads of the checkpoint,
 *   first the one that uses the most tensors; skipped: names of the tensors that such a model does not
 *   use; memory_bytes: approximate memory of a load
 * @property {{code: string, message: string} | null} refused why not even the encoder can be loaded
 */

/**
 * bindings/checkpoint.h
 * @typedef {object} OwnCheckpoint
 * @property {(options: {dtype?: string}) => Outcome<void>} open
 * @property {(file: string, byteLength: number) => Outcome<string[]>} filesOf
 * @property {(name: string) => Outcome<void>} beginFile
 * @property {(byteLength: number) => Outcome<boolean>} write
 * @property {() => Outcome<void>} finishFile
 * @property {() => Outcome<string[]>} finish
 * @property {() => Outcome<{format: string, tensors: TensorInfo[]}>} index
 * @property {() => Outcome<(TensorInfo & {address: number}) | null>} next
 * @property {(configLength: number, otherLength: number) => Outcome<FittingHeads>} heads
 */

/** @typedef {BytesReader & OwnCheckpoint} NativeCheckpoint */

/**
 * The Emscripten module.
 * @typedef {object} NativeModule
 * @property {WebAssembly.Memory} wasmMemory
 * @property {() => {version: string, relaxed: boolean, threads: boolean}} buildInfo
 * @property {new (threads: number) => NativeEngine} Engine
 * @property {new () => NativeCheckpoint} Checkpoint
 */

/**
 * Copies bytes, without gaps, to the memory from which an object of the module reads them.
 * @param {{wasmMemory: WebAssembly.Memory}} module
 * @param {BytesReader} reader
 * @param {Uint8Array[]} pieces
 */
export function stage(module, reader, pieces) {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let address = unwrap(reader.reserve(size));
  // The view is created now, because the memory may have grown, also through another thread.
  const memory = new Uint8Array(module.wasmMemory.buffer);
  for (const piece of pieces) {
    memory.set(piece, address);
    address += piece.length;
  }
}

/**
 * Returns the value of the module's result, or throws its error.
 * @template T
 * @param {Outcome<T>} outcome
 * @returns {T}
 */
export function unwrap({ value, error }) {
  if (error) throw fromPlain(error);
  return /** @type {T} */ (value);
}
