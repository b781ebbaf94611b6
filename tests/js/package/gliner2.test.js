// GLiNER2 against the reference, and what this package adds to it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AutoModel,
  AutoTokenizer,
  GLiNER,
  GLiNER2,
  pipeline,
  restore,
} from '../../../dist/node.js';
import { caseExpected, caseFolder, gliner2Names } from '../../support/gliner_cases.mjs';
import {
  bundledModel,
  cleanUp,
  joinSafetensors,
  splitSafetensors,
  temporaryFolder,
} from '../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../support/pipeline_facts.mjs';
import { expectClose } from '../../support/reference.mjs';

const threads = 1;
afterAll(cleanUp);

/** A result of the reference as the package has it: offsets are those of UTF-16. */
function asOurs(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asOurs);
  const { start_utf16, end_utf16, ...rest } = value;
  if (start_utf16 !== undefined) return { ...rest, start: start_utf16, end: end_utf16 };
  return Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, asOurs(each)]));
}

const plain = (result) => JSON.parse(JSON.stringify(result));

/** The method of a case, its form for several texts, and what it looks for. */
const methods = {
  entities: ['extract_entities', ({ entities }) => entities],
  classify: ['classify_text', ({ classifications }) => classifications],
  extract: ['extract', (schema) => schema],
};

describe.each(gliner2Names)('%s', (name) => {
  const { method, texts, schema, runs } = caseExpected(name);
  const [single, wantedOf] = methods[method];
  const wanted = wantedOf(schema);

  test.each([
    [1, 1],
    [8, 2],
  ])('the results are the reference’s, in batches of %i, with threads: %i', async (size, most) => {
    const model = await GLiNER2.from_pretrained(caseFolder(name), { threads: most });
    for (const { results, ...options } of runs) {
      const length = options.chunk_size ? '_long' : '';
      const all = await model[`batch_${single}${length}`](texts, wanted, {
        ...options,
        batch_size: size,
      });
      expectClose(plain(all), asOurs(results), 1e-4);
      const [first] = all;
      expectClose(
        plain(await model[`${single}${length}`](texts[0], wanted, options)),
        plain(first),
      );
    }
    await model.dispose();
  });
});

const schema = caseExpected('gliner2_mixed').schema;
const [letter] = caseExpected('gliner2_mixed').texts;

let model;
beforeAll(async () => {
  model = await GLiNER2.from_pretrained(caseFolder('gliner2_mixed'), { threads });
});
afterAll(() => model.dispose());

const all = { include_confidence: true, include_spans: true, threshold: 0.3 };

factsOfEveryPipeline({
  pipe: () => model,
  inputs: [letter, '', 'Lumix 🙂 of Osaka', ' \n ', 'Sony sells '.repeat(20)],
  long: letter.repeat(12),
  call: (pipe, input, options) =>
    Array.isArray(input)
      ? pipe.batch_extract(input, schema, { ...all, ...options })
      : pipe.extract(input, schema, { ...all, ...options }),
  wrong: {
    text: [['a number', (pipe) => pipe.extract(7, schema)]],
    schema: [
      ['nothing', (pipe) => pipe.extract(secret)],
      ['an unknown part', (pipe) => pipe.extract(secret, { kinds: ['a'] })],
    ],
    entity_types: [['a token of the prompt', (pipe) => pipe.extract_entities(secret, '[E]')]],
    labels: [['no class', (pipe) => pipe.classify_text(secret, { a: [] })]],
    threshold: [['above 1', (pipe) => pipe.extract(secret, schema, { threshold: 2 })]],
    format_results: [['false', (pipe) => pipe.extract(secret, schema, { format_results: false })]],
  },
  plain,
});

describe('a result', () => {
  test('has the offsets of the text', async () => {
    const text = `🙂🙂 ${letter}`;
    const { entities } = await model.extract_entities(text, ['company', 'city'], all);
    expect(entities.company.length).toBeGreaterThan(1);
    for (const { text: word, start, end } of Object.values(entities).flat()) {
      expect(text.slice(start, end)).toBe(word);
    }
  });

  test('has all spans of its text: the stop that is read behind it is none of them', async () => {
    const text = 'Visit www.example.com';
    const { entities } = await model.extract_entities(text, ['company'], { ...all, threshold: 0 });
    const ends = entities.company.map(({ end }) => end);
    expect(Math.max(...ends)).toBe(text.length);
  });

  test('says whether words were dropped', async () => {
    const cut = await model.extract_entities(letter, ['city'], { ...all, max_len: 5 });
    const [, , , , fifth] = letter.split(' ');
    expect(cut.truncated).toBe(true);
    const limit = letter.indexOf(fifth) + fifth.length;
    for (const { end } of cut.entities.city ?? []) expect(end).toBeLessThanOrEqual(limit);
    expect((await model.extract_entities(letter, ['city'], { max_len: 50 })).truncated).toBe(false);
  });
});

describe('long texts', () => {
  test('give in chunks what the chunks give alone', async () => {
    const text = Array(4).fill(letter.slice(0, -1)).join(' ');
    const chunks = { chunk_size: 12, chunk_overlap: 0 };
    const whole = await model.extract_entities_long(text, ['company'], { ...all, ...chunks });
    const words = [...text.matchAll(/\w+(?:-\w+)*|\S/g)];
    const found = [];
    for (let i = 0; i < words.length; i += 12) {
      const begin = words[i].index;
      const last = words[Math.min(i + 11, words.length - 1)];
      const part = text.slice(begin, last.index + last[0].length);
      const { entities } = await model.extract_entities(part, ['company'], { ...all, max_len: 12 });
      for (const { start, end, ...each } of entities.company ?? []) {
        found.push({ ...each, start: start + begin, end: end + begin });
      }
    }
    found.sort((a, b) => a.start - b.start);
    expect(found.length).toBeGreaterThan(4);
    expectClose(plain(whole.entities.company), found);
  });

  test('of 5,000 words are read to the end', async () => {
    const text = Array(335).fill(letter.slice(0, -1)).join(' ');
    const { entities } = await model.extract_long(text, { entities: ['company'] }, all);
    expect(entities.company.at(-1).end).toBeGreaterThan(text.length - letter.length);
  });
});

describe('the pipelines for labels of any name', () => {
  test('classify', async () => {
    const folder = caseFolder('gliner2_mixed');
    const classify = await pipeline('zero-shot-classification', folder, { threads });
    const labels = ['formal', 'casual', 'rude'];
    const wanted = await model.classify_text(
      letter,
      { category: { labels, multi_label: true, class_act: 'softmax', cls_threshold: 0 } },
      { include_confidence: true },
    );
    const sorted = wanted.category.sort((a, b) => b.confidence - a.confidence);
    const result = await classify(letter, labels);
    expectClose(result, {
      sequence: letter,
      labels: sorted.map(({ label }) => label),
      scores: sorted.map(({ confidence }) => confidence),
    });
    expect(result.scores.reduce((sum, score) => sum + score)).toBeCloseTo(1, 5);
    const [several] = await classify([letter], labels, { multi_label: true });
    expect(several.scores.reduce((sum, score) => sum + score)).not.toBeCloseTo(1, 3);
    expect(classify.model.model_type).toBe('deberta-v2');
    await classify.dispose();
  });

  test('find and redact', async () => {
    const find = await pipeline('zero-shot-ner', caseFolder('gliner2_mixed'), { threads });
    const labels = ['company', 'city'];
    const several = { flat_ner: false, multi_label: true, threshold: 0.3 };
    const { entities } = await model.extract_entities(letter, labels, all);
    const wanted = labels
      .flatMap((label) =>
        entities[label].map(({ confidence: score, ...each }) => ({ ...each, label, score })),
      )
      .sort((a, b) => a.start - b.start || b.score - a.score);
    const found = await find(letter, labels, several);
    const key = ({ start, end, label }) => `${start} ${end} ${label}`;
    expect(found.map(key).sort()).toEqual(wanted.map(key).sort());
    const flat = await find(letter, labels, { threshold: 0.3 });
    for (const [i, { start }] of flat.entries()) {
      if (i) expect(start).toBeGreaterThanOrEqual(flat[i - 1].end);
    }
    const { text, map } = await find.redact(letter, { labels, threshold: 0.3 });
    expect(text).toMatch(/\[(company|city)_1\]/);
    expect(restore(text, map)).toBe(letter);
    await find.dispose();
  });
});

describe('a model of the boundary form', () => {
  /** The classifier of a case, as that form has it. */
  function boundaryModel() {
    const folder = temporaryFolder();
    cpSync(caseFolder('gliner2_classify'), folder, { recursive: true });
    const path = join(folder, 'model.safetensors');
    const [header, bytes] = splitSafetensors(readFileSync(path));
    const kept = Object.entries(header).filter(([key]) => /^(encoder|classifier)\./.test(key));
    const parts = [];
    let end = 0;
    const renamed = kept.map(([key, { data_offsets, ...tensor }]) => {
      const begin = end;
      parts.push(bytes.subarray(...data_offsets));
      end += data_offsets[1] - data_offsets[0];
      const name = key.replace(/^classifier\.2\./, 'classifier.3.');
      return [name, { ...tensor, data_offsets: [begin, end] }];
    });
    writeFileSync(path, joinSafetensors(Object.fromEntries(renamed), Buffer.concat(parts)));
    const config = join(folder, 'config.json');
    const fields = { ...JSON.parse(readFileSync(config, 'utf8')), architecture: 'boundary' };
    writeFileSync(config, JSON.stringify(fields));
    return folder;
  }

  test('classifies, and refuses the rest by name', async () => {
    const loaded = await GLiNER2.from_pretrained(boundaryModel(), { threads });
    const { texts, schema: wanted, runs } = caseExpected('gliner2_classify');
    const { results, ...options } = runs[0];
    const result = await loaded.classify_text(texts[0], wanted.classifications, options);
    expectClose(plain(result), results[0], 1e-4);
    for (const call of [
      () => loaded.extract_entities(texts[0], ['city']),
      () => loaded.extract_relations(texts[0], ['in']),
      () => loaded.extract_json(texts[0], { letter: ['from'] }),
    ]) {
      await expect(call()).rejects.toMatchObject({
        code: 'CONFIG_UNSUPPORTED',
        message: expect.stringContaining("architecture 'boundary'"),
      });
    }
    await loaded.dispose();
  });
});

describe('GLiNER2', () => {
  test('has the model’s configuration and reports', async () => {
    expect(model).toBeInstanceOf(GLiNER2);
    expect(model.config.gliner2_config.model_type).toBe('extractor');
    expect(model.config).toMatchObject({ model_type: 'deberta-v2', hidden_size: 24 });
    const { load, last } = await model.diagnostics();
    expect(load).toMatchObject({ format: 'safetensors', skipped: [] });
    expect(Object.keys(load.origins)).toContain('encoder_config/config.json');
    expect(last.tokens).toBeGreaterThan(0);
  });

  test('with 8 bits decides nearly the same', async () => {
    const small = await GLiNER2.from_pretrained(caseFolder('gliner2_mixed'), {
      ...{ threads, dtype: 'q8' },
    });
    const [exact, rounded] = [
      await model.extract_entities(letter, ['company', 'city'], all),
      await small.extract_entities(letter, ['company', 'city'], all),
    ];
    for (const label of ['company', 'city']) {
      const [a, b] = [exact.entities[label], rounded.entities[label]];
      expect(Math.abs(a.length - b.length)).toBeLessThanOrEqual(2);
      expect(Math.abs(a[0].confidence - b[0].confidence)).toBeLessThan(0.1);
    }
    await small.dispose();
  });

  test('loads from File objects, also of a chosen folder', async () => {
    const folder = caseFolder('gliner2_mixed');
    const fileOf = (path, name, relative) =>
      Object.assign(new File([readFileSync(join(folder, path))], name), {
        webkitRelativePath: relative,
      });
    const names = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    const encoder = 'encoder_config/config.json';
    const files = names.map((name) => fileOf(name, name, `model/${name}`));
    for (const file of [
      fileOf(encoder, 'config.json', `model/${encoder}`),
      new File([readFileSync(join(folder, encoder))], encoder),
    ]) {
      const loaded = await GLiNER2.from_pretrained([file, ...files], { threads });
      expect(plain(await loaded.extract(letter, schema))).toEqual(
        plain(await model.extract(letter, schema)),
      );
      await loaded.dispose();
    }
  });

  test('is told by what does not load it', async () => {
    const folder = caseFolder('gliner2_mixed');
    const advice =
      /is a GLiNER2 model: load it with GLiNER2\.from_pretrained\(\), pipeline\('zero-shot-token-classification'\) or/;
    for (const load of [
      () => GLiNER.from_pretrained(folder, { threads }),
      () => pipeline('token-classification', folder, { threads }),
      () => pipeline('text-classification', folder, { threads }),
      () => AutoModel.from_pretrained(folder, { threads }),
    ]) {
      await expect(load()).rejects.toMatchObject({
        code: 'INPUT',
        message: expect.stringMatching(advice),
      });
    }
    const tokenizer = await AutoTokenizer.from_pretrained(folder);
    expect((await tokenizer('[P]', { add_special_tokens: false })).input_ids.size).toBe(1);
    await tokenizer.dispose();
  });

  test('tells what other models are', async () => {
    await expect(
      GLiNER2.from_pretrained(caseFolder('marker_rnn'), { threads }),
    ).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/is a GLiNER model: load it with GLiNER\.from_pretrained\(\)/),
    });
    await expect(GLiNER2.from_pretrained(bundledModel, { threads })).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/is not a GLiNER2 model: its model_type is not 'extractor'$/),
    });
  });

  test('needs the encoder’s configuration', async () => {
    const folder = temporaryFolder();
    const isNeeded = (path) => !path.includes('encoder_config');
    cpSync(caseFolder('gliner2_mixed'), folder, { recursive: true, filter: isNeeded });
    await expect(GLiNER2.from_pretrained(folder, { threads })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      file: 'encoder_config/config.json',
    });
  });

  test.each([
    ['token_pooling', 'mean'],
    ['counting_layer', 'count_lstm_moe'],
    ['span_head', { span_mode: 'marker' }],
    ['architecture', 'other'],
  ])('refuses another %s by name', async (field, value) => {
    const folder = temporaryFolder();
    cpSync(caseFolder('gliner2_mixed'), folder, { recursive: true });
    const path = join(folder, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...config, [field]: value }));
    await expect(GLiNER2.from_pretrained(folder, { threads })).rejects.toMatchObject({
      code: 'CONFIG_UNSUPPORTED',
      file: 'config.json',
      message: expect.stringContaining(Object.keys(Object(value))[0] === '0' ? field : 'span_mode'),
    });
  });
});
