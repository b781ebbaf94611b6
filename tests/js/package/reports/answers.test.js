// Answers, tokens and labels that users have reported as wrong: 02, 09, 10 and 14 of ../shared/reports.
import { afterAll, expect } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoTokenizer, pipeline } from '../../../../dist/node.js';
import { labelledModel } from '../../../support/labelled_models.mjs';
import { cleanUp, temporaryFolder, textClassifier } from '../../../support/models.mjs';
import { seeded } from '../../../support/random.mjs';
import { reported, shared } from '../../../support/reports.mjs';

const tokenizers = {
  v1: { folder: join(shared, 'tokenizers/deberta-v1'), vocabularySize: 50265 },
  v3: { folder: join(shared, 'tokenizers/deberta-v3'), vocabularySize: 128100 },
};

afterAll(cleanUp);

/** A head that says [start, end] of a token. */
function answerer(version, rows, rowOf) {
  const { folder, vocabularySize } = tokenizers[version];
  const said = { vocabularySize, rows, rowOf };
  const model = labelledModel(folder, 'DebertaV2ForQuestionAnswering', said);
  return pipeline('question-answering', model, { threads: 1 });
}

async function withAnswerer(arranged, use) {
  const answer = await answerer(...arranged);
  await use(answer);
  await answer.dispose();
}

/** Whatever the head says, no answer is blank and none is there twice. */
async function checkAnyHead({ tokenizer, question, context, top_k, expected }) {
  for (const seed of [1, 2, 3]) {
    const { below, fraction } = seeded(seed);
    const rows = Array.from({ length: 16 }, () => [fraction() * 12 - 6, fraction() * 12 - 6]);
    const { vocabularySize } = tokenizers[tokenizer];
    const rowOf = Array.from({ length: vocabularySize }, () => below(16));
    await withAnswerer([tokenizer, rows, rowOf], async (answer) => {
      const given = [await answer(question, context, { top_k })].flat();
      const texts = given.map((each) => each.answer.toLowerCase());
      expect(texts.length).toBeGreaterThan(0);
      expect(new Set(texts).size).toBe(texts.length);
      for (const each of given) {
        expect(each.answer).not.toBe('');
        expect(each.answer.trim()).toBe(each.answer);
        expect(context.slice(each.start, each.end)).toBe(each.answer);
      }
      if (Array.isArray(expected)) {
        expect(given).toEqual(expected.map((each) => expect.objectContaining(each)));
      }
    });
  }
}

/** The ids of the tokens that begin at positions of the context. */
async function idsAt({ tokenizer: version, context }, positions) {
  const tokenizer = await AutoTokenizer.from_pretrained(tokenizers[version].folder);
  const encoding = await tokenizer(context, {
    add_special_tokens: false,
    return_tensor: false,
    return_offsets_mapping: true,
  });
  await tokenizer.dispose();
  return positions.map((position) => {
    const ids = encoding.input_ids.filter((_, i) => {
      const [start, end] = encoding.offset_mapping[i];
      return start <= position && position < end;
    });
    expect(ids).toHaveLength(1);
    return ids[0];
  });
}

/** Logits of the logarithm of these weights, and of almost nothing for all other tokens. */
const weighed = (...weights) => [
  [-20, -20],
  ...weights.map((weight) => [Math.log(weight), Math.log(weight)]),
];

/** Heads that the report describes, by the context of its case. */
const described = {
  async 'Tom\tlives'(row) {
    const [name, tab, verb] = await idsAt(row, [0, 3, 4]);
    const said = { [tab]: 1, [name]: 2, [verb]: 3 };
    await withAnswerer([row.tokenizer, weighed(8, 1, 2), said], async (answer) => {
      expect((await answer(row.question, row.context)).answer).toBe('lives');
    });
  },
  async 'Rome is Rome.'(row) {
    const [first, second] = await idsAt(row, [0, 9]);
    expect(first).not.toBe(second);
    const said = { [first]: 1, [second]: 2 };
    await withAnswerer([row.tokenizer, weighed(1, 3), said], async (answer) => {
      const [best, ...others] = await answer(row.question, row.context, { top_k: row.top_k });
      expect(best).toMatchObject({ answer: 'Rome', start: 8, end: 12 });
      // (1/4)² and (3/4)²; the span over both is another answer.
      expect(best.score).toBeCloseTo(10 / 16, 3);
      expect(others.filter((each) => each.answer === 'Rome')).toEqual([]);
    });
  },
};

reported(
  '02-answers-blank-or-twice.json',
  ({ cases }) => cases.map((row) => [`${row.question} ${JSON.stringify(row.context)}`, row]),
  async (row) => {
    await checkAnyHead(row);
    await described[row.context]?.(row);
  },
);

reported(
  '09-ids-without-a-token.json',
  ({ tokenizer, cases }) =>
    cases.map((row) => [`${row.call}(${row.ids})`, { ...row, version: tokenizer }]),
  async ({ version, call, ids, expected }) => {
    const tokenizer = await AutoTokenizer.from_pretrained(tokenizers[version].folder);
    expect(await tokenizer[call](ids)).toEqual(expected);
    await tokenizer.dispose();
  },
);

reported(
  '10-label-names-that-are-numbers.json',
  ({ cases }) => cases.map((row) => [JSON.stringify(row['config.json']), row]),
  async ({ 'config.json': config, expected }) => {
    const classify = await pipeline('text-classification', textClassifier(config), { threads: 1 });
    expect(classify.model.id2label).toEqual(expected.id2label);
    const labels = (await classify('a text', { top_k: null })).map(({ label }) => label);
    expect(labels.sort()).toEqual(expected.id2label);
    await classify.dispose();
  },
);

const bert = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '中', '文', 'ab', '##c'];

/** The files of BERT's tokenizers. */
const bertFiles = {
  'vocab.txt': {
    'vocab.txt': bert.join('\n'),
    'tokenizer_config.json': JSON.stringify({ tokenizer_class: 'BertTokenizer' }),
  },
  'tokenizer.json': {
    'tokenizer.json': JSON.stringify({
      version: '1.0',
      added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((content) => ({
        ...{ id: bert.indexOf(content), content, single_word: false, special: true },
        ...{ lstrip: false, rstrip: false, normalized: false },
      })),
      normalizer: {
        ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
        ...{ strip_accents: null, lowercase: true },
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
        ...{ max_input_chars_per_word: 100 },
        vocab: Object.fromEntries(bert.map((token, id) => [token, id])),
      },
    }),
  },
};

reported(
  '14-bert-vocabulary.md',
  () => Object.entries(bertFiles),
  async (files) => {
    const folder = temporaryFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const tokenizer = await AutoTokenizer.from_pretrained(folder);
    const options = { return_tensor: false, return_offsets_mapping: true };
    const { input_ids, offset_mapping } = await tokenizer('中文 abc x', options);
    expect(input_ids).toEqual([2, 5, 6, 7, 8, 1, 3]);
    const offsets = ['0,0', '0,1', '1,2', '3,5', '5,6', '7,8', '0,0'];
    expect(offset_mapping.map(String)).toEqual(offsets);
    await tokenizer.dispose();
  },
);
