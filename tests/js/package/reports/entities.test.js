// Entities that users have reported as wrong or lost: 01, 03, 08, 11 and 13 of ../shared/reports.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { join } from 'node:path';

import { AutoTokenizer, pipeline, restore } from '../../../../dist/node.js';
import { labelledModel } from '../../../support/labelled_models.mjs';
import { bundledModel, cleanUp } from '../../../support/models.mjs';
import { reported, shared } from '../../../support/reports.mjs';

const tokenizers = {
  v1: { folder: join(shared, 'tokenizers/deberta-v1'), vocabularySize: 50265 },
  v3: { folder: join(shared, 'tokenizers/deberta-v3'), vocabularySize: 128100 },
};

/**
 * A pipeline over a real tokenizer.
 * @param {'v1' | 'v3'} version
 * @param {string[]} labels
 * @param {Record<number, number>} labelOf token id → index of its label
 * @param {number} otherwise index of the label of all other tokens
 */
async function finder(version, labels, labelOf, otherwise) {
  const { folder, vocabularySize } = tokenizers[version];
  const order = [otherwise, ...labels.keys()];
  const rows = order.map((label) => labels.map((_, i) => (i === label ? 6 : 0)));
  const rowOf = Object.fromEntries(Object.entries(labelOf).map(([id, label]) => [id, label + 1]));
  const said = { vocabularySize, rows, rowOf, labels };
  const model = labelledModel(folder, 'DebertaV2ForTokenClassification', said);
  return pipeline('token-classification', model, { threads: 1 });
}

const everywhere = (version, labels, label) => finder(version, labels, {}, labels.indexOf(label));

let bundled;
beforeAll(async () => {
  bundled = await pipeline('ner', bundledModel, { threads: 1 });
});
afterAll(async () => {
  await bundled.dispose();
  cleanUp();
});

const pairs = (entities) => entities.map(({ entity_group, word }) => [entity_group, word]);

const names = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];

/** Each token of a name has its label: the first B-, the others I-. */
async function labelsOfTokens(version, text, expected) {
  const tokenizer = await AutoTokenizer.from_pretrained(tokenizers[version].folder);
  const encoding = await tokenizer(text, { return_tensor: false, return_offsets_mapping: true });
  await tokenizer.dispose();
  const labelOf = {};
  for (const [name, word] of expected) {
    const start = text.indexOf(word);
    const end = start + word.length;
    const ids = encoding.input_ids.filter((_, i) => {
      const [from, to] = encoding.offset_mapping[i];
      return from < end && to > start;
    });
    for (const [i, id] of ids.entries()) labelOf[id] = names.indexOf(`${i ? 'I' : 'B'}-${name}`);
  }
  return labelOf;
}

reported(
  '01-words-end-at-white-space.json',
  ({ cases, with_pii_tiny }) => [
    ...cases.flatMap(({ text, expected, ...row }) =>
      row.tokenizers.map((version) => [
        `${JSON.stringify(text)}, ${row.strategies.join(', ')}, ${version}`,
        { ...row, text, expected, version },
      ]),
    ),
    ...['Anna (“Paris”).', '[Anna], in Paris…', 'Anna:\u00a0Paris!'].flatMap((text) =>
      Object.keys(tokenizers).map((version) => [
        `${JSON.stringify(text)}, without its punctuation, ${version}`,
        {
          ...{ text, version, strategies: ['first', 'average', 'max'] },
          expected: [
            ['PER', 'Anna'],
            ['LOC', 'Paris'],
          ],
        },
      ]),
    ),
    ...with_pii_tiny.map((row) => [
      `${JSON.stringify(row.text)}, ${row.strategy}, pii-tiny`,
      { ...row, strategies: [row.strategy] },
    ]),
  ],
  async ({ text, strategies, expected, version }) => {
    const find = version
      ? await finder(version, names, await labelsOfTokens(version, text, expected), 0)
      : bundled;
    expect(strategies.length).toBeGreaterThan(0);
    for (const aggregation_strategy of strategies) {
      expect(pairs(await find(text, { aggregation_strategy }))).toEqual(expected);
    }
    if (find !== bundled) await find.dispose();
  },
);

reported(
  '03-white-space-hides-names.json',
  ({ cases }) =>
    cases.flatMap(({ what, texts }) =>
      texts.map((row) => [`${what}: ${JSON.stringify(row.text)}`, row]),
    ),
  async ({ text, name: [start, end] }) => {
    const { text: redacted, map, entities } = await bundled.redact(text);
    const hidden = (at) => entities.some((entity) => entity.start <= at && at < entity.end);
    const inClear = [...text.slice(start, end)].filter(
      (character, i) => /[\p{L}\p{N}]/u.test(character) && !hidden(start + i),
    );
    expect(inClear).toEqual([]);
    expect(restore(redacted, map)).toBe(text);
  },
);

reported(
  '08-label-names.json',
  ({ cases }) =>
    cases.map((row) => [`${row.labels.join(' ')}: ${row.every_token_is}, ${row.text}`, row]),
  async ({ text, labels, every_token_is, strategy, ignore_labels, expected }) => {
    const find = await everywhere('v1', labels, every_token_is);
    const options = { aggregation_strategy: strategy, ignore_labels };
    expect(pairs(await find(text, options))).toEqual(expected);
    await find.dispose();
  },
);

reported(
  '11-one-span-two-entities.json',
  ({ cases }) => cases.map((row) => [`${row.text}, ${row.strategy}, ${row.tokenizer}`, row]),
  async ({ tokenizer, text, every_token_is, strategy, expected }) => {
    const find = await everywhere(tokenizer, ['O', every_token_is], every_token_is);
    for (const align_to_words of [false, true]) {
      const found = await find(text, { aggregation_strategy: strategy, align_to_words });
      const spans = found.map(({ word, start, end }) => [word, start, end]);
      if (Array.isArray(expected)) expect(spans).toEqual(expected);
      expect(spans.length).toBeGreaterThan(0);
      spans.slice(1).forEach(([, start], i) => expect(start).toBeGreaterThanOrEqual(spans[i][2]));
    }
    await find.dispose();
  },
);

reported(
  '13-words-as-input.json',
  ({ input }) => [
    [input.words.join(' '), input],
    ['two lists of words', { ...input, words: [input.words, ['Ada', 'Lovelace']] }],
    ['another delimiter', { ...input, options: { ...input.options, delimiter: '\n' } }],
  ],
  async ({ words, options }) => {
    const { is_split_into_words: _, delimiter = ' ', ...others } = options;
    const isBatch = Array.isArray(words[0]);
    const joined = isBatch ? words.map((each) => each.join(delimiter)) : words.join(delimiter);
    const found = await bundled(words, options);
    expect(found).toEqual(await bundled(joined, others));
    const [list, text] = isBatch ? [found[0], joined[0]] : [found, joined];
    expect(list.length).toBeGreaterThan(0);
    for (const { word, start, end } of list) expect(word).toBe(text.slice(start, end));
  },
);
