// What programs written for transformers.js use, beyond what other tests have.
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AutoConfig,
  AutoModelForTokenClassification,
  AutoTokenizer,
  DebertaError,
  DebertaForTokenClassification,
  DebertaModel,
  LogLevel,
  ModelFileNotFoundError,
  Pipeline,
  TextClassificationPipeline,
  TokenClassificationPipeline,
  env,
  pipeline,
} from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { startHub } from '../../support/hub.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../support/models.mjs';
import { folderOf, inputsOf } from '../../support/golden_models.mjs';

const before = structuredClone({ logLevel: env.logLevel, backends: env.backends });
afterAll(cleanUp);
afterEach(() => {
  Object.assign(env, structuredClone(before));
  jest.restoreAllMocks();
});

describe('a device or dtype that is not here', () => {
  const load = (options) => DebertaModel.from_pretrained(folderOf('v1_len2'), options);
  /** Loads a model and tells what was replaced, and what the console got. */
  async function replaced(options) {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    warn.mockClear();
    const model = await load({ threads: 1, ...options });
    const { last_hidden_state } = await model(inputsOf('v1_len2'));
    expect(last_hidden_state.dims).toEqual([2, 2, 24]);
    const { substitutions, load: report } = await model.diagnostics();
    await model.dispose();
    return { substitutions, warnings: warn.mock.calls.flat(), bits: report.activation_bits };
  }

  test.each([
    ...['gpu', 'webgpu', 'cuda', 'dml', 'coreml'],
    ...['webnn', 'webnn-npu', 'webnn-gpu', 'webnn-cpu'],
  ])('device %s: the CPU, and a warning', async (device) => {
    const { substitutions, warnings, bits } = await replaced({ device });
    const reason = 'models run on the CPU';
    expect(substitutions).toEqual([{ option: 'device', requested: device, used: 'wasm', reason }]);
    expect(warnings).toEqual([
      `deberta-wasm: device '${device}' is replaced by 'wasm': models run on the CPU`,
    ]);
    expect(bits).toBe(32);
  });

  test.each(['q4', 'q4f16', 'bnb4', 'q2', 'q2f16', 'q1', 'q1f16'])(
    'dtype %s: q8, and a warning',
    async (dtype) => {
      const { substitutions, warnings, bits } = await replaced({ dtype });
      const reason = 'weights have at least 8 bits';
      expect(substitutions).toEqual([{ option: 'dtype', requested: dtype, used: 'q8', reason }]);
      expect(warnings).toHaveLength(1);
      expect(bits).not.toBe(32);
    },
  );

  test('a warning is written once, and only where env.logLevel lets warnings through', async () => {
    const dtype = { encoder_model: 'q4', decoder_model: 'fp32' };
    env.logLevel = LogLevel.ERROR;
    expect((await replaced({ dtype })).warnings).toEqual([]);
    env.logLevel = LogLevel.WARNING;
    const { warnings, substitutions } = await replaced({ dtype });
    expect(warnings).toHaveLength(1);
    expect(substitutions).toMatchObject([
      { option: 'dtype', requested: '{encoder_model, decoder_model}', used: 'auto' },
    ]);
    const again = await replaced({ dtype });
    expect(again.warnings).toEqual([]);
    expect(again.substitutions).toEqual(substitutions);
  });

  test.each([
    [{ dtype: { model: 'q8' } }, 7, []],
    [{ dtype: { model: 'q4', other: 'fp32' } }, 7, ['q8']],
    [{ device: { model: 'webgpu' }, dtype: { model: 'fp32' } }, 32, ['wasm']],
    [{ dtype: 'int8' }, 7, []],
    [{ dtype: 'uint8', device: 'auto' }, 7, []],
    [{ dtype: null, device: null }, 32, []],
    [{ quantized: true, device: 'webgpu' }, 7, ['wasm']],
  ])('%j', async (options, atLeastBits, used) => {
    const found = await replaced(options);
    expect(found.substitutions.map((each) => each.used)).toEqual(used);
    expect(found.bits === 32).toBe(atLeastBits === 32);
  });

  test('strict: true makes it an error that says what is here', async () => {
    for (const [options, message] of [
      [{ dtype: 'q4' }, 'dtype: expected one of auto, fp32, fp16, q8, int8, uint8, q8-weights'],
      [{ device: 'webgpu' }, 'device: expected one of auto, wasm, cpu'],
      [{ dtype: { encoder: 'q8' } }, 'dtype: expected a string or {model: …}, got {encoder}'],
    ]) {
      const error = { name: 'DebertaError', code: 'INPUT', message };
      for (const Class of [DebertaModel, AutoTokenizer, AutoConfig]) {
        const loading = Class.from_pretrained(bundledModel, { ...options, strict: true });
        await expect(loading).rejects.toMatchObject(error);
      }
      const loading = pipeline('ner', bundledModel, { ...options, strict: true });
      await expect(loading).rejects.toMatchObject(error);
    }
  });

  test('what no version of transformers.js has is an error', async () => {
    for (const [options, piece] of [
      [{ dtype: 'q9' }, 'dtype: expected one of auto, fp32'],
      [{ dtype: { model: 'q9' } }, 'dtype: expected one of auto, fp32'],
      [{ dtype: { model: 4 } }, 'dtype.model: expected a string, got a number'],
      [{ dtype: 8 }, 'dtype: expected a string, got a number'],
      [{ dtype: ['q8'] }, 'dtype: expected a string, got an array'],
      [{ device: 'tpu' }, 'device: expected one of auto, wasm, cpu, gpu, webgpu'],
      [{ device: 'constructor' }, 'device: expected one of'],
      [{ dtype: 'constructor' }, 'dtype: expected one of'],
    ]) {
      const error = { code: 'INPUT', message: expect.stringContaining(piece) };
      await expect(load(options)).rejects.toMatchObject(error);
    }
  });
});

describe('env', () => {
  test('has the version, the levels of messages and the settings of backends', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(env.version).toBe(version);
    expect(env.logLevel).toBe(LogLevel.WARNING);
    expect(LogLevel).toEqual({ DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, NONE: 50 });
  });

  test('env.backends.onnx.wasm.numThreads is the number of threads; the others are ignored', async () => {
    const threads = async (options) => {
      const model = await DebertaModel.from_pretrained(folderOf('v1_len2'), options);
      const { why } = await model.diagnostics();
      await model.dispose();
      return why;
    };
    env.backends.onnx.wasm.proxy = true;
    env.backends.onnx.wasm.wasmPaths = 'https://cdn.example/onnxruntime-web/dist/';
    env.backends.onnx.wasm.numThreads = 1;
    expect(await threads()).toBe('one thread was requested');
    expect(await threads({ threads: 2 })).toMatch(/^2 threads were requested/);
    env.backends.onnx.wasm.numThreads = 0;
    expect(await threads()).toMatch(/^the machine has/);
    env.backends.onnx.wasm.numThreads = -1;
    await expect(threads()).rejects.toMatchObject({
      code: 'INPUT',
      message: 'threads: expected an integer from 1 to 32',
    });
    env.backends.onnx = {};
    expect(await threads()).toMatch(/^the machine has/);
  });
});

describe('a repository that holds ONNX files only', () => {
  const config = readFileSync(join(bundledModel, 'config.json'), 'utf8');
  const named = (name) => JSON.stringify({ ...JSON.parse(config), _name_or_path: name });
  const onnx = { 'onnx/model_q4.onnx': 'x', 'onnx/model.onnx': 'x' };
  const card = (base) => `---\r\nlibrary_name: transformers.js\r\n${base}\r\n---\r\n# Card\r\n`;
  const repositories = {
    'made/by-config': { ...onnx, 'config.json': named('acme/original') },
    'made/by-card': {
      ...onnx,
      'config.json': named('acme/other'),
      'README.md': card('base_model: acme/from-card'),
    },
    'made/by-list': {
      ...onnx,
      'config.json': config,
      'README.md': card('base_model:\n- "acme/l.1"'),
    },
    'made/by-brackets': {
      ...onnx,
      'config.json': config,
      'README.md': card('base_model: [acme/b]'),
    },
    'made/by-itself': { ...onnx, 'config.json': named('made/by-itself') },
    'made/by-path': { ...onnx, 'config.json': named('./output/checkpoint-500') },
    'made/by-markup': {
      ...onnx,
      'config.json': named(7),
      'README.md': '# Card\nbase_model: acme/not-in-the-header\n',
    },
    'made/without': { 'config.json': named('acme/original') },
  };
  let hub, mirror;
  beforeAll(async () => {
    hub = await startHub({ repositories });
    mirror = await startHub({ repositories, api: false });
  });
  afterAll(() => Promise.all([hub.close(), mirror.close()]));
  const failureOf = async (name, host = hub, options = {}) => {
    const { remoteHost, cacheDir } = env;
    Object.assign(env, { remoteHost: host.url, cacheDir: temporaryFolder() });
    try {
      return await AutoModelForTokenClassification.from_pretrained(name, options).catch((e) => e);
    } finally {
      Object.assign(env, { remoteHost, cacheDir });
    }
  };

  test.each([
    ['made/by-config', "Load 'acme/original', which its config.json names"],
    ['made/by-card', "Load 'acme/from-card', which its README.md names"],
    ['made/by-list', "Load 'acme/l.1', which its README.md names"],
    ['made/by-brackets', "Load 'acme/b', which its README.md names"],
    ['made/by-itself', 'Load the repository that it was converted from'],
    ['made/by-path', 'Load the repository that it was converted from'],
    ['made/by-markup', 'Load the repository that it was converted from'],
  ])('%s', async (name, advice) => {
    for (const host of [hub, mirror]) {
      const error = await failureOf(name, host);
      expect(error).toBeInstanceOf(ModelFileNotFoundError);
      expect(error.code).toBe('FILE_NOT_FOUND');
      expect(error.message).toMatch(new RegExp(`^'${name}' has its weights in onnx/model`));
      expect(error.message).toContain('model.safetensors, pytorch_model.bin, tf_model.h5');
      expect(error.message).toContain(advice);
    }
  });

  test('without any weights, and without a request, it is the error for a missing file', async () => {
    const plain = 'has no file model.safetensors and no pytorch_model.bin or tf_model.h5';
    expect((await failureOf('made/without')).message).toBe(`'made/without' ${plain}`);
    const requests = hub.requests.length;
    const error = await failureOf('made/by-card', hub, { local_files_only: true });
    expect(error.message).not.toContain('onnx');
    expect(hub.requests).toHaveLength(requests);
  });
});

describe('a pipeline without a model', () => {
  test.each([
    ['ner', 'lakshyakh93/deberta_finetuned_pii', 'token-classification'],
    ['sentiment-analysis', 'KoalaAI/Text-Moderation', 'text-classification'],
    ['zero-shot-classification', 'cross-encoder/nli-deberta-v3-small'],
    ['question-answering', 'deepset/deberta-v3-base-squad2'],
    ['fill-mask', 'microsoft/deberta-base'],
    ['feature-extraction', 'microsoft/deberta-v3-base'],
    ['text-ranking', 'mixedbread-ai/mxbai-rerank-xsmall-v1'],
  ])('%s: the error names models with their sizes', async (task, model, name = task) => {
    for (const none of [undefined, null]) {
      const error = await pipeline(task, none).catch((e) => e);
      expect(error).toBeInstanceOf(DebertaError);
      expect(error.code).toBe('INPUT');
      expect(error.message).toContain(`pipeline('${name}'): expected the name of a model`);
      expect(error.message).toMatch(new RegExp(`\n {2}'${model}' \\(\\d+ MB; .+\\)`));
    }
  });
});

describe('a pipeline', () => {
  const text = 'I am Ada Lovelace.';
  let find;
  beforeAll(async () => {
    find = await pipeline('ner', bundledModel, { threads: 1 });
  });
  afterAll(() => find.dispose());

  test('is an instance of its class', () => {
    expect(find).toBeInstanceOf(TokenClassificationPipeline);
    expect(find).toBeInstanceOf(Pipeline);
    expect(find).not.toBeInstanceOf(TextClassificationPipeline);
    expect(typeof find).toBe('function');
    expect(find.task).toBe('token-classification');
  });

  test('runs by _call as by a call', async () => {
    const options = { aggregation_strategy: 'simple' };
    expect(await find._call(text, options)).toEqual(await find(text, options));
  });

  test('has a model and a tokenizer that can be called', async () => {
    expect(find.model).toBeInstanceOf(DebertaForTokenClassification);
    expect({ ...find.model }).toMatchObject({
      model_type: 'deberta',
      num_labels: 27,
      hidden_size: 256,
    });
    const { logits } = await find.model(find.tokenizer(text));
    const best = logits.argmax(-1).tolist()[0].slice(1, -1);
    const all = await find(text, { aggregation_strategy: 'none', ignore_labels: [] });
    expect(best.map((label) => find.model.config.id2label[label])).toEqual(
      all.map(({ entity }) => entity),
    );
  });

  test('is made by pipeline() alone', () => {
    const parts = { task: 'token-classification', model: find.model, tokenizer: find.tokenizer };
    expect(() => new TokenClassificationPipeline(parts)).toThrow(
      expect.objectContaining({ code: 'INPUT', message: expect.stringContaining('pipeline(task') }),
    );
  });

  test('ends with its model', async () => {
    const other = await pipeline('ner', bundledModel, { threads: 1 });
    const { dispose } = other;
    await dispose();
    await expect(other(text)).rejects.toMatchObject({ code: 'DISPOSED' });
    await expect(other.model({ input_ids: [[1, 2]] })).rejects.toMatchObject({ code: 'DISPOSED' });
  });
});

describe('a model', () => {
  let model, tokenizer;
  beforeAll(async () => {
    model = await AutoModelForTokenClassification.from_pretrained(bundledModel, { threads: 1 });
    tokenizer = await AutoTokenizer.from_pretrained(bundledModel);
  });
  afterAll(() => Promise.all([model.dispose(), tokenizer.dispose()]));

  test('takes the promise of a tokenizer’s call', async () => {
    const texts = ['Ada Lovelace', 'Write to ada@example.org'];
    const options = { padding: true, truncation: true };
    const expected = (await model(await tokenizer(texts, options))).logits;
    for (const call of [
      model,
      (inputs) => model.forward(inputs),
      (inputs) => model._call(inputs),
    ]) {
      expect((await call(tokenizer(texts, options))).logits.data).toEqual(expected.data);
    }
  });

  test('fails with the tokenizer’s error, and answers the next call', async () => {
    await expect(model(tokenizer(7))).rejects.toMatchObject({ code: 'INPUT' });
    await expect(model(Promise.resolve())).rejects.toMatchObject({ code: 'INPUT' });
    expect((await model(tokenizer('Ada'))).logits.dims[0]).toBe(1);
  });

  test('reads inputs that are there at once: a change after the call has no effect', async () => {
    const ids = Int32Array.of(1, 50, 2);
    const expected = (await model({ input_ids: [[1, 50, 2]] })).logits;
    const call = model({ input_ids: ids });
    ids.fill(0);
    expect((await call).logits.data).toEqual(expected.data);
  });
});
