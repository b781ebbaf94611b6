// Operations on each value of a tensor, and its element types. Expected values come from the definitions.
import { describe, expect, test } from '@jest/globals';

import { Tensor } from '../../../js/tensor/tensor.js';
import { fromHalf, toHalf } from '../../../js/tensor/half.js';

const input = (...facts) =>
  expect.objectContaining({
    name: 'DebertaError',
    code: 'INPUT',
    message: expect.stringMatching(new RegExp(facts.join('.*'))),
  });

const floats = (...values) => new Tensor('float32', values);
const values = (tensor) => [...tensor];

describe('an operation', () => {
  test.each([
    ['add', [2], [1, -2.5, 3], [3, -0.5, 5]],
    ['sub', [2], [1, -2.5, 3], [-1, -4.5, 1]],
    ['mul', [2], [1, -2.5, 3], [2, -5, 6]],
    ['div', [2], [1, -2.5, 3], [0.5, -1.25, 1.5]],
    ['div', [0], [1, -1], [Infinity, -Infinity]],
    ['remainder', [2], [-1, 5, 2.5, -4], [1, 1, 0.5, -0]],
    ['remainder', [-2], [1, -5], [-1, -1]],
    ['clamp', [-1, 2], [1, -2.5, 3, NaN], [1, -1, 2, NaN]],
    ['clamp', [null, 2], [-9, 3], [-9, 2]],
    ['clamp', [0], [-9, 3], [0, 3]],
    ['neg', [], [1, -2.5, 0], [-1, 2.5, -0]],
    ['round', [], [0.5, 1.5, 2.5, -0.5, -1.5, 2.25, -2.75], [0, 2, 2, -0, -2, 2, -3]],
    ['exp', [], [0, 1], [1, Math.fround(Math.E)]],
    ['sqrt', [], [9, 2, -1], [3, Math.fround(Math.SQRT2), NaN]],
    ['sigmoid', [], [0, 1000, -1000], [0.5, 1, 0]],
  ])('%s %j of floats', (method, operands, given, expected) => {
    const tensor = floats(...given);
    const result = tensor[method](...operands);
    expect(result.type).toBe('float32');
    expect(values(result)).toEqual(expected);
    expect(values(tensor)).toEqual(given);
  });

  test.each([
    ['add', [1n], [3n, -3n], [4n, -2n]],
    ['sub', [1], [3n, -3n], [2n, -4n]],
    ['mul', [-2], [3n, -3n], [-6n, 6n]],
    ['div', [2], [3n, -3n], [1n, -1n]],
    ['remainder', [2n], [3n, -3n], [1n, 1n]],
    ['clamp', [0, 2], [3n, -3n], [2n, 0n]],
    ['clamp', [0, Infinity], [3n, -3n], [3n, 0n]],
    ['neg', [], [3n, -3n], [-3n, 3n]],
    ['round', [], [3n, -3n], [3n, -3n]],
  ])('%s %p of int64', (method, operands, given, expected) => {
    const result = new Tensor('int64', given)[method](...operands);
    expect(result.type).toBe('int64');
    expect(values(result)).toEqual(expected);
  });

  test('of integers wraps around, also where a product has more than 53 bits', () => {
    expect(values(new Tensor('uint8', [250, 3]).add(10))).toEqual([4, 13]);
    expect(values(new Tensor('int8', [127]).add(1))).toEqual([-128]);
    expect(values(new Tensor('int32', [2 ** 31 - 1]).mul(2 ** 31 - 1))).toEqual([1]);
    expect(values(new Tensor('uint32', [2 ** 32 - 1]).mul(2 ** 32 - 1))).toEqual([1]);
    expect(values(new Tensor('uint64', [0]).sub(1))).toEqual([2n ** 64n - 1n]);
    expect(values(new Tensor('int32', [7, -7]).div(2))).toEqual([3, -3]);
  });

  test('keeps type and shape', () => {
    const { type, dims } = new Tensor('int16', [1, 2, 3, 4], [2, 2]).add(1);
    expect({ type, dims }).toEqual({ type: 'int16', dims: [2, 2] });
  });

  test.each(['add', 'sub', 'mul', 'div', 'remainder', 'neg', 'round', 'clamp'])(
    '%s_ changes the tensor and what shares its memory, and returns it',
    (method) => {
      const tensor = new Tensor('float32', [1.5, -2.5, 3, 4], [2, 2]);
      const expected = tensor[method](2, 3);
      const row = tensor.get(1);
      expect(tensor[`${method}_`](2, 3)).toBe(tensor);
      expect(tensor).toEqual(expected);
      expect(row.tolist()).toEqual(expected.get(1).tolist());
    },
  );

  test.each([
    ['a missing operand', 'float32', 'add', [], ['add', 'a number', 'undefined']],
    ['a tensor', 'float32', 'mul', [floats(1)], ['mul', 'a number', 'object']],
    ['a string', 'float32', 'sub', ['1'], ['sub', 'a number', 'string']],
    ['a fraction for integers', 'int32', 'mul', [0.5], ['mul of int32', 'integer', '0.5']],
    ['a broken bound', 'int64', 'clamp', [0.5, 2], ['clamp of int64', '0.5']],
    ['an integer divided by 0', 'int32', 'div', [0], ['div of int32', '0']],
    ['a bigint divided by 0', 'int64', 'remainder', [0n], ['remainder', '0']],
    ['a negative divisor of unsigned', 'uint8', 'remainder', [-2], ['remainder', '-2']],
    ['exp of integers', 'int32', 'exp', [], ['exp', 'float', 'int32', 'float32']],
    ['a sum of truth values', 'bool', 'add', [1], ['add', 'numeric', 'bool', 'float32']],
    ['a comparison with nothing', 'float32', 'gt', [], ['gt', 'a number', 'undefined']],
  ])('%s is refused', (_, type, method, operands, facts) => {
    const tensor = new Tensor(type, [1, 1]);
    expect(() => tensor[method](...operands)).toThrow(input(...facts));
    expect(tensor).toEqual(new Tensor(type, [1, 1]));
  });
});

describe('gt and lt', () => {
  test('give truth values', () => {
    const tensor = new Tensor('float32', [1, 2, 3, NaN], [2, 2]);
    expect(tensor.gt(2)).toEqual(new Tensor('bool', [0, 0, 1, 0], [2, 2]));
    expect(tensor.lt(2)).toEqual(new Tensor('bool', [1, 0, 0, 0], [2, 2]));
  });

  test('compare bigints with numbers, also with fractions', () => {
    expect(values(new Tensor('int64', [1, 2]).gt(1.5))).toEqual([0, 1]);
    expect(values(new Tensor('int64', [1, 2]).lt(2n))).toEqual([1, 0]);
  });
});

describe('in place', () => {
  const count = (dims) =>
    new Tensor(
      'float32',
      Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => i),
      dims,
    );

  test.each([
    ['squeeze_', [], [1, 2, 1], [2]],
    ['squeeze_', [0], [1, 2, 1], [2, 1]],
    ['unsqueeze_', [1], [2, 2], [2, 1, 2]],
    ['unsqueeze_', [-1], [2], [2, 1]],
    ['flatten_', [], [2, 3, 2], [12]],
    ['flatten_', [1, 2], [2, 3, 2], [2, 6]],
  ])('%s %j changes the shape of %j to %j', (method, args, dims, expected) => {
    const tensor = count(dims);
    const { data } = tensor;
    expect(tensor[method](...args)).toBe(tensor);
    expect(tensor.dims).toEqual(expected);
    expect(tensor.data).toBe(data);
  });

  test('normalize_ and map_ change the values', () => {
    const tensor = new Tensor('float64', [3, 4, 0, 0], [2, 2]);
    const { data } = tensor;
    expect(tensor.normalize_()).toBe(tensor);
    expect([...data]).toEqual([0.6, 0.8, 0, 0]);
    expect(tensor.map_((x) => x * 10)).toBe(tensor);
    expect([...data]).toEqual([6, 8, 0, 0]);
  });
});

describe('repeat and tile', () => {
  const matrix = new Tensor('int32', [1, 2, 3, 4], [2, 2]);

  test('repeat the tensor along each axis', () => {
    expect(matrix.repeat(1, 2).tolist()).toEqual([
      [1, 2, 1, 2],
      [3, 4, 3, 4],
    ]);
    expect(matrix.repeat(2, 1).tolist()).toEqual([
      [1, 2],
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(new Tensor('int32', [7], []).repeat(3).tolist()).toEqual([7, 7, 7]);
  });

  test('more repeats add axes in front; fewer are for the last axes', () => {
    expect(matrix.repeat(2, 1, 1).dims).toEqual([2, 2, 2]);
    expect(matrix.tile(2)).toEqual(matrix.repeat(1, 2));
    expect(matrix.repeat(0, 1)).toEqual(new Tensor('int32', [], [0, 2]));
  });

  test('repeats that do not fit are refused', () => {
    expect(() => matrix.repeat(2)).toThrow(input('2 axes', '\\[2\\]'));
    expect(() => matrix.repeat(1, -1)).toThrow(input('-1'));
    expect(() => matrix.tile(0.5)).toThrow(input('0.5'));
  });
});

test('stride tells the distance of neighbours', () => {
  expect(new Tensor('float32', new Float32Array(24), [2, 3, 4]).stride()).toEqual([12, 4, 1]);
});

describe('an element type', () => {
  test.each([
    ['int16', [-32768, 32767], Int16Array],
    ['uint16', [0, 65535], Uint16Array],
    ['uint32', [0, 2 ** 32 - 1], Uint32Array],
    ['uint64', [0n, 2n ** 64n - 1n], BigUint64Array],
    ['string', ['a', ''], Array],
  ])('%s has its extremes', (type, given, Kind) => {
    const tensor = new Tensor(type, given);
    expect(tensor.data).toBeInstanceOf(Kind);
    expect(tensor.tolist()).toEqual(given);
  });

  test.each([
    ['int16', 32768],
    ['uint16', -1],
    ['uint32', 2 ** 32],
    ['uint64', -1],
    ['uint64', 2n ** 64n],
  ])('%s does not hold %p', (type, value) => {
    expect(() => new Tensor(type, [value])).toThrow(input(type));
  });

  test.each([
    ['float32', [1.9, -1.9], 'int16', [1, -1]],
    ['int64', [-1n, 2n ** 53n + 1n], 'int32', [-1, 1]],
    ['int64', [-1n], 'uint64', [2n ** 64n - 1n]],
    ['uint64', [2n ** 63n], 'float64', [2 ** 63]],
    ['float32', [300], 'uint8', [44]],
    ['float64', [0.1], 'float16', [0.0999755859375]],
    ['float16', [0.1], 'float32', [0.0999755859375]],
    ['float16', [2.5, -2.5], 'int64', [2n, -2n]],
    ['int64', [12n], 'string', ['12']],
    ['bool', [true], 'float16', [1]],
  ])('%s %p to %s', (from, given, to, expected) => {
    const converted = new Tensor(from, given).to(to);
    expect(converted.type).toBe(to);
    expect(converted.tolist()).toEqual(expected);
  });

  test('sums of integers are int64, of uint64 uint64', () => {
    expect(new Tensor('uint16', [65535, 1]).sum()).toEqual(new Tensor('int64', [65536n], []));
    const big = new Tensor('uint64', [2n ** 63n, 1]);
    expect(big.sum()).toEqual(new Tensor('uint64', [2n ** 63n + 1n], []));
  });

  test('texts are kept, cut and repeated, and have no numbers', () => {
    const texts = new Tensor('string', ['a', 'b', 'c', 'd'], [2, 2]);
    expect(texts.get(1).tolist()).toEqual(['c', 'd']);
    expect([...texts].map((row) => row.tolist())).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(texts.permute(1, 0).tolist()).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    expect(texts.slice(null, 1).tolist()).toEqual(['b', 'd']);
    expect(texts.tile(2).dims).toEqual([2, 4]);
    expect(new Tensor('string', ['x']).item()).toBe('x');
    expect(() => new Tensor('string', [1])).toThrow(input('a string', 'number'));
    expect(() => texts.to('float32')).toThrow(input('string'));
    for (const method of ['sum', 'max', 'mean', 'neg']) {
      expect(() => texts[method]()).toThrow(input(method, 'string'));
    }
  });
});

describe('half floats', () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [Infinity, 0x7c00],
    [-Infinity, 0xfc00],
    [0.333251953125, 0x3555],
  ])('%p is 0x%p', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
    expect(fromHalf(bits)).toBe(value);
  });

  test('all bits come back', () => {
    const all = Array.from({ length: 65536 }, (_, bits) => bits);
    const numbers = all.filter((bits) => !Number.isNaN(fromHalf(bits)));
    expect(numbers.length).toBe(65536 - 2 * 1023);
    expect(numbers.filter((bits) => toHalf(fromHalf(bits)) !== bits)).toEqual([]);
    expect(fromHalf(0x7e01)).toBeNaN();
    expect(fromHalf(toHalf(NaN))).toBeNaN();
  });

  test.each([
    [1 / 3, 0x3555],
    [2049, 0x6800],
    [2051, 0x6802],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [2 ** -25, 0],
    [1.5 * 2 ** -24, 2],
    [2 ** -14 * (1 - 2 ** -12), 0x0400],
  ])('%p is rounded to the nearest, to even in the middle', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });

  test('are computed with, and read from the bits of other libraries', () => {
    const tensor = new Tensor('float16', Uint16Array.of(0x3c00, 0x3555, 0xc000), [3]);
    expect(tensor.tolist()).toEqual([1, 0.333251953125, -2]);
    expect([...tensor]).toEqual([1, 0.333251953125, -2]);
    expect(tensor.get(0).item()).toBe(1);
    expect(tensor.mul(3).tolist()).toEqual([3, 1, -6]);
    expect(tensor.add_(1).tolist()).toEqual([2, 1.3330078125, -1]);
    expect(tensor.max().tolist()).toBe(2);
    expect(tensor.map((x) => x * 2).tolist()).toEqual([4, 2.666015625, -2]);
    expect(new Tensor('float16', [0, 0], [1, 2]).softmax().tolist()).toEqual([[0.5, 0.5]]);
    expect(tensor.slice([1, 3]).sum().type).toBe('float16');
  });
});
