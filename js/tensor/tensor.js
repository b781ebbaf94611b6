// Arrays with a shape, as transformers.js has them. Where its answers differ from Python's, these are
// Python's: a norm takes absolute values, the zero vector stays zero when normalized, sums of
// integers do not wrap around.
import { indexIn, inferred, rangeOf, reduced, show, sizeOf, stridesOf } from './dims.js';
import { DebertaError } from '../base/errors.js';
import {
  checkOrder,
  exactSum,
  indexOfExtreme,
  pNorm,
  reduceRows,
  replaceRows,
  softmax,
  sum,
} from './reduce.js';
import { pick } from './strided.js';
import { checkType, convert, isFloat, toData } from './tensor_types.js';

/** @typedef {import('./tensor_types.js').TensorType} TensorType */
/** @typedef {import('./tensor_types.js').TensorData} TensorData */
/** @typedef {import('./dims.js').Slice} Slice */
/** @typedef {{[index: number]: Tensor}} ByIndex */

/** The smallest norm that normalize divides by; torch's. */
const leastNorm = 1e-12;

/**
 * Gives tensor[0] the meaning of tensor.get(0). It stands at the end of the prototype chain, where
 * only names come that a tensor does not have: all else is as fast as without.
 */
class Indexed {}
Object.setPrototypeOf(
  Indexed.prototype,
  new Proxy(Object.prototype, {
    get(target, key, receiver) {
      const isIndex = typeof key === 'string' && /^-?\d+$/.test(key);
      return isIndex ? receiver.get(Number(key)) : Reflect.get(target, key, receiver);
    },
  }),
);

/**
 * Values in row-major order, with the length of each axis. An axis may be counted from the end: -1 is
 * the last one.
 */
export class Tensor extends /** @type {new () => ByIndex} */ (Indexed) {
  /**
   * A tensor of values that are there.
   * @param {TensorType} type what the values are
   * @param {TensorData | readonly (number | bigint | boolean)[]} data a typed array is used, not
   *   copied
   * @param {readonly number[]} [dims] default: one axis
   */
  constructor(type, data, dims) {
    super();
    /**
     * What the values are.
     * @type {TensorType}
     * @readonly
     */
    this.type = checkType(type);
    /**
     * The values, in row-major order.
     * @type {TensorData}
     * @readonly
     */
    this.data = toData(this.type, data);
    /**
     * The length of each axis.
     * @readonly
     */
    this.dims = dims === undefined ? [this.data.length] : [...dims];
    const valid = this.dims.every((length) => Number.isSafeInteger(length) && length >= 0);
    if (!valid || sizeOf(this.dims) !== this.data.length) {
      throw new DebertaError(
        'INPUT',
        valid
          ? `dims ${show(this.dims)} hold ${sizeOf(this.dims)} values, data has ${this.data.length}`
          : `dims: expected integers from 0 on, got ${show(this.dims)}`,
      );
    }
  }

  /** How many values there are. */
  get size() {
    return this.data.length;
  }

  /** Where the values are: always in JavaScript's memory. */
  get location() {
    return 'cpu';
  }

  /** There is nothing to free; here for code that was written for transformers.js. */
  dispose() {}

  /**
   * The only value.
   * @returns {number | bigint}
   */
  item() {
    if (this.size === 1) return this.data[0];
    throw new DebertaError('INPUT', `item: expected one value, the tensor has ${this.size}`);
  }

  /**
   * Nested arrays; of int64 they hold bigints, of bool 0 and 1. Without an axis: the value itself.
   * @returns {any}
   */
  tolist() {
    /** @type {(axis: number, start: number, size: number) => any} */
    const nest = (axis, start, size) => {
      if (axis === this.dims.length) return this.data[start];
      const step = this.dims[axis] === 0 ? 0 : size / this.dims[axis];
      return Array.from({ length: this.dims[axis] }, (_, i) =>
        nest(axis + 1, start + i * step, step),
      );
    };
    return nest(0, 0, this.size);
  }

  /**
   * Over the first axis: the values where it is the only one, else tensors that share the memory.
   * @returns {Generator<any, void, undefined>}
   */
  *[Symbol.iterator]() {
    if (this.dims.length < 2) yield* this.data;
    else for (let i = 0; i < this.dims[0]; i++) yield this.get(i);
  }

  /**
   * A part along the first axis, which shares the memory. Also written tensor[index].
   * @param {number} index
   */
  get(index) {
    if (this.dims.length === 0) throw new DebertaError('INPUT', 'get: the tensor has no axis');
    const [length, ...dims] = this.dims;
    const start = indexIn(index, length, 'get: index') * sizeOf(dims);
    return new Tensor(this.type, this.data.subarray(start, start + sizeOf(dims)), dims);
  }

  /** A copy with memory of its own. */
  clone() {
    return new Tensor(this.type, this.data.slice(), this.dims);
  }

  /**
   * The values in another type; the tensor itself where it has that type.
   * @param {TensorType} type
   */
  to(type) {
    if (type === this.type) return this;
    return new Tensor(type, convert(checkType(type), this.data), this.dims);
  }

  /**
   * A copy with a function applied to each value.
   * @param {(value: any, index: number, data: TensorData) => number | bigint} callback
   */
  map(callback) {
    const copy = this.clone();
    for (let i = 0; i < copy.size; i++) copy.data[i] = callback(copy.data[i], i, copy.data);
    return copy;
  }

  /**
   * A copy of a part. For each axis an index, which removes the axis, a range [start, end] without its
   * end, where null is the axis' own start or end, or null for all of it.
   * @param {...Slice} slices those left out: all of the axis
   */
  slice(...slices) {
    if (slices.length > this.dims.length) {
      const fact = `${slices.length} slices for dims ${show(this.dims)}`;
      throw new DebertaError('INPUT', `slice: ${fact}`);
    }
    const ranges = this.dims.map((length, axis) => rangeOf(slices[axis], length, axis));
    const strides = stridesOf(this.dims);
    const start = ranges.reduce((at, range, axis) => at + range.start * strides[axis], 0);
    const lengths = ranges.map((range) => range.end - range.start);
    const kept = lengths.filter((_, axis) => !ranges[axis].drop);
    return new Tensor(this.type, pick(this.data, start, lengths, strides), kept);
  }

  /**
   * The axes in another order, as a copy.
   * @param {...number} axes every axis once
   */
  permute(...axes) {
    const order = axes.map((axis) => this.#axis(axis, 'permute'));
    if (order.length !== this.dims.length || new Set(order).size !== order.length) {
      throw new DebertaError(
        'INPUT',
        `permute: expected each of ${this.dims.length} axes once, got ${show(axes)}`,
      );
    }
    const strides = stridesOf(this.dims);
    const dims = order.map((axis) => this.dims[axis]);
    const moved = order.map((axis) => strides[axis]);
    return new Tensor(this.type, pick(this.data, 0, dims, moved), dims);
  }

  /**
   * The same as permute, as in transformers.js: torch's transpose(0, 1) is transpose(1, 0) here.
   * @param {...number} axes
   */
  transpose(...axes) {
    return this.permute(...axes);
  }

  /**
   * Another shape over the same memory; one length may be -1, for what is left.
   * @param {...number} dims
   */
  view(...dims) {
    return new Tensor(this.type, this.data, inferred(this.size, dims));
  }

  /**
   * The same as view.
   * @param {...number} dims
   */
  reshape(...dims) {
    return this.view(...dims);
  }

  /**
   * Without the axes of length 1, over the same memory.
   * @param {number | readonly number[] | null} [dim] only those of these; default: all
   */
  squeeze(dim = null) {
    const wanted = dim === null ? null : [dim].flat().map((axis) => this.#axis(axis, 'squeeze'));
    const dims = this.dims.filter(
      (length, axis) => length !== 1 || !(wanted?.includes(axis) ?? true),
    );
    return new Tensor(this.type, this.data, dims);
  }

  /**
   * With an axis of length 1 more, over the same memory.
   * @param {number} dim its place in the new shape
   */
  unsqueeze(dim) {
    const axis = indexIn(dim, this.dims.length + 1, 'unsqueeze: dim');
    const dims = [...this.dims.slice(0, axis), 1, ...this.dims.slice(axis)];
    return new Tensor(this.type, this.data, dims);
  }

  /**
   * A copy with neighbouring axes made into one.
   * @param {number} [start_dim]
   * @param {number} [end_dim] the last of them
   */
  flatten(start_dim = 0, end_dim = -1) {
    if (this.dims.length === 0) return this.clone().view(1);
    const start = this.#axis(start_dim, 'flatten');
    const end = this.#axis(end_dim, 'flatten');
    if (start > end) {
      throw new DebertaError('INPUT', `flatten: start_dim ${start} is behind end_dim ${end}`);
    }
    const length = sizeOf(this.dims.slice(start, end + 1));
    return this.clone().view(...this.dims.slice(0, start), length, ...this.dims.slice(end + 1));
  }

  /**
   * Values that are positive and sum to 1 along an axis.
   * @param {number} [dim]
   */
  softmax(dim = -1) {
    return this.#withRows('softmax', dim, softmax);
  }

  /** 1 / (1 + exp(-x)) of each value. */
  sigmoid() {
    this.#checkFloat('sigmoid');
    return this.map((x) => 1 / (1 + Math.exp(-x)));
  }

  /**
   * Divided by the norm along an axis. A vector of zeros stays what it is.
   * @param {number} [p] 2: the Euclidean norm
   * @param {number} [dim] 1, as in transformers.js: the vectors of a tensor [batch, hidden]
   */
  normalize(p = 2, dim = 1) {
    const order = checkOrder(p, 'normalize');
    return this.#withRows('normalize', dim, (row) => {
      const divisor = Math.max(pNorm(row, order), leastNorm);
      return row.map((x) => x / divisor);
    });
  }

  /**
   * The p-norm: the Euclidean one by default.
   * @param {number | 'fro'} [p] 'fro' is 2
   * @param {number | null} [dim] default: of all values
   * @param {boolean} [keepdim]
   */
  norm(p = 'fro', dim = null, keepdim = false) {
    this.#checkFloat('norm');
    const order = checkOrder(p, 'norm');
    return this.#reduce(this.type, 'norm', dim, keepdim, (row) => pNorm(row, order));
  }

  /**
   * The mean of the values.
   * @param {number | null} [dim] default: of all values
   * @param {boolean} [keepdim]
   */
  mean(dim = null, keepdim = false) {
    this.#checkFloat('mean');
    return this.#reduce(this.type, 'mean', dim, keepdim, (row) => sum(row) / row.length);
  }

  /**
   * Of integers of every type an int64 tensor, as in Python.
   * @param {number | null} [dim] default: of all values
   * @param {boolean} [keepdim]
   */
  sum(dim = null, keepdim = false) {
    if (isFloat(this.type)) return this.#reduce(this.type, 'sum', dim, keepdim, sum);
    return this.#reduce('int64', 'sum', dim, keepdim, exactSum);
  }

  /**
   * The largest values (not their indices: argmax); NaN where one is among them.
   * @param {number | null} [dim] default: of all values
   * @param {boolean} [keepdim]
   */
  max(dim = null, keepdim = false) {
    this.#checkNotEmpty('max', dim);
    return this.#reduce(this.type, 'max', dim, keepdim, (row) => row[indexOfExtreme(row, 1)]);
  }

  /**
   * The smallest values; NaN where one is among them.
   * @param {number | null} [dim] default: of all values
   * @param {boolean} [keepdim]
   */
  min(dim = null, keepdim = false) {
    this.#checkNotEmpty('min', dim);
    return this.#reduce(this.type, 'min', dim, keepdim, (row) => row[indexOfExtreme(row, -1)]);
  }

  /**
   * Where the first of the largest values is: an int64 tensor, so that item() is a bigint. Without
   * `dim` the index counts through all values; with it, along that axis.
   * @param {number | null} [dim]
   * @param {boolean} [keepdim]
   */
  argmax(dim = null, keepdim = false) {
    this.#checkNotEmpty('argmax', dim);
    return this.#reduce('int64', 'argmax', dim, keepdim, (row) => indexOfExtreme(row, 1));
  }

  /**
   * Where the first of the smallest values is, as argmax.
   * @param {number | null} [dim]
   * @param {boolean} [keepdim]
   */
  argmin(dim = null, keepdim = false) {
    this.#checkNotEmpty('argmin', dim);
    return this.#reduce('int64', 'argmin', dim, keepdim, (row) => indexOfExtreme(row, -1));
  }

  /**
   * @param {TensorType} type of the result
   * @param {string} method
   * @param {number | null} dim
   * @param {boolean} keepdim
   * @param {(row: any[]) => number | bigint} fold
   */
  #reduce(type, method, dim, keepdim, fold) {
    const axis = dim === null ? null : this.#axis(dim, method);
    const values = reduceRows(this.data, this.dims, axis, fold);
    return new Tensor(type, values, reduced(this.dims, axis, keepdim));
  }

  /**
   * @param {string} method
   * @param {number} dim
   * @param {(row: number[]) => number[]} replace
   */
  #withRows(method, dim, replace) {
    this.#checkFloat(method);
    const axis = this.#axis(dim, method);
    const copy = this.clone();
    const data = /** @type {Float32Array | Float64Array} */ (copy.data);
    replaceRows(data, this.dims, axis, replace);
    return copy;
  }

  /**
   * @param {number} dim
   * @param {string} method
   */
  #axis(dim, method) {
    return indexIn(dim, this.dims.length, `${method}: dim`);
  }

  /** @param {string} method */
  #checkFloat(method) {
    if (isFloat(this.type)) return;
    const advice = "to('float32') makes one";
    throw new DebertaError(
      'INPUT',
      `${method}: expected a float tensor, got ${this.type}: ${advice}`,
    );
  }

  /**
   * @param {string} method
   * @param {number | null} dim
   */
  #checkNotEmpty(method, dim) {
    const length = dim === null ? this.size : this.dims[this.#axis(dim, method)];
    if (length === 0) throw new DebertaError('INPUT', `${method}: expected values, there are 0`);
  }
}
