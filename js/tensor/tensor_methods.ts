// The methods of tensors that js/tensor/element_wise.js makes from its table.
import type { Tensor } from './tensor.js';
import type { TensorType } from './tensor_data.js';

/**
 * Operations on each value. The result has the tensor's type: integers wrap around, and need operands that are integers.
 * A method whose name ends in `_` changes the tensor itself and returns it.
 */
export interface TensorMethods<Type extends TensorType> {
  /** Part of the tensor along the first axis: the same as get. */
  [index: number]: Tensor<Type>;
  /** x + value. */
  add(value: number | bigint): Tensor<Type>;
  /** x + value, in place. */
  add_(value: number | bigint): this;
  /** x - value. */
  sub(value: number | bigint): Tensor<Type>;
  /** x - value, in place. */
  sub_(value: number | bigint): this;
  /** x · value. */
  mul(value: number | bigint): Tensor<Type>;
  /** x · value, in place. */
  mul_(value: number | bigint): this;
  /** x / value; of integers rounded toward zero. */
  div(value: number | bigint): Tensor<Type>;
  /** x / value, in place. */
  div_(value: number | bigint): this;
  /** The remainder of x / value, with the sign of the value, as in Python. */
  remainder(value: number | bigint): Tensor<Type>;
  /** The remainder of x / value, in place. */
  remainder_(value: number | bigint): this;
  /** The nearest value in a range. A bound that is null or omitted is open. */
  clamp(min?: number | bigint | null, max?: number | bigint | null): Tensor<Type>;
  /** The nearest value in a range, in place. */
  clamp_(min?: number | bigint | null, max?: number | bigint | null): this;
  /** -x. */
  neg(): Tensor<Type>;
  /** -x, in place. */
  neg_(): this;
  /** The nearest integer; the even one of two that are equally near, as in Python. */
  round(): Tensor<Type>;
  /** The nearest integer, in place. */
  round_(): this;
  /** The exponential of x; of floats. */
  exp(): Tensor<Type>;
  /** The exponential of x, in place. */
  exp_(): this;
  /** The square root of x; of floats. */
  sqrt(): Tensor<Type>;
  /** The square root of x, in place. */
  sqrt_(): this;
  /** 1 / (1 + exp(-x)); of floats. */
  sigmoid(): Tensor<Type>;
  /** 1 / (1 + exp(-x)), in place. */
  sigmoid_(): this;
  /** Whether x > value: a bool tensor. */
  gt(value: number | bigint): Tensor<'bool'>;
  /** Whether x < value: a bool tensor. */
  lt(value: number | bigint): Tensor<'bool'>;
  /** A function of each value, in place. */
  map_(callback: (value: any, index: number, data: any) => unknown): this;
  /** Divides by the norm along an axis, in place: see normalize. */
  normalize_(p?: number, dim?: number): this;
  /** Removes axes of length 1, in place: see squeeze. */
  squeeze_(dim?: number | readonly number[] | null): this;
  /** Adds an axis of length 1, in place: see unsqueeze. */
  unsqueeze_(dim: number): this;
  /** Merges neighbouring axes, in place: see flatten. */
  flatten_(start_dim?: number, end_dim?: number): this;
}
