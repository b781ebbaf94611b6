// zero-shot-classification against Python's ZeroShotClassificationPipeline: one pair of the sequence
// and each hypothesis, then postprocess.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModelForSequenceClassification, pipeline } from '../../../../dist/node.js';
import { cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { argmax, expectClose, partsOf, softmax } from '../../../support/reference.mjs';
import { sequenceClassifier } from '../../../support/tiny_models.mjs';

const labels = ['contradiction', 'neutral', 'entailment'];
const sequence = 'The harbour was closed for the whole winter.';
const sequences = [sequence, 'x', 'Überall 😀 nothing but rain', 'one two three '.repeat(15)];
const candidates = ['weather', 'sport', 'shipping', 'a much longer label of several words'];

let classify;
let parts;
beforeAll(async () => {
  const folder = sequenceClassifier({ labels });
  classify = await pipeline('zero-shot-classification', folder, { threads: 1 });
  parts = await partsOf(folder, AutoModelForSequenceClassification);
});
afterAll(async () => {
  await classify.dispose();
  await parts.dispose();
  cleanUp();
});

/** The pipeline of Python for one sequence. */
async function expected(model, names, text, candidates, options = {}) {
  const { hypothesis_template = 'This example is {}.', multi_label = false } = options;
  const logits = [];
  for (const label of candidates) {
    const text_pair = hypothesis_template.split('{}').join(label);
    const truncation = options.max_length ? 'only_first' : false;
    const encode = { text_pair, truncation, max_length: options.max_length };
    logits.push((await model.run(text, encode)).logits.tolist()[0]);
  }
  const found = names.findIndex((name) => name.toLowerCase().startsWith('entail'));
  const entailment = found < 0 ? names.length - 1 : found; // Python's −1
  const contradiction = found === 0 ? names.length - 1 : 0;
  const scores =
    multi_label || candidates.length === 1
      ? logits.map((each) => softmax([each[contradiction], each[entailment]])[1])
      : softmax(logits.map((each) => each[entailment]));
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  return {
    sequence: text,
    labels: order.map((i) => candidates[i]),
    scores: order.map((i) => scores[i]),
  };
}

describe('one sequence', () => {
  test('the labels share a probability of 1, best first', async () => {
    const result = await classify(sequence, candidates);
    expectClose(result, await expected(parts, labels, sequence, candidates));
    expect(result.scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    expect(Object.keys(result).sort()).toEqual(['labels', 'scores', 'sequence']);
    expect(Array.isArray(result.scores)).toBe(true);
  });

  test('multi_label: each against its contradiction', async () => {
    const options = { multi_label: true };
    const wanted = await expected(parts, labels, sequence, candidates, options);
    expectClose(await classify(sequence, candidates, options), wanted);
    expect(wanted.scores.reduce((sum, score) => sum + score, 0)).not.toBeCloseTo(1, 2);
  });

  test('one label is as with multi_label', async () => {
    const wanted = await expected(parts, labels, sequence, ['sport']);
    expect(wanted.scores[0]).toBeLessThan(1);
    expectClose(await classify(sequence, ['sport']), wanted);
    expectClose(await classify(sequence, 'sport'), wanted);
    expectClose(await classify(sequence, ['sport'], { multi_label: true }), wanted);
  });

  test.each([
    ['sport,weather', ['sport', 'weather']],
    [' sport , , a longer label,', ['sport', 'a longer label']],
  ])('candidate_labels %j are %j', async (given, list) => {
    expectClose(await classify(sequence, given), await expected(parts, labels, sequence, list));
  });

  test('labels of a list are taken as they are', async () => {
    const odd = [' sport ', 'a, b', '$& $1 {}', 'é😀'];
    const wanted = await expected(parts, labels, sequence, odd, { hypothesis_template: '{}!' });
    expectClose(await classify(sequence, odd, { hypothesis_template: '{}!' }), wanted);
  });

  test.each(['{}', 'About {}, says the text.', 'Σ {} 😀', 'This example is {}.'])(
    'hypothesis_template %j',
    async (hypothesis_template) => {
      const options = { hypothesis_template };
      const wanted = await expected(parts, labels, sequence, candidates, options);
      expectClose(await classify(sequence, candidates, options), wanted);
    },
  );

  test('another template gives another answer', async () => {
    const { scores } = await classify(sequence, candidates, { hypothesis_template: '{}' });
    expect(scores).not.toEqual((await classify(sequence, candidates)).scores);
  });
});

describe('a batch', () => {
  test.each([{}, { multi_label: true }])('is an array, with %j', async (options) => {
    const wanted = [];
    for (const text of sequences) {
      wanted.push(await expected(parts, labels, text, candidates, options));
    }
    expectClose(await classify(sequences, candidates, options), wanted);
    expectClose(await classify(sequences.slice(0, 1), candidates, options), wanted.slice(0, 1));
  });

  test('may take several forward passes', async () => {
    // 40 × 3 pairs of about 60 tokens are more than the 4096 that share one.
    const many = Array.from({ length: 40 }, (_, i) => `${i} ${'word '.repeat(45)}`);
    const results = await classify(many, candidates.slice(0, 3));
    for (const i of [0, 17, 39]) {
      const wanted = await expected(parts, labels, many[i], candidates.slice(0, 3));
      expectClose(results[i], wanted);
    }
  });
});

describe('entailment', () => {
  test.each([
    [['entailment', 'neutral', 'contradiction'], 0],
    [['entailment', 'not_entailment'], 0],
    [['contradiction', 'entailment'], 1],
    [['not_entailment', 'ENTAIL', 'other'], 1],
    [['LABEL_0', 'LABEL_1', 'LABEL_2'], 2],
  ])('of %j is label %i', async (names, entailment) => {
    const folder = sequenceClassifier({ labels: names });
    const other = await pipeline('zero-shot-classification', folder, { threads: 1 });
    const model = await partsOf(folder, AutoModelForSequenceClassification);
    for (const options of [{}, { multi_label: true }]) {
      const wanted = await expected(model, names, sequence, candidates, options);
      expectClose(await other(sequence, candidates, options), wanted);
    }
    // Without the reference: the first label is the one of the greatest logit of entailment.
    const logits = [];
    for (const label of candidates) {
      const { logits: each } = await model.run(sequence, {
        text_pair: `This example is ${label}.`,
      });
      logits.push(each.tolist()[0][entailment]);
    }
    const best = candidates[argmax(logits)];
    expect((await other(sequence, candidates)).labels[0]).toBe(best);
    await Promise.all([other.dispose(), model.dispose()]);
  });

  test('needs a second label', async () => {
    const folder = sequenceClassifier({ labels: ['entailment'] });
    const other = await pipeline('zero-shot-classification', folder, { threads: 1 });
    await expect(other(sequence, candidates)).rejects.toMatchObject({ code: 'STATE' });
    await other.dispose();
  });
});

describe('a sequence beyond the model', () => {
  const max_length = 32;
  const long = 'one two three four five six seven eight nine ten '.repeat(4);
  let short;
  let model;
  beforeAll(async () => {
    const folder = sequenceClassifier({ labels, maxLength: max_length });
    short = await pipeline('zero-shot-classification', folder, { threads: 1 });
    model = await partsOf(folder, AutoModelForSequenceClassification);
  });
  afterAll(() => Promise.all([short.dispose(), model.dispose()]));

  test('is cut, the hypothesis is whole, and the result says so', async () => {
    const text_pair = `This example is ${candidates[3]}.`;
    const hypothesis = await model.tokenizer.encode(text_pair, { add_special_tokens: false });
    const pair = { text_pair, truncation: 'only_first', max_length, return_tensor: false };
    const { input_ids } = await model.tokenizer(long, pair);
    expect(input_ids).toHaveLength(max_length);
    expect(input_ids.slice(-1 - hypothesis.length, -1)).toEqual(hypothesis);
    for (const options of [{}, { multi_label: true }]) {
      const wanted = await expected(model, labels, long, candidates, { ...options, max_length });
      expectClose(await short(long, candidates, options), { ...wanted, truncated: true });
    }
  });

  test('is the only one of its batch that is marked', async () => {
    const [whole, cut] = await short(['one', long], candidates);
    expect(whole).not.toHaveProperty('truncated');
    expect(cut.truncated).toBe(true);
    expect(cut.sequence).toBe(long);
  });

  test('is marked where it fits with some labels only', async () => {
    const text = 'one two three four five six seven';
    expect(await short(text, 'a')).not.toHaveProperty('truncated');
    const labels = ['a', 'one two three four five six seven eight nine ten eleven twelve'];
    expect((await short(text, labels)).truncated).toBe(true);
  });

  test('next to a hypothesis that leaves no room is refused', async () => {
    const endless = `${secret} `.repeat(40);
    const error = await short(long, ['sport', endless]).catch((failure) => failure);
    expect(error).toMatchObject({ code: 'INPUT', message: expect.stringMatching(/hypothesis 1/) });
    expect(error.message).not.toContain(secret);
    expect((await short('one', candidates)).labels).toHaveLength(4);
  });
});

const two = ['weather', 'sport'];
factsOfEveryPipeline({
  pipe: () => classify,
  inputs: sequences,
  long: 'one two three '.repeat(100),
  call: (pipe, input, options) => pipe(input, candidates, options),
  wrong: {
    text: [
      ['a number', (pipe) => pipe(7, two)],
      ['nothing', (pipe) => pipe()],
      ['one of a batch', (pipe) => pipe([secret, null], two)],
      ['empty', (pipe) => pipe('', two)],
      ['an empty one of a batch', (pipe) => pipe([secret, ''], two)],
    ],
    candidate_labels: [
      ['nothing', (pipe) => pipe(secret)],
      ['an empty list', (pipe) => pipe(secret, [])],
      ['an empty string', (pipe) => pipe(secret, '')],
      ['commas', (pipe) => pipe(secret, ' , ,')],
      ['a number', (pipe) => pipe(secret, 7)],
      ['a number in a list', (pipe) => pipe(secret, [secret, 7])],
    ],
    hypothesis_template: [
      ['without a place', (pipe) => pipe(secret, two, { hypothesis_template: secret })],
      ['a number', (pipe) => pipe(secret, two, { hypothesis_template: 7 })],
    ],
    multi_label: [['a word', (pipe) => pipe(secret, two, { multi_label: 'yes' })]],
  },
});
