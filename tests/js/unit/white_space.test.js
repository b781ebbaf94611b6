// What counts as white space, and the text that a model reads for redaction.
import { describe, expect, test } from '@jest/globals';

import { plainSpaces, withoutOuterSpace } from '../../../js/base/white_space.js';

describe('withoutOuterSpace', () => {
  test('leaves out Unicode’s white space, and what nobody sees', () => {
    const around = '\ufeff \t\r\n\v\f\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u3000\u200b\u00ad';
    const text = `${around}Ada L.${around}`;
    const { start, end } = withoutOuterSpace(text, 0, text.length);
    expect(text.slice(start, end)).toBe('Ada L.');
  });

  test('leaves what stands within', () => {
    expect(withoutOuterSpace('a\u00ad\u00a0b', 0, 4)).toEqual({ start: 0, end: 4 });
  });

  test('of white space alone leaves nothing', () => {
    expect(withoutOuterSpace('a \u200b b', 1, 4)).toEqual({ start: 4, end: 4 });
  });
});

describe('plainSpaces', () => {
  test('makes spaces of all kinds U+0020, leaves out what nobody sees, and leaves line ends', () => {
    const text = '\ufeffA\u00a0\u00a0B\tC\r\nD\u2028E\u3000\u200bF\u00adg';
    expect(plainSpaces(text).text).toBe('A  B C\r\nD\nE Fg');
  });

  test('gives a text of spaces and line ends as it is', () => {
    const text = 'A  b\r\n😀 c';
    const plain = plainSpaces(text);
    const span = { start: 1, end: 3 };
    expect(plain.text).toBe(text);
    expect(plain.original(span)).toBe(span);
  });

  test('of text without a character that is seen is empty', () => {
    expect(plainSpaces('\u200b\ufeff').text).toBe('');
  });

  test('knows where each span of it stands in the text', () => {
    const text = '\u200b😀\u00adAda\u00a0Love\u00ad\u00adlace\ufeff,\tb\u200b';
    const plain = plainSpaces(text);
    expect(plain.text).toBe('😀Ada Lovelace, b');
    for (const [word, original] of [
      ['😀', '😀'],
      ['😀Ada', '😀\u00adAda'],
      ['Ada', 'Ada'],
      ['Ada Lovelace', 'Ada\u00a0Love\u00ad\u00adlace'],
      ['lace', 'lace'],
      ['lace,', 'lace\ufeff,'],
      [' b', '\tb'],
    ]) {
      const start = plain.text.indexOf(word);
      const span = plain.original({ start, end: start + word.length, label: 'A' });
      expect(text.slice(span.start, span.end)).toBe(original);
      expect(span.label).toBe('A');
    }
  });
});
