// The package as it is published, in Node, with the bundled model.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DebertaError, pipeline } from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { bundledModel, cleanUp, damagedModel } from '../../support/models.mjs';

const text = 'Write to Ada Lovelace at ada@example.org or +44 20 7946 0958.';
const simple = { aggregation_strategy: 'simple' };

let ner;
beforeAll(async () => {
  ner = await pipeline('token-classification', bundledModel);
});
afterAll(async () => {
  await ner.dispose();
  cleanUp();
});

describe('token classification', () => {
  test('finds the entities, at offsets that cut them out of the string', async () => {
    const entities = await ner(text, simple);
    expect(entities.map(({ entity_group, word }) => [entity_group, word])).toEqual([
      ['PERSON', 'Ada Lovelace'],
      ['EMAIL', 'ada@example.org'],
      ['PHONE', '+44 20 7946 0958'],
    ]);
    for (const { word, start, end, score } of entities) {
      expect(text.slice(start, end)).toBe(word);
      expect(score).toBeGreaterThan(0.5);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  test('counts offsets in UTF-16, whatever stands before', async () => {
    const strange = `😀 é\u0301 \ud800 ${text}`;
    const entities = await ner(strange, simple);
    const mail = entities.find(({ entity_group }) => entity_group === 'EMAIL');
    expect(strange.slice(mail.start, mail.end)).toBe('ada@example.org');
  });

  test('gives tokens without aggregation', async () => {
    const entities = await ner(text, { aggregation_strategy: 'none' });
    expect(entities[0]).toMatchObject({ entity: 'B-PERSON', start: 9 });
    expect(entities[1].entity).toBe('I-PERSON');
    expect(Object.keys(entities[0]).sort()).toEqual(
      ['end', 'entity', 'index', 'score', 'start', 'word'].sort(),
    );
  });

  test('gives for a batch what its texts give alone', async () => {
    const texts = [text, '', 'Nothing here.', `${text} `.repeat(5)];
    const together = await ner(texts, simple);
    for (const [i, alone] of texts.entries()) {
      const expected = await ner(alone, simple);
      expect(together[i].map(({ word, start }) => [word, start])).toEqual(
        expected.map(({ word, start }) => [word, start]),
      );
      for (const [j, { score }] of together[i].entries()) {
        expect(score).toBeCloseTo(expected[j].score, 4);
      }
    }
    expect(await ner([], simple)).toEqual([]);
  });

  test('reads a long text to its end with stride', async () => {
    const long = 'All of this is only here to fill the page. '.repeat(150) + text;
    const cut = await ner(long, simple);
    const whole = await ner(long, { ...simple, stride: 64 });
    expect(cut.some(({ word }) => word === 'ada@example.org')).toBe(false);
    expect(whole.some(({ word }) => word === 'ada@example.org')).toBe(true);
    for (const { word, start, end } of whole) expect(long.slice(start, end)).toBe(word);
  });

  test('hides the labels that are ignored', async () => {
    const entities = await ner(text, { ...simple, ignore_labels: ['O', 'EMAIL'] });
    expect(entities.map(({ entity_group }) => entity_group)).not.toContain('EMAIL');
  });

  test('refuses wrong arguments by name, and answers the next call', async () => {
    const wrong = [
      [[7], {}, 'text'],
      [text, { aggregation_strategy: 'some' }, 'aggregation_strategy'],
      [text, { stride: -1 }, 'stride'],
      [text, { stride: 510 }, 'stride'],
      [text, { stride: 1.5 }, 'stride'],
      [text, { ignore_labels: 'O' }, 'ignore_labels'],
    ];
    for (const [input, options, name] of wrong) {
      await expect(ner(input, options)).rejects.toMatchObject({
        name: 'DebertaError',
        code: 'INPUT',
        message: expect.stringContaining(name),
      });
    }
    expect(await ner(text, simple)).toHaveLength(3);
  });

  test('says nothing of the text in an error', async () => {
    const error = await ner(text, { stride: 510 }).catch((failure) => failure);
    expect(error.message).not.toContain('Ada');
  });

  test('answers calls that are made at once, each its own', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `${i} people wrote to bob${i}@example.org`);
    const results = await Promise.all(texts.map((one) => ner(one, simple)));
    for (const [i, entities] of results.entries()) {
      expect(entities.some(({ word }) => word === `bob${i}@example.org`)).toBe(true);
    }
  });
});

describe('what a pipeline carries', () => {
  test('task, model, diagnostics', async () => {
    expect(ner.task).toBe('token-classification');
    expect({ ...ner.model }).toMatchObject({
      model_type: 'deberta',
      num_labels: 27,
      max_length: 512,
    });
    const { variant, threads, why, version, load, heap_bytes, last } = await ner.diagnostics();
    expect(variant).toMatch(/^(simd|relaxed)(-threads)?$/);
    expect(threads).toBeGreaterThanOrEqual(1);
    expect(why).toMatch(/core|thread/);
    expect(version).toBe(JSON.parse(readFileSync(join(root, 'package.json'))).version);
    expect(load.skipped).toEqual([]);
    expect(load.bytes).toBe(readFileSync(join(bundledModel, 'model.safetensors')).length);
    expect(heap_bytes).toBeGreaterThan(load.bytes);
    expect(last.tokens_per_second).toBeGreaterThan(0);
  });

  test('a tokenizer with offsets', async () => {
    const options = { return_tensor: false, return_offsets_mapping: true };
    const { input_ids, offset_mapping } = await ner.tokenizer('Ada 😀', options);
    expect(offset_mapping).toHaveLength(input_ids.length);
    expect(offset_mapping[0]).toEqual([0, 0]);
    expect(offset_mapping.at(-2)[1]).toBe('Ada 😀'.length);
    // It is the pipeline's: the pipeline ends it.
    await ner.tokenizer.dispose();
    expect(await ner.tokenizer.encode('Ada 😀')).toEqual(input_ids);
  });
});

describe('loading', () => {
  test('reports progress up to 100%', async () => {
    const events = [];
    const other = await pipeline('ner', bundledModel, {
      progress_callback: (info) => events.push(info),
      threads: 1,
    });
    expect(other.task).toBe('token-classification');
    expect(events.at(-1)).toEqual({
      status: 'ready',
      task: 'token-classification',
      model: bundledModel,
    });
    const sums = events.filter(({ status }) => status === 'progress_total');
    expect(sums.at(-1).progress).toBe(100);
    expect((await other.diagnostics()).threads).toBe(1);
    await other.dispose();
    await expect(other(text)).rejects.toMatchObject({ code: 'DISPOSED' });
  });

  test('is the same from File objects', async () => {
    const names = ['config.json', 'vocab.json', 'merges.txt', 'tokenizer_config.json'];
    const files = [...names, 'special_tokens_map.json', 'model.safetensors'].map(
      (name) => new File([readFileSync(join(bundledModel, name))], name),
    );
    const other = await pipeline('token-classification', files);
    expect(await other(text, simple)).toEqual(await ner(text, simple));
    await other.dispose();
    await expect(pipeline('token-classification', files.slice(1))).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      file: 'config.json',
    });
  });

  test('can be aborted, before and while', async () => {
    await expect(
      pipeline('ner', bundledModel, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const abort = new AbortController();
    await expect(
      pipeline('ner', bundledModel, {
        signal: abort.signal,
        progress_callback: ({ status, file }) => {
          if (status === 'progress' && file === 'model.safetensors') abort.abort();
        },
      }),
    ).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  });

  test('refuses what is no task and no model', async () => {
    await expect(pipeline('translation', bundledModel)).rejects.toMatchObject({ code: 'INPUT' });
    await expect(pipeline('ner', './no-such-folder')).rejects.toBeInstanceOf(DebertaError);
    await expect(pipeline('ner', 'not a name')).rejects.toMatchObject({ code: 'INPUT' });
    await expect(pipeline('ner', 7)).rejects.toMatchObject({ code: 'INPUT' });
    await expect(pipeline('ner', bundledModel, { threads: 0 })).rejects.toMatchObject({
      code: 'INPUT',
    });
  });

  test('needs each of its files', async () => {
    for (const file of ['config.json', 'merges.txt', 'model.safetensors']) {
      const folder = damagedModel(file, () => null);
      await expect(pipeline('token-classification', folder)).rejects.toMatchObject({
        name: 'ModelFileNotFoundError',
        code: 'FILE_NOT_FOUND',
        file,
      });
    }
  });

  test('of a head that the checkpoint lacks names the tensor', async () => {
    await expect(pipeline('text-classification', bundledModel)).rejects.toMatchObject({
      code: 'TENSOR_MISSING',
      message: expect.stringContaining('pooler.dense'),
    });
  });
});

test('a program that has its answer ends, without dispose()', () => {
  const program = `
    import { pipeline } from ${JSON.stringify(`${root}/dist/node.js`)};
    const ner = await pipeline('ner', ${JSON.stringify(bundledModel)});
    console.log((await ner(${JSON.stringify(text)}, { aggregation_strategy: 'simple' })).length);`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8', timeout: 50_000 },
  );
  expect([stdout.trim(), stderr, status]).toEqual(['3', '', 0]);
});
