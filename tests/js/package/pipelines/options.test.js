// Every option of every task, as its description has it: what is wrong is refused by name, before the model runs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { pipeline, redactEntities, restore } from '../../../../dist/node.js';
import { tasks } from '../../../../js/pipelines/tasks.js';
import { redactOptions } from '../../../../js/redaction/redact.js';
import { cleanUp } from '../../../support/models.mjs';
import { secret } from '../../../support/pipeline_facts.mjs';
import { taskCalls } from '../../../support/task_calls.mjs';

/** Values that the entry of a schema refuses. */
function wrongValues({ type, choices, min = 1, nullable, default: otherwise }) {
  const wrong = {
    ...{ boolean: 0, string: 7, strings: 'O', policy: 'remove', map: [], signal: 'now' },
    ...{ thresholds: [], spans: 7, labels: [] },
  };
  const others = choices
    ? ['another', 7]
    : type === 'integer'
      ? ['1', min + 0.5, min - 1, 2 ** 31]
      : type === 'number'
        ? ['1', NaN]
        : [wrong[type], Symbol.iterator];
  // One string is one target, and any text may be a template.
  const refused = others.filter((value) => value !== 'O' || otherwise !== null);
  return nullable || otherwise === null ? refused : [...refused, null];
}

const methods = tasks.flatMap((task) => [
  [task.name, task.name, task],
  ...Object.entries(task.more ?? {}).map(([name, method]) => [name, task.name, method]),
]);

afterAll(cleanUp);

describe.each(methods)('%s', (name, task, { options }) => {
  const { model, args } = taskCalls[`${task}.${name}`] ?? taskCalls[name];
  let pipe, call;
  beforeAll(async () => {
    pipe = await pipeline(task, model(), { threads: 1 });
    const method = name === task ? pipe : pipe[name];
    call = (given) => method(...args, given);
  });
  afterAll(() => pipe.dispose());

  const failureOf = (given) =>
    call(given).then(
      (result) => new Error(`answered ${JSON.stringify(result)}`),
      (failure) => failure,
    );

  const cases = Object.entries(options).flatMap(([option, entry]) =>
    wrongValues(entry).map((value) => [option, value]),
  );
  test.each(cases)('refuses %s: %p', async (option, value) => {
    const error = await failureOf({ [option]: value });
    expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT', retryable: false });
    expect(error.message).toMatch(new RegExp(`^${option}: expected `));
    expect(error.message).not.toContain(secret);
  });

  test('refuses an option that it does not know, and names the nearest', async () => {
    for (const option of Object.keys(options)) {
      const error = await failureOf({ [`${option}s`]: 1 });
      expect(error).toMatchObject({
        code: 'INPUT',
        message: `unknown option '${option}s'; did you mean '${option}'?`,
      });
    }
  });

  test('takes all its defaults, and what every call takes', async () => {
    const { signal } = new AbortController();
    const defaults = Object.fromEntries(
      Object.entries(options).map(([option, entry]) => [option, entry.default]),
    );
    const given = { ...defaults, signal };
    expect(JSON.stringify(await call(given))).toBe(JSON.stringify(await call()));
  });

  test('takes every choice', async () => {
    for (const [option, { choices = [] }] of Object.entries(options)) {
      for (const choice of choices) await call({ [option]: choice });
    }
  });
});

test('redactEntities() checks its options, too', () => {
  const entities = [{ entity_group: 'A', start: 0, end: 1 }];
  for (const [option, entry] of Object.entries(redactOptions)) {
    for (const value of wrongValues(entry)) {
      expect(() => redactEntities('a', entities, { [option]: value })).toThrow(
        expect.objectContaining({ code: 'INPUT', message: expect.stringContaining(option) }),
      );
    }
  }
  expect(() => redactEntities('a', entities, { minScore: 1 })).toThrow(
    "unknown option 'minScore'; did you mean 'min_score'?",
  );
});

test('restore() checks its options, too', () => {
  const { text, map } = redactEntities('a', [{ entity_group: 'A', start: 0, end: 1 }]);
  expect(() => restore(text, map, { labels: [7] })).toThrow(
    expect.objectContaining({ code: 'INPUT', message: 'labels: expected a string, got a number' }),
  );
  expect(() => restore(text, map, { label: 'A' })).toThrow(
    "unknown option 'label'; did you mean 'labels'?",
  );
  expect(restore(text, map, { labels: null })).toBe('a');
});
