// js/pipelines/named_entities.js: what the core is asked, and what becomes of its answer.
import { describe, expect, test } from '@jest/globals';

import { zeroShotTokenClassificationTask as task } from '../../../js/pipelines/zero_shot_token_classification.js';

/** A session that keeps what it is asked, and answers with these entities for each text. */
function fake(entities = [], truncated = false) {
  const session = {
    asked: null,
    async run(name, texts, options, signal) {
      session.asked = { name, texts, options, signal };
      const { lists } = options;
      const count = texts.length - lists.reduce((sum, each) => sum + each, 0);
      return Array.from({ length: count }, () => ({ entities, truncated, tokens: 1 }));
    },
  };
  return session;
}

const rounded = (values) => Array.from(values, (value) => Math.round(value * 1000) / 1000);

async function asked(...args) {
  const session = fake();
  await task.run(session, ...args);
  const { texts, options } = session.asked;
  return { texts, lists: [...options.lists], thresholds: rounded(options.thresholds) };
}

describe('labels', () => {
  test('are what the model reads before the texts, each once', async () => {
    const both = { texts: ['a', 'b', 'text'], lists: [2], thresholds: [0.5, 0.5] };
    expect(await asked('text', ['a', 'b', 'a'])).toEqual(both);
    expect(await asked('text', 'a, b')).toEqual(both);
    expect(await asked(['text'], { x: 'a', y: 'b' })).toEqual(both);
  });

  test('may be a list for each text', async () => {
    expect(await asked(['one', 'two'], [['a'], { x: 'b', y: 'c' }], { threshold: 0.3 })).toEqual({
      texts: ['a', 'b', 'c', 'one', 'two'],
      lists: [1, 2],
      thresholds: [0.3, 0.3, 0.3],
    });
  });

  test('have thresholds by their names', async () => {
    const of = async (threshold) =>
      (await asked('text', { x: 'name of x', y: 'y' }, { threshold })).thresholds;
    expect(await of({ x: 0.25 })).toEqual([0.25, 0.5]);
    expect(await of({ x: 0, '*': 1 })).toEqual([0, 1]);
    expect(await of({ __proto__: null, y: 0.75 })).toEqual([0.5, 0.75]);
  });
});

test('entities have the text, the label and the probabilities by label', async () => {
  const best = [
    [1, 0.9],
    [0, 0.2],
  ];
  const session = fake([{ start: 1, end: 3, label: 1, score: 0.9, best }], true);
  const found = await task.run(session, 'abcd', { x: 'a', y: 'b' }, { return_class_probs: true });
  expect(found).toEqual([
    { start: 1, end: 3, text: 'bc', label: 'y', score: 0.9, class_probs: { y: 0.9, x: 0.2 } },
  ]);
  expect(found.truncated).toBe(true);
  const { options } = session.asked;
  expect(options).toMatchObject({
    ...{ flat_ner: true, multi_label: false, return_class_probs: true, stride: null },
  });
});

test('input_spans are of the text, or a list for each', async () => {
  const session = fake();
  const spans = async (input, input_spans) => {
    await task.run(session, input, ['a'], { input_spans });
    const { options } = session.asked;
    return [[...options.spans], [...options.span_counts]];
  };
  expect(await spans('text', [{ start: 0, end: 4 }])).toEqual([[0, 4], [1]]);
  expect(await spans('text', [[{ start: 0, end: 4 }]])).toEqual([[0, 4], [1]]);
  expect(await spans('text', [])).toEqual([[], [0]]);
  expect(await spans(['one', 'two'], [[], [{ start: 1, end: 2 }]])).toEqual([
    [1, 2],
    [0, 1],
  ]);
});

const { redact } = task.more;

test('redaction names the labels as kinds', async () => {
  const session = fake([{ start: 0, end: 3, label: 0, score: 0.9 }]);
  const labels = { person: 'name of a human' };
  const { text, map, entities } = await redact.run(session, 'Ada wrote.', { labels });
  expect(text).toBe('[person_1] wrote.');
  expect(map).toEqual({ '[person_1]': 'Ada' });
  expect(entities).toMatchObject([{ entity_group: 'person', start: 0, end: 3, score: 0.9 }]);
  expect(session.asked.texts).toEqual(['name of a human', 'Ada wrote.']);
});

test('checks add what patterns find, as far as a label names it', async () => {
  const text = 'ada@example.org or 10.0.0.1: 4111 1111 1111 1112';
  const wrong = [{ start: 29, end: 48, label: 1, score: 0.9 }];
  const labels = ['email', 'credit card number'];
  const options = { labels, checks: true };
  expect((await redact.run(fake(wrong), text, options)).text).toBe(
    '[email_1] or 10.0.0.1: 4111 1111 1111 1112',
  );
  expect((await redact.run(fake(wrong), text, { labels })).text).toBe(
    'ada@example.org or 10.0.0.1: [credit_card_number_1]',
  );
});

test('a text that would be cut is not redacted', async () => {
  await expect(redact.run(fake([], true), 'text', { stride: 0 })).rejects.toMatchObject({
    code: 'INPUT',
    message: 'stride: expected at least 1 for a long text, got 0',
  });
});

describe('refuses', () => {
  test.each([
    ['text', undefined, {}, 'candidate_labels: expected names, or names with descriptions, got a'],
    ['text', [], {}, 'candidate_labels: expected at least one, got none'],
    ['text', ['a', 7], {}, 'candidate_labels: expected a string, got a number'],
    ['text', { a: null }, {}, 'candidate_labels: expected a string, got null'],
    ['text', [['a'], ['b']], {}, 'candidate_labels: expected a list for each of 1 texts, got 2'],
    ['text', 'a', { threshold: -1 }, 'threshold: expected a number from 0 to 1, got -1'],
    ['text', 'a', { threshold: NaN }, 'threshold: expected a number from 0 to 1, got NaN'],
    ['text', 'a', { threshold: { a: 2 } }, 'threshold: expected a number from 0 to 1, got 2'],
    ['text', 'a', { threshold: [] }, 'threshold: expected a number from 0 to 1, or by label, got'],
    ['text', 'a', { threshold: { b: 0.5 } }, "threshold: expected labels of the call, got 'b'"],
    ['text', 'a', { input_spans: 7 }, 'input_spans: expected a list of {start, end} for each text'],
    ['text', 'a', { input_spans: [{ start: 1.5, end: 2 }] }, 'input_spans: expected a list of'],
    [['a', 'b'], 'a', { input_spans: [[]] }, 'input_spans: expected a list for each of 2 texts'],
    [7, 'a', {}, 'text: expected a string, got a number'],
  ])('%j with %j and %j', async (input, labels, options, message) => {
    const error = await task.run(fake(), input, labels, options).catch((failure) => failure);
    expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT' });
    expect(error.message).toContain(message);
  });
});
