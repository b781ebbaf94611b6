import { describe, expect, test } from '@jest/globals';

import { summarize } from '../../../../demo/summary.js';

/** @type {import('../../../../demo/summary.js').Situation} */
const calm = { phase: 'ready', empty: false, read: true, found: 0, redacted: 0 };

describe('summarize', () => {
  test.each(
    /** @type {[Partial<import('../../../../demo/summary.js').Situation>, string][]} */ ([
      [{ phase: 'absent', found: 3 }, 'Start the model above'],
      [{ phase: 'loading', found: 3 }, 'Loading model'],
      [{ phase: 'failed' }, 'Model not available'],
      [{ empty: true }, 'Type or paste a text'],
      [{}, 'No personal data found'],
      [{ nothing: 'None of these' }, 'None of these'],
      [{ read: false }, 'Reading'],
      [{ found: 1 }, '1 detail found'],
      [{ found: 12 }, '12 details found'],
      [{ redacted: 12 }, '12 details redacted'],
      [{ redacted: 12, found: 1 }, '12 details redacted, 1 new detail found'],
    ]),
  )('%j says "%s"', (situation, line) => {
    expect(summarize({ ...calm, ...situation })).toBe(line);
  });
});
