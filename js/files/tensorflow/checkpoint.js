// Converts tf_model.h5 to a safetensors file on the fly: tensors get the names and shapes of the PyTorch model, so
// that the core reads them as any other checkpoint.
import { datasetsOf } from '../hdf5/datasets.js';
import { unsupported } from '../hdf5/errors.js';
import { readExactly } from '../hdf5/metadata.js';
import { toPyTorch } from './names.js';
import { reverseAxes, reversedRow } from './transpose.js';

export { randomAccess } from '../random_access.js';

/** @typedef {import('../random_access.js').RandomAccess} RandomAccess */
/** @typedef {import('../hdf5/dataset.js').Dataset} Dataset */
/** @typedef {import('./transpose.js').Values} Values */

/**
 * @typedef {object} Tensor
 * @property {Dataset} dataset
 * @property {string} name
 * @property {boolean} isReversed whether its axes are in reverse order
 */

/** Bytes that are read and yielded at once. */
const pieceSize = 1 << 20;

/** The maximum size of a matrix to transpose, which must be in memory. The largest models have 40 million bytes. */
const maxKernelBytes = 1 << 28;

/** How values are copied: by type. Only F64 is converted, to F32. */
const arrays = /** @type {const} */ ({
  F16: { Source: Uint16Array, Result: Uint16Array },
  F32: { Source: Uint32Array, Result: Uint32Array },
  F64: { Source: Float64Array, Result: Float32Array },
});

/**
 * @param {RandomAccess} access
 * @returns {Promise<{total: number, chunks: AsyncIterable<Uint8Array>}>} each chunk has its own buffer
 */
export async function safetensorsOf(access) {
  const tensors = tensorsOf(await datasetsOf(access));
  const { header, total } = headerOf(tensors);
  return { total, chunks: stream(access, header, tensors) };
}

/**
 * @param {Dataset[]} datasets
 * @returns {Tensor[]} in the same order
 */
function tensorsOf(datasets) {
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  const isV2 = datasets.some(({ path }) => path.join('/').includes('/self/query_proj/'));
  for (const dataset of datasets) {
    const { name, isKernel } = toPyTorch(dataset.path, isV2);
    const { length: rank } = dataset.shape;
    const bytes = dataset.end - dataset.begin;
    const isReversed = isKernel && rank > 1;
    if (isReversed && (rank > 3 || bytes > maxKernelBytes)) {
      throw unsupported(`'${name}' (a kernel of ${rank} dimensions and ${bytes} bytes)`);
    }
    // Keras stores shared weights with each layer, such as the word embeddings of a masked language model.
    if (!tensors.has(name)) tensors.set(name, { dataset, name, isReversed });
  }
  return [...tensors.values()];
}

/** @param {Tensor[]} tensors */
function headerOf(tensors) {
  let end = 0;
  const entries = tensors.map(({ dataset: { dtype, shape }, name, isReversed }) => {
    const begin = end;
    const { Result } = arrays[dtype];
    end += shape.reduce((product, size) => product * size, Result.BYTES_PER_ELEMENT);
    const entry = {
      dtype: dtype === 'F64' ? 'F32' : dtype,
      shape: isReversed ? [...shape].reverse() : shape,
      data_offsets: [begin, end],
    };
    return [name, entry];
  });
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const header = new Uint8Array(8 + text.length);
  new DataView(header.buffer).setBigUint64(0, BigInt(text.length), true);
  header.set(text, 8);
  return { header, total: header.length + end };
}

/**
 * @param {RandomAccess} access
 * @param {Uint8Array} header
 * @param {Tensor[]} tensors
 */
async function* stream(access, header, tensors) {
  yield header;
  for (const { dataset, isReversed } of tensors) {
    if (dataset.begin === dataset.end) continue;
    yield* isReversed ? reversed(access, dataset) : straight(access, dataset);
  }
}

/**
 * @param {RandomAccess} access
 * @param {Dataset} dataset
 */
async function* straight(access, { dtype, begin, end }) {
  for (let at = begin; at < end; at += pieceSize) {
    const bytes = await readExactly(access, at, Math.min(at + pieceSize, end));
    yield dtype === 'F64' ? bytesOf(Float32Array.from(valuesOf(bytes, Float64Array))) : bytes;
  }
}

/**
 * @param {RandomAccess} access
 * @param {Dataset} dataset
 */
async function* reversed(access, { dtype, shape, begin, end }) {
  const { Source, Result } = arrays[dtype];
  const source = valuesOf(await readExactly(access, begin, end), Source);
  const row = reversedRow(shape);
  const rows = shape[shape.length - 1];
  const step = Math.max(1, Math.floor(pieceSize / (row.length * Result.BYTES_PER_ELEMENT)));
  for (let first = 0; first < rows; first += step) {
    const count = Math.min(step, rows - first);
    yield bytesOf(reverseAxes(source, row, first, count, new Result(count * row.length)));
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {(typeof arrays)[keyof typeof arrays]['Source']} Type
 * @returns {Values}
 */
function valuesOf(bytes, Type) {
  // A buffer may begin at an odd address.
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % Type.BYTES_PER_ELEMENT ? bytes.slice() : bytes;
  const plain = /** @type {ArrayBuffer} */ (buffer);
  return new Type(plain, byteOffset, byteLength / Type.BYTES_PER_ELEMENT);
}

/** @param {Values} values */
function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
