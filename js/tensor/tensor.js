// Tensors with the methods of transformers.js. Where its results differ from Python's, these
// follow Python: a norm uses absolute values, the zero vector stays zero when normalized, sums of
// integers do not wrap around, a value between two integers is rounded to the even one.
import { axisIn, checkDims, indexIn, reduced, sizeOf, stridesOf } from './dims.js';
import { addMethods } from './element_wise.js';
import { Indexed } from './indexed.js';
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
import { flattened, inferred, orderOf, repeated, sliced, squeezed, unsqueezed } from './reshape.js';
import { pick } from './strided.js';
import {
  checkKind,
  checkType,
  convert,
  isFloat,
  storeValues,
  toData,
  valuesOf,
} from './tensor_types.js';
import { DebertaError } from '../base/errors.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */
/** @typedef {import('./tensor_data.js').NumericType} NumericType */
/** @typedef {import('./reshape.js').Slice} Slice */
/**
 * @template {TensorType} Type
 * @typedef {import('./tensor_data.js').TensorData<Type>} TensorData
 */
/**
 * @template {TensorType} Type
 * @typedef {import('./tensor_methods.js').TensorMethods<Type>} TensorMethods
 */

const Base = /** @type {new <Type extends TensorType>() => TensorMethods<Type>} */ (Indexed);

/** The minimum norm that normalize divides by, as in torch. */
const leastNorm = 1e-12;

/**
 * Values in row-major order, with the length of each axis. An axis may be counted from the end: -1 is
 * the last one.
 * @template {TensorType} [Type=NumericType]
 * @extends {Base<Type>}
 */
export class Tensor extends Base {
  /**
   * Creates a tensor of the given values.
   * @param {Type} type the element type
   * @param {TensorData<Type> | readonly (number | bigint | boolean)[] | Uint16Array} data a typed array is used, not
   *   copied; a Uint16Array holds the bits of float16
   * @param {readonly number[]} [dims] default: one axis
   */
  constructor(type, data, dims) {
    super();
    /**
     * The element type.
     * @type {Type}
     * @readonly
     */
    this.type = /** @type {Type} */ (checkType(type));
    /**
     * The values, in row-major order.
     * @type {TensorData<Type>}
     * @readonly
     */
    this.data = toData(this.type, data);
    /**
     * The length of each axis.
     * @readonly
     */
    this.dims = dims === undefined ? [this.data.length] : [...dims];
    checkDims(this.dims, this.data.length);
  }

  /** The number of values. */
  get size() {
    return this.data.length;
  }

  /** The location of the values: always JavaScript's memory. */
  get location() {
    return 'cpu';
  }

  /** Does nothing; exists for code that was written for transformers.js. */
  dispose() {}

  /**
   * The value of a tensor with one value.
   * @returns {TensorData<Type>[number]}
   */
  item() {
    if (this.size === 1) return valuesOf(this.type, this.data)[0];
    throw new DebertaError('INPUT', `item: expected one value, the tensor has ${this.size}`);
  }

  /**
   * The values as nested arrays; int64 as bigints, bool as 0 and 1. A tensor without an axis gives the value itself.
   * @returns {any[]}
   */
  tolist() {
    const values = valuesOf(this.type, this.data);
    /** @type {(axis: number, start: number, size: number) => any} */
    const nest = (axis, start, size) => {
      if (axis === this.dims.length) return values[start];
      const step = this.dims[axis] === 0 ? 0 : size / this.dims[axis];
      return Array.from({ length: this.dims[axis] }, (_, i) =>
        nest(axis + 1, start + i * step, step),
      );
    };
    return nest(0, 0, this.size);
  }

  /**
   * Iterates over the first axis: values if it is the only axis, otherwise tensors that share the memory.
   * @returns {Generator<any, void, undefined>}
   */
  *[Symbol.iterator]() {
    if (this.dims.length < 2) yield* valuesOf(this.type, this.data);
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
    const { data } = /** @type {any} an array of strings has no subarray */ (this);
    return this.#with((data.subarray ?? data.slice).call(data, start, start + sizeOf(dims)), dims);
  }

  /** A copy with its own memory. */
  clone() {
    const { data } = /** @type {Tensor<any>} */ (this);
    return this.#with(data.slice(), this.dims);
  }

  /**
   * Converts the values to another type; returns the tensor itself if it has that type.
   * @template {TensorType} To
   * @param {To} type
   * @returns {Tensor<To>}
   */
  to(type) {
    const { type: from, data, dims } = /** @type {Tensor<any>} */ (this);
    return from === type
      ? /** @type {any} */ (this)
      : new Tensor(type, convert(checkType(type), from, data), dims);
  }

  /**
   * A copy with a function applied to each value.
   * @param {(value: any, index: number, data: any) => any} callback returns a value of the same kind
   */
  map(callback) {
    const copy = this.clone();
    const values = valuesOf(copy.type, copy.data);
    for (let i = 0; i < copy.size; i++) values[i] = callback(values[i], i, values);
    storeValues(copy.type, copy.data, values);
    return copy;
  }

  /**
   * A copy of a part. Each axis takes an index, which removes the axis, a range [start, end] that excludes its
   * end, where null means the axis' start or end, or null for the whole axis.
   * @param {...Slice} slices omitted ones take the whole axis
   */
  slice(...slices) {
    const { start, lengths, kept } = sliced(this.dims, slices);
    return this.#with(pick(this.data, start, lengths, stridesOf(this.dims)), kept);
  }

  /**
   * A copy with the axes in another order.
   * @param {...number} axes every axis once
   */
  permute(...axes) {
    const order = orderOf(this.dims, axes);
    const strides = stridesOf(this.dims);
    const dims = order.map((axis) => this.dims[axis]);
    const moved = order.map((axis) => strides[axis]);
    return this.#with(pick(this.data, 0, dims, moved), dims);
  }

  /**
   * The same as permute, as in transformers.js: torch's transpose(0, 1) is transpose(1, 0) here.
   * @param {...number} axes
   */
  transpose(...axes) {
    return this.permute(...axes);
  }

  /** The distance of neighbours along each axis, in values. */
  stride() {
    return stridesOf(this.dims);
  }

  /**
   * A copy in which the tensor stands several times along each axis.
   * @param {...number} repeats one for each axis; more of them add axes in front
   */
  repeat(...repeats) {
    const { dims, strides } = repeated(this.dims, repeats);
    const lengths = dims.map((length, axis) => length * repeats[axis]);
    return this.#with(
      pick(
        this.data,
        0,
        repeats.flatMap((n, i) => [n, dims[i]]),
        strides,
      ),
      lengths,
    );
  }

  /**
   * The same as repeat; missing numbers are 1, for the first axes.
   * @param {...number} repeats
   */
  tile(...repeats) {
    const missing = Math.max(0, this.dims.length - repeats.length);
    return this.repeat(...new Array(missing).fill(1), ...repeats);
  }

  /**
   * Another shape with the same memory; one length may be -1, which is then inferred.
   * @param {...number} dims
   */
  view(...dims) {
    return this.#with(this.data, inferred(this.size, dims));
  }

  /**
   * The same as view.
   * @param {...number} dims
   */
  reshape(...dims) {
    return this.view(...dims);
  }

  /**
   * Removes the axes of length 1; shares the memory.
   * @param {number | readonly number[] | null} [dim] only these axes; default: all
   */
  squeeze(dim = null) {
    return this.#with(this.data, squeezed(this.dims, dim));
  }

  /**
   * Adds an axis of length 1; shares the memory.
   * @param {number} dim its position in the new shape
   */
  unsqueeze(dim) {
    return this.#with(this.data, unsqueezed(this.dims, dim));
  }

  /**
   * A copy with neighbouring axes merged.
   * @param {number} [start_dim]
   * @param {number} [end_dim] the last of these axes
   */
  flatten(start_dim = 0, end_dim = -1) {
    return this.#with(this.clone().data, flattened(this.dims, start_dim, end_dim));
  }

  /**
   * The softmax along an axis: positive values that sum to 1.
   * @param {number} [dim]
   */
  softmax(dim = -1) {
    return this.#withRows('softmax', dim, softmax);
  }

  /**
   * Divides by the norm along an axis. A zero vector stays zero.
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
   * The p-norm, by default the Euclidean norm.
   * @param {number | 'fro'} [p] 'fro' is 2
   * @param {number | null} [dim] default: all values
   * @param {boolean} [keepdim]
   */
  norm(p = 'fro', dim = null, keepdim = false) {
    checkKind(this.type, 'norm', 'float');
    const order = checkOrder(p, 'norm');
    return this.#reduce(this.type, 'norm', dim, keepdim, (row) => pNorm(row, order));
  }

  /**
   * The mean of the values.
   * @param {number | null} [dim] default: all values
   * @param {boolean} [keepdim]
   */
  mean(dim = null, keepdim = false) {
    checkKind(this.type, 'mean', 'float');
    return this.#reduce(this.type, 'mean', dim, keepdim, (row) => sum(row) / row.length);
  }

  /**
   * The sum of the values. The sum of any integer type is an int64 tensor, as in Python.
   * @param {number | null} [dim] default: all values
   * @param {boolean} [keepdim]
   */
  sum(dim = null, keepdim = false) {
    if (isFloat(this.type)) return this.#reduce(this.type, 'sum', dim, keepdim, sum);
    const type = this.type === 'uint64' ? 'uint64' : 'int64';
    return this.#reduce(type, 'sum', dim, keepdim, exactSum);
  }

  /**
   * The maximum (argmax gives its index); NaN if any value is NaN.
   * @param {number | null} [dim] default: all values
   * @param {boolean} [keepdim]
   */
  max(dim = null, keepdim = false) {
    this.#checkNotEmpty('max', dim);
    return this.#reduce(this.type, 'max', dim, keepdim, (row) => row[indexOfExtreme(row, 1)]);
  }

  /**
   * The minimum; NaN if any value is NaN.
   * @param {number | null} [dim] default: all values
   * @param {boolean} [keepdim]
   */
  min(dim = null, keepdim = false) {
    this.#checkNotEmpty('min', dim);
    return this.#reduce(this.type, 'min', dim, keepdim, (row) => row[indexOfExtreme(row, -1)]);
  }

  /**
   * The index of the first maximum: an int64 tensor, so that item() is a bigint. Without
   * `dim` it is an index of all values; with it, an index along that axis.
   * @param {number | null} [dim]
   * @param {boolean} [keepdim]
   */
  argmax(dim = null, keepdim = false) {
    this.#checkNotEmpty('argmax', dim);
    return this.#reduce('int64', 'argmax', dim, keepdim, (row) => indexOfExtreme(row, 1));
  }

  /**
   * The index of the first minimum, as argmax.
   * @param {number | null} [dim]
   * @param {boolean} [keepdim]
   */
  argmin(dim = null, keepdim = false) {
    this.#checkNotEmpty('argmin', dim);
    return this.#reduce('int64', 'argmin', dim, keepdim, (row) => indexOfExtreme(row, -1));
  }

  /**
   * @template {TensorType} Result
   * @param {Result} type the type of the result
   * @param {string} method
   * @param {number | null} dim
   * @param {boolean} keepdim
   * @param {(row: any[]) => number | bigint} fold
   */
  #reduce(type, method, dim, keepdim, fold) {
    checkKind(this.type, method, 'number');
    const axis = dim === null ? null : axisIn(this.dims, dim, method);
    const values = reduceRows(valuesOf(this.type, this.data), this.dims, axis, fold);
    return new Tensor(type, values, reduced(this.dims, axis, keepdim));
  }

  /**
   * @param {string} method
   * @param {number} dim
   * @param {(row: number[]) => number[]} replace
   */
  #withRows(method, dim, replace) {
    checkKind(this.type, method, 'float');
    const axis = axisIn(this.dims, dim, method);
    const copy = this.clone();
    const values = valuesOf(copy.type, copy.data);
    replaceRows(values, this.dims, axis, replace);
    storeValues(copy.type, copy.data, values);
    return copy;
  }

  /**
   * A tensor of the same type with other values or another shape.
   * @param {TensorData<Type>} data
   * @param {readonly number[]} dims
   */
  #with(data, dims) {
    return new Tensor(this.type, data, dims);
  }

  /**
   * @param {string} method
   * @param {number | null} dim
   */
  #checkNotEmpty(method, dim) {
    const length = dim === null ? this.size : this.dims[axisIn(this.dims, dim, method)];
    if (length === 0) throw new DebertaError('INPUT', `${method}: expected values, got 0`);
  }
}
addMethods(Tensor.prototype);
