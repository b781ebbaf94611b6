// A call's options against a schema.
import { describe, expect, test } from '@jest/globals';

import { checkNames, checkOptions } from '../../../js/base/options.js';
import { tasks } from '../../../js/pipelines/tasks.js';

const schema = {
  count: { type: 'integer', default: 3 },
  gap: { type: 'integer', min: 0, default: 0 },
  limit: { type: 'integer', default: 1, nullable: 'all' },
  length: { type: 'integer', default: null },
  way: { choices: ['one', 'other'], default: 'one' },
};
const check = (given) => checkOptions(schema, given);
const defaults = { count: 3, gap: 0, limit: 1, length: null, way: 'one' };

test('what is not given has its default', () => {
  expect(check()).toEqual(defaults);
  expect(check({})).toEqual(defaults);
  expect(check(null)).toEqual(defaults);
  expect(check({ count: undefined, other: undefined })).toEqual(defaults);
  expect(check({ count: 1, way: 'other' })).toEqual({ ...defaults, count: 1, way: 'other' });
});

test('an array that is mapped over gives its index as options, which is none', async () => {
  expect([0, 1].map((_, i) => check(i))).toEqual([defaults, defaults]);
});

test.each([
  ['a string', 'simple'],
  ['an array', ['simple']],
])('%s is refused', (kind, given) => {
  expect(() => check(given)).toThrow(`options: expected an object, got ${kind}`);
});

test('null is given where it means something', () => {
  expect(check({ limit: null, length: null })).toEqual({ ...defaults, limit: null });
  expect(() => check({ count: null })).toThrow('count: expected an integer');
  expect(() => check({ way: null })).toThrow('way: expected one of one, other');
});

test.each([
  [{ count: 0 }, 'count: expected an integer of at least 1, got 0'],
  [{ gap: -1 }, 'gap: expected an integer of at least 0, got -1'],
  [{ count: 2 ** 31 }, 'count: expected an integer of at least 1, got 2147483648'],
  [{ count: '2' }, 'count: expected an integer of at least 1, got a string'],
  [{ way: 'third' }, 'way: expected one of one, other'],
])('%j is refused', (given, message) => {
  expect(() => check(given)).toThrow(expect.objectContaining({ code: 'INPUT', message }));
});

test.each(['constructor', 'toString', '__proto__'])('%s is no option', (name) => {
  const given = Object.defineProperty({}, name, { value: 1, enumerable: true });
  expect(() => check(given)).toThrow(`unknown option '${name}'`);
});

describe('an unknown option is an error with the nearest known one', () => {
  const of = (name) => tasks.find((task) => task.name === name).options;
  test.each([
    ['zero-shot-classification', 'multi_class', 'multi_label'],
    ['zero-shot-classification', 'multiLabel', 'multi_label'],
    ['zero-shot-classification', 'template', 'hypothesis_template'],
    ['token-classification', 'aggregationStrategy', 'aggregation_strategy'],
    ['token-classification', 'agregation_strategy', 'aggregation_strategy'],
    ['token-classification', 'ignoreLabels', 'ignore_labels'],
    ['text-classification', 'topk', 'top_k'],
    ['text-classification', 'topK', 'top_k'],
    ['text-classification', 'function', 'function_to_apply'],
    ['question-answering', 'max_length', 'max_seq_len'],
    ['text-ranking', 'returnDocuments', 'return_documents'],
    ['feature-extraction', 'normalise', 'normalize'],
    ['feature-extraction', 'abortSignal', 'signal'],
  ])('%s: %s → %s', (task, name, nearest) => {
    expect(() => checkOptions(of(task), { [name]: true })).toThrow(
      `unknown option '${name}'; did you mean '${nearest}'?`,
    );
  });
});

describe('names without a schema', () => {
  const names = { padding: 1, max_length: 1 };
  test('are accepted; an undefined value is not given', () => {
    for (const given of [undefined, null, {}, { padding: true }, { other: undefined }, 3]) {
      expect(() => checkNames(given, names)).not.toThrow();
    }
  });
  test.each([
    ['maxLength', 'max_length'],
    ['pad', 'padding'],
    ['constructor', 'padding'],
  ])('%s is an error that names %s', (name, nearest) => {
    expect(() => checkNames({ [name]: 1 }, names)).toThrow(
      expect.objectContaining({
        code: 'INPUT',
        message: `unknown option '${name}'; did you mean '${nearest}'?`,
      }),
    );
  });
});
