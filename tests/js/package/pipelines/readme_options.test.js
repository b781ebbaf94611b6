// The options' tables of docs/ are those of the tasks' descriptions; each default is one; there is a test for each.
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pipeline } from '../../../../dist/node.js';
import { tasks } from '../../../../js/pipelines/tasks.js';
import { checkOption } from '../../../../js/pipelines/redaction.js';
import { redactOptions } from '../../../../js/redaction/redact.js';
import { optionsOf } from '../../../support/documents.mjs';
import { cleanUp } from '../../../support/models.mjs';
import { expectClose } from '../../../support/reference.mjs';
import { taskCalls } from '../../../support/task_calls.mjs';

const pages = [
  ...tasks.map(({ name, options }) => [`docs/tasks/${name}.md`, name, name, options]),
  // Its other options are those of token classification.
  ['docs/redaction.md', 'redact', 'token-classification', { ...redactOptions, ...checkOption }],
];

afterAll(cleanUp);

describe.each(pages)('%s', (page, name, task, schema) => {
  const options = optionsOf(page);

  test('has all options of the description, with its defaults', () => {
    expect(options.length).toBeGreaterThan(0);
    const told = options.map(([option, value]) => [
      option,
      value === undefined ? null : JSON.parse(value.replaceAll("'", '"')),
    ]);
    const described = Object.entries(schema).map(([option, entry]) => [option, entry.default]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(described));
    expect(told).toHaveLength(described.length);
  });

  test('a default that is given changes nothing', async () => {
    const { model, args } = taskCalls[name];
    const pipe = await pipeline(task, model(), { threads: 1 });
    const call = async (given) => {
      const options = name === 'redact' ? { ignore_labels: [], ...given } : given;
      const result = await (name === task ? pipe(...args, options) : pipe[name](...args, options));
      return result.tolist?.() ?? result;
    };
    const wanted = await call({});
    for (const [option, { default: value }] of Object.entries(schema)) {
      expectClose([option, await call({ [option]: value })], [option, wanted]);
    }
    await pipe.dispose();
  });

  test('every option is in a test', () => {
    const file = name === 'redact' ? 'redaction' : name.replaceAll('-', '_');
    const tests = readFileSync(join(import.meta.dirname, `${file}.test.js`), 'utf8');
    for (const [option] of options) expect(tests).toContain(option);
  });
});
