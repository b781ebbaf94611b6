// js/pipelines/extraction/by_name.js: the zero-shot pipelines where the model is one of GLiNER2.
import { describe, expect, test } from '@jest/globals';

import { zeroShotClassificationTask } from '../../../js/pipelines/zero_shot_classification.js';
import { zeroShotTokenClassificationTask } from '../../../js/pipelines/zero_shot_token_classification.js';

/** A session of a GLiNER2 model that answers each text with this task. */
function fake(task, truncated = false) {
  const session = {
    head: 'gliner2',
    asked: [],
    async run(name, strings, options) {
      session.asked.push({ name, strings, options });
      const texts = strings.slice(options.schema_strings);
      return texts.map(() => ({ truncated, tokens: 1, chunks: [{ tasks: [task] }] }));
    },
  };
  return session;
}

describe('zero-shot-classification', () => {
  const { run } = zeroShotClassificationTask;
  const scored = (session, ...args) => run(session, ...args);

  test('sorts the labels by their scores', async () => {
    const session = fake({ scores: [0.25, 0.5, 0.25] });
    expect(await scored(session, 'text', 'a, b, c')).toEqual({
      ...{ sequence: 'text', labels: ['b', 'a', 'c'], scores: [0.5, 0.25, 0.25] },
    });
    const [{ name, strings, options }] = session.asked;
    expect([name, strings]).toEqual(['extraction', ['category', 'a', 'b', 'c', 'text']]);
    expect([...options.tasks]).toEqual([3, 3, 0]);
  });

  test('multi_label: each label for itself', async () => {
    const session = fake({ scores: [0.1, 0.75] });
    const results = await scored(session, ['one', 'two'], ['a', 'b', 'a'], { multi_label: true });
    expect(results).toEqual(
      ['one', 'two'].map((sequence) => ({ sequence, labels: ['b', 'a'], scores: [0.75, 0.1] })),
    );
    expect([...session.asked[0].options.tasks]).toEqual([3, 2, 1]);
  });

  test('refuses a template, which the model would not read', async () => {
    const options = { hypothesis_template: 'It is about {}.' };
    await expect(scored(fake(), 'text', 'a', options)).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining('hypothesis_template: expected the default'),
    });
    await expect(scored(fake(), 'text', ['[L]'])).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining('labels: expected no [L]'),
    });
  });
});

const text = 'Ada met Bob, and ada left.';
const found = (start, end, score) => ({ start, end, score });

describe('zero-shot-token-classification', () => {
  const { run, more } = zeroShotTokenClassificationTask;
  const entities = (...lists) => ({ count: 1, steps: [lists] });
  const spans = async (session, labels, options) =>
    (await run(session, text, labels, options)).map(({ start, end, label, score }) => [
      ...[start, end, label, score],
    ]);

  test('finds entities in chunks, in the order of the text', async () => {
    const session = fake(entities([found(8, 11, 0.75), found(0, 3, 0.5)], []));
    expect(await run(session, text, { P: 'a person', city: 'city' }, { threshold: 0.25 })).toEqual([
      { start: 0, end: 3, text: 'Ada', label: 'P', score: 0.5 },
      { start: 8, end: 11, text: 'Bob', label: 'P', score: 0.75 },
    ]);
    const [{ name, strings, options }] = session.asked;
    expect(name).toBe('extraction');
    expect(strings).toEqual(['entities [DESCRIPTION] P: a person', 'P', 'city', text]);
    expect([...options.thresholds]).toEqual([0.25, 0.25]);
    expect(options).toMatchObject({ max_words: null, chunk_words: 384, chunk_overlap: 64 });
  });

  test('keeps of entities that meet the best, unless it may keep both', async () => {
    const session = () =>
      fake(
        entities(
          [found(0, 11, 0.5), found(17, 20, 0.5)],
          [found(0, 3, 0.75), found(17, 20, 0.25)],
          [found(8, 12, 0.25)],
        ),
      );
    const labels = ['a', 'b', 'c'];
    const [whole, other] = [
      [0, 11, 'a', 0.5],
      [17, 20, 'a', 0.5],
    ];
    const [first, equal, crossing] = [
      [0, 3, 'b', 0.75],
      [17, 20, 'b', 0.25],
      [8, 12, 'c', 0.25],
    ];
    expect(await spans(session(), labels)).toEqual([first, crossing, other]);
    expect(await spans(session(), labels, { flat_ner: false })).toEqual([first, whole, other]);
    const several = { multi_label: true };
    expect(await spans(session(), labels, several)).toEqual([first, crossing, other, equal]);
  });

  test('labels and thresholds may be others for each text', async () => {
    const session = fake(entities([found(0, 3, 0.5)]));
    const thresholds = { 2: 0.75, x: 0.25 };
    const lists = await run(session, [text, text], [['x', '2'], ['2']], { threshold: thresholds });
    expect(lists.map((list) => list.map(({ label }) => label))).toEqual([['x'], ['2']]);
    expect(session.asked.map(({ strings }) => strings)).toEqual([
      ['entities', 'x', '2', text],
      ['entities', '2', text],
    ]);
    expect(session.asked.map(({ options }) => [...options.thresholds])).toEqual([
      [0.25, 0.75],
      [0.75],
    ]);
  });

  test('stride: shared words; 0 reads the first words, and says so', async () => {
    const session = fake(entities([]), true);
    const cut = await run(session, text, ['a'], { stride: 0 });
    expect(cut.truncated).toBe(true);
    expect(session.asked[0].options).toMatchObject({ max_words: 384, chunk_words: null });
    await run(session, text, ['a'], { stride: 7 });
    expect(session.asked[1].options).toMatchObject({ chunk_words: 384, chunk_overlap: 7 });
    await expect(run(session, text, ['a'], { stride: 384 })).rejects.toMatchObject({
      code: 'INPUT',
      message: 'stride: expected less than 384, got 384',
    });
  });

  test('redacts', async () => {
    const session = fake(entities([found(8, 11, 0.75)]));
    const { text: redacted, map } = await more.redact.run(session, text, { labels: ['person'] });
    expect(redacted).toBe('Ada met [person_1], and ada left.');
    expect(map).toEqual({ '[person_1]': 'Bob' });
  });

  test.each([
    ['return_class_probs', { return_class_probs: true }],
    ['input_spans', { input_spans: [] }],
  ])('refuses %s', async (name, options) => {
    await expect(run(fake(entities([])), text, ['a'], options)).rejects.toMatchObject({
      code: 'INPUT',
      message: `${name}: GLiNER2 models do not have it`,
    });
  });
});
