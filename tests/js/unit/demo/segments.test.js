import { describe, expect, test } from '@jest/globals';

import { cutIntoSegments, groupIntoLines } from '../../../../demo/segments.js';

/**
 * @param {number} start
 * @param {number} end
 */
const span = (start, end) => ({ start, end, label: 'PERSON', placeholder: false });

/**
 * @param {string} text
 * @param {ReturnType<typeof span>[]} spans
 */
const show = (text, spans) =>
  cutIntoSegments(text, spans).map((segment) =>
    segment.span ? `<${segment.text}>` : segment.text,
  );

describe('cutIntoSegments', () => {
  test('plain and marked pieces alternate', () => {
    expect(show('Hi Ada and Bo!', [span(3, 6), span(11, 13)])).toEqual([
      'Hi ',
      '<Ada>',
      ' and ',
      '<Bo>',
      '!',
    ]);
  });

  test('marks at the ends and side by side leave no empty pieces', () => {
    expect(show('AdaBo', [span(0, 3), span(3, 5)])).toEqual(['<Ada>', '<Bo>']);
  });

  test('a text without marks is one piece, an empty text none', () => {
    expect(show('text', [])).toEqual(['text']);
    expect(show('', [])).toEqual([]);
  });

  test('marks that overlap, are empty or reach beyond the text are left out', () => {
    const spans = [span(0, 3), span(2, 5), span(4, 4), span(4, 5), span(3, 9)];
    expect(show('abcde', spans)).toEqual(['<abc>', 'd', '<e>']);
  });

  test('every piece knows its place', () => {
    const text = 'Hi Ada!';
    for (const segment of cutIntoSegments(text, [span(3, 6)])) {
      expect(text.slice(segment.start, segment.end)).toBe(segment.text);
    }
  });
});

describe('groupIntoLines', () => {
  /**
   * @param {string} text
   * @param {ReturnType<typeof span>[]} spans
   */
  const lines = (text, spans = []) =>
    groupIntoLines(cutIntoSegments(text, spans)).map((line) => line.map((piece) => piece.text));

  test('a line ends with its line break', () => {
    expect(lines('one\ntwo')).toEqual([['one\n'], ['two']]);
    expect(lines('one\n\ntwo')).toEqual([['one\n'], ['\n'], ['two']]);
  });

  test('an empty text has one empty line', () => {
    expect(lines('')).toEqual([[]]);
  });

  test('after a last line break comes an empty line', () => {
    expect(lines('one\n')).toEqual([['one\n'], []]);
  });

  test('marks stay in their line', () => {
    expect(lines('Hi Ada!\nHi Bo', [span(3, 6), span(11, 13)])).toEqual([
      ['Hi ', 'Ada', '!\n'],
      ['Hi ', 'Bo'],
    ]);
  });

  test('a line break within a mark ends no line', () => {
    expect(lines('at 12 Lane\nOxford.\nBye', [span(3, 17)])).toEqual([
      ['at ', '12 Lane\nOxford', '.\n'],
      ['Bye'],
    ]);
  });

  test('every piece knows its place', () => {
    const text = 'Hi Ada!\n\nHi Bo\n';
    const pieces = groupIntoLines(cutIntoSegments(text, [span(3, 6)])).flat();
    expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    for (const { text: piece, start, end } of pieces) expect(text.slice(start, end)).toBe(piece);
  });
});
