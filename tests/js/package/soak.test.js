// A short soak in Node. A long one: npm run soak.
import { expect, test } from '@jest/globals';

import { flatness } from '../../soak/flat.mjs';
import { measured } from '../../support/measured.mjs';

test('memory, workers and handles stay as they are over calls and loads', async () => {
  const rows = await measured('soak/run.mjs', { in: 'node', inferences: 1600, loads: 48 });
  expect(rows).toHaveLength(8);
  for (const row of rows) expect(row).toMatchObject({ isFlat: true });
}, 240_000);

test('what grows is found', () => {
  const growing = Array.from({ length: 16 }, (_, i) => 100 * i);
  expect(flatness(growing, 500).isFlat).toBe(false);
  expect(flatness(growing, 1000).isFlat).toBe(true);
  const warming = growing.map((value) => Math.min(value, 300));
  expect(flatness(warming, 0)).toEqual({ early: 300, late: 300, isFlat: true });
});
