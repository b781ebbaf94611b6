// The options' tables of docs/: their defaults are the defaults, and there is a test for each.
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pipeline } from '../../../../dist/node.js';
import { optionsOf } from '../../../support/documents.mjs';
import { cleanUp } from '../../../support/models.mjs';
import { expectClose } from '../../../support/reference.mjs';
import * as tiny from '../../../support/tiny_models.mjs';

/** Where a task's options are described. */
const pageOf = (task) => `docs/${task === 'Redaction' ? 'redaction' : `tasks/${task}`}.md`;

const text = 'Ada Lovelace wrote to Rome.';
const simple = { aggregation_strategy: 'simple', ignore_labels: [] };
const labels = ['contradiction', 'entailment'];
const tasks = [
  ['token-classification', tiny.tokenClassifier, (pipe, options) => pipe(text, options)],
  ['text-classification', tiny.sequenceClassifier, (pipe, options) => pipe(text, options)],
  [
    'text-ranking',
    () => tiny.sequenceClassifier({ labels: ['LABEL_0'] }),
    (pipe, options) => pipe(text, ['Rome', 'a letter'], options),
  ],
  [
    'zero-shot-classification',
    () => tiny.sequenceClassifier({ labels }),
    (pipe, options) => pipe(text, ['letter', 'war'], options),
  ],
  ['question-answering', tiny.questionAnswerer, (pipe, options) => pipe('Who?', text, options)],
  ['fill-mask', tiny.maskedLanguageModel, (pipe, options) => pipe(`${text} [MASK]`, options)],
  [
    'feature-extraction',
    tiny.encoder,
    async (pipe, options) => (await pipe(text, options)).tolist(),
  ],
  [
    'Redaction',
    tiny.tokenClassifier,
    (pipe, options) => pipe.redact(text, { ...simple, ...options }),
  ],
];

afterAll(cleanUp);

describe.each(tasks)('%s', (task, folder, call) => {
  const options = optionsOf(pageOf(task));

  test('the defaults are those that the documentation tells', async () => {
    const told = options.filter(([, value]) => value !== undefined);
    expect(told.length).toBeGreaterThan(0);
    const name = task === 'Redaction' ? 'token-classification' : task;
    const pipe = await pipeline(name, folder(), { threads: 1 });
    const wanted = await call(pipe, {});
    for (const [option, value] of told) {
      const given = { [option]: JSON.parse(value.replaceAll("'", '"')) };
      expectClose([option, await call(pipe, given)], [option, wanted]);
    }
    await pipe.dispose();
  });

  test('every option is in a test', () => {
    const file = task === 'Redaction' ? 'redaction' : task.replaceAll('-', '_');
    const tests = readFileSync(join(import.meta.dirname, `${file}.test.js`), 'utf8');
    for (const [option] of options) expect(tests).toContain(option);
  });
});
