// The element types of tensors, and the arrays that hold them.

/** The type of Float16Array, where the program's `lib` has it. */
type Halves = typeof globalThis extends { Float16Array: { prototype: infer Halves } }
  ? Halves
  : never;

/** The array of each element type. */
export interface TensorArrays {
  /** Half floats; bits in a Uint16Array where the engine has no Float16Array. */
  float16: Halves | Uint16Array;
  /** Floats of 32 bits. */
  float32: Float32Array;
  /** Floats of 64 bits. */
  float64: Float64Array;
  /** Integers of 8 bits. */
  int8: Int8Array;
  /** Integers of 8 bits, at least 0. */
  uint8: Uint8Array;
  /** Integers of 16 bits. */
  int16: Int16Array;
  /** Integers of 16 bits, at least 0. */
  uint16: Uint16Array;
  /** Integers of 32 bits. */
  int32: Int32Array;
  /** Integers of 32 bits, at least 0. */
  uint32: Uint32Array;
  /** Integers of 64 bits, as bigints. */
  int64: BigInt64Array;
  /** Integers of 64 bits, at least 0, as bigints. */
  uint64: BigUint64Array;
  /** 0 and 1. */
  bool: Uint8Array;
  /** Texts. */
  string: string[];
}

/** Element type of a tensor. */
export type TensorType = keyof TensorArrays;

/** Element types of numbers. */
export type NumericType = Exclude<TensorType, 'string'>;

/** The array that holds the values of a tensor; bool as 0 and 1. */
export type TensorData<Type extends TensorType = NumericType> = TensorArrays[Type];
