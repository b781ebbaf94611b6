// pipe.stream(): every task, over tiny models. (How rows come, and errors: tests/js/unit/stream.test.js)
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { DebertaError, pipeline } from '../../../../dist/node.js';
import { tasks } from '../../../../js/pipelines/tasks.js';
import { bundledModel, cleanUp } from '../../../support/models.mjs';
import { expectClose } from '../../../support/reference.mjs';
import { taskCalls } from '../../../support/task_calls.mjs';
import { sequenceClassifier, tokenClassifier } from '../../../support/tiny_models.mjs';

const methods = tasks.flatMap((task) => [
  [task.name, task.name, task],
  ...Object.entries(task.more ?? {}).map(([name, method]) => [name, task.name, method]),
]);

afterAll(cleanUp);

const collect = async (rows) => {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
};

/** In another batch the last bits differ. */
const expectSame = (actual, expected) => expectClose(plain(actual), plain(expected));
const plain = (result) => (result.tolist ? result.tolist() : result);

describe.each(methods)('%s', (name, task, { parts = ['text'] }) => {
  const { model, args } = taskCalls[`${task}.${name}`] ?? taskCalls[name];
  let pipe, alone;
  const which = name === task ? {} : { method: name };
  /** Arguments of a call, of several lengths; the longest are not the last. */
  const calls = Array.from({ length: 9 }, (_, i) => [
    `${args[0]}${' and so on'.repeat((i * 5) % 9)}`,
    ...args.slice(1),
  ]);
  beforeAll(async () => {
    pipe = await pipeline(task, model(), { threads: 1 });
    const method = name === task ? pipe : pipe[name];
    alone = [];
    for (const call of calls) alone.push(await method(...call));
  });
  afterAll(() => pipe.dispose());

  test('a row has what a call gives for its input alone', async () => {
    const inputs = calls.map((call, i) => ({
      id: `n${i}`,
      ...Object.fromEntries(call.map((part, at) => [parts[at], part])),
    }));
    for (const batch_tokens of [40, 4096]) {
      const rows = await collect(pipe.stream(inputs, { batch_tokens, ...which }));
      expect(rows.map(({ index, id, error }) => [index, id, error])).toEqual(
        inputs.map(({ id }, index) => [index, id, null]),
      );
      for (const [i, { result }] of rows.entries()) {
        expectSame(result, alone[i]);
        expect(result.truncated).toBe(alone[i].truncated);
      }
    }
  });

  test('so has a row of a text, where the options give the rest', async () => {
    const texts = calls.map(([text]) => text);
    const shared = Object.fromEntries(args.slice(1).map((part, at) => [parts[at + 1], part]));
    const rows = await collect(pipe.stream(texts, { ...shared, ...which }));
    for (const [i, { result }] of rows.entries()) expectSame(result, alone[i]);
  });

  test('a wrong input is an error in its row, and the others are answered', async () => {
    const good = Object.fromEntries(calls[0].map((part, at) => [parts[at], part]));
    const rows = await collect(pipe.stream([{}, good, 7, ['a', 'b'], good], which));
    expect(rows.map(({ error }) => error?.code)).toEqual([
      'INPUT',
      undefined,
      'INPUT',
      'INPUT',
      undefined,
    ]);
    expect(rows[0].error).toBeInstanceOf(DebertaError);
    expect(rows.map(({ result }) => result === null)).toEqual([true, false, true, true, false]);
  });
});

describe('inputs that a call cannot take together', () => {
  test('texts with and without a second one', async () => {
    const pipe = await pipeline('text-classification', sequenceClassifier(), { threads: 1 });
    const inputs = [
      'a day',
      { text: 'a day', text_pair: 'a letter' },
      { text: 'a day', text_pair: null },
      { text: 'a night', text_pair: 'a letter' },
    ];
    const options = { top_k: null };
    const rows = await collect(pipe.stream(inputs, options));
    for (const [i, input] of inputs.entries()) {
      expectSame(rows[i].result, await pipe(input, options));
    }
    const paired = await collect(pipe.stream(['a day'], { text_pair: 'a letter', ...options }));
    expectSame(paired[0].result, rows[1].result);
    await pipe.dispose();
  });

  test('texts with labels of their own', async () => {
    const { model } = taskCalls['zero-shot-classification'];
    const pipe = await pipeline('zero-shot-classification', model(), { threads: 1 });
    const inputs = [
      { text: 'one', candidate_labels: ['a', 'b'] },
      { text: 'two', candidate_labels: 'c, d, e' },
      'three',
      { text: 'four', candidate_labels: ['a', 'b'] },
      '',
    ];
    const rows = await collect(pipe.stream(inputs, { candidate_labels: ['x'] }));
    expect(rows.map(({ result }) => result?.labels.length)).toEqual([2, 3, 1, 2, undefined]);
    expect(rows.map(({ result }) => result?.sequence)).toEqual([
      'one',
      'two',
      'three',
      'four',
      undefined,
    ]);
    expect(rows[4].error.message).toBe('text 0 is empty');
    await pipe.dispose();
  });

  test('entities by name, with labels and parts of their own', async () => {
    const { model } = taskCalls['zero-shot-token-classification'];
    const pipe = await pipeline('zero-shot-ner', model(), { threads: 1 });
    const text = 'Ada went to Rome in 1851.';
    const options = { threshold: 0 };
    const inputs = [
      { text, candidate_labels: ['city'] },
      { text, candidate_labels: { time: 'a year' } },
      { text, candidate_labels: 'city, year', input_spans: [{ start: 12, end: 16 }] },
      { text, candidate_labels: 'city, year' },
    ];
    const rows = await collect(pipe.stream(inputs, options));
    for (const [i, { candidate_labels, input_spans }] of inputs.entries()) {
      const call = await pipe(text, candidate_labels, { ...options, input_spans });
      expect(call.length).toBeGreaterThan(0);
      expectSame(rows[i].result, call);
    }
    await pipe.dispose();
  });
});

test('texts that are split into words', async () => {
  const pipe = await pipeline('ner', tokenClassifier(), { threads: 1 });
  const options = { is_split_into_words: true, aggregation_strategy: 'simple' };
  const inputs = [['Ada', 'wrote'], { text: ['to', 'Rome', '.'] }, [], 'no words', [['nested']]];
  const rows = await collect(pipe.stream(inputs, options));
  expectSame(rows[0].result, await pipe(inputs[0], options));
  expectSame(rows[1].result, await pipe(inputs[1].text, options));
  expect(rows.map(({ error }) => error?.code)).toEqual([
    undefined,
    undefined,
    undefined,
    'INPUT',
    'INPUT',
  ]);
  await pipe.dispose();
});

test('each row says whether its text was cut', async () => {
  const pipe = await pipeline('text-classification', sequenceClassifier({ maxLength: 16 }), {
    threads: 1,
  });
  const texts = ['a day', 'day '.repeat(40), 'a day'];
  const rows = await collect(pipe.stream(texts));
  expect(rows.map(({ result }) => result.truncated)).toEqual([false, true, false]);
  await pipe.dispose();
});

test('a long text that is not redacted to its end is an error', async () => {
  const pipe = await pipeline('ner', tokenClassifier({ maxLength: 16 }), { threads: 1 });
  const given = { method: 'redact', stride: 0 };
  const rows = await collect(pipe.stream(['a day', 'day '.repeat(40), 'a night'], given));
  expect(rows.map(({ error }) => error?.message)).toEqual([
    undefined,
    'stride: expected at least 1 for a long text, got 0',
    undefined,
  ]);
  await pipe.dispose();
});

test('calls of the pipeline are answered meanwhile, and after a stream that was left early', async () => {
  const pipe = await pipeline('ner', bundledModel, { threads: 1 });
  const options = { aggregation_strategy: 'simple' };
  const endless = (function* () {
    for (;;) yield 'Ask Ada Lovelace.';
  })();
  for await (const { index, result } of pipe.stream(endless, options)) {
    expect(result.map(({ word }) => word)).toEqual(['Ada Lovelace']);
    if (index === 10) {
      const [{ word }] = await pipe('Write to ada@example.org', options);
      expect(word).toBe('ada@example.org');
    }
    if (index === 20) break;
  }
  expect(await pipe('Nobody.', options)).toEqual([]);
  await pipe.dispose();
  await expect(pipe.stream(['a']).next()).rejects.toMatchObject({ code: 'DISPOSED' });
});
