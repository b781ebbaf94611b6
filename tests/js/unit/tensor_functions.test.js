// Functions of tensors and arrays by transformers.js' names. Expected values come from the definitions.
import { describe, expect, test } from '@jest/globals';

import { cat, stack } from '../../../js/tensor/combine.js';
import * as create from '../../../js/tensor/create.js';
import { mean_pooling, quantize_embeddings } from '../../../js/tensor/embeddings.js';
import * as functions from '../../../js/tensor/functions.js';
import * as maths from '../../../js/tensor/maths.js';
import { Tensor } from '../../../js/tensor/tensor.js';

const input = (...facts) =>
  expect.objectContaining({
    name: 'DebertaError',
    code: 'INPUT',
    message: expect.stringMatching(new RegExp(facts.join('.*'))),
  });

/** 0, 1, 2 … with a shape. */
function count(dims, type = 'float32') {
  const length = dims.reduce((product, each) => product * each, 1);
  return new Tensor(
    type,
    Array.from({ length }, (_, i) => i),
    dims,
  );
}

describe('arrays', () => {
  test('the cosine of vectors', () => {
    expect(maths.cos_sim([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 15);
    expect(maths.cos_sim([1, 2], [-1, -2])).toBeCloseTo(-1, 15);
    expect(maths.cos_sim([3, 0], new Float32Array([0, 2]))).toBe(0);
    expect(maths.cos_sim([0, 0], [1, 2])).toBe(0);
  });

  test('dot and magnitude', () => {
    expect(maths.dot([1, 2, 3], [4, -5, 6])).toBe(12);
    expect(maths.magnitude([3, 4])).toBe(5);
    expect(maths.dot([], [])).toBe(0);
  });

  test('softmax and log_softmax give an array of the same kind', () => {
    const [a, b] = maths.softmax([0, Math.log(3)]);
    expect([a, b]).toEqual([expect.closeTo(0.25, 15), expect.closeTo(0.75, 15)]);
    expect(maths.softmax(Float32Array.of(1000, 1000))).toEqual(Float32Array.of(0.5, 0.5));
    const logs = maths.log_softmax([0, Math.log(3)]);
    expect(logs).toEqual([expect.closeTo(Math.log(0.25), 14), expect.closeTo(Math.log(0.75), 14)]);
    expect(maths.log_softmax(Float64Array.of(-1000, 0))).toEqual(Float64Array.of(-1000, 0));
  });

  test('max and min give a value and its index', () => {
    expect(maths.max([1, 3, 3])).toEqual([3, 1]);
    expect(maths.min(Float32Array.of(1, -3, 2))).toEqual([-3, 1]);
    expect(maths.max([1, NaN, 2])).toEqual([NaN, 1]);
    expect(() => maths.max([])).toThrow(input('max', '0'));
  });

  test.each([
    ['cos_sim', [[1], [1, 2]], ['1 and 2']],
    ['cos_sim', [count([2]), count([2])], ['array of numbers', 'its data']],
    ['dot', [[1], ['1']], ['dot', 'numbers']],
    ['softmax', [null], ['softmax', 'null']],
    ['softmax', [BigInt64Array.of(1n)], ['softmax', 'numbers']],
  ])('%s of other things is refused', (name, args, facts) => {
    expect(() => maths[name](...args)).toThrow(input(...facts));
  });
});

describe('new tensors', () => {
  test.each([
    ['ones', [[2, 1]], new Tensor('int64', [1, 1], [2, 1])],
    ['zeros', [[3]], new Tensor('int64', [0, 0, 0], [3])],
    ['full', [[2], 0.5], new Tensor('float32', [0.5, 0.5])],
    ['full', [[2], 7n], new Tensor('int64', [7, 7])],
    ['full', [[1, 1], true], new Tensor('bool', [1], [1, 1])],
    ['full', [[], 3], new Tensor('float32', [3], [])],
    ['ones_like', [count([1, 2])], new Tensor('int64', [1, 1], [1, 2])],
    ['zeros_like', [count([2])], new Tensor('int64', [0, 0])],
    ['full_like', [count([2], 'int32'), 1.5], new Tensor('float32', [1.5, 1.5])],
  ])('%s', (name, args, expected) => {
    expect(create[name](...args)).toEqual(expected);
  });

  test('rand is uniform, randn is normal', () => {
    const size = [100, 100];
    const uniform = create.rand(size);
    expect(uniform.dims).toEqual(size);
    expect(uniform.data.every((x) => x >= 0 && x <= 1)).toBe(true);
    // 10,000 values: the deviations are beyond eight standard errors.
    const of = (tensor) => functions.std_mean(tensor).map((each) => each.item());
    expect(of(uniform)).toEqual([expect.closeTo(Math.sqrt(1 / 12), 1), expect.closeTo(0.5, 1)]);
    const [deviation, mean] = of(create.randn(size));
    expect(Math.abs(mean)).toBeLessThan(0.08);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.08);
  });

  test('sizes and values that are none are refused', () => {
    expect(() => create.zeros(3)).toThrow(input('size', 'array'));
    expect(() => create.ones([2, -1])).toThrow(input('-1'));
    expect(() => create.rand([2 ** 17, 2 ** 16])).toThrow(input('\\[131072, 65536\\]', 'at most'));
    expect(() => count([1]).repeat(2 ** 40)).toThrow(input('1099511627776'));
    expect(() => create.full([1], 'a')).toThrow(input('fill_value', 'string'));
    expect(() => create.ones_like([1])).toThrow(input('ones_like|full_like', 'Tensor'));
  });
});

describe('cat and stack', () => {
  const a = new Tensor('int64', [1, 2, 3, 4], [2, 2]);
  const b = new Tensor('int64', [5, 6], [2, 1]);

  test('put tensors one after another, along any axis', () => {
    expect(cat([a, b], 1).tolist()).toEqual([
      [1n, 2n, 5n],
      [3n, 4n, 6n],
    ]);
    expect(cat([a, b], -1)).toEqual(cat([a, b], 1));
    expect(cat([a, a]).dims).toEqual([4, 2]);
    expect(cat([count([1, 2, 2]), count([1, 1, 2])], 1).tolist()).toEqual([
      [
        [0, 1],
        [2, 3],
        [0, 1],
      ],
    ]);
  });

  test('stack adds the axis', () => {
    expect(stack([count([2]), count([2])]).tolist()).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(stack([count([2]), count([2])], -1).tolist()).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(stack([count([2, 3]), count([2, 3])], 1).dims).toEqual([2, 2, 3]);
  });

  test('tensors of other types and shapes are refused', () => {
    expect(() => cat([a, b])).toThrow(input('\\[2, 2\\] and int64 \\[2, 1\\]'));
    expect(() => cat([a, a.to('int32')])).toThrow(input('int64', 'int32'));
    expect(() => cat([])).toThrow(input('cat', 'array of tensors'));
    expect(() => stack([a, [1]])).toThrow(input('stack', 'Tensor'));
    expect(() => cat([a, a], 2)).toThrow(input('cat: dim 2'));
  });
});

describe('statistics', () => {
  const tensor = new Tensor('float64', [1, 2, 3, 4, 6, 8], [2, 3]);

  test('mean and std_mean', () => {
    expect(functions.mean(tensor, 1).tolist()).toEqual([2, 6]);
    expect(functions.std_mean(tensor, 1).map((each) => each.tolist())).toEqual([
      [1, 2],
      [2, 6],
    ]);
    const [deviation, mean] = functions.std_mean(tensor, 0, 0, true);
    expect(deviation).toEqual(new Tensor('float64', [1.5, 2, 2.5], [1, 3]));
    expect(mean.dims).toEqual([1, 3]);
    expect(functions.std_mean(tensor)[0].item()).toBeCloseTo(Math.sqrt(34 / 5), 14);
  });

  test('layer_norm centers and scales the last axes', () => {
    const result = functions.layer_norm(new Tensor('float64', [1, 3, 10, 10], [2, 2]), [2]);
    const value = 1 / Math.sqrt(1 + 1e-5);
    expect(result.tolist()).toEqual([
      [expect.closeTo(-value, 14), expect.closeTo(value, 14)],
      [0, 0],
    ]);
    const whole = functions.layer_norm(new Tensor('float64', [0, 0, 4, 4], [2, 2]), [2, 2], {
      eps: 0,
    });
    expect(whole.tolist()).toEqual([
      [-1, -1],
      [1, 1],
    ]);
  });

  test('other shapes and types are refused', () => {
    expect(() => functions.layer_norm(tensor, [2])).toThrow(input('\\[2, 3\\]', '\\[2\\]'));
    expect(() => functions.layer_norm(tensor, [])).toThrow(input('layer_norm'));
    expect(() => functions.layer_norm(count([2], 'int32'), [2])).toThrow(input('float', 'int32'));
    expect(() => functions.mean([1, 2])).toThrow(input('mean', 'Tensor'));
  });
});

describe('topk', () => {
  test('gives the largest of each row, and their indices', async () => {
    const x = new Tensor('float32', [1, 3, 2, 9, 7, 9], [2, 3]);
    const [values, indices] = await functions.topk(x, 2);
    expect(values).toEqual(new Tensor('float32', [3, 2, 9, 9], [2, 2]));
    expect(indices).toEqual(new Tensor('int64', [1, 2, 0, 2], [2, 2]));
  });

  test('gives all without k, and no more than there are', async () => {
    const x = new Tensor('int64', [1, 3, 2]);
    const [values] = await functions.topk(x);
    expect(values.tolist()).toEqual([3n, 2n, 1n]);
    expect((await functions.topk(x, 9))[0].dims).toEqual([3]);
    const withNaN = new Tensor('float32', [1, NaN, 3]);
    expect((await functions.topk(withNaN, 2))[1].tolist()).toEqual([1n, 2n]);
  });

  test('refuses other things', async () => {
    await expect(functions.topk(count([2]), -1)).rejects.toThrow(input('k', '-1'));
    await expect(functions.topk(count([]), 1)).rejects.toThrow(input('topk: dim'));
    await expect(functions.topk([1], 1)).rejects.toThrow(input('Tensor'));
  });
});

describe('slice and permute', () => {
  const x = count([2, 4]);

  test.each([
    [[0], [1], [0], undefined, [[0, 1, 2, 3]]],
    [[1, 1], [2, 3], [0, 1], undefined, [[5, 6]]],
    [
      [-2],
      [99],
      [-1],
      undefined,
      [
        [2, 3],
        [6, 7],
      ],
    ],
    [
      [0],
      [4],
      [1],
      [2],
      [
        [0, 2],
        [4, 6],
      ],
    ],
    [
      [3],
      [-99],
      [1],
      [-2],
      [
        [3, 1],
        [7, 5],
      ],
    ],
    [[2], [1], [1], undefined, [[], []]],
  ])('slice %j %j %j %j', async (starts, ends, axes, steps, expected) => {
    expect((await functions.slice(x, starts, ends, axes, steps)).tolist()).toEqual(expected);
  });

  test('a step of 0 and broken indices are refused', async () => {
    await expect(functions.slice(x, [0], [1], [0], [0])).rejects.toThrow(input('step', '0'));
    await expect(functions.slice(x, [0.5], [1], [0])).rejects.toThrow(input('0.5'));
    await expect(functions.slice(x, [0], [1], [2])).rejects.toThrow(input('slice: dim 2'));
  });

  test('permute is the method', () => {
    expect(functions.permute(x, [1, 0])).toEqual(x.permute(1, 0));
  });
});

describe('matmul', () => {
  const a = new Tensor('float32', [1, 2, 3, 4], [2, 2]);

  test('multiplies matrices, rows and columns', async () => {
    const b = new Tensor('float32', [5, 6, 7, 8], [2, 2]);
    expect((await functions.matmul(a, b)).tolist()).toEqual([
      [19, 22],
      [43, 50],
    ]);
    const vector = new Tensor('float32', [1, 10]);
    expect((await functions.matmul(a, vector)).tolist()).toEqual([21, 43]);
    expect((await functions.matmul(vector, a)).tolist()).toEqual([31, 42]);
    expect(await functions.matmul(vector, vector)).toEqual(new Tensor('float32', [101], []));
    expect((await functions.matmul(count([2, 3]), count([3, 4]))).tolist()).toEqual([
      [20, 23, 26, 29],
      [56, 68, 80, 92],
    ]);
  });

  test('broadcasts the first axes', async () => {
    const batch = new Tensor('float32', [1, 0, 0, 1, 2, 0, 0, 2], [2, 2, 2]);
    expect((await functions.matmul(batch, a)).tolist()).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [2, 4],
        [6, 8],
      ],
    ]);
    const both = await functions.matmul(count([3, 1, 2, 4]), count([5, 4, 1]));
    expect(both.dims).toEqual([3, 5, 2, 1]);
    // The second of three, with the fourth of five: rows 8 … 11 and 12 … 15 times 12 … 15.
    expect(both.get(1).get(3).tolist()).toEqual([[8 * 12 + 9 * 13 + 10 * 14 + 11 * 15], [734]]);
  });

  test('refuses what does not fit', async () => {
    await expect(functions.matmul(a, count([3]))).rejects.toThrow(input('\\[2, 2\\]', '\\[3\\]'));
    await expect(functions.matmul(a, a.to('float64'))).rejects.toThrow(input('float64'));
    await expect(functions.matmul(a.to('int32'), a)).rejects.toThrow(input('float', 'int32'));
    await expect(functions.matmul(count([2, 1, 1]), count([3, 1, 1]))).rejects.toThrow(input('3'));
    await expect(functions.matmul(count([]), a)).rejects.toThrow(input('\\[\\]'));
  });
});

describe('embeddings', () => {
  test('mean_pooling leaves padding out', () => {
    const hidden = new Tensor('float32', [1, 2, 3, 4, 9, 9, 5, 6, 9, 9, 9, 9], [2, 3, 2]);
    const mask = new Tensor('int64', [1, 1, 0, 1, 0, 0], [2, 3]);
    expect(mean_pooling(hidden, mask)).toEqual(new Tensor('float32', [2, 3, 5, 6], [2, 2]));
    const nothing = new Tensor('int64', [0, 0, 0, 0, 0, 0], [2, 3]);
    expect(mean_pooling(hidden, nothing).tolist()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(() => mean_pooling(hidden, count([3, 2]))).toThrow(input('\\[2, 3\\]', '\\[3, 2\\]'));
    expect(() => mean_pooling(count([2, 3]), mask)).toThrow(input('3 axes', '\\[2, 3\\]'));
  });

  test('quantize_embeddings packs signs to bytes', () => {
    const vectors = new Tensor(
      'float32',
      [1, -1, 0, 2, 0.5, -3, 4, 5, -1, -1, -1, -1, -1, -1, -1, 1],
      [2, 8],
    );
    const unsigned = quantize_embeddings(vectors, 'ubinary');
    expect(unsigned).toEqual(new Tensor('uint8', [0b10011011, 1], [2, 1]));
    const signed = quantize_embeddings(vectors, 'binary');
    expect(signed).toEqual(new Tensor('int8', [0b10011011 - 128, 1 - 128], [2, 1]));
    expect(() => quantize_embeddings(count([2, 4]), 'binary')).toThrow(input('8', '4'));
    expect(() => quantize_embeddings(vectors, 'int8')).toThrow(input('precision', 'binary'));
  });
});
