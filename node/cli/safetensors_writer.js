// Writes a safetensors file whose tensors come in any order: they are collected in another file, and
// put in order when all are there. The order is the reference implementation's: the larger element
// types first, so that every tensor is aligned, and those of a size by name.
import { open } from 'node:fs/promises';

import { abortError } from '../../js/base/abort.js';
import { DebertaError } from '../../js/base/errors.js';
import { scalesOf } from './checkpoint.js';

/** @typedef {import('./checkpoint.js').TensorInfo} TensorInfo */

const pieceSize = 1 << 20;

export class SafetensorsWriter {
  #collected;
  #end = 0;
  /** @type {(TensorInfo & {begin: number})[]} and where they are in the collected data */
  #tensors = [];

  /** @param {import('node:fs/promises').FileHandle} collected */
  constructor(collected) {
    this.#collected = collected;
  }

  /** @param {string} path of the file that collects them; the caller removes it */
  static async create(path) {
    return new SafetensorsWriter(await open(path, 'w+'));
  }

  /** Tensors that have been appended. */
  get count() {
    return this.#tensors.length;
  }

  /**
   * @param {TensorInfo} tensor
   * @param {Uint8Array} bytes
   */
  async append({ name, dtype, shape, byte_length, scales }, bytes) {
    await writeAll(this.#collected, bytes, this.#end);
    this.#tensors.push({ name, dtype, shape, byte_length, scales, begin: this.#end });
    this.#end += byte_length;
  }

  /**
   * @param {string} path
   * @param {AbortSignal} signal
   * @returns {Promise<number>} bytes of the file
   */
  async finish(path, signal) {
    const inOrder = this.#tensors.sort(
      (a, b) => elementSize(b) - elementSize(a) || (a.name < b.name ? -1 : 1),
    );
    const file = await open(path, 'w');
    try {
      const header = headerOf(inOrder);
      await writeAll(file, header, 0);
      let at = header.length;
      const piece = new Uint8Array(pieceSize);
      for (const { begin, byte_length } of inOrder) {
        for (let done = 0; done < byte_length;) {
          if (signal.aborted) throw abortError(signal);
          const length = Math.min(pieceSize, byte_length - done);
          const { bytesRead } = await this.#collected.read(piece, 0, length, begin + done);
          await writeAll(file, piece.subarray(0, bytesRead), at);
          at += bytesRead;
          done += bytesRead;
        }
      }
      return at;
    } finally {
      await file.close();
    }
  }

  async close() {
    await this.#collected.close();
  }
}

/** @param {TensorInfo} tensor */
const elementSize = ({ dtype }) => Number(/\d+$/.exec(dtype)?.[0] ?? 8) / 8; // 'BOOL': a byte

/** @param {TensorInfo[]} tensors in order */
function headerOf(tensors) {
  let end = 0;
  const entries = tensors.map(({ name, dtype, shape, byte_length }) => {
    if (name === '__metadata__') {
      throw new DebertaError('TENSOR_UNEXPECTED', `safetensors has no tensor named '${name}'`);
    }
    const data_offsets = [end, (end += byte_length)];
    return [name, { dtype, shape, data_offsets }];
  });
  // Python's transformers refuses what is not 'pt': it would take integers without their scales.
  const format = scalesOf(tensors).size > 0 ? 'deberta-wasm' : 'pt';
  const json = Buffer.from(
    JSON.stringify(Object.fromEntries([['__metadata__', { format }], ...entries])),
  );
  const size = Math.ceil(json.length / 8) * 8; // the data is aligned
  const header = Buffer.alloc(8 + size, ' ');
  header.writeBigUInt64LE(BigInt(size));
  header.set(json, 8);
  return header;
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {Uint8Array} bytes
 * @param {number} at
 */
async function writeAll(file, bytes, at) {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
