// deberta-wasm convert and info, as a user runs them: dist/cli.js in a process of its own.
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import {
  AutoModel,
  AutoModelForMaskedLM,
  AutoModelForSequenceClassification,
  pipeline,
} from '../../../../dist/node.js';
import { root } from '../../../../tools/project.mjs';
import { answer, cli } from '../../../support/cli.mjs';
import {
  bundledModel,
  fixedConfig,
  fixedModel,
  checkpointModel as model,
  cleanUp,
  joinSafetensors,
  splitSafetensors,
  temporaryFolder,
} from '../../../support/models.mjs';
import { readTensors } from '../../../support/safetensors.mjs';
import {
  maskedLanguageModel,
  questionAnswerer,
  sequenceClassifier,
} from '../../../support/tiny_models.mjs';

afterAll(cleanUp);

const fixtures = join(root, 'tests/fixtures');

const inTwo = (...names) => Object.fromEntries(names.map((name) => [name, name]));

describe('convert', () => {
  const classifier = [AutoModelForSequenceClassification, 'logits'];
  const maskedLm = [AutoModelForMaskedLM, 'logits'];
  const encoder = [AutoModel, 'last_hidden_state'];
  const cases = [
    ['zip.bin', 'v1_seq_single', classifier, { 'pytorch_model.bin': 'zip.bin' }],
    ['legacy.bin', 'v1_seq_single', classifier, { 'pytorch_model.bin': 'legacy.bin' }],
    ['views.bin', 'v1_seq_single', classifier, { 'pytorch_model.bin': 'views.bin' }],
    ['half.bin', 'v1_seq_single', classifier, { 'pytorch_model.bin': 'half.bin' }, 5e-2],
    ['tf_model.h5', 'v1_seq_single', classifier, { 'tf_model.h5': 'tf_model.h5' }],
    ['tied.bin', 'v1_mlm_legacy', maskedLm, { 'pytorch_model.bin': 'tied.bin' }],
    ['tied_legacy.bin', 'v1_mlm_legacy', maskedLm, { 'pytorch_model.bin': 'tied_legacy.bin' }],
    [
      'safetensors in two files',
      'v1_bf16',
      encoder,
      inTwo(
        'model.safetensors.index.json',
        'model-00001-of-00002.safetensors',
        'model-00002-of-00002.safetensors',
      ),
    ],
    [
      'pytorch in two files',
      'v1_bf16',
      encoder,
      inTwo(
        'pytorch_model.bin.index.json',
        'pytorch_model-00001-of-00002.bin',
        'pytorch_model-00002-of-00002.bin',
      ),
    ],
  ];

  async function outputOf(Class, folder, name, output) {
    const expected = Object.fromEntries(
      readTensors(join(fixtures, 'golden', name, 'expected.safetensors')),
    );
    const inputs = Object.fromEntries(
      ['input_ids', 'attention_mask', 'token_type_ids']
        .filter((field) => expected[field])
        .map((field) => [field, expected[field]]),
    );
    const loaded = await Class.from_pretrained(folder, { threads: 1 });
    const { [output]: tensor } = await loaded(inputs);
    const { load } = await loaded.diagnostics();
    await loaded.dispose();
    return { actual: tensor.data, expected: expected[output].data, load };
  }

  function expectClose(actual, expected, tolerance) {
    expect(actual).toHaveLength(expected.length);
    for (const [i, value] of actual.entries()) {
      expect(Math.abs(value - expected[i])).toBeLessThan(tolerance * (1 + Math.abs(expected[i])));
    }
  }

  test.each(cases)('%s as one file', async (_, name, [Class, output], files, tolerance = 1e-4) => {
    const folder = model(name, files);
    const to = join(temporaryFolder(), 'new/folder');
    const told = await answer(['convert', folder, to]);
    expect(told).toMatch(
      /^\S+model\.safetensors: \d+ tensors, .* from (safetensors|pytorch|tensorflow)/,
    );
    expect(readdirSync(to).sort()).toEqual(['config.json', 'model.safetensors']);
    const { actual, expected, load } = await outputOf(Class, to, name, output);
    expectClose(actual, expected, tolerance);
    expect(load.format).toBe('safetensors');
  });

  test('the same tensors are the same file, whatever they come from', async () => {
    const folder = temporaryFolder();
    const convert = async (from, to, ...options) => {
      await answer(['convert', from, join(folder, to), ...options]);
      return readFileSync(join(folder, to));
    };
    const golden = await convert(
      join(fixtures, 'golden/v1_seq_single/model.safetensors'),
      'golden.safetensors',
    );
    // (legacy.bin has LayerNorm's older names, which are kept.)
    for (const file of ['zip.bin', 'views.bin']) {
      const path = join(fixtures, 'checkpoints/v1_seq_single', file);
      expect(golden.equals(await convert(path, `${file}.safetensors`))).toBe(true);
    }
    expect(golden.readBigUInt64LE(0) % 8n).toBe(0n);
    const [header] = splitSafetensors(golden);
    expect(header.__metadata__).toEqual({ format: 'pt' });

    const half = await convert(
      join(folder, 'golden.safetensors'),
      'f16.safetensors',
      '--dtype=f16',
    );
    const [{ __metadata__: _, ...tensors }, data] = splitSafetensors(half);
    let end = 0;
    for (const [name, { dtype, shape, data_offsets }] of Object.entries(tensors)) {
      const isFloat = header[name].dtype === 'F32';
      expect([name, dtype, shape]).toEqual([
        name,
        isFloat ? 'F16' : header[name].dtype,
        header[name].shape,
      ]);
      expect(data_offsets[0]).toBe(end);
      end = data_offsets[1];
    }
    expect(end).toBe(data.length);
  });

  test.each([
    ['f16', 1e-2],
    ['bf16', 1e-1],
    ['f32', 1e-4],
    ['q8', 1e-1],
  ])('to %s, the answers stay within the tolerance', async (dtype, tolerance) => {
    const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
    const to = temporaryFolder();
    await answer(['convert', folder, to, '--dtype', dtype]);
    const { actual, expected } = await outputOf(
      AutoModelForSequenceClassification,
      to,
      'v1_seq_single',
      'logits',
    );
    expectClose(actual, expected, tolerance);
  });

  test('the bundled model in F32 finds what it found', async () => {
    const to = join(temporaryFolder(), 'model');
    await answer(['convert', bundledModel, to, '--dtype', 'f32']);
    const run = (folder) =>
      answer([
        ...['run', 'ner', folder, 'Ask ada@example.org', '--json', '--threads=1'],
        ...['--aggregation_strategy', 'simple'],
      ]);
    expect(await run(to)).toBe(await run(bundledModel));
  });

  test('to q8: what a load with that dtype makes of floats, in little more than half of an F16 file', async () => {
    const to = join(temporaryFolder(), 'model');
    const told = await answer(['convert', fixedModel, to, '--dtype', 'q8']);
    const [small, half] = [to, fixedModel].map((folder) =>
      readFileSync(join(folder, 'model.safetensors')),
    );
    const [header, data] = splitSafetensors(small);
    const [floats] = splitSafetensors(half);
    expect(told).toContain(`: ${Object.keys(header).length - 1} tensors, `);
    expect(small.length).toBeLessThan(0.6 * half.length);
    // Python would take the integers for weights: it refuses a file of another format.
    expect(header.__metadata__).toEqual({ format: 'deberta-wasm' });
    const words = 'deberta.embeddings.word_embeddings.weight';
    expect(header[words]).toMatchObject({ dtype: 'I8', shape: floats[words].shape });
    expect(header[`${words}_scale`]).toMatchObject({
      dtype: 'F32',
      shape: [fixedConfig.vocab_size],
    });
    expect(header['classifier.weight'].dtype).toBe(floats['classifier.weight'].dtype);
    // Scales come before what they scale.
    const end = Math.max(
      ...Object.values(header).map(({ data_offsets }) => data_offsets?.[1] ?? 0),
    );
    expect(end).toBe(data.length);
    for (const [name, { dtype, data_offsets }] of Object.entries(header)) {
      if (dtype !== 'I8') continue;
      expect(header[`${name}_scale`].data_offsets[1]).toBeLessThanOrEqual(data_offsets[0]);
    }

    const text = 'Write to Anna Schmidt, anna@example.org, or call +49 30 1234567.';
    const find = async (folder, dtype) => {
      const tag = await pipeline('token-classification', folder, { dtype, threads: 1 });
      const found = await tag(text, { aggregation_strategy: 'simple' });
      const { load } = await tag.diagnostics();
      await tag.dispose();
      expect(load.unquantized_layers).toEqual([]);
      expect(load.activation_bits).toBe(dtype === 'q8' ? 7 : 32);
      return found;
    };
    const expected = await find(fixedModel, 'q8');
    expect(expected.length).toBeGreaterThan(1);
    for (const dtype of ['q8', 'q8-weights', 'fp32']) {
      const found = await find(to, dtype);
      const spans = (entities) => entities.map(({ entity_group, word }) => [entity_group, word]);
      expect(spans(found)).toEqual(spans(expected));
      found.forEach(({ score }, i) => {
        expect(Math.abs(score - expected[i].score)).toBeLessThan(dtype === 'q8' ? 0.01 : 0.05);
      });
    }

    const facts = JSON.parse(await answer(['info', to, '--json']));
    const ofFloats = JSON.parse(await answer(['info', fixedModel, '--json']));
    expect(facts.skipped).toEqual([]);
    expect(facts.heads).toEqual(['token-classification']);
    expect(facts.weights.parameters).toBe(ofFloats.weights.parameters);
    expect(facts.weights.dtypes.I8.tensors).toBe(1 + 4 * 4);
  });

  test('to q8 from several files', async () => {
    const names = [1, 2].map((i) => `pytorch_model-0000${i}-of-00002.bin`);
    const folder = model('v1_bf16', inTwo('pytorch_model.bin.index.json', ...names));
    const to = temporaryFolder();
    expect(await answer(['convert', folder, to, '--dtype', 'q8'])).toContain(' from pytorch\n');
    const { actual, expected } = await outputOf(AutoModel, to, 'v1_bf16', 'last_hidden_state');
    expectClose(actual, expected, 1e-1);
  });

  test('integers without scales are not weights: Python can read the file, too', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.safetensors');
    const header = { mask: { dtype: 'I8', shape: [2], data_offsets: [0, 2] } };
    writeFileSync(path, joinSafetensors(header, Buffer.from([1, 0])));
    const to = join(folder, 'copy.safetensors');
    await answer(['convert', path, to]);
    expect(splitSafetensors(readFileSync(to))[0].__metadata__).toEqual({ format: 'pt' });
  });

  test('to q8, half of a feed-forward layer is an error', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.safetensors');
    const name = 'deberta.encoder.layer.0.output.dense.weight';
    const header = { [name]: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] } };
    writeFileSync(path, joinSafetensors(header, Buffer.alloc(8)));
    const to = join(folder, 'small.safetensors');
    const { status, stderr } = await cli(['convert', path, to, '--dtype', 'q8']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/TENSOR_MISSING: .*is missing: .*output\.dense\.weight/);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('what is there is replaced only with --force', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.safetensors');
    writeFileSync(path, 'mine');
    const zip = join(fixtures, 'checkpoints/v1_seq_single/zip.bin');
    const { status, stderr, stdout } = await cli(['convert', zip, path]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^deberta-wasm: INPUT: .*model\.safetensors already exists.*\n$/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await cli(['convert', zip, folder])).status).toBe(1);
    await answer(['convert', zip, path, '--force']);
    expect(readTensors(path).size).toBeGreaterThan(10);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('a folder is converted in its place', async () => {
    const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
    await answer(['convert', folder, join(folder, 'model.safetensors')]);
    await answer(['convert', folder, folder, '--force', '--dtype', 'f16']);
    expect(readdirSync(folder).sort()).toEqual([
      'config.json',
      'model.safetensors',
      'pytorch_model.bin',
    ]);
  });

  test('a file that is damaged, or too large for the type, leaves nothing', async () => {
    const folder = temporaryFolder();
    const cut = join(folder, 'cut.bin');
    cpSync(join(fixtures, 'checkpoints/v1_seq_single/zip.bin'), cut);
    truncateSync(cut, 20_000);
    const large = join(folder, 'large.safetensors');
    const header = { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
    writeFileSync(large, joinSafetensors(header, Buffer.from(new Float32Array([1, 7e4]).buffer)));
    for (const [file, fact] of [
      [cut, 'PT_TRUNCATED: '],
      [large, "TENSOR_RANGE: tensor 'a': 1 of its 2 values are too large for F16"],
    ]) {
      const args = ['convert', file, join(folder, 'out/model.safetensors'), '--dtype=f16'];
      const { status, stderr, stdout } = await cli(args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain(`deberta-wasm: ${fact}`);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    const left = readdirSync(folder, { recursive: true }).filter((name) => name.includes('part'));
    expect([left, existsSync(join(folder, 'out/model.safetensors'))]).toEqual([[], false]);
  });
});

describe('info', () => {
  test('of a model of token classification', async () => {
    const facts = JSON.parse(await answer(['info', fixedModel, '--json']));
    expect(facts).toMatchObject({
      model_type: 'deberta',
      architectures: ['DebertaForTokenClassification'],
      layers: fixedConfig.num_hidden_layers,
      hidden_size: fixedConfig.hidden_size,
      vocab_size: fixedConfig.vocab_size,
      tokenizer: { kind: 'byte-level BPE', files: ['vocab.json', 'merges.txt'] },
      weights: { format: 'safetensors', files: [{ name: 'model.safetensors' }] },
      heads: ['token-classification'],
      refused: null,
      skipped: [],
    });
    expect(facts.labels).toHaveLength(27);
    const { tensors, parameters, dtypes } = facts.weights;
    const counts = Object.values(dtypes);
    expect(counts.reduce((sum, each) => sum + each.tensors, 0)).toBe(tensors);
    expect(counts.reduce((sum, each) => sum + each.parameters, 0)).toBe(parameters);
    expect(facts.memory_bytes).toBeGreaterThan(parameters);
    const text = await answer(['info', fixedModel]);
    expect(text).toContain('PERSON');
    expect(text).toMatch(/^ {2}head {8}token-classification$/m);
  });

  test.each([
    ['sequence-classification', sequenceClassifier],
    ['question-answering', questionAnswerer],
    ['masked-lm', maskedLanguageModel],
  ])('a model with a head for %s', async (head, make) => {
    const facts = JSON.parse(await answer(['info', make(), '--json']));
    expect(facts.heads).toEqual([head]);
    expect(facts.skipped).toEqual(expect.arrayContaining(['unused.classifier.weight']));
  });

  test('reads the index alone, of one file or several', async () => {
    const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
    const whole = JSON.parse(await answer(['info', folder, '--json']));
    truncateSync(join(folder, 'pytorch_model.bin'), 60_000);
    const cut = JSON.parse(await answer(['info', folder, '--json']));
    expect(cut.weights).toMatchObject({ format: 'pytorch', tensors: whole.weights.tensors });

    const files = [1, 2].map((i) => `model-0000${i}-of-00002.safetensors`);
    const two = model('v1_bf16', inTwo('model.safetensors.index.json', ...files));
    const facts = JSON.parse(await answer(['info', two, '--json']));
    expect(facts.weights.files.map(({ name }) => name)).toEqual(files);
    expect(Object.keys(facts.weights.dtypes)).toContain('BF16');
  });

  test.each([
    [['vocab.json', 'merges.txt', 'spm.model', 'tokenizer.json'], 'byte-level BPE', 2],
    [['spm.model', 'tokenizer.json'], 'SentencePiece', 1],
    [['tokenizer.json'], 'Unigram', 1],
    [['vocab.json', 'spm.model', 'tokenizer.json'], null, 1],
    [[], null, 0],
  ])('of the tokenizer’s files %j those that a load reads', async (present, kind, count) => {
    const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
    for (const file of present) {
      writeFileSync(join(folder, file), '{"model": {"type": "Unigram"}}');
    }
    const { tokenizer } = JSON.parse(await answer(['info', folder, '--json']));
    expect(tokenizer).toEqual({ kind, files: present.slice(0, count) });
  });

  test('describes a model that does not run here, too', async () => {
    const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
    const config = JSON.parse(readFileSync(join(folder, 'config.json')));
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, model_type: 'bert' }));
    const facts = JSON.parse(await answer(['info', folder, '--json']));
    expect(facts).toMatchObject({
      model_type: 'bert',
      heads: [],
      refused: { code: 'CONFIG_UNSUPPORTED' },
      memory_bytes: null,
    });
  });
});
