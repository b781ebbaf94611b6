// token-classification against Python's TokenClassificationPipeline: gather_pre_entities, aggregate and
// aggregate_overlapping_entities. As agreed, offsets leave out the white space that a token begins with;
// words end at white space of any kind, not at spaces alone, and without the punctuation around them; between
// words white space has no label. S- is the tag of a single word.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModelForTokenClassification, pipeline } from '../../../../dist/node.js';
import { bundledConfig, bundledModel, cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { argmax, expectClose, partsOf, softmax, trimmed } from '../../../support/reference.mjs';
import { scripted, tokenClassifier } from '../../../support/tiny_models.mjs';

const architecture = 'DebertaForTokenClassification';
const strategies = ['none', 'simple', 'first', 'average', 'max'];
const labels = ['O', 'B-A', 'I-A', 'B-B', 'I-B', 'S-C', 'D'];
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;

/** What stands between white space, without the punctuation around it. */
function wordsOf(text) {
  return [...text.matchAll(/[^\s\u0085]+/g)].flatMap(({ 0: run, index }) => {
    const inner = /[\p{L}\p{M}\p{N}@+](.*[\p{L}\p{M}\p{N}@+])?/su.exec(run);
    return inner
      ? [{ start: index + inner.index, end: index + inner.index + inner[0].length }]
      : [];
  });
}

/** One window as Python's postprocess takes it. Offsets are the tokenizer's, with their white space. */
function entitiesOfWindow(row, text, names, strategy, { vocabulary, unknown }) {
  const textWords = wordsOf(text);
  const tokens = row.ids.flatMap((id, index) => {
    if (row.special[index]) return [];
    const [start, end] = row.offsets[index];
    const scores = softmax(row.output.logits.tolist()[0][index]);
    const { start: seen } = trimmed(text, start, end);
    const isInside = textWords.some((word) => word.start < seen && seen < word.end);
    const isSameCharacter =
      index > 0 && !row.special[index - 1] && seen < row.offsets[index - 1][1];
    const isSubword = index > 1 && (isInside || isSameCharacter) && id !== unknown;
    const isSpace = text.slice(start, end).trim() === '';
    return [{ word: vocabulary.get(id), scores, start, end, index, isSubword, isSpace }];
  });
  const labelled = ({ scores, ...rest }) => ({
    ...rest,
    entity: names[argmax(scores)],
    score: Math.max(...scores),
  });
  if (strategy === 'none') {
    return tokens.map(labelled).map(({ isSubword: _, isSpace: __, ...entity }) => entity);
  }
  const words = [];
  for (const token of tokens) {
    if (strategy !== 'simple' && token.isSpace) continue;
    if (strategy !== 'simple' && token.isSubword && words.length > 0) words.at(-1).push(token);
    else words.push([token]);
  }
  const units = words.map((word) => {
    const { start } = word[0];
    const { end } = word.at(-1);
    let scores = word[0].scores; // first, and simple's single token
    if (strategy === 'max') {
      const best = Math.max(...word.map((token) => Math.max(...token.scores)));
      ({ scores } = word.find((token) => Math.max(...token.scores) === best));
    }
    if (strategy === 'average') scores = scores.map((_, i) => mean(word.map((t) => t.scores[i])));
    return labelled({ scores, start, end, isInside: word[0].isSubword });
  });
  return groupEntities(units);
}

function groupEntities(units) {
  const nameOf = (label) => label.replace(/^[BIS]-/, '');
  const groups = [];
  for (const unit of units) {
    const last = groups.at(-1)?.at(-1);
    const isSingle = [unit, last].some((each) => each?.entity.startsWith('S-')) && !unit.isInside;
    const isSame = last && nameOf(unit.entity) === nameOf(last.entity);
    if (isSame && !isSingle && !unit.entity.startsWith('B-')) groups.at(-1).push(unit);
    else groups.push([unit]);
  }
  return groups.map((group) => ({
    entity_group: nameOf(group[0].entity),
    score: mean(group.map(({ score }) => score)),
    start: group[0].start,
    end: group.at(-1).end,
  }));
}

function mergeOverlapping(entities, text) {
  const lengthOf = ({ start, end }) => [...text.slice(start, end)].length; // Python counts code points
  const merged = [];
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    const previous = merged.at(-1);
    if (!previous || entity.start >= previous.end) {
      merged.push(entity);
      continue;
    }
    const longer = lengthOf(entity) - lengthOf(previous);
    if (longer > 0 || (longer === 0 && entity.score > previous.score))
      merged[merged.length - 1] = entity;
  }
  return merged;
}

/** The pipeline of Python, then what was agreed: trimmed spans, words cut out of the text. */
async function expected(model, names, text, options = {}) {
  const { aggregation_strategy = 'none', ignore_labels = ['O'], stride, max_length } = options;
  const withoutSpace = (entity) => ({ ...entity, ...trimmed(text, entity.start, entity.end) });
  const windows = await model.windows(text, { ...(stride && { stride }), max_length });
  const ids = [...new Set(windows.flatMap((row) => row.ids))];
  const tokens = await model.tokenizer.convert_ids_to_tokens(ids);
  const vocabulary = new Map(ids.map((id, i) => [id, tokens[i]]));
  const about = { vocabulary, unknown: model.tokenizer.unk_token_id };
  let entities = windows.flatMap((row) =>
    entitiesOfWindow(row, text, names, aggregation_strategy, about).filter(
      ({ entity, entity_group }) => !ignore_labels.includes(entity ?? entity_group),
    ),
  );
  if (windows.length > 1) entities = mergeOverlapping(entities, text);
  return entities
    .map(withoutSpace)
    .filter(({ entity, start, end }) => entity !== undefined || start < end)
    .map((entity) => ({ ...entity, word: entity.word ?? text.slice(entity.start, entity.end) }));
}

const texts = [
  'Ada Lovelace wrote unbelievable letters to Rome.',
  'supercalifragilistic  double  space\tand tab\nand line',
  '',
  ' leading and trailing ',
  'Überall 😀 Ωmega é\u0301 naïve-ish (brackets) a.b@c.de',
  'New York, London and the Netherlands; antidisestablishmentarianism!',
];

describe('a head without sense, whose words are of many minds', () => {
  let find;
  let parts;
  beforeAll(async () => {
    const folder = tokenClassifier({ labels });
    find = await pipeline('ner', folder, { threads: 1 });
    parts = await partsOf(folder, AutoModelForTokenClassification);
  });
  afterAll(() => Promise.all([find.dispose(), parts.dispose()]));

  const cases = strategies.flatMap((strategy) => texts.map((_, i) => [strategy, i]));
  test.each(cases)('%s, text %i', async (aggregation_strategy, i) => {
    const options = { aggregation_strategy };
    expectClose(await find(texts[i], options), await expected(parts, labels, texts[i], options));
  });

  test('the strategies differ', async () => {
    const answers = new Set();
    for (const aggregation_strategy of strategies) {
      answers.add(JSON.stringify(await find(texts, { aggregation_strategy })));
    }
    expect(answers.size).toBe(strategies.length);
  });

  test.each(strategies)('ignore_labels with %s', async (aggregation_strategy) => {
    const none = aggregation_strategy === 'none';
    const lists = [[], ['O'], none ? ['O', 'B-A', 'S-C'] : ['O', 'A', 'C'], none ? ['A'] : ['B-A']];
    for (const ignore_labels of lists) {
      for (const text of texts) {
        const options = { aggregation_strategy, ignore_labels };
        expectClose(await find(text, options), await expected(parts, labels, text, options));
      }
    }
  });

  test('every token but the special ones is there when no label is ignored', async () => {
    const tokens = await find(texts[0], { ignore_labels: [] });
    expect(tokens.map(({ word }) => word)).toEqual(await parts.tokenizer.tokenize(texts[0]));
    expect(tokens.map(({ index }) => index)).toEqual(tokens.map((_, i) => i + 1));
  });

  test.each(strategies)('a batch is an array of arrays, with %s', async (aggregation_strategy) => {
    const wanted = [];
    for (const text of texts) {
      wanted.push(await expected(parts, labels, text, { aggregation_strategy }));
    }
    expectClose(await find(texts, { aggregation_strategy }), wanted);
  });

  test('the keys are those of transformers.js', async () => {
    const [token] = await find(texts[0], { ignore_labels: [] });
    expect(Object.keys(token).sort()).toEqual(
      ['end', 'entity', 'index', 'score', 'start', 'word'].sort(),
    );
    const [entity] = await find(texts[0], { aggregation_strategy: 'simple', ignore_labels: [] });
    expect(Object.keys(entity).sort()).toEqual(
      ['end', 'entity_group', 'score', 'start', 'word'].sort(),
    );
  });

  describe('words that are split already', () => {
    const words = ['New', 'York', ',', 'London', 'and', 'the', 'Netherlands'];
    const split = { is_split_into_words: true, ignore_labels: [] };

    test.each(strategies)('are one text, with %s', async (aggregation_strategy) => {
      const options = { aggregation_strategy, ignore_labels: [] };
      for (const delimiter of [' ', '\n', '']) {
        const joined = await find(words.join(delimiter), options);
        expect(joined.length).toBeGreaterThan(0);
        expect(await find(words, { ...options, ...split, delimiter })).toEqual(joined);
      }
    });

    test('of several texts are a batch', async () => {
      const several = [words, ['Ada', 'Lovelace'], []];
      const joined = several.map((each) => each.join(' '));
      const wanted = await find(joined, { ignore_labels: [] });
      expect(wanted[2]).toEqual([]);
      expect(await find(several, split)).toEqual(wanted);
    });

    test('none are a text without entities', async () => {
      expect(await find([], split)).toEqual([]);
    });

    test.each([
      ['a string', secret],
      ['a number', 7],
      ['nothing', undefined],
      ['numbers', ['a', 7]],
      ['words among lists', [['a'], 'b']],
    ])('are a list of strings: %s is refused', async (_, input) => {
      await expect(find(input, split)).rejects.toMatchObject({
        code: 'INPUT',
        message: expect.stringMatching(/^words: expected an array of strings, got /),
      });
    });

    test('need the option', async () => {
      await expect(find([words])).rejects.toMatchObject({ code: 'INPUT' });
    });
  });

  factsOfEveryPipeline({
    pipe: () => find,
    inputs: texts,
    long: 'one two three '.repeat(100),
    call: (pipe, input, options) => pipe(input, { aggregation_strategy: 'simple', ...options }),
    wrong: {
      text: [
        ['a number', (pipe) => pipe(7)],
        ['nothing', (pipe) => pipe()],
        ['one of a batch', (pipe) => pipe([secret, {}])],
      ],
      aggregation_strategy: [
        ['unknown', (pipe) => pipe(secret, { aggregation_strategy: 'some' })],
        ['in capitals', (pipe) => pipe(secret, { aggregation_strategy: 'SIMPLE' })],
        ['null', (pipe) => pipe(secret, { aggregation_strategy: null })],
        ['absent, with a stride', (pipe) => pipe(secret, { stride: 8 })],
      ],
      ignore_labels: [
        ['a string', (pipe) => pipe(secret, { ignore_labels: 'O' })],
        ['numbers', (pipe) => pipe(secret, { ignore_labels: [0] })],
      ],
      stride: [
        ['negative', (pipe) => pipe(secret, { aggregation_strategy: 'max', stride: -1 })],
        ['a fraction', (pipe) => pipe(secret, { aggregation_strategy: 'max', stride: 1.5 })],
        ['a whole window', (pipe) => pipe(secret, { aggregation_strategy: 'max', stride: 510 })],
      ],
    },
  });
});

describe('a scripted head', () => {
  const O = [4, 0, 0, 0, 0];
  const script = {
    '*': O,
    ĠL: [0, 0, 3, 0, 0],
    ovel: [0, 0, 0, 0, 6],
    ace: [1, 0, 1.5, 0, 1.2],
    Ġwrote: [0, 0, 0, 5, 0],
    Ġto: [0, 0, 0, 0, 5],
  };
  const names = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
  let find;
  let parts;
  beforeAll(async () => {
    const folder = scripted(architecture, script, { labels: names });
    find = await pipeline('ner', folder, { threads: 1 });
    parts = await partsOf(folder, AutoModelForTokenClassification);
  });
  afterAll(() => Promise.all([find.dispose(), parts.dispose()]));

  const found = async (text, options) =>
    (await find(text, options)).map(({ entity_group, word }) => `${entity_group} ${word}`);

  test.each([
    ['simple', ['PER L', 'LOC ovel', 'PER ace']],
    ['first', ['PER Lovelace']],
    ['average', ['LOC Lovelace']],
    ['max', ['LOC Lovelace']],
  ])('%s: of a word of three tokens %j', async (aggregation_strategy, wanted) => {
    const text = 'by Lovelace.';
    expect(await parts.tokenizer.tokenize(text)).toEqual(['by', 'ĠL', 'ovel', 'ace', '.']);
    // The full stop is not of the word, as it is in Python.
    expect(await found(text, { aggregation_strategy, ignore_labels: ['O'] })).toEqual(wanted);
    expectClose(
      await find(text, { aggregation_strategy }),
      await expected(parts, names, text, { aggregation_strategy }),
    );
  });

  test.each(strategies.slice(1))('align_to_words gives whole words, with %s', async (strategy) => {
    const options = { aggregation_strategy: strategy, align_to_words: true };
    const entity = strategy === 'first' ? 'PER Lovelace' : 'LOC Lovelace';
    expect(await found('by Lovelace.', options)).toEqual([entity]);
    // What was not one entity before does not become one.
    const isJoined = strategy === 'average' || strategy === 'max';
    const both = isJoined ? ['LOC Lovelace to'] : [entity, 'LOC to'];
    expect(await found('x Lovelace to', options)).toEqual(both);
  });

  test('align_to_words gives words in place of tokens, without aggregation', async () => {
    const [word, ...others] = await find('by Lovelace.', { align_to_words: true });
    expect(others).toEqual([]);
    expect(word).toMatchObject({ entity: 'I-LOC', index: 3, word: 'Lovelace', start: 3, end: 11 });
    expect(word.score).toBeGreaterThan(0.9);
  });

  test('redact aligns to words, unless it shall not', async () => {
    expect((await find.redact('by Lovelace.')).text).toBe('by [LOC_1].');
    const parts = await find.redact('by Lovelace.', { align_to_words: false });
    expect(parts.text).toBe('by [PER_1][LOC_1][PER_2].');
  });

  test.each([
    ['an ignored token between two of a kind parts them', 'x L, L x', ['PER L', 'PER L']],
    ['neighbours of a kind are one', 'x L L to x', ['PER L L', 'LOC to']],
    [
      'a new beginning parts neighbours',
      'x to wrote wrote to',
      ['LOC to', 'LOC wrote', 'LOC wrote to'],
    ],
  ])('simple: %s', async (_, text, wanted) => {
    expect(await found(text, { aggregation_strategy: 'simple' })).toEqual(wanted);
  });

  test('a token between two entities is not within either', async () => {
    const [first, second] = await find('x L and L x', { aggregation_strategy: 'simple' });
    expect([first.start, first.end, second.start, second.end]).toEqual([2, 3, 8, 9]);
  });

  /** Python's is_subword is false for the unknown token. Behind its bracket a word begins here, in Python only behind a space. */
  async function checkUnknown(aggregation_strategy) {
    for (const text of ['x L[UNK] y', 'x L[UNK] ovel y', '[UNK] ovel']) {
      const options = { aggregation_strategy, ignore_labels: [] };
      expectClose(await find(text, options), await expected(parts, names, text, options));
    }
  }
  test.each(['first', 'average', 'max'])(
    'behind the bracket of a literal [UNK] a word begins, with %s',
    async (aggregation_strategy) => {
      const options = { aggregation_strategy, ignore_labels: [] };
      const starts = (await find('x L[UNK]ovel y', options)).map(({ start }) => start);
      expect(starts).toContain(8);
    },
  );
  test.each(['none', 'simple'])('a literal [UNK] is a token, with %s', checkUnknown);
  test.each(['first', 'average', 'max'])('a literal [UNK] begins a word, with %s', checkUnknown);
});

describe('a text beyond the model', () => {
  const max_length = 24;
  const long = texts.join(' / ').repeat(2);
  let find;
  let parts;
  beforeAll(async () => {
    const folder = tokenClassifier({ labels, maxLength: max_length });
    find = await pipeline('ner', folder, { threads: 1 });
    parts = await partsOf(folder, AutoModelForTokenClassification);
  });
  afterAll(() => Promise.all([find.dispose(), parts.dispose()]));

  test.each(strategies)('is cut without stride, and says so, with %s', async (strategy) => {
    const options = { aggregation_strategy: strategy };
    const result = await find(long, options);
    expectClose(result, await expected(parts, labels, long, { ...options, max_length }));
    expect(result.truncated).toBe(true);
    expect(Object.keys(result)).not.toContain('truncated');
    expect(JSON.stringify(result)).not.toContain('truncated');
  });

  test('is the one of its batch that is marked, and the batch is', async () => {
    const batch = await find(['one', long, 'two']);
    expect(batch.map(({ truncated }) => truncated)).toEqual([false, true, false]);
    expect(batch.truncated).toBe(true);
    expect((await find(['one', 'two'])).truncated).toBe(false);
  });

  // Every letter one byte.
  const plain =
    'New York, London and the Netherlands; unbelievable (letters) to a.b@c.de / '.repeat(3);
  const cases = strategies.slice(1).flatMap((strategy) => [1, 6, 15].map((n) => [strategy, n]));
  test.each(cases)('is read to its end: %s, stride %i', async (aggregation_strategy, stride) => {
    const options = { aggregation_strategy, stride };
    const windows = await parts.windows(plain, { stride, max_length });
    expect(windows.length).toBeGreaterThan(3);
    const result = await find(plain, options);
    expectClose(result, await expected(parts, labels, plain, { ...options, max_length }));
    expect(result.truncated).toBe(false);
    expect(result.at(-1).end).toBeGreaterThan(plain.length - 20);
    // In order, and none within another.
    for (let i = 1; i < result.length; i++) {
      expect(result[i].start).toBeGreaterThanOrEqual(result[i - 1].end);
    }
  });

  test('in windows with every label, and in a batch', async () => {
    const options = { aggregation_strategy: 'simple', stride: 7, ignore_labels: [] };
    const inputs = [...texts, plain];
    const wanted = [];
    for (const text of inputs) {
      wanted.push(await expected(parts, labels, text, { ...options, max_length }));
    }
    expectClose(await find(inputs, options), wanted);
  });

  test('of two that overlap the longer one is that of more characters', async () => {
    for (const [aggregation_strategy, stride] of cases) {
      const options = { aggregation_strategy, stride };
      expectClose(
        await find(long, options),
        await expected(parts, labels, long, { ...options, max_length }),
      );
    }
  });

  test('a space before an entity counts for its length', async () => {
    for (const [aggregation_strategy, stride] of cases) {
      const options = { aggregation_strategy, stride };
      const text = plain.replaceAll(' ', '  ');
      expectClose(
        await find(text, options),
        await expected(parts, labels, text, { ...options, max_length }),
      );
    }
  });

  test('with a short text stride changes nothing', async () => {
    const options = { aggregation_strategy: 'simple' };
    expectClose(await find(texts[3], { ...options, stride: 5 }), await find(texts[3], options));
  });

  test('the stride leaves a window something new', async () => {
    const options = { aggregation_strategy: 'simple' };
    for (const stride of [max_length - 2, max_length, 1000]) {
      const message = expect.stringMatching(/stride/);
      await expect(find(long, { ...options, stride })).rejects.toMatchObject({
        code: 'INPUT',
        message,
      });
    }
    expectClose(
      await find(texts[0], { ...options, stride: max_length - 3 }),
      await find(texts[0], options),
    );
  });
});

describe('the bundled model', () => {
  const text = 'Write to Ada Lovelace and Bob Stone at ada@example.org or 😀 +44 20 7946 0958.';
  let find;
  let parts;
  beforeAll(async () => {
    find = await pipeline('token-classification', bundledModel, { threads: 1 });
    parts = await partsOf(bundledModel, AutoModelForTokenClassification);
  });
  afterAll(async () => {
    await Promise.all([find.dispose(), parts.dispose()]);
    cleanUp();
  });

  test.each(strategies)('%s', async (aggregation_strategy) => {
    const names = Object.values(parts.model.config.id2label);
    const options = { aggregation_strategy };
    expectClose(await find(text, options), await expected(parts, names, text, options));
  });

  test('is asked as its config.json recommends', async () => {
    const { task_specific_params } = bundledConfig;
    const recommended = task_specific_params['token-classification'];
    expect(recommended).toEqual({ aggregation_strategy: 'viterbi' });
    expect(await find(text)).toEqual(await find(text, recommended));
    expect((await find(text)).map(({ entity_group }) => entity_group)).toContain('PERSON');
    expect((await find(text, { aggregation_strategy: 'none' }))[0].entity).toBe('B-PERSON');
  });

  test('two people with a word between them are two', async () => {
    const entities = await find(text, { aggregation_strategy: 'simple' });
    const people = entities.filter(({ entity_group }) => entity_group === 'PERSON');
    expect(people.map(({ word }) => word)).toEqual(['Ada Lovelace', 'Bob Stone']);
  });
});
