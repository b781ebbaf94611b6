// An option that a call does not know is an error that names it and the nearest one, for every call of the package.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import * as deberta from '../../../dist/node.js';
import { fixedModel, cleanUp } from '../../support/models.mjs';
import { tokenClassifier } from '../../support/tiny_models.mjs';

const { AutoConfig, AutoTokenizer, DebertaModel, ModelRegistry, pipeline } = deberta;
const text = 'Ask Ada.';
let tokenizer, model;
beforeAll(async () => {
  tokenizer = await AutoTokenizer.from_pretrained(fixedModel);
  model = await deberta.AutoModelForTokenClassification.from_pretrained(tokenClassifier(), {
    threads: 1,
  });
});
afterAll(async () => {
  await Promise.all([tokenizer.dispose(), model.dispose()]);
  cleanUp();
});

const unknown = (name, nearest) => ({
  name: 'DebertaError',
  code: 'INPUT',
  retryable: false,
  message: `unknown option '${name}'; did you mean '${nearest}'?`,
});

const encodes = ['_call', 'encode'].map((method) => [
  `tokenizer.${method}`,
  (options) => tokenizer[method](text, options),
]);
const decodes = { decode: [1, 2], batch_decode: [[1, 2]] };
test.each([
  ...encodes.flatMap(([name, call]) => [
    [name, call, 'maxLength', 'max_length'],
    [name, call, 'return_tensors', 'return_tensor'],
    [name, call, 'textPair', 'text_pair'],
  ]),
  ...Object.entries(decodes).map(([method, ids]) => [
    `tokenizer.${method}`,
    (options) => tokenizer[method](ids, options),
    ...['skipSpecialTokens', 'skip_special_tokens'],
  ]),
  [
    'tokenizer.tokenize',
    (options) => tokenizer.tokenize(text, options),
    ...['add_special_token', 'add_special_tokens'],
  ],
  [
    'tokenizer.convert_ids_to_tokens',
    (options) => tokenizer.convert_ids_to_tokens([1], options),
    ...['skip_special', 'skip_special_tokens'],
  ],
  ['a tokenizer', (options) => tokenizer(text, options), ...['truncate', 'truncation']],
  [
    'a model’s inputs',
    async (options) => model({ ...(await tokenizer(text)), ...options }),
    ...['attentionMask', 'attention_mask'],
  ],
  [
    'a model’s options',
    async (options) => model(await tokenizer(text), options),
    ...['output_hidden_state', 'output_hidden_states'],
  ],
])('%s', async (_, call, name, nearest) => {
  await expect(call({ [name]: true })).rejects.toMatchObject(unknown(name, nearest));
  await expect(call({ [name]: undefined })).resolves.toBeDefined();
});

test('a model takes all fields of an encoding', async () => {
  const encoding = await tokenizer(text, {
    return_offsets_mapping: true,
    return_special_tokens_mask: true,
    return_length: true,
    return_overflowing_tokens: true,
  });
  const { logits } = await model(encoding);
  expect(logits.dims.slice(0, 2)).toEqual(encoding.input_ids.dims);
});

describe('a load', () => {
  const loads = Object.entries(deberta).filter(([, value]) => value?.from_pretrained);
  test('is of every class', () => {
    expect(loads.length).toBeGreaterThan(20);
  });
  // Nothing is read: the folder does not exist.
  const nowhere = './no-such-folder';
  test.each([
    ...loads.map(([name, value]) => [name, (options) => value.from_pretrained(nowhere, options)]),
    ['pipeline', (options) => pipeline('ner', nowhere, options)],
    ['from_config', (options) => DebertaModel.from_config({}, options)],
  ])('%s', async (_, load) => {
    for (const [name, nearest] of [
      ['progressCallback', 'progress_callback'],
      ['localFilesOnly', 'local_files_only'],
      ['num_label', 'num_labels'],
      ['cacheDir', 'cache_dir'],
    ]) {
      await expect(load({ [name]: 1 })).rejects.toMatchObject(unknown(name, nearest));
    }
  });

  test('takes what has no meaning here', async () => {
    const config = await AutoConfig.from_pretrained(fixedModel, {
      subfolder: 'onnx',
      model_file_name: 'model',
      use_external_data_format: true,
      session_options: {},
      legacy: true,
    });
    expect(config.model_type).toBe('deberta');
  });
});

describe('the registry', () => {
  const withTask = Object.getOwnPropertyNames(ModelRegistry).filter((name) =>
    name.includes('pipeline'),
  );
  const others = Object.getOwnPropertyNames(ModelRegistry).filter(
    (name) =>
      typeof ModelRegistry[name] === 'function' && !withTask.includes(name) && name !== 'persist',
  );

  test('has these calls', () => {
    expect([withTask.length, others.length]).toEqual([4, 9]);
  });

  test.each([...withTask, ...others])('%s', async (method) => {
    const args = withTask.includes(method) ? ['ner', 'a/b'] : ['a/b'];
    if (method === 'get_file_metadata') args.push('config.json');
    await expect(ModelRegistry[method](...args, { revison: 'main' })).rejects.toMatchObject(
      unknown('revison', 'revision'),
    );
  });

  test.each(withTask)('%s refuses a task that there is not', async (method) => {
    for (const [task, nearest] of [
      ['token_classification', 'token-classification'],
      ['text-generation', 'text-classification'],
      ['toString', undefined],
      [undefined, undefined],
    ]) {
      const error = await ModelRegistry[method](task, 'a/b').catch((failure) => failure);
      expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT' });
      expect(error.message).toMatch(`unknown task '${task}'; did you mean '${nearest ?? ''}`);
      expect(error.message).toContain('Expected feature-extraction, ');
    }
  });

  test('takes what has no meaning here', async () => {
    const ignored = { config: {}, dtype: 'q4', device: 'webgpu', include_processor: true };
    const none = { ...ignored, model_file_name: 'model', network: 'none' };
    expect(await ModelRegistry.is_cached('a/b', none)).toBe(false);
  });
});
