// text-classification against Python's TextClassificationPipeline.postprocess.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModelForSequenceClassification, pipeline } from '../../../../dist/node.js';
import { cleanUp, textClassifier } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { expectClose, partsOf, softmax } from '../../../support/reference.mjs';
import { sequenceClassifier } from '../../../support/tiny_models.mjs';

const labels = ['calm', 'loud', 'rude'];
const texts = ['What a day.', 'Go away!', '', 'Überall 😀 Ωmega', 'one two three '.repeat(20)];

let classify;
let parts;
beforeAll(async () => {
  const folder = sequenceClassifier({ labels });
  classify = await pipeline('sentiment-analysis', folder, { threads: 1 });
  parts = await partsOf(folder, AutoModelForSequenceClassification);
});
afterAll(async () => {
  await classify.dispose();
  await parts.dispose();
  cleanUp();
});

test('labels that are numbers in config.json are told as strings', async () => {
  const numbers = { 0: 0, 1: 1 };
  const folder = textClassifier({ id2label: numbers, label2id: numbers });
  const model = await pipeline('text-classification', folder, { threads: 1 });
  const all = await model('What a day.', { top_k: null });
  expect(all.map(({ label }) => label).sort()).toEqual(['0', '1']);
  await model.dispose();
});

const sigmoid = (logits) => logits.map((logit) => 1 / (1 + Math.exp(-logit)));
const functions = { softmax, sigmoid, none: (logits) => logits };

/** postprocess of Python, with the function that it would take given by name. */
function expected(logits, names, apply, top_k = 1) {
  const scores = functions[apply](logits);
  const all = scores.map((score, i) => ({ label: names[i], score }));
  all.sort((a, b) => b.score - a.score);
  return all.slice(0, top_k ?? all.length);
}

const logitsOf = async (model, text, options) =>
  (await model.run(text, options)).logits.tolist()[0];

describe('one text', () => {
  test.each(texts)('%#: the best label of the softmax, in an array', async (text) => {
    const result = await classify(text);
    expectClose(result, expected(await logitsOf(parts, text), labels, 'softmax'));
    expect(Object.keys(result[0]).sort()).toEqual(['label', 'score']);
  });

  test.each([1, 2, 3, 7, null])('top_k %j: that number of labels, best first', async (top_k) => {
    const logits = await logitsOf(parts, texts[0]);
    const wanted = expected(logits, labels, 'softmax', top_k);
    expect(wanted).toHaveLength(Math.min(top_k ?? 3, 3));
    expectClose(await classify(texts[0], { top_k }), wanted);
  });

  test.each(Object.keys(functions))('function_to_apply %s', async (function_to_apply) => {
    const logits = await logitsOf(parts, texts[1]);
    const wanted = expected(logits, labels, function_to_apply, null);
    expectClose(await classify(texts[1], { top_k: null, function_to_apply }), wanted);
  });

  test("function_to_apply 'default' is what no function is", async () => {
    const options = { top_k: null, function_to_apply: 'default' };
    expectClose(await classify(texts[0], options), await classify(texts[0], { top_k: null }));
  });
});

describe('a pair', () => {
  const pair = { text: 'What a day.', text_pair: 'Go away!' };

  test('is encoded as one', async () => {
    const logits = await logitsOf(parts, pair.text, { text_pair: pair.text_pair });
    expectClose(await classify(pair, { top_k: null }), expected(logits, labels, 'softmax', null));
    const apart = await logitsOf(parts, `${pair.text} ${pair.text_pair}`);
    expect(Math.abs(apart[0] - logits[0])).toBeGreaterThan(1e-3);
  });

  test('may be several, and one of them empty', async () => {
    const inputs = [pair, { text: '', text_pair: 'a' }, { text: 'a', text_pair: '' }];
    const wanted = [];
    for (const { text, text_pair } of inputs) {
      wanted.push(...expected(await logitsOf(parts, text, { text_pair }), labels, 'softmax'));
    }
    expectClose(await classify(inputs), wanted);
  });

  test('without a text_pair is a text', async () => {
    const alone = await classify('What a day.');
    expectClose(await classify({ text: 'What a day.' }), alone);
    expectClose(await classify({ text: 'What a day.', text_pair: null }), alone);
  });
});

describe('a batch', () => {
  test('is flat with top_k 1, nested else', async () => {
    const logits = [];
    for (const text of texts) logits.push(await logitsOf(parts, text));
    expectClose(
      await classify(texts),
      logits.flatMap((each) => expected(each, labels, 'softmax')),
    );
    for (const top_k of [2, null]) {
      expectClose(
        await classify(texts, { top_k }),
        logits.map((each) => expected(each, labels, 'softmax', top_k)),
      );
    }
  });

  test('of one or none is an array, too', async () => {
    expectClose(await classify([texts[0]]), await classify(texts[0]));
    expectClose(await classify([texts[0]], { top_k: 2 }), [await classify(texts[0], { top_k: 2 })]);
    expect(await classify([])).toEqual([]);
    expect(await classify([], { top_k: null })).toEqual([]);
  });
});

describe('the function by default', () => {
  const one = ['x'];
  const cases = [
    [{ labels, config: { problem_type: 'single_label_classification' } }, 'softmax'],
    [{ labels, config: { problem_type: 'multi_label_classification' } }, 'sigmoid'],
    [{ labels, config: { problem_type: 'regression' } }, 'none'],
    [{ labels: one }, 'sigmoid'],
    [{ labels: one, config: { problem_type: 'regression' } }, 'none'],
    [{ labels: one, config: { problem_type: 'single_label_classification' } }, 'sigmoid'],
    [{ labels: one, config: { problem_type: 'multi_label_classification' } }, 'sigmoid'],
  ];
  test.each(cases)('%j: %s', async (options, apply) => {
    const folder = sequenceClassifier(options);
    const other = await pipeline('text-classification', folder, { threads: 1 });
    const model = await partsOf(folder, AutoModelForSequenceClassification);
    const logits = await logitsOf(model, texts[0]);
    expectClose(await other(texts[0]), expected(logits, options.labels, apply));
    expectClose(
      await other(texts, { top_k: null, function_to_apply: 'softmax' }),
      await Promise.all(
        texts.map(async (text) =>
          expected(await logitsOf(model, text), options.labels, 'softmax', null),
        ),
      ),
    );
    await Promise.all([other.dispose(), model.dispose()]);
  });
});

describe('a text beyond the model', () => {
  const long = 'one two three four five six seven eight nine ten '.repeat(3);
  let short;
  let model;
  beforeAll(async () => {
    const folder = sequenceClassifier({ labels, maxLength: 16 });
    short = await pipeline('text-classification', folder, { threads: 1 });
    model = await partsOf(folder, AutoModelForSequenceClassification);
  });
  afterAll(() => Promise.all([short.dispose(), model.dispose()]));

  test('is cut, and the list says so without an entry of its own', async () => {
    const logits = await logitsOf(model, long, { truncation: true, max_length: 16 });
    const result = await short(long);
    expectClose(result, expected(logits, labels, 'softmax'));
    expect(result.truncated).toBe(true);
    expect(Object.keys(result)).toEqual(['0']);
    expect(JSON.stringify(result)).not.toContain('truncated');
  });

  test('of a pair the longer one is cut', async () => {
    const pair = { text: 'one two', text_pair: long };
    const options = { text_pair: long, truncation: 'longest_first', max_length: 16 };
    const logits = await logitsOf(model, pair.text, options);
    const result = await short(pair, { top_k: null });
    expectClose(result, expected(logits, labels, 'softmax', null));
    expect(result.truncated).toBe(true);
  });

  test('marks its own list of a batch, and the batch', async () => {
    expect((await short('one')).truncated).toBe(false);
    expect((await short(['one', 'two'])).truncated).toBe(false);
    expect((await short(['one', long])).truncated).toBe(true);
    const nested = await short(['one', long], { top_k: 2 });
    expect(nested.map(({ truncated }) => truncated)).toEqual([false, true]);
    expect(nested.truncated).toBe(true);
  });
});

describe('windows of a text beyond the model', () => {
  const max_length = 16;
  const long = 'one two three four five six seven eight nine ten '.repeat(3);
  const pools = {
    max: (scores) => Math.max(...scores),
    mean: (scores) => scores.reduce((sum, score) => sum + score) / scores.length,
  };
  let short;
  let model;
  beforeAll(async () => {
    const folder = sequenceClassifier({ labels, maxLength: max_length });
    short = await pipeline('text-classification', folder, { threads: 1 });
    model = await partsOf(folder, AutoModelForSequenceClassification);
  });
  afterAll(() => Promise.all([short.dispose(), model.dispose()]));

  /** Of each window the scores, then label by label. */
  async function pooled(text, { stride, pooling = 'max', function_to_apply = 'softmax', ...more }) {
    const windows = await model.windows(text, { max_length, stride, ...more });
    const scores = windows.map(({ output }) =>
      functions[function_to_apply](output.logits.tolist()[0]),
    );
    const all = labels.map((label, i) => ({
      label,
      score: pools[pooling](scores.map((each) => each[i])),
    }));
    return { windows: windows.length, all: all.sort((a, b) => b.score - a.score) };
  }

  test.each(Object.keys(pools))('pooling %s, after the function', async (pooling) => {
    for (const function_to_apply of Object.keys(functions)) {
      const options = { stride: 4, pooling, function_to_apply };
      const { windows, all } = await pooled(long, options);
      expect(windows).toBeGreaterThan(2);
      const result = await short(long, { ...options, top_k: null });
      expectClose(result, all);
      expect(result.truncated).toBe(false);
      expectClose(await short(long, options), all.slice(0, 1));
    }
  });

  test('of a softmax: the mean adds up to 1, the maximum to more', async () => {
    const sum = async (pooling) =>
      (await short(long, { stride: 4, pooling, top_k: null })).reduce((a, b) => a + b.score, 0);
    expect(await sum('mean')).toBeCloseTo(1, 5);
    expect(await sum('max')).toBeGreaterThan(1.0001);
  });

  test('read a pair to its end, too', async () => {
    const { windows, all } = await pooled('one two', { stride: 2, text_pair: long });
    expect(windows).toBeGreaterThan(2);
    const result = await short({ text: 'one two', text_pair: long }, { stride: 2, top_k: null });
    expectClose(result, all);
    expect(result.truncated).toBe(false);
  });

  test('are one where the text fits, and stride changes nothing', async () => {
    for (const text of ['one', '']) {
      expectClose(
        await short(text, { stride: 4, top_k: null }),
        await short(text, { top_k: null }),
      );
    }
  });

  test('of a batch give what they give alone', async () => {
    const inputs = ['one', long, '', `${long}${long}`];
    const options = { stride: 3, pooling: 'mean', top_k: null };
    const together = await short(inputs, options);
    for (const [i, input] of inputs.entries()) {
      expectClose(together[i], await short(input, options));
    }
    expect(together.truncated).toBe(false);
  });

  test('have to have tokens of their own', async () => {
    await expect(short('one', { stride: 14 })).rejects.toMatchObject({
      code: 'INPUT',
      message: 'stride is 14, expected 0 to 13',
    });
  });
});

factsOfEveryPipeline({
  pipe: () => classify,
  inputs: texts,
  long: 'one two three '.repeat(100),
  call: (pipe, input, options) => pipe(input, options),
  wrong: {
    text: [
      ['a number', (pipe) => pipe(7)],
      ['nothing', (pipe) => pipe()],
      ['null', (pipe) => pipe(null)],
      ['one of a batch', (pipe) => pipe([secret, undefined])],
      ['an array within an array', (pipe) => pipe([[secret]])],
      ['an object without', (pipe) => pipe({ sentence: secret })],
    ],
    text_pair: [
      ['a number', (pipe) => pipe({ text: secret, text_pair: 7 })],
      ['some inputs have one', (pipe) => pipe([secret, { text: secret, text_pair: 'b' }])],
    ],
    top_k: [
      ['0', (pipe) => pipe(secret, { top_k: 0 })],
      ['negative', (pipe) => pipe(secret, { top_k: -1 })],
      ['a fraction', (pipe) => pipe(secret, { top_k: 1.5 })],
      ['a word', (pipe) => pipe(secret, { top_k: 'all' })],
      ['beyond any model', (pipe) => pipe(secret, { top_k: 2 ** 32 })],
    ],
    stride: [
      ['negative', (pipe) => pipe(secret, { stride: -1 })],
      ['a fraction', (pipe) => pipe(secret, { stride: 0.5 })],
      ['beyond the model', (pipe) => pipe(secret, { stride: 510 })],
    ],
    pooling: [
      ['unknown', (pipe) => pipe(secret, { stride: 4, pooling: 'min' })],
      ['without a stride', (pipe) => pipe(secret, { pooling: 'cls' })],
    ],
    function_to_apply: [
      ['unknown', (pipe) => pipe(secret, { function_to_apply: 'tanh' })],
      ['a number', (pipe) => pipe(secret, { function_to_apply: 7 })],
    ],
  },
});
