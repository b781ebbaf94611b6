// The command line, as a user runs it: dist/cli.js in a process of its own.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import {
  AutoModel,
  AutoModelForMaskedLM,
  AutoModelForSequenceClassification,
  pipeline,
} from '../../../dist/node.js';
import { redaction } from '../../../js/pipelines/redaction.js';
import { tasks } from '../../../js/pipelines/tasks.js';
import { root } from '../../../tools/project.mjs';
import { serve } from '../../../tools/serve.mjs';
import { answer, cli } from '../../support/cli.mjs';
import {
  checkpointModel as model,
  bundledModel,
  cleanUp,
  joinSafetensors,
  splitSafetensors,
  temporaryFolder,
} from '../../support/models.mjs';
import { readTensors } from '../../support/safetensors.mjs';
import {
  maskedLanguageModel,
  questionAnswerer,
  sequenceClassifier,
} from '../../support/tiny_models.mjs';

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
    const told = await answer(['convert', bundledModel, to, '--dtype', 'q8']);
    const [small, half] = [to, bundledModel].map((folder) =>
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
    expect(header[`${words}_scale`]).toMatchObject({ dtype: 'F32', shape: [7000] });
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
    const expected = await find(bundledModel, 'q8');
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
    const ofFloats = JSON.parse(await answer(['info', bundledModel, '--json']));
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

  test('integers without scales are no weights: the file is one for Python, too', async () => {
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
    expect(stderr).toMatch(/^deberta-wasm: INPUT: .*model\.safetensors is there already.*\n$/);
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
  test('of the bundled model', async () => {
    const facts = JSON.parse(await answer(['info', bundledModel, '--json']));
    expect(facts).toMatchObject({
      model_type: 'deberta',
      architectures: ['DebertaForTokenClassification'],
      layers: 4,
      hidden_size: 256,
      vocab_size: 7000,
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
    const text = await answer(['info', bundledModel]);
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

  test('a model that does not run here is told of all the same', async () => {
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

describe('run', () => {
  const ner = ['run', 'ner', bundledModel, '--threads', '1', '--aggregation_strategy=simple'];
  const letter = 'Write to Ada Lovelace at ada@example.org.';

  test('texts from arguments, as lines or as JSON', async () => {
    expect(await answer([...ner, letter])).toMatch(
      /^PERSON {2}Ada Lovelace +[01]\.\d{3} {2}9 to 21\nEMAIL +ada@example\.org +[01]\.\d{3} {2}25 to 40\n$/,
    );
    const lines = (await answer([...ner, letter, 'Nobody.', '--json'])).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).map(({ word }) => word))).toEqual([
      ['Ada Lovelace', 'ada@example.org'],
      [],
    ]);
  });

  test('texts from standard input, a line or all of it, and from files', async () => {
    const input = `Ada Lovelace wrote to ada@example.org\r\n\nAsk bob@example.org`;
    const words = (output) =>
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).map(({ word }) => word));
    expect(words(await answer([...ner, '--stdin', '--json'], { input }))).toEqual([
      ['Ada Lovelace', 'ada@example.org'],
      [],
      ['bob@example.org'],
    ]);
    const all = [['Ada Lovelace', 'ada@example.org', 'bob@example.org']];
    expect(words(await answer([...ner, '--file=-', '--json'], { input }))).toEqual(all);
    const path = join(temporaryFolder(), 'a.txt');
    writeFileSync(path, input);
    expect(words(await answer([...ner, '--file', path, '--json']))).toEqual(all);
  });

  test('an answer comes as its line does', async () => {
    const { stdout } = await cli([...ner, '--stdin', '--json'], {
      input: null,
      onStart: (child) => child.stdin.write(`${letter}\n`),
      onOutput: (child, text) => {
        if (!child.stdin.writableEnded && text.includes('\n')) child.stdin.end('bob@example.org\n');
      },
    });
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });

  test.each([
    [
      'text-classification',
      sequenceClassifier,
      ['--top_k', 'all'],
      3,
      /^(calm|loud|rude) +[\d.]+\n/,
    ],
    ['text-classification', sequenceClassifier, ['--text-pair=b'], 1, /^\w+ +[\d.]+\n$/],
    ['text-classification', sequenceClassifier, ['--stride=4', '--pooling=mean'], 1, /^\w+ +/],
    [
      'text-ranking',
      () => sequenceClassifier({ labels: ['LABEL_0'] }),
      ['--documents', 'a day,a letter', '--function_to_apply=none'],
      2,
      /^-?[\d.]+ +a (day|letter)\n/,
    ],
    [
      'zero-shot-classification',
      () => sequenceClassifier({ labels: ['contradiction', 'entailment'] }),
      ['--candidate_labels', 'a,b', '--multi_label'],
      2,
      /^[ab] {2}/,
    ],
    ['question-answering', questionAnswerer, ['--question', 'Who?', '--top-k=2'], 2, /\d to \d/],
    ['question-answering', questionAnswerer, ['--context', 'Ada did.'], 1, /\d to \d/],
    ['fill-mask', maskedLanguageModel, ['--top_k=3'], 3, /A/],
  ])('%s', async (task, make, options, lines, pattern) => {
    const text = task === 'fill-mask' ? 'A [MASK] day.' : 'Ada wrote a letter.';
    const args = ['run', task, make(), text, '--threads=1', ...options];
    const output = await answer(args);
    expect(output.trim().split('\n')).toHaveLength(lines);
    expect(output).toMatch(pattern);
    expect(JSON.parse(await answer([...args, '--json']))).toBeTruthy();
  });

  test('a question with its context needs no text', async () => {
    const args = ['run', 'question-answering', questionAnswerer(), '--threads=1', '--json'];
    const given = await answer([...args, '--question=Who?', '--context', letter]);
    expect(letter).toContain(JSON.parse(given).answer);
    expect(await answer([...args, '--question=Who?', letter])).toBe(given);
  });

  test('embeddings and redaction', async () => {
    const embed = ['run', 'embeddings', bundledModel, 'Rain.', '--threads=1', '--pooling=mean'];
    expect(JSON.parse(await answer([...embed, '--normalize', '--json']))).toHaveLength(256);
    expect(await answer(embed)).toMatch(/^\[1, 256\] (-?\d\.\d{4} ){6}…\n$/);
    const redact = ['run', 'redact', bundledModel, letter, '--threads=1'];
    expect(await answer(redact)).toBe('Write to [PERSON_1] at [EMAIL_1].\n');
    expect(JSON.parse(await answer([...redact, '--json', '--min_score=2']))).toMatchObject({
      text: letter,
      entities: [],
    });
  });

  test('says on standard error that a text was cut', async () => {
    const args = ['run', 'ner', bundledModel, 'word '.repeat(1000), '--threads=1', '--json'];
    const { status, stderr } = await cli(args);
    expect([status, stderr]).toEqual([0, 'text 1 was cut: the model takes no more\n']);
  });
});

describe('download', () => {
  let folder, hub;
  beforeAll(async () => {
    folder = temporaryFolder();
    cpSync(bundledModel, join(folder, 'ada/pii/resolve/main'), { recursive: true });
    const two = join(folder, 'ada/two/resolve/main');
    mkdirSync(two, { recursive: true });
    cpSync(join(fixtures, 'checkpoints/v1_bf16'), two, { recursive: true });
    cpSync(join(fixtures, 'golden/v1_bf16/config.json'), join(two, 'config.json'));
    const tf = join(folder, 'ada/tf/resolve/main');
    cpSync(join(fixtures, 'golden/v1_seq_single/config.json'), join(tf, 'config.json'));
    cpSync(join(fixtures, 'checkpoints/v1_seq_single/tf_model.h5'), join(tf, 'tf_model.h5'));
    hub = await serve(folder);
  });
  afterAll(() => hub.close());

  test('into a folder, which then is a model', async () => {
    const to = join(temporaryFolder(), 'pii');
    const args = ['download', 'ada/pii', '--to', to, '--remote-host', hub.url];
    const { status, stdout, stderr } = await cli([...args, '--include', 'README.md']);
    expect([status, stdout]).toEqual([0, `${to}\n`]);
    expect(stderr).toMatch(/^config\.json: [\d.]+ kB$/m);
    const files = readdirSync(to).sort();
    expect(files).toEqual(readdirSync(bundledModel).filter((name) => name !== 'scores.json'));
    for (const file of files) {
      expect(readFileSync(join(to, file)).equals(readFileSync(join(bundledModel, file)))).toBe(
        true,
      );
    }
  });

  test('into the cache, from where it runs without the server', async () => {
    const cache = ['--cache-dir', temporaryFolder()];
    const env = { HF_ENDPOINT: hub.url.replace(/\/$/, '') };
    const { status, stdout } = await cli(['download', 'ada/pii', ...cache], { env });
    expect([status, stdout]).toEqual([0, 'ada/pii\n']);
    const args = ['run', 'redact', 'ada/pii', 'Ask ada@example.org', '--threads=1', ...cache];
    expect(await answer([...args, '--local-files-only'], { env })).toBe('Ask [EMAIL_1]\n');
  });

  test('all files of a checkpoint of several', async () => {
    const to = temporaryFolder();
    const { status } = await cli(['download', 'ada/two', '--to', to, '--remote-host', hub.url]);
    expect(status).toBe(0);
    expect(readdirSync(to).sort()).toEqual([
      'config.json',
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
      'model.safetensors.index.json',
    ]);
  });

  test('a file of TensorFlow, as it is', async () => {
    const to = temporaryFolder();
    const { status } = await cli(['download', 'ada/tf', '--to', to, '--remote-host', hub.url]);
    expect([status, readdirSync(to).sort()]).toEqual([0, ['config.json', 'tf_model.h5']]);
    const [mine, theirs] = [to, join(fixtures, 'checkpoints/v1_seq_single')].map((from) =>
      readFileSync(join(from, 'tf_model.h5')),
    );
    expect(mine.equals(theirs)).toBe(true);
    const facts = JSON.parse(await answer(['info', to, '--json']));
    expect(facts).toMatchObject({
      weights: { format: 'tensorflow', files: [{ name: 'tf_model.h5', bytes: mine.length }] },
      heads: ['sequence-classification'],
    });
  });

  test('info and convert read from the Hub, too', async () => {
    const hubOptions = ['--remote-host', hub.url, '--cache-dir', temporaryFolder()];
    const facts = JSON.parse(await answer(['info', 'ada/pii', '--json', ...hubOptions]));
    expect(facts.heads).toEqual(['token-classification']);
    const to = join(temporaryFolder(), 'a.safetensors');
    await answer(['convert', 'ada/pii', to, ...hubOptions]);
    expect(existsSync(to)).toBe(true);
  });

  test('what is not there is an error, and leaves nothing', async () => {
    const to = join(temporaryFolder(), 'to');
    const { status, stderr } = await cli([
      ...['download', 'ada/none', '--to', to, '--remote-host', hub.url],
    ]);
    expect([status, existsSync(to)]).toEqual([1, false]);
    expect(stderr).toBe("deberta-wasm: FILE_NOT_FOUND: 'ada/none' has no file config.json\n");
  });

  test('HF_TOKEN goes to the Hub, and nowhere else', async () => {
    const seen = new Set();
    const closed = createServer((request, response) => {
      seen.add(request.headers.authorization);
      response.writeHead(404).end();
    });
    await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const env = { HF_TOKEN: 'hf_secret', HF_ENDPOINT: `http://127.0.0.1:${closed.address().port}` };
    const { status, stdout, stderr } = await cli(['download', 'a/b'], { env });
    closed.closeAllConnections();
    closed.close();
    expect([status, stdout, stderr.includes('hf_secret')]).toEqual([1, '', false]);
    expect([...seen]).toEqual(['Bearer hf_secret']);
  });

  test('Ctrl-C ends it, without half a file', async () => {
    const slow = createServer((request, response) => {
      if (!request.url.endsWith('/config.json')) return response.writeHead(404).end();
      response.writeHead(200, { 'Content-Length': 1e6 });
      response.write('{');
      setTimeout(() => running.kill('SIGINT'), 300);
    });
    await new Promise((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const to = temporaryFolder();
    let running;
    const { status, stderr, stdout } = await cli(
      ['download', 'a/b', '--to', to, '--remote-host', `http://127.0.0.1:${slow.address().port}`],
      { onStart: (child) => (running = child) },
    );
    slow.closeAllConnections();
    slow.close();
    expect([status, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/^deberta-wasm: ABORTED: .*\n$/);
    expect(readdirSync(to)).toEqual([]);
  });
});

describe('the options of tasks are those of their pipelines', () => {
  /** Names of options → lines of the help, by task. */
  const shown = async () => {
    const help = await answer(['run', '--help']);
    const [, list] = help.split(/^Tasks .*$/m);
    return Object.fromEntries(
      list.split(/\n {2}(?=\w)/).map((part) => {
        const [name, ...lines] = part.trim().split(/\n +/);
        return [
          name,
          new Map(lines.map((line) => [/^--(?:no-)?(\w+)/.exec(line)?.[1] ?? line, line])),
        ];
      }),
    );
  };

  test('in the help, with their choices', async () => {
    const help = await shown();
    const described = { redact: redaction };
    for (const task of tasks) described[task.name] = task;
    expect(Object.keys(help).filter(Boolean).sort()).toEqual(Object.keys(described).sort());
    for (const [name, { options }] of Object.entries(described)) {
      for (const [option, { choices }] of Object.entries(options)) {
        if (option === 'return_documents') continue; // they are printed always
        const line = help[name].get(option) ?? `${name} has no --${option}`;
        expect(line).toContain(choices ? `--${option} ${choices.join('|')}` : option);
      }
    }
    for (const alias of tasks.flatMap(({ aliases = [] }) => aliases)) {
      expect(await answer(['run', '--help'])).toContain(alias);
    }
  });

  test.each([
    ['ner', '--aggregation_strategy=x', 'aggregation_strategy: expected one of none, simple'],
    ['redact', '--aggregation_strategy=none', 'aggregation_strategy: expected one of simple'],
    ['redact', '--policy=remove', 'policy: expected placeholder'],
    ['fill-mask', '--top_k=0', 'top_k: expected an integer of at least 1, got 0'],
    ['embeddings', '--pooling=max', 'pooling: expected one of none, mean, cls'],
  ])('%s %s is refused before a model is loaded', async (task, option, problem) => {
    const { status, stderr } = await cli(['run', task, './no-such-folder', 'a', option]);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^deberta-wasm: INPUT: ${problem}.*\n$`)),
    ]);
  });

  test('a map of an earlier text goes on', async () => {
    const path = join(temporaryFolder(), 'map.json');
    writeFileSync(path, JSON.stringify({ '[EMAIL_1]': 'eve@example.org' }));
    const redact = ['run', 'redact', bundledModel, 'Ask ada@example.org', '--threads=1'];
    expect(await answer([...redact, '--map', path])).toBe('Ask [EMAIL_2]\n');
  });
});

describe('the command line itself', () => {
  test('help and version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json')));
    expect(await answer(['--version'])).toBe(`${version}\n`);
    const help = await answer(['--help']);
    expect(await answer([])).toBe(help);
    for (const name of ['run', 'info', 'download', 'convert']) {
      expect(help).toContain(`  ${name} `);
      expect(await answer([name, '--help'])).toMatch(new RegExp(`^deberta-wasm ${name} `));
    }
  });

  test.each([
    [['fly']],
    [['--fly']],
    [['convert', 'a']],
    [['convert', 'a', 'b', '--dtype', 'f8']],
    [['info']],
    [['download', 'a', 'b']],
    [['run', 'ner']],
    [['run', 'fly', 'a', 'text']],
    [['run', 'ner', 'a']],
    [['run', 'ner', 'a', 'text', '--top_k=1']],
    [['run', 'ner', 'a', 'text', '--stride=x']],
    [['run', 'fill-mask', 'a', 'text', '--top_k']],
    [['run', 'zero-shot-classification', 'a', 'text']],
    [['run', 'text-ranking', 'a', 'text']],
    [['run', 'question-answering', 'a', 'text']],
    [['run', 'question-answering', 'a', 'text', '--question=q', '--context=c']],
    [['run', 'redact', 'a', 'text', '--min_score=x']],
  ])('%j is not how it is called', async (args) => {
    const { status, stdout, stderr } = await cli(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^deberta-wasm: .*\n$/);
  });

  test('errors do not repeat the text', async () => {
    const secret = '-my secret';
    const { status, stderr } = await cli(['run', 'ner', bundledModel, `-${secret}`]);
    expect([status, stderr.includes('secret')]).toEqual([2, false]);
    const spelt = await cli(['run', 'ner', bundledModel, secret, '--threads=1']);
    expect([spelt.status, spelt.stderr.includes('secret')]).toEqual([2, false]);
    await answer(['run', 'ner', bundledModel, '--threads=1', '--', `-${secret}`]);
  });

  test('an error of the package is one line with its code', async () => {
    const { status, stderr } = await cli(['run', 'ner', './no-such-folder', 'text']);
    expect([status, stderr]).toEqual([
      1,
      'deberta-wasm: FILE_NOT_FOUND: no folder ./no-such-folder\n',
    ]);
    const wrong = ['--aggregation_strategy=x', '--threads=1'];
    const options = await cli(['run', 'ner', bundledModel, 'a', ...wrong]);
    expect([options.status, options.stderr]).toEqual([1, expect.stringContaining(' INPUT: ')]);
  });
});
