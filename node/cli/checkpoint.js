// Reads a checkpoint of any format in this process: its index, and its tensors one by one.
import { DebertaError } from '../../js/base/errors.js';
import { fileNotFound } from '../../js/base/missing_file.js';
import { stage, unwrap } from '../../js/worker/native_module.js';
import { openWeights } from '../../js/files/weights.js';
import { instantiate } from '../instantiate.js';

/** @typedef {import('../../js/worker/native_module.js').TensorInfo} TensorInfo */
/** @typedef {import('../../js/worker/native_module.js').FittingHeads} FittingHeads */
/** @typedef {import('../../js/worker/native_module.js').NativeCheckpoint} NativeCheckpoint */

/** @typedef {{wasmMemory: WebAssembly.Memory, Checkpoint: new () => NativeCheckpoint}} CheckpointModule the part
 *   of the Emscripten module for tools */

/** @typedef {import('../../js/files/source.js').OpenFile} OpenFile */
/** @typedef {import('../../js/base/host.js').ModelSource} ModelSource */

/**
 * Finds the names of the scales of weights in 8 bits.
 * @param {TensorInfo[]} tensors
 */
export function scalesOf(tensors) {
  const scales = new Set(tensors.map((tensor) => tensor.scales));
  return new Set(tensors.map(({ name }) => name).filter((name) => scales.has(name)));
}

export class Checkpoint {
  #module;
  #native;
  #open;
  #source;
  /** @type {{format: string} | undefined} the file, if the core reads a conversion of it */
  #original;
  /** @type {string[]} after all tensors: names of those that stay floats with q8 */
  unquantized_layers = [];

  /**
   * @param {CheckpointModule} module
   * @param {OpenFile} open
   * @param {ModelSource} source
   */
  constructor(module, open, source) {
    this.#module = module;
    this.#native = new module.Checkpoint();
    this.#open = open;
    this.#source = source;
  }

  /**
   * @param {OpenFile} open opens the source's files
   * @param {ModelSource} source
   * @param {'F32' | 'F16' | 'BF16' | 'q8'} [dtype] the type of float tensors; default: unchanged.
   *   q8: tensors that a model of that dtype has in 8 bits become I8, with scales
   */
  static async open(open, source, dtype) {
    // One thread: reading files takes longer than computing.
    const runtime = { variant: /** @type {const} */ ('simd'), threads: 1, why: '' };
    const module = /** @type {CheckpointModule} */ (
      /** @type {unknown} */ (await instantiate(runtime))
    );
    const checkpoint = new Checkpoint(module, open, source);
    unwrap(checkpoint.#native.open({ dtype }));
    return checkpoint;
  }

  /**
   * Reads all files. The bytes of a tensor are valid until the next one is requested.
   * @returns {AsyncGenerator<TensorInfo & {bytes: Uint8Array}>}
   */
  async *tensors() {
    for await (const { chunks } of this.#files()) {
      for await (const chunk of chunks) {
        this.#write(chunk);
        for (let tensor; (tensor = unwrap(this.#native.next()));) {
          const { address, ...info } = tensor;
          const { buffer } = this.#module.wasmMemory;
          yield { ...info, bytes: new Uint8Array(buffer, address, info.byte_length) };
        }
      }
      unwrap(this.#native.finishFile());
    }
    this.unquantized_layers = unwrap(this.#native.finish());
  }

  /** Reads the indices of the files. @returns the files' names */
  async readIndex() {
    const names = [];
    for await (const { name, chunks } of this.#files()) {
      names.push(name);
      let isKnown = false;
      for await (const chunk of chunks) {
        isKnown = this.#write(chunk);
        if (isKnown) break;
      }
      if (!isKnown) unwrap(this.#native.finishFile()); // throws, because the file is too short
    }
    return names;
  }

  /** @returns {{format: string, tensors: TensorInfo[]}} of the read files */
  index() {
    const { format, tensors } = unwrap(this.#native.index());
    return { format: this.#original?.format ?? format, tensors };
  }

  /**
   * @param {Uint8Array | null} [config] config.json
   * @param {Uint8Array} [other] gliner_config.json, or a GLiNER2 model's encoder_config/config.json
   * @returns {FittingHeads} of the files that were read
   */
  heads(config, other) {
    const files = [config ?? new Uint8Array(), other ?? new Uint8Array()];
    stage(this.#module, this.#native, files);
    try {
      return unwrap(this.#native.heads(files[0].length, files[1].length));
    } catch (error) {
      // A configuration that no model may have is refused as its tensors are.
      if (!(error instanceof DebertaError)) throw error;
      return { heads: [], refused: { code: error.code, message: error.message } };
    }
  }

  /** @returns {AsyncGenerator<{name: string, chunks: AsyncIterable<Uint8Array>}>} */
  async *#files() {
    const weights = await openWeights(this.#open, this.#source);
    this.#original = weights.original;
    if (!weights.index) {
      unwrap(this.#native.beginFile(weights.name));
      return yield weights;
    }
    for (const name of this.filesOf(weights.name, weights.index)) {
      const chunks = await this.#open(name);
      if (!chunks) throw fileNotFound(this.#source, name);
      unwrap(this.#native.beginFile(name));
      yield { name, chunks };
    }
  }

  /**
   * @param {string} file name of the index of a checkpoint of several files
   * @param {Uint8Array} index
   * @returns {string[]} the files
   */
  filesOf(file, index) {
    stage(this.#module, this.#native, [index]);
    return unwrap(this.#native.filesOf(file, index.length));
  }

  /**
   * @param {Uint8Array} chunk
   * @returns {boolean} whether the file's index is complete
   */
  #write(chunk) {
    stage(this.#module, this.#native, [chunk]);
    return unwrap(this.#native.write(chunk.length));
  }
}
