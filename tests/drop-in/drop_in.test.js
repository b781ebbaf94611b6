// Programs as users of transformers.js write them run with this package after changing their import, and what they print has
// the shapes that transformers.js 4.3.1 gives.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { names, runProgram } from './programs.mjs';
import { listOf, shapeOf, tensor } from './shapes.mjs';
import { bundledConfig, cleanUp, temporaryFolder } from '../support/models.mjs';
import * as tiny from '../support/tiny_models.mjs';

const width = bundledConfig.hidden_size;

/** The models that the programs name. */
const models = {
  'acme/deberta-ner': () => tiny.tokenClassifier({ labels: ['O', 'B-PER', 'B-LOC'] }),
  'acme/deberta-sentiment': () => tiny.sequenceClassifier({ labels: ['NEGATIVE', 'POSITIVE'] }),
  'acme/deberta-mnli': () => tiny.sequenceClassifier({ labels: ['contradiction', 'entailment'] }),
  'acme/deberta-rerank': () => tiny.sequenceClassifier({ labels: ['LABEL_0'] }),
  'acme/deberta-squad': tiny.questionAnswerer,
  'acme/deberta-mlm': tiny.maskedLanguageModel,
  'acme/deberta-embeddings': tiny.encoder,
};

const token = { entity: 'string', score: 'number', index: 'number', word: 'string' };
const label = { label: 'string', score: 'number' };
const answer = { answer: 'string', score: 'number', start: 'number', end: 'number' };
const filling = { score: 'number', token: 'number', token_str: 'string', sequence: 'string' };
const scores = (count) => ({
  sequence: 'string',
  labels: new Array(count).fill('string'),
  scores: new Array(count).fill('number'),
});
const numbers = (count) => new Array(count).fill('number');

/**
 * Of each program the shapes of what it prints: a list for each call of console.log.
 * @type {Record<string, unknown[][]>}
 */
const expected = {
  'batches.js': [['number'], [true]],
  'binary_embeddings.js': [
    [tensor('uint8', 2, width / 8)],
    ['number'],
    [tensor('int8', 1, width / 8)],
  ],
  'dtype_device.js': [[tensor('float32', 1, width)], [[label]], ['string']],
  'fill_mask.js': [[new Array(5).fill(filling)], [[filling]], ['string', 'number', 'string']],
  'label_scores.js': [
    [tensor('float32', 1, 2)],
    [[label, label]],
    [numbers(2), numbers(2)],
    ['string'],
  ],
  'local_models.js': [[['string', 'string'], numbers(2)], [true]],
  'mean_pooling.js': [
    [tensor('float32', 3, width)],
    [[numbers(3), numbers(3), numbers(3)]],
    [numbers(2)],
  ],
  'names.ts': [[true], [[label], new Array(5).fill(filling), answer, scores(2)]],
  'node_server.js': [[[[label], [label], { error: 'string' }]]],
  'progress_bar.ts': [['string', 'string', 'string'], [[]], [[label]]],
  'question_answering.js': [[{ answer: 'string', score: 'number' }], [[answer, answer, answer]]],
  'reranker.js': [[new Array(2).fill({ corpus_id: 'number', score: 'number', text: 'string' })]],
  'semantic_search.ts': [
    [new Array(3).fill({ text: 'string', score: 'number' })],
    [numbers(2), 'number'],
    [tensor('float32', 1, null, width)],
  ],
  'sentiment_analysis.js': [
    [[label]],
    [[label, label]],
    [[label, label]],
    [[label, label]],
    [new Array(2).fill([label, label])],
  ],
  'singleton.ts': [['string'], new Array(2).fill({ status: 'string', output: [label] })],
  'tensors.js': [
    [numbers(2), [numbers(3), numbers(3)], 'Float32Array of 3', 'number'],
    [
      [numbers(3), numbers(3)],
      [numbers(3), numbers(3)],
    ],
    [numbers(2), numbers(3)],
    [numbers(2), 'number', numbers(2)],
    [numbers(2), numbers(2), numbers(2)],
    [[numbers(3)], tensor('int64', 1, 3), tensor('float32', 1, 2), numbers(2)],
    numbers(2),
    numbers(2),
  ],
  'token_classification.js': [[listOf(token)], [listOf(token)], [listOf(token)], [listOf(token)]],
  'token_labels.js': [numbers(3), [listOf(['number', 'string'])], [listOf(['number', 'string'])]],
  'tokenizer_only.js': [
    [tensor('int64', 1, null)],
    [listOf('number')],
    ['string'],
    [listOf('string')],
    ['number', 'number'],
    [numbers(2), [listOf('bigint'), listOf('bigint')]],
    [['string', 'string']],
    [listOf('number'), 'string', 'number'],
  ],
  'zero_shot.js': [[scores(4)], [new Array(4).fill('string')], [[scores(4), scores(4)]]],
};

let home;
beforeAll(() => {
  home = temporaryFolder();
  for (const [name, make] of Object.entries(models)) {
    const folder = join(home, 'models', name);
    mkdirSync(folder, { recursive: true });
    cpSync(make(), folder, { recursive: true });
  }
});
afterAll(cleanUp);

test('every program has its expected shapes', () => {
  expect(Object.keys(expected)).toEqual(names);
  expect(names.length).toBeGreaterThanOrEqual(14);
});

test.each(names)('%s', async (name) => {
  const { printed } = await runProgram(name, home);
  expect(printed.map(shapeOf)).toMatchObject(expected[name]);
});
