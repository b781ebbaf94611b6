import { describe, expect, test } from '@jest/globals';

import { findEdit, replaceRanges } from '../../../../demo/edits.js';

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

describe('replaceRanges', () => {
  const { text, map } = replaceRanges('one two three', [
    { start: 0, end: 3, text: '1' },
    { start: 8, end: 13, text: 'THIRD!' },
  ]);

  test('the ranges are replaced at once', () => {
    expect(text).toBe('1 two THIRD!');
  });

  test('positions outside of the ranges stay at their characters', () => {
    expect(map(4)).toBe(2);
    expect(text[map(4)]).toBe('t');
    expect(map(0)).toBe(0);
    expect(map(8)).toBe(6);
    expect(map(13)).toBe(text.length);
  });

  test('a position inside a range goes to the end of its replacement', () => {
    expect(map(2)).toBe(1);
    expect(map(10)).toBe(text.length);
  });

  test('without ranges nothing changes', () => {
    const same = replaceRanges('text', []);
    expect(same.text).toBe('text');
    expect(same.map(3)).toBe(3);
  });
});
