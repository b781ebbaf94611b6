// text-ranking against CrossEncoder.rank() of sentence-transformers.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModelForSequenceClassification, pipeline } from '../../../../dist/node.js';
import { cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { expectClose, partsOf } from '../../../support/reference.mjs';
import { sequenceClassifier } from '../../../support/tiny_models.mjs';

const query = 'Who wrote the notes?';
const documents = [
  'Ada Lovelace wrote them.',
  'It rained.',
  '',
  'Überall 😀 Ωmega',
  'one two three '.repeat(20),
];

let rank;
let parts;
beforeAll(async () => {
  const folder = sequenceClassifier({ labels: ['LABEL_0'] });
  rank = await pipeline('text-ranking', folder, { threads: 1 });
  parts = await partsOf(folder, AutoModelForSequenceClassification);
});
afterAll(async () => {
  await rank.dispose();
  await parts.dispose();
  cleanUp();
});

const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

/** The documents by the logit of each with the query, one call of the model a document. */
async function expected(model, query, documents, apply = sigmoid, options = {}) {
  const ranked = [];
  for (const [index, text_pair] of documents.entries()) {
    const { logits } = await model.run(query, { text_pair, ...options });
    ranked.push({ index, score: apply(logits.tolist()[0][0]) });
  }
  return ranked.sort((a, b) => b.score - a.score);
}

test('the documents, best first, with the sigmoid of their logits', async () => {
  const wanted = await expected(parts, query, documents);
  expect(new Set(wanted.map(({ score }) => score.toFixed(4))).size).toBe(documents.length);
  const ranked = await rank(query, documents);
  expectClose(ranked, wanted);
  expect(Object.keys(ranked[0])).toEqual(['index', 'score']);
  expect(ranked.truncated).toBe(false);
});

test("function_to_apply 'none': the logits", async () => {
  const wanted = await expected(parts, query, documents, (logit) => logit);
  expectClose(await rank(query, documents, { function_to_apply: 'none' }), wanted);
  const sigmoids = await rank(query, documents, { function_to_apply: 'sigmoid' });
  expectClose(sigmoids, await rank(query, documents));
});

test.each([1, 3, 5, 9, null])('top_k %j: that number of documents', async (top_k) => {
  const wanted = await expected(parts, query, documents);
  expectClose(await rank(query, documents, { top_k }), wanted.slice(0, top_k ?? 5));
});

test('return_documents: with what was ranked', async () => {
  const ranked = await rank(query, documents, { return_documents: true });
  for (const { index, document } of ranked) expect(document).toBe(documents[index]);
});

test('no documents, and equal ones', async () => {
  expect(await rank(query, [])).toEqual([]);
  const equal = await rank(query, ['a', 'a', 'a']);
  expect(equal.map(({ index }) => index)).toEqual([0, 1, 2]);
});

test('a classifier of one label has it as rerank()', async () => {
  const folder = sequenceClassifier({ labels: ['LABEL_0'] });
  const classify = await pipeline('text-classification', folder, { threads: 1 });
  expectClose(await classify.rerank(query, documents), await rank(query, documents));
  // The score is that of the pair.
  const pairs = documents.map((text_pair) => ({ text: query, text_pair }));
  const scores = (await classify(pairs)).map(({ score }) => score);
  for (const { index, score } of await rank(query, documents)) {
    expectClose(score, scores[index]);
  }
  await classify.dispose();
});

test('a model of several labels does not rank', async () => {
  const folder = sequenceClassifier({ labels: ['a', 'b'] });
  const other = await pipeline('text-ranking', folder, { threads: 1 });
  await expect(other(query, documents)).rejects.toMatchObject({ code: 'STATE' });
  await other.dispose();
});

describe('a pair beyond the model', () => {
  const max_length = 16;
  const long = 'one two three four five six seven eight nine ten '.repeat(3);
  let short;
  let model;
  beforeAll(async () => {
    const folder = sequenceClassifier({ labels: ['LABEL_0'], maxLength: max_length });
    short = await pipeline('text-ranking', folder, { threads: 1 });
    model = await partsOf(folder, AutoModelForSequenceClassification);
  });
  afterAll(() => Promise.all([short.dispose(), model.dispose()]));

  test.each([
    ['document', 'one two', [long, 'a'], [0]],
    ['query', long, ['a', 'b'], [0, 1]],
  ])('is cut, and says so: a long %s', async (_, query, documents, cut) => {
    const options = { truncation: 'longest_first', max_length };
    const wanted = await expected(model, query, documents, sigmoid, options);
    const ranked = await short(query, documents);
    const marked = wanted.map((each) =>
      cut.includes(each.index) ? { ...each, truncated: true } : each,
    );
    expectClose(ranked, marked);
    expect(ranked.truncated).toBe(true);
  });
});

factsOfEveryPipeline({
  pipe: () => rank,
  inputs: documents,
  long: 'one two three '.repeat(100),
  call: async (pipe, input, options) => {
    const ranked = await pipe(query, [input].flat(), options);
    return ranked.sort((a, b) => a.index - b.index).map(({ score }) => score);
  },
  wrong: {
    query: [
      ['nothing', (pipe) => pipe()],
      ['a number', (pipe) => pipe(7, documents)],
      ['an array', (pipe) => pipe([secret], documents)],
    ],
    documents: [
      ['nothing', (pipe) => pipe(secret)],
      ['a string', (pipe) => pipe(secret, secret)],
      ['a number in a list', (pipe) => pipe(secret, [secret, 7])],
    ],
    top_k: [
      ['0', (pipe) => pipe(secret, [secret], { top_k: 0 })],
      ['a word', (pipe) => pipe(secret, [secret], { top_k: 'all' })],
    ],
    return_documents: [['a word', (pipe) => pipe(secret, [], { return_documents: 'yes' })]],
    function_to_apply: [
      ['the softmax', (pipe) => pipe(secret, [secret], { function_to_apply: 'softmax' })],
    ],
  },
});
