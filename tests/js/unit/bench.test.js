// The benchmark's own arithmetic.
import { describe, expect, test } from '@jest/globals';

import {
  compareEntities,
  compareLogits,
  compareNamed,
} from '../../../tools/bench/measure/compare.js';
import { median, quantile, spread } from '../../../tools/bench/measure/statistics.js';
import { readOptions } from '../../../tools/bench/options.mjs';
import { plot } from '../../../tools/bench/plot.mjs';
import { operations, operationsByName } from '../../../tools/bench/rows.mjs';
import { centered, cosine } from '../../../tools/bench/similarity.mjs';
import { summarize } from '../../../tools/bench/summary.mjs';

describe('options', () => {
  test('each environment has its builds of the peer', () => {
    expect(readOptions([])).toMatchObject({
      in: 'chromium',
      peer: 'transformers',
      threads: [1, 2],
    });
    expect(readOptions(['--dtype', 'q8']).from).toBe('bytes');
    expect(readOptions(['--dtype', 'q8', '--from', 'floats']).from).toBe('floats');
    expect(readOptions(['--smoke']).peer).toBe('wasm');
    expect(readOptions(['--in', 'node', '--smoke'])).toMatchObject({ in: 'node', peer: 'node' });
    expect(() => readOptions(['--in', 'node', '--peer', 'wasm'])).toThrow(
      /unknown build 'wasm'.*node/,
    );
  });

  test('GLiNER’s models have rows of their own, and are quantized while they are loaded', () => {
    const args = ['--model', 'gliner_small-v2.1', '--dtype', 'q8'];
    const { rows, from } = readOptions(args);
    expect(from).toBe('floats');
    expect(rows.map(({ words, labels }) => [words, labels])).toEqual([
      [48, 5],
      [384, 5],
      [384, 25],
    ]);
    expect(readOptions([...args, '--rows', '384x25']).rows).toHaveLength(1);
    expect(() => readOptions([...args, '--rows', '1x16'])).toThrow("unknown row '1×16'");
  });

  test('what there is not is refused by name', () => {
    expect(() => readOptions(['--in', 'deno'])).toThrow('--in: expected one of chromium, node');
    expect(() => readOptions(['--dtype', 'q4'])).toThrow('--dtype: expected one of fp32, q8');
    expect(() => readOptions(['--from', 'bytes'])).toThrow(
      '--from: expected floats, or bytes with',
    );
    expect(() => readOptions(['--rows', '1x16,1x7'])).toThrow("unknown row '1×7'");
    expect(() => readOptions(['--in', 'node', '--runs', '0'])).toThrow(
      '--runs: expected an integer of at least 1',
    );
  });
});

const config = {
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  pos_att_type: ['c2p', 'p2c'],
  id2label: {},
};

test('quantiles lie between two values by their distance', () => {
  expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
  expect(median([5, 1, 9])).toBe(5);
  expect(spread([1, 2, 3, 4, 5])).toBe(2 / 3);
});

test('deberta-base at 128 tokens: 21.7 GFLOP in linear layers, 1.2 in attention', () => {
  expect(operations([128], config) / 1e9).toBeCloseTo(21.74 + 1.21, 1);
  // Sequences do not meet one another.
  expect(operations([128, 128], config)).toBe(2 * operations([128], config));
});

test('with v3’s buckets far distances share a row of the position tables', () => {
  const v3 = { ...config, position_buckets: 256, max_position_embeddings: 512 };
  expect(operations([129], v3)).toBe(operations([129], config));
  const saved = operations([512], config) - operations([512], v3);
  // The average number of 512 rows.
  expect(saved / (2 * 512 * 12 * 2 * 768)).toBeGreaterThan(80);
  expect(saved / (2 * 512 * 12 * 2 * 768)).toBeLessThan(200);
});

test('GLiNER’s head needs a few products a word, and two operations a span, label and element', () => {
  const encoder_config = { ...config, num_hidden_layers: 6 };
  const gliner = { hidden_size: 512, max_width: 12, encoder_config };
  const row = (words, labels, length) =>
    operationsByName({ words, labels, lengths: [length] }, gliner);
  // One label more, of one token.
  const more = row(384, 26, 500) - row(384, 25, 500);
  const spans = 2 * 384 * 12 * 2048;
  const label = 2 * 3 * 512 * 2048;
  const read = 2 * (768 * 512 + 2 * 768 * 768 + 2 * 768 * 3072);
  expect(more).toBe(spans + label + read);
  // The last layer's outputs and feed-forward are needed for the tokens that are read.
  expect(row(100, 5, 301) - row(100, 5, 300)).toBeLessThan(
    operations([301], encoder_config) - operations([300], encoder_config),
  );
});

describe('answers are compared', () => {
  test('as a fraction of the largest', () => {
    expect(compareLogits([1, -4], [1, -4])).toBe(0);
    expect(compareLogits([1.5, -4], [1, -4])).toBe(0.125);
    expect(compareLogits([1], [1, 2])).toBe(Infinity);
    expect(compareLogits([NaN, 1], [1, 1])).toBeNaN();
  });

  test('entities compared with logits of a padded batch', () => {
    const logits = Float32Array.of(9, 9, 0, Math.log(3), 9, 9, 9, 9); // [2, 2, 2]
    const entities = [
      [{ index: 1, entity: 'LABEL_1', score: 0.75 }],
      [{ index: 0, entity: 'LABEL_0', score: 0.5 }],
    ];
    expect(compareEntities(entities, logits, 2)).toBeCloseTo(0, 6);
    entities[0][0].score = 0.5;
    expect(compareEntities(entities, logits, 2)).toBeCloseTo(0.5, 6);
    expect(compareEntities([[], []], logits, 2)).toBe(Infinity);
  });

  test('entities by name compared with logits of all spans', () => {
    const row = { words: ['ab', 'c', 'd'], labels: ['x', 'y'], width: 2, threshold: 0.5 };
    // Of each word: x and y of the span of one word, and of two; 9 is behind the text.
    const logits = Float32Array.of(-1, -2, -3, 2, 1, -1, -4, -1, -1, -1, 9, 9); // [3, 2, 2]
    const score = 1 / (1 + Math.exp(-2));
    const entity = { start: 0, end: 4, label: 'y', score };
    expect(compareNamed([entity], logits, row)).toBeCloseTo(0, 6);
    expect(compareNamed([{ ...entity, score: 0.5 }], logits, row)).toBeCloseTo(2 / 4, 6);
    expect(compareNamed([{ ...entity, label: 'x' }], logits, row)).toBeCloseTo(5 / 4, 6);
    expect(compareNamed([], logits, row)).toBe(Infinity);
    // A span that ours lacks: it meets none of ours, and is above the threshold by 1.5.
    logits[8] = 1.5;
    expect(compareNamed([entity], logits, row)).toBeCloseTo(1.5 / 4, 6);
  });
});

test('what all rows have in common is no likeness', () => {
  expect(cosine([3, 4], [6, 8])).toBeCloseTo(1, 12);
  expect(cosine([1, 0], [0, 2])).toBe(0);
  const [a, b] = [Float32Array.of(101, -5, 99, -5), Float32Array.of(99, -5, 101, -5)]; // [2, 2]
  expect(cosine(a, b)).toBeGreaterThan(0.999);
  expect([...centered(a, 2)]).toEqual([1, 0, -1, 0]);
  expect(cosine(centered(a, 2), centered(b, 2))).toBeCloseTo(-1, 12);
});

const measured = [1, 2].map((threads) => ({
  threads,
  roofline: { mul_add: 4e9, relaxed_madd: 5e9, read: 1e10 },
  loads: { ours: [100], peer: [300] },
  memory: { ours: 1, peer: 2 },
  rows: [16, 512].map((length) => ({
    name: `1×${length}`,
    lengths: [length],
    difference: 0,
    samples: { ours: [length, 2 * length, 3 * length], peer: [6 * length] },
    peaks: [6e9],
  })),
}));
const summary = () => summarize(measured, config, { model: 'a model', dtype: 'fp32' });

test('the best of the processor is 100%', () => {
  const [{ peak, load, rows }] = summary().threads;
  expect([peak, load.ratio]).toEqual([6e9, 3]);
  const { ours, ratio, ratio_of_best } = rows[0];
  expect([ratio, ratio_of_best]).toEqual([3, 6]);
  expect(ours.of_roofline).toBeCloseTo(operations([16], config) / 0.016 / 6e9, 6);
});

test('the plot has a line for each side and number of threads', () => {
  const svg = plot(summary());
  expect(svg.match(/stroke-width="2"/g)).toHaveLength(4);
  expect(svg).toContain('>deberta-wasm, 2 threads</text>');
  expect(svg).not.toMatch(/NaN|undefined/);
});
