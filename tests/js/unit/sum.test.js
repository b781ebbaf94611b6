// The sum that finds damaged pieces of the cache.
import { expect, test } from '@jest/globals';

import { sumOf } from '../../../js/base/sum.js';
import { seeded } from '../../support/random.mjs';

const random = seeded(7);
const bytes = Uint8Array.from({ length: 1003 }, () => random.below(256));

/** The same, number by number, with integers of any size. */
function plainSumOf(content) {
  const mask = 2n ** 32n - 1n;
  const sums = [BigInt(content.length), 0x9e3779b1n, 0x85ebca77n, 0n];
  const round = (sum, word) => {
    const mixed = (sum + word * 0x85ebca77n) & mask;
    return ((((mixed << 13n) | (mixed >> 19n)) & mask) * 0x9e3779b1n) & mask;
  };
  const words = content.length - (content.length % 16);
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  for (let i = 0; i < words; i += 4) {
    sums[(i / 4) % 4] = round(sums[(i / 4) % 4], BigInt(view.getUint32(i, true)));
  }
  for (const byte of content.subarray(words)) sums[3] = round(sums[3], BigInt(byte) + 1n);
  return `x${sums.map((sum) => sum.toString(16).padStart(8, '0')).join('')}`;
}

test.each([0, 1, 15, 16, 17, 64, 1003])('%d bytes: as computed with integers', (length) => {
  expect(sumOf(bytes.subarray(0, length))).toBe(plainSumOf(bytes.slice(0, length)));
});

test('the sum does not depend on where the bytes are', () => {
  const moved = new Uint8Array(1010);
  for (const at of [0, 1, 2, 3, 4, 7]) {
    moved.set(bytes, at);
    expect(sumOf(moved.subarray(at, at + 1003))).toBe(sumOf(bytes));
  }
});

test('each single bit counts, and so do zeros and lengths', () => {
  const sums = new Set([sumOf(bytes)]);
  for (let at = 0; at < bytes.length; at += 13) {
    const changed = bytes.slice();
    changed[at] ^= 1 << (at % 8);
    sums.add(sumOf(changed));
  }
  for (let length = 0; length < 200; ++length) sums.add(sumOf(new Uint8Array(length)));
  expect(sums.size).toBe(1 + Math.ceil(1003 / 13) + 200);
});
