// The text-classification pipeline of the published package, in Node.
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { pipeline } from '../../dist/node.js';
import { cleanUp, textClassifier } from '../support/models.mjs';

let classify;
beforeAll(async () => {
  classify = await pipeline('sentiment-analysis', textClassifier(), { threads: 1 });
});
afterAll(async () => {
  await classify.dispose();
  cleanUp();
});

test('one text gives its best label, in an array', async () => {
  const result = await classify('What a day.');
  expect(result).toHaveLength(1);
  expect(['calm', 'loud', 'rude']).toContain(result[0].label);
  expect(result[0].score).toBeGreaterThan(1 / 3);
});

test('top_k gives more labels, best first; null all of them', async () => {
  expect(await classify('What a day.', { top_k: 2 })).toHaveLength(2);
  const all = await classify('What a day.', { top_k: null });
  expect(all.map(({ label }) => label).sort()).toEqual(['calm', 'loud', 'rude']);
  expect(all.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
  expect(all[0].score).toBeGreaterThanOrEqual(all[1].score);
});

test('a batch is flat with top_k 1 and nested else, and equals its texts alone', async () => {
  const texts = ['What a day.', 'Go away!', ''];
  const flat = await classify(texts);
  expect(flat).toHaveLength(3);
  for (const [i, text] of texts.entries()) {
    const [alone] = await classify(text);
    expect(flat[i].label).toBe(alone.label);
    expect(flat[i].score).toBeCloseTo(alone.score, 4);
  }
  const nested = await classify(texts, { top_k: 2 });
  expect(nested.map((labels) => labels.length)).toEqual([2, 2, 2]);
});

test('a pair is not its texts run together', async () => {
  const [pair] = await classify({ text: 'What a day.', text_pair: 'Go away!' }, { top_k: null });
  const [joined] = await classify('What a day. Go away!', { top_k: null });
  expect(pair.score).not.toBeCloseTo(joined.score, 5);
  await expect(classify(['a', { text: 'a', text_pair: 'b' }])).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringContaining('text_pair'),
  });
});

test('function_to_apply: logits, their sigmoid, their softmax', async () => {
  const logits = await classify('What a day.', { top_k: null, function_to_apply: 'none' });
  const sigmoid = await classify('What a day.', { top_k: null, function_to_apply: 'sigmoid' });
  for (const [i, { score }] of logits.entries()) {
    expect(sigmoid[i].score).toBeCloseTo(1 / (1 + Math.exp(-score)), 5);
  }
  const [best] = await classify('What a day.', { function_to_apply: 'softmax' });
  expect(best).toEqual((await classify('What a day.'))[0]);
});

test('what is no option is refused by name', async () => {
  for (const [options, name] of [
    [{ top_k: 0 }, 'top_k'],
    [{ top_k: 'all' }, 'top_k'],
    [{ function_to_apply: 'tanh' }, 'function_to_apply'],
  ]) {
    await expect(classify('a', options)).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining(name),
    });
  }
});

test('a head of one label and one for regression give their real score', async () => {
  const one = await pipeline('text-classification', textClassifier({ id2label: { 0: 'x' } }));
  const [{ score }] = await one('What a day.');
  const [{ score: logit }] = await one('What a day.', { function_to_apply: 'none' });
  expect(score).toBeCloseTo(1 / (1 + Math.exp(-logit)), 5);
  await one.dispose();
  const regression = await pipeline(
    'text-classification',
    textClassifier({ id2label: { 0: 'x' }, problem_type: 'regression' }),
  );
  expect((await regression('What a day.'))[0].score).toBeCloseTo(logit, 5);
  await regression.dispose();
});
