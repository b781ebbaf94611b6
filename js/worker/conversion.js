// Converts the weights of files to 8 bits, tensor by tensor. Runs in the worker.
import { stage, unwrap } from './native_module.js';

export class Conversion {
  #module;
  #checkpoint;
  #hasConverted = false;

  /** @param {import('./native_module.js').NativeModule} module */
  constructor(module) {
    this.#module = module;
    this.#checkpoint = new module.Checkpoint();
    unwrap(this.#checkpoint.open({ dtype: 'q8' }));
  }

  /**
   * @param {string} name of the index
   * @param {Uint8Array} bytes
   */
  filesOf(name, bytes) {
    stage(this.#module, this.#checkpoint, [bytes]);
    return unwrap(this.#checkpoint.filesOf(name, bytes.length));
  }

  /** @param {string} name */
  beginFile(name) {
    unwrap(this.#checkpoint.beginFile(name));
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {import('../base/host.js').ConvertedTensor[]}
   */
  convert(bytes) {
    stage(this.#module, this.#checkpoint, [bytes]);
    unwrap(this.#checkpoint.write(bytes.length));
    const tensors = [];
    for (let tensor; (tensor = unwrap(this.#checkpoint.next()));) {
      const { name, dtype, shape, byte_length, address } = tensor;
      const { buffer } = this.#module.wasmMemory;
      // A copy, which is transferred. (slice() of shared memory would be shared.)
      const copy = new Uint8Array(new Uint8Array(buffer, address, byte_length));
      tensors.push({ name, dtype, shape, bytes: copy });
      this.#hasConverted ||= dtype === 'I8' && !this.#wasInBytes(name);
    }
    return tensors;
  }

  finishFile() {
    unwrap(this.#checkpoint.finishFile());
  }

  finish() {
    unwrap(this.#checkpoint.finish());
    return this.#hasConverted;
  }

  /** Whether the file has the tensor in 8 bits. @param {string} name */
  #wasInBytes(name) {
    const { tensors } = unwrap(this.#checkpoint.index());
    return tensors.some((tensor) => tensor.name === name && tensor.dtype === 'I8');
  }
}
