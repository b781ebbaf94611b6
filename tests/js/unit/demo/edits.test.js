import { describe, expect, test } from '@jest/globals';

import { findEdit } from '../../../../demo/edits.js';

describe('findEdit', () => {
  test('equal texts have no edit', () => {
    expect(findEdit('same', 'same')).toBeNull();
  });

  test.each([
    ['an insertion', 'ac', 'abc', { start: 1, end: 1, inserted: 'b' }],
    ['a deletion', 'abc', 'ac', { start: 1, end: 2, inserted: '' }],
    ['a replacement', 'a-b-c', 'a+++c', { start: 1, end: 4, inserted: '+++' }],
    ['the first text', '', 'abc', { start: 0, end: 0, inserted: 'abc' }],
    ['the removal of all', 'abc', '', { start: 0, end: 3, inserted: '' }],
    [
      'a repeated letter is at the end of its run',
      'aa',
      'aaa',
      { start: 2, end: 2, inserted: 'a' },
    ],
  ])('%s is found', (_, before, after, edit) => {
    expect(findEdit(before, after)).toEqual(edit);
  });

  test('an edit turns the first text into the second', () => {
    const texts = ['', 'a', 'aa', 'aba', 'abba', 'ba\nab', 'b😀a', 'b😁a', '😀😁'];
    for (const before of texts) {
      for (const after of texts) {
        const edit = findEdit(before, after) ?? { start: 0, end: 0, inserted: '' };
        const made = before.slice(0, edit.start) + edit.inserted + before.slice(edit.end);
        expect(made).toBe(after);
      }
    }
  });
});
