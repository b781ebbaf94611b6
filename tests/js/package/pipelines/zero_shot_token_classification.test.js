// zero-shot-token-classification against GLiNER itself, and what this package adds to it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { GLiNER, env, pipeline, restore } from '../../../../dist/node.js';
import { caseExpected, caseFolder, caseNames, encoders } from '../../../support/gliner_cases.mjs';
import { bundledModel, cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { expectClose } from '../../../support/reference.mjs';

const task = 'zero-shot-token-classification';
const threads = 1;
const before = { ...env };
beforeAll(() => Object.assign(env, { localModelPath: encoders, allowLocalModels: true }));
afterAll(() => {
  Object.assign(env, before);
  cleanUp();
});

/** An entity of the reference as the package has it. */
const asOurs = ({ start_utf16: start, end_utf16: end, text, label, score, class_probs }) => ({
  ...{ start, end, text, label, score },
  ...(class_probs && { class_probs }),
});

/** input_spans in UTF-16 code units; the reference's are code points, which are the same here. */
const spansOf = ({ input_spans }) => (input_spans ? { input_spans } : {});

describe.each(caseNames)('%s', (name) => {
  test('entities are the reference’s', async () => {
    const { texts, labels, runs } = caseExpected(name);
    const find = await pipeline(task, caseFolder(name), { threads });
    for (const run of runs) {
      const { threshold, flat_ner, multi_label, return_class_probs = false } = run;
      const found = await find(texts, labels, {
        ...{ threshold, flat_ner, multi_label, return_class_probs, stride: 0 },
        ...spansOf(run),
      });
      expectClose(
        found.map((each) => [...each]),
        run.entities.map((each) => each.map(asOurs)),
        1e-4,
      );
    }
    await find.dispose();
  });
});

const labels = ['person', 'club', 'city'];
const letter = 'Cristiano Ronaldo dos Santos Aveiro plays for Al Nassr, and was born in Funchal.';
const low = { threshold: 0.3 };

let find;
beforeAll(async () => {
  find = await pipeline(task, caseFolder('marker_rnn'), { threads });
});
afterAll(() => find.dispose());

factsOfEveryPipeline({
  pipe: () => find,
  inputs: [letter, '', 'Ronaldo 🙂 plays in Funchal', 'Al Nassr '.repeat(30)],
  long: letter.repeat(12),
  call: (pipe, input, options) => pipe(input, labels, { ...low, ...options }),
  wrong: {
    text: [['a number', (pipe) => pipe(7, labels)]],
    candidate_labels: [
      ['nothing', (pipe) => pipe(secret)],
      ['a number', (pipe) => pipe(secret, 7)],
      ['a number in the list', (pipe) => pipe(secret, ['a', 7])],
      ['an empty list', (pipe) => pipe(secret, [])],
      ['a description that is none', (pipe) => pipe(secret, { a: 7 })],
      ['lists for other texts', (pipe) => pipe([secret], [['a'], ['b']])],
    ],
    labels: [['the mark of a label in one', (pipe) => pipe(secret, ['a <<ENT>> b'])]],
    threshold: [
      ['below 0', (pipe) => pipe(secret, labels, { threshold: -0.1 })],
      ['above 1', (pipe) => pipe(secret, labels, { threshold: { '*': 2 } })],
      ['of another label', (pipe) => pipe(secret, labels, { threshold: { town: 0.5 } })],
    ],
    stride: [['more than a window', (pipe) => pipe(secret, labels, { stride: 384 })]],
    input_spans: [
      ['a list of numbers', (pipe) => pipe(secret, labels, { input_spans: [7] })],
      ['for other texts', (pipe) => pipe([secret, 'a'], labels, { input_spans: [[]] })],
      ['a half', (pipe) => pipe(secret, labels, { input_spans: [{ start: 0.5, end: 1 }] })],
    ],
  },
  plain: (result) => JSON.parse(JSON.stringify(result)),
});

describe('labels', () => {
  test('are a list, names with commas, or names with descriptions, each once', async () => {
    const wanted = await find(letter, labels, low);
    expect(wanted.length).toBeGreaterThan(1);
    expect(await find(letter, 'person, club,city', low)).toEqual(wanted);
    expect(await find(letter, ['person', 'club', 'person', 'city'], low)).toEqual(wanted);
    const renamed = await find(letter, { A: 'person', B: 'club', C: 'city' }, low);
    const names = { person: 'A', club: 'B', city: 'C' };
    expect(renamed).toEqual(wanted.map((each) => ({ ...each, label: names[each.label] })));
  });

  test('may be others for each text, and not as many', async () => {
    const lists = [['city'], { P: 'person', C: 'club' }];
    const together = await find([letter, letter], lists, low);
    expect(together.map((each) => [...each])).toEqual([
      [...(await find(letter, lists[0], low))],
      [...(await find(letter, lists[1], low))],
    ]);
  });

  test('have thresholds of their own', async () => {
    const options = { flat_ner: false, multi_label: true };
    const of = async (threshold) => find(letter, labels, { threshold, ...options });
    const all = await of(0.3);
    const wanted = all.filter(({ label, score }) => score > (label === 'city' ? 0.6 : 0.4));
    expect(wanted.length).toBeLessThan(all.length);
    expect(wanted.some(({ label }) => label === 'city')).toBe(true);
    expect(await of({ city: 0.6, '*': 0.4 })).toEqual(wanted);
    expect(await of({ city: 0.5 })).toEqual(await of(0.5));
    expect(await of({ person: 1, club: 1, city: 1 })).toEqual([]);
  });
});

describe('long texts', () => {
  test('are read in windows; stride: 0 reads the first, and says so', async () => {
    const small = await pipeline(task, caseFolder('max_len'), { threads }); // 12 words at once
    const { texts, labels } = caseExpected('max_len');
    const long = Array(5).fill(texts[0]).join(' ');
    const cut = await small(long, labels, { ...low, stride: 0 });
    const whole = await small(long, labels, low);
    expect(cut.truncated).toBe(true);
    expect(whole.truncated).toBe(false);
    expect(whole.at(-1).end).toBeGreaterThan(long.length * 0.8);
    expect(Math.max(...cut.map(({ end }) => end))).toBeLessThan(long.length / 5);
    for (const { start, end, text } of whole) expect(long.slice(start, end)).toBe(text);
    const short = await small('Ada', labels, { ...low, stride: 0 });
    expect(short.truncated).toBe(false);
    await small.dispose();
  });
});

describe('redact', () => {
  test('replaces entities of the labels, and restores them', async () => {
    const found = await find(letter, labels, low);
    const { text, map, entities } = await find.redact(letter, { labels, ...low });
    expect(entities.map(({ start, end, entity_group }) => [start, end, entity_group])).toEqual(
      found.map(({ start, end, label }) => [start, end, label]),
    );
    expect(text).toContain(`[${found[0].label}_1]`);
    expect(restore(text, map)).toBe(letter);
  });

  test('has the options of redaction and of finding', async () => {
    const options = { labels, ...low, flat_ner: false, multi_label: true, stride: 4 };
    const masked = await find.redact(letter, { ...options, policy: 'mask' });
    expect(masked.text).toContain('█');
    const none = await find.redact(letter, { ...options, min_score: 1.1, merge_spellings: true });
    expect(none.text).toBe(letter);
    const map = { '[city_1]': 'Rome' };
    const again = await find.redact(letter, { ...options, map });
    expect(again.map['[city_1]']).toBe('Rome');
    const known = { ...options, map, min_score: 1 };
    expect((await find.redact('To Rome', known)).text).toBe('To Rome');
    expect((await find.redact('To Rome', { ...known, all_mentions: true })).text).toBe(
      'To [city_1]',
    );
  });

  test('a text that would be cut is refused', async () => {
    const long = 'one two '.repeat(300);
    await expect(find.redact(long, { labels, stride: 0 })).rejects.toMatchObject({
      code: 'INPUT',
      message: 'stride: expected at least 1 for a long text, got 0',
    });
  });
});

describe('GLiNER', () => {
  test('has the names of GLiNER’s own interface', async () => {
    const model = await GLiNER.from_pretrained(caseFolder('marker_rnn'), { threads });
    const wanted = await find(letter, labels, low);
    expect(await model.predict_entities(letter, labels, low)).toEqual(wanted);
    expect(await model.predictEntities(letter, labels, low)).toEqual(wanted);
    expect(await model.inference([letter, ''], labels, low)).toEqual([wanted, []]);
    expect(model.config.gliner_config.span_mode).toBe('markerV0');
    expect(model.config.hidden_size).toBe(24);
    expect((await model.redact(letter, { labels, ...low })).entities).toHaveLength(wanted.length);
    expect((await model.diagnostics()).load.format).toBe('safetensors');
    await model.dispose();
  });

  test('with 8 bits keeps its heads and decides nearly the same', async () => {
    const model = await GLiNER.from_pretrained(caseFolder('token_level'), { threads, dtype: 'q8' });
    const { texts, labels, runs } = caseExpected('token_level');
    const found = await model.predict_entities(texts[0], labels);
    const run = runs.find((each) => each.threshold === 0.5 && each.flat_ner && !each.multi_label);
    expect(found.length).toBeGreaterThan(0);
    expect(Math.abs(found.length - run.entities[0].length)).toBeLessThanOrEqual(2);
    await model.dispose();
  });
});

describe('models of other tasks', () => {
  test('a GLiNER model names its task', async () => {
    for (const other of ['token-classification', 'feature-extraction']) {
      await expect(pipeline(other, caseFolder('marker_rnn'), { threads })).rejects.toMatchObject({
        code: 'INPUT',
        message: expect.stringMatching(
          /is a GLiNER model: load it with .*pipeline\('zero-shot-token-classification'\)$/,
        ),
      });
    }
  });

  test('another model is refused', async () => {
    await expect(pipeline(task, bundledModel, { threads })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      file: 'gliner_config.json',
    });
  });
});
