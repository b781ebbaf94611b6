// The demo's live threshold: what it filters is what the engine would find, for all of GLiNER's cases.
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { isAbove, lowestThreshold } from '../../../demo/kinds.js';
import { env, pipeline } from '../../../dist/node.js';
import { caseExpected, caseFolder, caseNames, encoders } from '../../support/gliner_cases.mjs';

const before = { ...env };
beforeAll(() => Object.assign(env, { localModelPath: encoders, allowLocalModels: true }));
afterAll(() => Object.assign(env, before));

const thresholds = Array.from({ length: 19 }, (_, i) => (5 * (i + 1)) / 100);

test.each(caseNames)('%s: no other call is needed for a higher threshold', async (name) => {
  const { texts, labels } = caseExpected(name);
  const find = await pipeline('zero-shot-token-classification', caseFolder(name), { threads: 1 });
  for (const flat_ner of [true, false]) {
    const call = (threshold) => find(texts, labels, { threshold, flat_ner });
    const all = await call(lowestThreshold);
    expect(all.flat().length).toBeGreaterThan(0);
    for (const threshold of thresholds) {
      const filtered = all.map((list) => list.filter(({ score }) => isAbove(score, threshold)));
      expect(filtered).toEqual(await call(threshold));
    }
  }
  await find.dispose();
});
