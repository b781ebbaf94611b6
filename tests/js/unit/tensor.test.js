// Tensors, and what callers may give in place of one. Expected values come from the definitions.
import { describe, expect, test } from '@jest/globals';

import { Tensor } from '../../../js/tensor/tensor.js';
import { toFloats, toIntegers } from '../../../js/tensor/to_array.js';

/** 0, 1, 2 … with a shape. */
function count(dims, type = 'float32') {
  const size = dims.reduce((product, length) => product * length, 1);
  return new Tensor(
    type,
    Array.from({ length: size }, (_, i) => i),
    dims,
  );
}

const input = (...facts) =>
  expect.objectContaining({
    name: 'DebertaError',
    code: 'INPUT',
    message: expect.stringMatching(new RegExp(facts.join('.*'))),
  });

describe('a tensor', () => {
  test('has its type, data, dims and size, and uses the array it is given', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const tensor = new Tensor('float32', data, [2, 3]);
    expect(tensor.type).toBe('float32');
    expect(tensor.data).toBe(data);
    expect(tensor.dims).toEqual([2, 3]);
    expect(tensor.size).toBe(6);
  });

  test('without dims has one axis', () => {
    expect(new Tensor('int32', [7, 8]).dims).toEqual([2]);
  });

  test.each([
    ['float32', [0.5, 2], Float32Array.of(0.5, 2)],
    ['float64', [0.1, 2], Float64Array.of(0.1, 2)],
    ['int64', [1, -2n], BigInt64Array.of(1n, -2n)],
    ['int32', [1, -2], Int32Array.of(1, -2)],
    ['int8', [1, -128], Int8Array.of(1, -128)],
    ['uint8', [1, 255], Uint8Array.of(1, 255)],
    ['bool', [true, false, 1], Uint8Array.of(1, 0, 1)],
  ])('of %s is made from a plain array', (type, values, data) => {
    expect(new Tensor(type, values).data).toEqual(data);
  });

  test.each([
    ['more values than the shape', 'float32', [1, 2, 3], [2, 2], ['\\[2, 2\\]', '4', '3']],
    ['a negative length', 'float32', [1], [-1, -1], ['-1']],
    ['a broken length', 'float32', [], [0.5, 0], ['0.5']],
    ['an unknown type', 'float17', [1], [1], ['type', 'float32', 'a string']],
    ['an inherited name as its type', 'toString', [1], [1], ['type', 'a string']],
    [
      'another type of array',
      'float32',
      new Float64Array(2),
      [2],
      ['Float32Array', 'Float64Array'],
    ],
    ['numbers for bigints', 'int64', new Int32Array(2), [2], ['BigInt64Array', 'Int32Array']],
    ['a broken integer', 'int64', [1, 1.5], [2], ['\\[1\\]', '1.5']],
    ['an integer that wraps', 'uint8', [1, 256], [2], ['\\[1\\]', '256']],
    ['a bigint that wraps', 'int64', [2n ** 63n], [1], ['\\[0\\]', '9223372036854775808']],
    ['a 2 for true', 'bool', [2], [1], ['\\[0\\]', '2']],
    ['a string', 'float32', [1, '2'], [2], ['\\[1\\]', 'a string']],
    ['no data', 'float32', null, [1], ['null']],
  ])('with %s is refused', (_, type, data, dims, facts) => {
    expect(() => new Tensor(type, data, dims)).toThrow(input(...facts));
  });

  test('keeps its shape when the array of lengths changes', () => {
    const dims = [1, 2];
    const tensor = new Tensor('float32', [1, 2], dims);
    dims[0] = 9;
    expect(tensor.dims).toEqual([1, 2]);
  });

  test('crosses to a worker as its type, data and dims', () => {
    const { type, data, dims } = structuredClone(count([2, 2]));
    expect(new Tensor(type, data, dims).tolist()).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

describe('reading', () => {
  test('tolist nests; int64 gives bigints and no axis gives the value', () => {
    expect(count([2, 1, 2]).tolist()).toEqual([[[0, 1]], [[2, 3]]]);
    expect(new Tensor('int64', [1, 2], [2]).tolist()).toEqual([1n, 2n]);
    expect(new Tensor('bool', [true, false]).tolist()).toEqual([1, 0]);
    expect(new Tensor('float32', [3], []).tolist()).toBe(3);
    expect(new Tensor('float32', [], [0, 2]).tolist()).toEqual([]);
    expect(new Tensor('float32', [], [2, 0]).tolist()).toEqual([[], []]);
  });

  test('item is the only value, and there must be one', () => {
    expect(new Tensor('float32', [3], [1, 1]).item()).toBe(3);
    expect(new Tensor('int64', [3], []).item()).toBe(3n);
    expect(() => count([2]).item()).toThrow(input('2'));
  });

  test('iterating gives tensors along the first axis, and the values of the only one', () => {
    const rows = [...count([2, 2])];
    expect(rows.map((row) => row.tolist())).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(rows[0]).toBeInstanceOf(Tensor);
    expect([...count([3], 'int64')]).toEqual([0n, 1n, 2n]);
    expect([...new Tensor('float32', [], [2, 0])].map(({ dims }) => dims)).toEqual([[0], [0]]);
  });

  test('get shares the memory, counts from the end, and is what [index] means', () => {
    const tensor = count([2, 3]);
    expect(tensor.get(1).tolist()).toEqual([3, 4, 5]);
    expect(tensor.get(-2).tolist()).toEqual([0, 1, 2]);
    expect(tensor[1][2].item()).toBe(5);
    tensor.get(1).data[0] = 9;
    expect(tensor.tolist()).toEqual([
      [0, 1, 2],
      [9, 4, 5],
    ]);
    expect(() => tensor.get(2)).toThrow(input('index 2', '-2 to 1'));
    expect(() => tensor[-3]).toThrow(input('index -3'));
    expect(() => tensor.get(0.5)).toThrow(input('0.5'));
    expect(() => new Tensor('float32', [1], []).get(0)).toThrow(input('no axis'));
    expect(tensor.unknown).toBeUndefined();
  });

  test('a clone has memory of its own', () => {
    const tensor = count([2]);
    tensor.clone().data[0] = 9;
    expect(tensor.tolist()).toEqual([0, 1]);
  });
});

describe('slice', () => {
  // The example of transformers.js' documentation: 1 to 28 in four rows.
  const table = count([4, 7]).map((value) => value + 1);

  test.each([
    [
      [
        [1, -1],
        [1, -1],
      ],
      [9, 10, 11, 12, 13, 16, 17, 18, 19, 20],
      [2, 5],
    ],
    [[0], [1, 2, 3, 4, 5, 6, 7], [7]],
    [[-1, -1], [28], []],
    [[null, 0], [1, 8, 15, 22], [4]],
    [
      [
        [1, null],
        [null, 1],
      ],
      [8, 15, 22],
      [3, 1],
    ],
    [
      [
        [-1, 99],
        [-99, 2],
      ],
      [22, 23],
      [1, 2],
    ],
    [[[2, 2]], [], [0, 7]],
    [[], Array.from({ length: 28 }, (_, i) => i + 1), [4, 7]],
  ])('%j', (slices, values, dims) => {
    const part = table.slice(...slices);
    expect([...part.data]).toEqual(values);
    expect(part.dims).toEqual(dims);
  });

  test('is a copy', () => {
    table.slice([0, 1]).data[0] = 99;
    expect(table.data[0]).toBe(1);
  });

  test.each([
    [[4], ['dim 0', '4', '-4 to 3']],
    [
      [null, -8],
      ['dim 1', '-8'],
    ],
    [[[3, 1]], ['dim 0', '3', '1']],
    [[[1]], ['dim 0']],
    [[[0, 1.5]], ['dim 0']],
    [['1'], ['dim 0']],
    [
      [0, 0, 0],
      ['3 slices', '\\[4, 7\\]'],
    ],
  ])('%j is refused', (slices, facts) => {
    expect(() => table.slice(...slices)).toThrow(input(...facts));
  });
});

describe('shape', () => {
  test('squeeze drops axes of length 1, all or those named', () => {
    expect(count([1, 2, 1]).squeeze().dims).toEqual([2]);
    expect(count([1, 2, 1]).squeeze(0).dims).toEqual([2, 1]);
    expect(count([1, 2, 1]).squeeze(-1).dims).toEqual([1, 2]);
    expect(count([1, 2, 1]).squeeze(1).dims).toEqual([1, 2, 1]);
    expect(count([1, 2, 1]).squeeze([0, 2]).dims).toEqual([2]);
    expect(() => count([1, 2]).squeeze(2)).toThrow(input('dim 2', '-2 to 1'));
  });

  test('unsqueeze adds one', () => {
    expect(count([2, 3]).unsqueeze(0).dims).toEqual([1, 2, 3]);
    expect(count([2, 3]).unsqueeze(1).dims).toEqual([2, 1, 3]);
    expect(count([2, 3]).unsqueeze(-1).dims).toEqual([2, 3, 1]);
    expect(() => count([2, 3]).unsqueeze(3)).toThrow(input('dim 3', '-3 to 2'));
  });

  test('flatten makes neighbouring axes one, as a copy', () => {
    const tensor = count([2, 3, 2]);
    expect(tensor.flatten().dims).toEqual([12]);
    expect(tensor.flatten(1).dims).toEqual([2, 6]);
    expect(tensor.flatten(0, 1).dims).toEqual([6, 2]);
    expect(tensor.flatten(-2, -1).dims).toEqual([2, 6]);
    expect(new Tensor('float32', [1], []).flatten().dims).toEqual([1]);
    expect(tensor.flatten().data).not.toBe(tensor.data);
    expect(() => tensor.flatten(2, 1)).toThrow(input('2', '1'));
  });

  test('view and reshape share the memory and find one length themselves', () => {
    const tensor = count([2, 3]);
    expect(tensor.view(3, 2).tolist()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(tensor.reshape(-1, 2).dims).toEqual([3, 2]);
    expect(tensor.view(6).data).toBe(tensor.data);
    expect(() => tensor.view(4, -1)).toThrow(input('6', '\\[4, -1\\]'));
    expect(() => tensor.view(-1, -1)).toThrow(input('6'));
    expect(() => tensor.view(5)).toThrow(input('5', '6'));
  });

  test('permute reorders axes; transpose is the same', () => {
    expect(count([2, 3]).permute(1, 0).tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    const tensor = count([2, 3, 4], 'int64');
    const turned = tensor.transpose(2, 0, -2);
    expect(turned.dims).toEqual([4, 2, 3]);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 2; j++) {
        for (let k = 0; k < 3; k++) expect(turned[i][j][k].item()).toBe(tensor[j][k][i].item());
      }
    }
    expect(() => tensor.permute(0, 1)).toThrow(input('3', '\\[0, 1\\]'));
    expect(() => tensor.permute(0, 1, 1)).toThrow(input('\\[0, 1, 1\\]'));
    expect(() => tensor.permute(0, 1, 3)).toThrow(input('dim 3'));
  });
});

describe('functions of values', () => {
  test('softmax along an axis is exp(x) over its sum', () => {
    const tensor = new Tensor('float32', [0, Math.log(3), 5, 5], [2, 2]);
    const rows = tensor.softmax();
    expect(rows.type).toBe('float32');
    [0.25, 0.75, 0.5, 0.5].forEach((value, i) => expect(rows.data[i]).toBeCloseTo(value, 6));
    const columns = tensor.softmax(0).data;
    // exp(0) / (exp(0) + exp(5))
    expect(columns[0]).toBeCloseTo(1 / (1 + Math.exp(5)), 7);
    expect(columns[0] + columns[2]).toBeCloseTo(1, 6);
  });

  test('softmax of large values does not overflow, and a masked value gets 0', () => {
    expect(new Tensor('float32', [1000, 1000]).softmax().tolist()).toEqual([0.5, 0.5]);
    expect(new Tensor('float32', [-1000, -Infinity]).softmax().tolist()).toEqual([1, 0]);
  });

  test('sigmoid', () => {
    expect(new Tensor('float32', [0, 1000, -1000]).sigmoid().tolist()).toEqual([0.5, 1, 0]);
    expect(new Tensor('float64', [Math.log(3)]).sigmoid().item()).toBeCloseTo(0.75, 12);
  });

  test('normalize gives vectors of norm 1, and leaves the zero vector', () => {
    const tensor = new Tensor('float64', [3, -4, 0, 0], [2, 2]);
    expect(tensor.normalize().tolist()).toEqual([
      [0.6, -0.8],
      [0, 0],
    ]);
    expect(tensor.normalize(1, -1).get(0).tolist()).toEqual([3 / 7, -4 / 7]);
    expect(tensor.normalize(2, 0).tolist()).toEqual([
      [1, -1],
      [0, 0],
    ]);
    expect(tensor.tolist()[0]).toEqual([3, -4]);
    expect(() => count([2]).normalize()).toThrow(input('dim 1', '-1 to 0'));
  });

  test('map gives the value and its index', () => {
    expect(
      count([3])
        .map((value, index) => 10 * value + index)
        .tolist(),
    ).toEqual([0, 11, 22]);
  });
});

describe('reductions', () => {
  const tensor = new Tensor('float32', [1, -2, 3, 4, 5, -6], [2, 3]);

  test.each([
    ['sum', [], 5, []],
    ['sum', [0], [5, 3, -3], [3]],
    ['sum', [1], [2, 3], [2]],
    ['sum', [-1, true], [[2], [3]], [2, 1]],
    ['sum', [null, true], [[5]], [1, 1]],
    ['mean', [0], [2.5, 1.5, -1.5], [3]],
    ['mean', [1], [Math.fround(2 / 3), 1], [2]],
    ['norm', [1], 21, []],
    ['norm', [1, 0], [5, 7, 9], [3]],
    ['norm', ['fro', -1], [Math.fround(Math.sqrt(14)), Math.fround(Math.sqrt(77))], [2]],
    ['norm', [2, 0, true], [[17, 29, 45].map((x) => Math.fround(Math.sqrt(x)))], [1, 3]],
    ['norm', [Infinity, 1], [3, 6], [2]],
    ['max', [], 5, []],
    ['max', [0], [4, 5, 3], [3]],
    ['max', [1, true], [[3], [5]], [2, 1]],
    ['min', [], -6, []],
    ['min', [0], [1, -2, -6], [3]],
    ['argmax', [], 4n, []],
    ['argmax', [0], [1n, 1n, 0n], [3]],
    ['argmax', [1, true], [[2n], [1n]], [2, 1]],
    ['argmin', [], 5n, []],
    ['argmin', [1], [1n, 2n], [2]],
  ])('%s %j', (method, options, values, dims) => {
    const result = tensor[method](...options);
    expect(result.tolist()).toEqual(values);
    expect(result.dims).toEqual(dims);
  });

  test('the middle of three axes', () => {
    // [[[0, 1], [2, 3], [4, 5]], [[6, 7], [8, 9], [10, 11]]]
    expect(count([2, 3, 2]).sum(1).tolist()).toEqual([
      [6, 9],
      [24, 27],
    ]);
    expect(count([2, 3, 2]).softmax(1).sum(1).dims).toEqual([2, 2]);
  });

  test('sums of integers are exact and int64', () => {
    const mask = new Tensor('bool', new Uint8Array(300).fill(1));
    expect(mask.sum().item()).toBe(300n);
    expect(mask.sum().type).toBe('int64');
    const large = 2n ** 53n;
    expect(new Tensor('int64', [large, 1n]).sum().item()).toBe(large + 1n);
    expect(new Tensor('int64', [large + 1n, large]).max(0).item()).toBe(large + 1n);
  });

  test('sums of floats are taken in float64', () => {
    // In float32, 2 ** 24 + 1 is 2 ** 24.
    expect(new Tensor('float32', [2 ** 24, 1, 1]).sum().item()).toBe(2 ** 24 + 2);
  });

  test('of equal values the first counts, and NaN beyond all', () => {
    expect(new Tensor('float32', [1, 7, 7]).argmax().item()).toBe(1n);
    expect(new Tensor('float32', [1, NaN, 7]).argmax().item()).toBe(1n);
    expect(new Tensor('float32', [1, 7, NaN]).min().item()).toBeNaN();
  });

  test('without values a sum is 0 and a mean NaN, and there is no maximum', () => {
    const empty = new Tensor('float32', [], [2, 0]);
    expect(empty.sum(1).tolist()).toEqual([0, 0]);
    expect(empty.mean().item()).toBeNaN();
    expect(() => empty.max(1)).toThrow(input('max', '0'));
    expect(() => empty.argmax()).toThrow(input('argmax', '0'));
  });

  test('wrong axes, orders and types are refused', () => {
    expect(() => tensor.mean(2)).toThrow(input('mean', 'dim 2', '-2 to 1'));
    expect(() => tensor.norm(0)).toThrow(input('norm', '0'));
    expect(() => tensor.norm('nuc')).toThrow(input('norm', 'nuc'));
    for (const method of ['mean', 'norm', 'softmax', 'sigmoid', 'normalize']) {
      expect(() => count([2, 2], 'int64')[method]()).toThrow(input(method, 'int64'));
    }
  });
});

describe('to', () => {
  test('the same type is the same tensor', () => {
    const tensor = count([2]);
    expect(tensor.to('float32')).toBe(tensor);
  });

  test.each([
    ['float32', [1.9, -1.9], 'int64', [1n, -1n]],
    ['float32', [1.9, -1.9], 'int32', [1, -1]],
    ['int64', [3n, -4n], 'float32', [3, -4]],
    ['int64', [3n, -4n], 'int32', [3, -4]],
    ['int32', [3, -4], 'int64', [3n, -4n]],
    ['float32', [0, 0.5, 256], 'bool', [0, 1, 1]],
    ['int64', [0n, 256n], 'bool', [0, 1]],
    ['bool', [true, false], 'float32', [1, 0]],
  ])('%s %j to %s', (from, values, type, converted) => {
    const result = new Tensor(from, values, [values.length, 1]).to(type);
    expect(result.type).toBe(type);
    expect([...result.data]).toEqual(converted);
    expect(result.dims).toEqual([values.length, 1]);
  });

  test('what int64 cannot hold is refused, and so is an unknown type', () => {
    expect(() => new Tensor('float32', [0, NaN]).to('int64')).toThrow(input('NaN', '1'));
    expect(() => count([1]).to('complex64')).toThrow(input('type', 'a string'));
  });
});

describe('toIntegers', () => {
  test.each([
    ['an int64 tensor', new Tensor('int64', [1, 2, 3, 4], [2, 2]), [1, 2, 3, 4], [2, 2]],
    ['an int32 tensor', new Tensor('int32', [1, 2], [1, 2]), [1, 2], [1, 2]],
    ['a bool tensor', new Tensor('bool', [true, false]), [1, 0], [2]],
    ['what looks like a tensor', { dims: [1, 1], data: [5n] }, [5], [1, 1]],
    ['a typed array', Uint8Array.of(1, 2), [1, 2], [2]],
    ['a typed array of bigints', BigInt64Array.of(1n, -(2n ** 31n)), [1, -(2 ** 31)], [2]],
    ['a float array of integers', Float32Array.of(1, 2), [1, 2], [2]],
    ['an array', [1, 2 ** 31 - 1], [1, 2 ** 31 - 1], [2]],
    ['nested arrays', [[[1], [2n]]], [1, 2], [1, 2, 1]],
    ['an array of typed arrays', [Int32Array.of(1, 2), [3, 4]], [1, 2, 3, 4], [2, 2]],
    ['nothing', [], [], [0]],
    ['rows of nothing', [[], []], [], [2, 0]],
  ])('%s', (_, value, data, dims) => {
    expect(toIntegers(value, 'ids')).toEqual({ data: Int32Array.from(data), dims });
  });

  test.each([
    ['a shorter row', [[1, 2], [3]], ['ids\\[1\\]', '2', '1']],
    [
      'a row in place of a number',
      [
        [1, 2],
        [3, [4]],
      ],
      ['ids\\[1\\]\\[1\\]', 'an array'],
    ],
    ['a number in place of a row', [[1, 2], 3], ['ids\\[1\\]', 'array of 2', '3']],
    [
      'a broken number',
      [
        [1, 2],
        [3, 4.5],
      ],
      ['ids\\[1\\]\\[1\\]', '4.5'],
    ],
    ['a broken number in a float array', Float32Array.of(1, 0.5), ['ids\\[1\\]', '0.5']],
    ['NaN', [NaN], ['ids\\[0\\]', 'NaN']],
    ['a large number', [1, 2 ** 31], ['ids\\[1\\]', '2147483648', '32 bits']],
    ['a large bigint', BigInt64Array.of(0n, -(2n ** 31n) - 1n), ['ids\\[1\\]', '-2147483649']],
    [
      'a large value of a tensor',
      new Tensor('int64', [0, 0, 0, 2 ** 40], [2, 2]),
      ['\\[1\\]\\[1\\]'],
    ],
    ['a string', ['7'], ['ids\\[0\\]', 'a string']],
    ['true', [true], ['ids\\[0\\]', 'a boolean']],
    ['a symbol', [Symbol('s')], ['ids\\[0\\]', 'a symbol']],
    ['a gap', [1, , 3], ['ids\\[1\\]', 'undefined']], // eslint-disable-line no-sparse-arrays
    ['a number alone', 7, ['ids', 'a number']],
    ['null', null, ['ids', 'null']],
    ['a data view', new DataView(new ArrayBuffer(4)), ['ids', 'an? object']],
    ['a tensor of the wrong size', { dims: [2, 2], data: [1] }, ['ids', '\\[2, 2\\]', '4', '1']],
  ])('%s is refused by its place', (_, value, facts) => {
    expect(() => toIntegers(value, 'ids')).toThrow(input(...facts));
  });

  test('the result is a copy', () => {
    const data = Int32Array.of(1, 2);
    toIntegers(data, 'ids').data[0] = 9;
    toIntegers(new Tensor('int32', data), 'ids').data[0] = 9;
    expect(data[0]).toBe(1);
  });
});

describe('toFloats', () => {
  test.each([
    ['a float32 tensor', count([2, 1]), [0, 1], [2, 1]],
    ['a float64 array', Float64Array.of(0.1), [Math.fround(0.1)], [1]],
    ['integers of 64 bits', new Tensor('int64', [-3]), [-3], [1]],
    [
      'nested arrays',
      [
        [0.5, -1],
        [2n, Infinity],
      ],
      [0.5, -1, 2, Infinity],
      [2, 2],
    ],
    ['NaN', [NaN], [NaN], [1]],
  ])('%s', (_, value, data, dims) => {
    expect(toFloats(value, 'embeds')).toEqual({ data: Float32Array.from(data), dims });
  });

  test.each([
    ['a shorter row', [[1, 2], [3]], ['embeds\\[1\\]', '2', '1']],
    ['a value beyond float32', [[1, 1e39]], ['embeds\\[0\\]\\[1\\]', '1e\\+39']],
    ['a bigint beyond all', [10n ** 400n], ['embeds\\[0\\]']],
    ['a string', [['x']], ['embeds\\[0\\]\\[0\\]', 'a string']],
    ['a text', 'x', ['embeds', 'a string']],
  ])('%s is refused by its place', (_, value, facts) => {
    expect(() => toFloats(value, 'embeds')).toThrow(input(...facts));
  });

  test('the result is a copy', () => {
    const data = Float32Array.of(1, 2);
    toFloats(data, 'embeds').data[0] = 9;
    expect(data[0]).toBe(1);
  });
});
