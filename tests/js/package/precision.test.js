// dtype: what fewer bits do to a real model's answers.
import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DebertaModel, pipeline } from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';

const bundledModel = join(root, 'models/pii-tiny');
const dataset = join(root, '../shared/data/presidio_synth_dataset_v2.json');

// The dataset's labels that are one of ours without more ado.
const kinds = {
  PERSON: 'PERSON',
  EMAIL_ADDRESS: 'EMAIL',
  PHONE_NUMBER: 'PHONE',
  ORGANIZATION: 'ORGANIZATION',
  DATE_TIME: 'DATE',
  AGE: 'AGE',
  CREDIT_CARD: 'CREDIT_CARD',
  IBAN_CODE: 'IBAN',
  US_SSN: 'NATIONAL_ID',
  US_DRIVER_LICENSE: 'NATIONAL_ID',
  IP_ADDRESS: 'IP_ADDRESS',
  DOMAIN_NAME: 'URL',
};

/** The texts and the entities in them, as 'start end kind'; code points and UTF-16 are alike in them. */
function examples(count) {
  return JSON.parse(readFileSync(dataset, 'utf8'))
    .filter(({ full_text }) => /^[\x20-\x7e\n]*$/.test(full_text))
    .slice(0, count)
    .map(({ full_text, spans }) => ({
      text: full_text,
      entities: new Set(
        spans
          .filter(({ entity_type }) => Object.hasOwn(kinds, entity_type))
          .map((span) => `${span.start_position} ${span.end_position} ${kinds[span.entity_type]}`),
      ),
    }));
}

function f1(gold, found) {
  const counted = new Set(Object.values(kinds));
  let [right, predicted, wanted] = [0, 0, 0];
  gold.forEach(({ entities }, i) => {
    const spans = found[i]
      .filter(({ entity_group }) => counted.has(entity_group))
      .map(({ start, end, entity_group }) => `${start} ${end} ${entity_group}`);
    right += spans.filter((span) => entities.has(span)).length;
    predicted += spans.length;
    wanted += entities.size;
  });
  return (2 * right) / (predicted + wanted);
}

async function withPipeline(options, use) {
  const tag = await pipeline('token-classification', bundledModel, options);
  try {
    return await use(tag);
  } finally {
    await tag.dispose();
  }
}

const text = 'Write to Anna Schmidt, anna@example.org, or call +49 30 1234567.';

test.each(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q8-weights'])(
  'dtype %s finds what floats find, with almost the same scores',
  async (dtype) => {
    const options = { aggregation_strategy: 'simple' };
    const expected = await withPipeline({}, (tag) => tag(text, options));
    const found = await withPipeline({ dtype }, (tag) => tag(text, options));
    const spans = (entities) => entities.map(({ entity_group, word }) => [entity_group, word]);
    expect(spans(found)).toEqual(spans(expected));
    expect(expected.length).toBeGreaterThan(1);
    found.forEach(({ score }, i) => expect(Math.abs(score - expected[i].score)).toBeLessThan(0.05));
  },
);

test('diagnostics say which layers stayed floats, and where the time went', async () => {
  await withPipeline({ dtype: 'q8' }, async (tag) => {
    await tag(text);
    const { load, profile } = await tag.diagnostics();
    expect(load.unquantized_layers).toEqual([]);
    expect(Object.keys(profile)).toEqual(expect.arrayContaining(['qkv', 'attention', 'expand']));
    expect(profile.expand).toBeGreaterThan(0);
  });
});

test('quantized: true is q8', async () => {
  const of = async (options) => {
    const model = await DebertaModel.from_pretrained(bundledModel, { threads: 1, ...options });
    const { last_hidden_state } = await model({ input_ids: [[5, 6, 7, 8]] });
    await model.dispose();
    return [...last_hidden_state.data];
  };
  const q8 = await of({ dtype: 'q8' });
  expect(await of({ quantized: true })).toEqual(q8);
  expect(await of({ quantized: false })).not.toEqual(q8);
});

test('deterministic: true runs without relaxed SIMD, and gives the same bits for any number of threads', async () => {
  const answers = [];
  for (const threads of [1, 2]) {
    for (const dtype of ['fp32', 'q8']) {
      await withPipeline({ deterministic: true, threads, dtype }, async (tag) => {
        expect((await tag.diagnostics()).variant).toBe(threads === 1 ? 'simd' : 'simd-threads');
        answers.push((await tag(text, { ignore_labels: [] })).map(({ score }) => score));
      });
    }
  }
  expect(answers[2]).toEqual(answers[0]);
  expect(answers[3]).toEqual(answers[1]);
});

const real = existsSync(dataset) ? test : test.skip;
if (!existsSync(dataset)) console.log(`skipped: F1 in fewer bits needs ${dataset}`);

real('fewer bits change the F1 of the bundled model by at most half a point', async () => {
  const gold = examples(500);
  const scores = {};
  for (const dtype of ['fp32', 'fp16', 'q8', 'q8-weights']) {
    const found = await withPipeline({ dtype }, (tag) =>
      tag(
        gold.map((example) => example.text),
        { aggregation_strategy: 'simple' },
      ),
    );
    scores[dtype] = f1(gold, found);
  }
  console.log(`F1 over ${gold.length} texts: ${JSON.stringify(scores)}`);
  expect(scores.fp32).toBeGreaterThan(0.7);
  for (const score of Object.values(scores)) {
    expect(Math.abs(score - scores.fp32)).toBeLessThanOrEqual(0.005);
  }
});
