// Faults of the system in Node, a few of each kind. All of them: npm run faults.
import { expect, test } from '@jest/globals';

import { measured } from '../../support/measured.mjs';

test('after each fault a call gives the right answer, and before it the right one or a typed error', async () => {
  const rows = await measured('faults/run.mjs', { in: 'node', times: 3 });
  expect(rows).toHaveLength(14);
  for (const { name, trials, outcomes } of rows) {
    expect([name, trials]).toEqual([name, expect.any(Number)]);
    expect(trials).toBeGreaterThan(0);
    const counted = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect([name, counted]).toEqual([name, trials]);
  }
}, 240_000);
