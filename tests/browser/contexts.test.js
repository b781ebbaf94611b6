// Where the package finds itself: in each it answers, or says precisely why not, alike in every engine.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { contextsFolder, runScenario } from '../support/contexts/run.mjs';
import { scenarios } from '../support/contexts/scenarios.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';
import { cleanUp } from '../support/models.mjs';

let folder;
beforeAll(() => {
  folder = contextsFolder();
});
afterAll(cleanUp);

describe.each(engineNames)('%s', (name) => {
  let engine;
  beforeAll(async () => {
    engine = await launchEngine(name);
  });
  afterAll(() => engine?.close());

  test.each(scenarios.map((scenario) => [scenario.name, scenario]))('%s', async (_, scenario) => {
    const outcome = await runScenario(engine, scenario, folder);
    const { threads, why, code, message } = scenario.expected;
    if (code) {
      expect(outcome).toMatchObject({
        name: 'DebertaError',
        code,
        message: expect.stringMatching(message),
        retryable: code === 'NETWORK',
      });
      return;
    }
    expect(outcome).toMatchObject({ words: ['ada@example.org'], threads });
    if (why) expect(outcome.why).toMatch(why);
  });
});
