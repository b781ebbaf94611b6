import { describe, expect, test } from '@jest/globals';

import {
  formatBytes,
  formatMilliseconds,
  formatNumber,
  formatScore,
  formatShare,
  formatSpeed,
  plural,
} from '../../../../demo/format.js';

describe('format', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1925, '2 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [9_600_748, '9.6 MB'],
    [184_000_000, '184.0 MB'],
  ])('%d bytes read well', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('a share is in the unit of the whole', () => {
    expect(formatShare(48_000, 9_600_748)).toBe('0.0 of 9.6 MB · 0%');
    expect(formatShare(5_815_443, 9_600_748)).toBe('5.8 of 9.6 MB · 60%');
    expect(formatShare(9_600_748, 9_600_748)).toBe('9.6 of 9.6 MB · 100%');
    expect(formatShare(1_000, 4_000)).toBe('1 kB of 4 kB · 25%');
  });

  test('milliseconds have a decimal only below ten', () => {
    expect(formatMilliseconds(8.25)).toBe('8.3 ms');
    expect(formatMilliseconds(14.6)).toBe('15 ms');
  });

  test('a speed names the tokens and the time', () => {
    expect(formatSpeed({ tokens: 1, milliseconds: 8.25 })).toBe('1 token in 8.3 ms');
    expect(formatSpeed({ tokens: 137, milliseconds: 49.7 })).toBe('137 tokens in 50 ms');
  });

  test('numbers have separators', () => {
    expect(formatNumber(4765.4)).toBe('4,765');
  });

  test('a score never reads as certain', () => {
    expect(formatScore(0.9973)).toBe('99.7%');
    expect(formatScore(0.99999)).toBe('99.9%');
    expect(formatScore(0.5)).toBe('50.0%');
  });

  test('one has no plural', () => {
    expect(plural(1, 'detail')).toBe('1 detail');
    expect(plural(0, 'detail')).toBe('0 details');
    expect(plural(1200, 'token')).toBe('1,200 tokens');
  });
});
