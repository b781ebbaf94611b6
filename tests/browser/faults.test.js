// Faults of the system in Chromium, a few of each kind, and a short soak. All of them: npm run faults, npm run soak.
import { expect, test } from '@jest/globals';

import { measured } from '../support/measured.mjs';

test('after each fault a call gives the right answer, and before it the right one or a typed error', async () => {
  const rows = await measured('faults/run.mjs', { in: 'page', times: 16 });
  expect(rows).toHaveLength(7);
  for (const { name, trials, outcomes } of rows) {
    const counted = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect([name, trials, counted]).toEqual([name, 2, 2]);
  }
}, 240_000);

test('memory, workers and handles stay as they are over calls and loads', async () => {
  const rows = await measured('soak/run.mjs', { in: 'page', inferences: 800, loads: 32 });
  expect(rows).toHaveLength(8);
  for (const row of rows) expect(row).toMatchObject({ isFlat: true });
}, 240_000);
