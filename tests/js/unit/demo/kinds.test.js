import { describe, expect, test } from '@jest/globals';

import { findKinds, isAbove, lowestThreshold, namesIn } from '../../../../demo/kinds.js';

describe('namesIn', () => {
  test.each([
    ['person', ['person']],
    [' date  of\tbirth ', ['date of birth']],
    ['person, city;case number\nlaw', ['person', 'city', 'case number', 'law']],
    [' ,\n', []],
  ])('%j names %j', (typed, names) => {
    expect(namesIn(typed)).toEqual(names);
  });
});

test('a score is compared as a number of 32 bits, as the model does', () => {
  expect(isAbove(Math.fround(0.3), 0.3)).toBe(false);
  expect(Math.fround(0.3) > 0.3).toBe(true);
  expect(isAbove(Math.fround(0.3001), 0.3)).toBe(true);
});

describe('findKinds', () => {
  const recognizer = /** @type {any} */ (
    async (text, [label], { threshold }) => [
      { start: 0, end: 3, text: text.slice(0, 3), label, score: threshold },
    ]
  );

  test('asks for all that can be chosen, and names fields as other entities do', async () => {
    expect(await findKinds(recognizer, 'Ada left.', ['person'])).toEqual([
      { entity_group: 'person', word: 'Ada', start: 0, end: 3, score: lowestThreshold },
    ]);
  });

  test('asks nothing without a text or without kinds', async () => {
    const fails = /** @type {any} */ (() => Promise.reject(new Error('it was asked')));
    expect(await findKinds(fails, ' \n', ['person'])).toEqual([]);
    expect(await findKinds(fails, 'Ada left.', [])).toEqual([]);
  });
});
