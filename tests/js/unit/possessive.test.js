// What a possessive leaves of an entity.
import { expect, test } from '@jest/globals';

import { withoutPossessive } from '../../../js/redaction/possessive.js';

const left = (word) => {
  const entity = { entity_group: 'ANY', start: 7, end: 7 + word.length, word };
  const result = withoutPossessive(entity);
  expect(result).toEqual({ ...entity, word: result.word, end: 7 + result.word.length });
  return result.word;
};

test.each([
  ["Maria's", 'Maria'],
  ['Maria Garcia’s', 'Maria Garcia'],
  ["MARIA'S", 'MARIA'],
  ["James'", 'James'],
  ["O'Neill & Sons'", "O'Neill & Sons"],
  ['José\u0301’s', 'José\u0301'],
  ['St. Mary-Janeʼs', 'St. Mary-Jane'],
])('%s: %s', (word, name) => expect(left(word)).toBe(name));

test.each([
  'Maria',
  "O'Neill",
  "'s",
  "hunter2's",
  "p@ss's",
  "Maria Garcia's house",
  "https://example.org/it's",
  "12 King's",
])('%s stays as it is', (word) => expect(left(word)).toBe(word));

test('a long entity takes no long time', () => {
  expect(left('a\u0301'.repeat(100_000))).toHaveLength(200_000);
});
