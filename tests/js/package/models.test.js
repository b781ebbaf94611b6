// The model classes of the published package: the reference's answers (tests/fixtures/golden), what a
// call takes, what it refuses, how models are loaded and made.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as deberta from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../support/models.mjs';
import { readTensors } from '../../support/safetensors.mjs';
import {
  maskedLanguageModel,
  questionAnswerer,
  sequenceClassifier,
} from '../../support/stand_ins.mjs';

const {
  AutoConfig,
  AutoModel,
  AutoModelForMaskedLM,
  AutoModelForMultipleChoice,
  AutoModelForQuestionAnswering,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
  DebertaConfig,
  DebertaForMaskedLM,
  DebertaForQuestionAnswering,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaModel,
  DebertaPreTrainedModel,
  DebertaV2Config,
  DebertaV2ForMaskedLM,
  DebertaV2ForMultipleChoice,
  DebertaV2ForQuestionAnswering,
  DebertaV2ForSequenceClassification,
  DebertaV2ForTokenClassification,
  DebertaV2Model,
  DebertaV2PreTrainedModel,
  PreTrainedModel,
  Tensor,
} = deberta;

const golden = join(root, 'tests/fixtures/golden');
const folderOf = (name) => join(golden, name);
const configOf = (name) => JSON.parse(readFileSync(join(folderOf(name), 'config.json')));
const expectedOf = (name) => readTensors(join(folderOf(name), 'expected.safetensors'));

/** The class that config.json names; one from the Hub may name none. */
const classOf = (name) =>
  deberta[
    configOf(name).architectures?.[0] ??
      (name.startsWith('v2_') ? 'DebertaV2Model' : 'DebertaModel')
  ];

const inputNames = [
  'input_ids',
  'inputs_embeds',
  'attention_mask',
  'token_type_ids',
  'position_ids',
];
const labelNames = ['labels', 'start_positions', 'end_positions'];

/** Those of the tensors that have the names, as the package's. */
function pick(tensors, names) {
  const found = names.filter((name) => tensors.has(name));
  return Object.fromEntries(
    found.map((name) => {
      const { type, data, dims } = tensors.get(name);
      return [name, new Tensor(type, data, dims)];
    }),
  );
}

const inputsOf = (name) => pick(expectedOf(name), inputNames);

// The reference's own rounding noise is 1e-6 … 1e-5.
const hiddenTolerance = 5e-5;
const logitTolerance = 1e-4;

/** Equal up to tolerance · (1 + |expected|), each value. */
function expectNear(actual, expected, tolerance, what) {
  expect([what, actual instanceof Tensor]).toEqual([what, true]);
  expect([what, actual.type, actual.dims]).toEqual([what, 'float32', expected.dims]);
  expect([what, actual.data.length]).toEqual([what, expected.data.length]);
  const wrong = expected.data.findIndex(
    (value, i) => !(Math.abs(actual.data[i] - value) <= tolerance * (1 + Math.abs(value))),
  );
  // Only where there is a wrong value: its place and both numbers.
  expect(wrong < 0 ? [] : [what, wrong, actual.data[wrong], expected.data[wrong]]).toEqual([]);
}

const toleranceOf = (name) => (name.includes('logits') ? logitTolerance : hiddenTolerance);
const resultNames = ['last_hidden_state', 'logits', 'start_logits', 'end_logits'];

/** Nested plain arrays of a tensor's values. */
function nested(tensor) {
  const plain = (value) =>
    Array.isArray(value) ? value.map(plain) : typeof value === 'bigint' ? Number(value) : value;
  return plain(tensor.tolist());
}

/** An INPUT error whose message has all of the pieces. */
async function expectRefused(call, ...pieces) {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => 'no error',
      (failure) => failure,
    );
  expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT', retryable: false });
  for (const piece of pieces) expect(error.message).toContain(piece);
}

afterAll(cleanUp);

describe('the reference’s answers', () => {
  const names = readdirSync(golden).filter((name) => /^v[12]_/.test(name));

  test('there are cases of all eleven classes', () => {
    expect(names.length).toBeGreaterThanOrEqual(110);
    const classes = new Set(names.map((name) => classOf(name)));
    expect(classes).toEqual(
      new Set([
        DebertaModel,
        DebertaForMaskedLM,
        DebertaForQuestionAnswering,
        DebertaForSequenceClassification,
        DebertaForTokenClassification,
        DebertaV2Model,
        DebertaV2ForMaskedLM,
        DebertaV2ForMultipleChoice,
        DebertaV2ForQuestionAnswering,
        DebertaV2ForSequenceClassification,
        DebertaV2ForTokenClassification,
      ]),
    );
  });

  test.each(names)('%s', async (name) => {
    const expected = expectedOf(name);
    const model = await classOf(name).from_pretrained(folderOf(name), { threads: 1 });
    expect(model).toBeInstanceOf(PreTrainedModel);
    const { num_hidden_layers } = configOf(name);
    const inputs = pick(expected, inputNames);
    const results = resultNames.filter((each) => expected.has(each));
    expect(results.length).toBeGreaterThan(0);

    // Without labels, and with the states.
    const outputs = await model({ ...inputs, output_hidden_states: true });
    for (const each of results) {
      expectNear(outputs[each], expected.get(each), toleranceOf(each), each);
    }
    expect(Object.keys(outputs).sort()).toEqual([...results, 'hidden_states'].sort());
    expect(outputs.hidden_states).toHaveLength(num_hidden_layers + 1);
    for (const [i, state] of outputs.hidden_states.entries()) {
      const stage = `hidden_states.${i}`;
      expectNear(state, expected.get(stage), hiddenTolerance, stage);
    }

    // With labels, and with the attentions.
    const labels = pick(expected, labelNames);
    const all = await model({ ...inputs, ...labels }, { output_attentions: true });
    const hasLoss = expected.has('loss') ? ['loss'] : [];
    expect(Object.keys(all).sort()).toEqual([...results, 'attentions', ...hasLoss].sort());
    expect(all.attentions).toHaveLength(num_hidden_layers);
    for (const [i, attention] of all.attentions.entries()) {
      const stage = `attentions.${i}`;
      if (expected.has(stage)) {
        expectNear(attention, expected.get(stage), hiddenTolerance, stage);
      }
    }
    for (const each of results) {
      // Where the reference gives logits of another shape with labels.
      const other = each === 'logits' ? expected.get('logits_with_labels') : undefined;
      expectNear(all[each], other ?? expected.get(each), toleranceOf(each), `${each}, labels`);
    }
    if (expected.has('loss')) {
      const [loss] = expected.get('loss').data;
      expect(all.loss).toBeInstanceOf(Tensor);
      expect(all.loss.dims).toEqual([]);
      if (Number.isNaN(loss)) expect(all.loss.item()).toBeNaN();
      else expectNear(all.loss, expected.get('loss'), logitTolerance, 'loss');
    }
    await model.dispose();
  });
});

describe('inputs', () => {
  const name = 'v1_tok';
  let model;
  let tensors;
  let answer;
  beforeAll(async () => {
    model = await DebertaForTokenClassification.from_pretrained(folderOf(name), { threads: 1 });
    tensors = inputsOf(name);
    answer = (await model(tensors)).logits;
  });
  afterAll(() => model.dispose());

  const [batch, length] = [3, 17];

  test('may be int64 tensors, typed arrays in tensors, nested arrays of numbers or of bigints', async () => {
    expect(tensors.input_ids.dims).toEqual([batch, length]);
    const rows = Object.fromEntries(Object.entries(tensors).map(([key, t]) => [key, nested(t)]));
    const forms = {
      int32: { ...tensors, input_ids: tensors.input_ids.to('int32') },
      'nested arrays': rows,
      'rows that are typed arrays': {
        ...rows,
        input_ids: rows.input_ids.map((row) => Int32Array.from(row)),
      },
      'rows of 64-bit integers': {
        ...rows,
        input_ids: rows.input_ids.map((row) => BigInt64Array.from(row, BigInt)),
      },
      bigints: { ...rows, input_ids: rows.input_ids.map((row) => row.map(BigInt)) },
      'tensors of other packages': {
        input_ids: { data: tensors.input_ids.data, dims: [batch, length], type: 'int64' },
        attention_mask: { data: Array.from(rows.attention_mask.flat()), dims: [batch, length] },
      },
    };
    for (const [form, inputs] of Object.entries(forms)) {
      const { logits } = await model(inputs);
      expect([form, logits.data]).toEqual([form, answer.data]);
    }
  });

  test('one sequence may be flat: it is a batch of one', async () => {
    const [ids] = nested(tensors.input_ids);
    const [mask] = nested(tensors.attention_mask);
    for (const inputs of [
      { input_ids: ids, attention_mask: mask },
      { input_ids: Int32Array.from(ids), attention_mask: Uint8Array.from(mask) },
      { input_ids: BigInt64Array.from(ids, BigInt), attention_mask: [mask] },
    ]) {
      const { logits } = await model(inputs);
      expect(logits.dims).toEqual([1, length, answer.dims[2]]);
      expectNear(logits, answer.slice([0, 1]), 1e-5, 'logits');
    }
  });

  test('are left as they were', async () => {
    const ids = nested(tensors.input_ids);
    const copy = structuredClone(ids);
    const data = tensors.input_ids.data.slice();
    await model({ input_ids: ids });
    await model(tensors);
    expect(ids).toEqual(copy);
    expect(tensors.input_ids.data).toEqual(data);
  });

  test('may have fields that are null, or of a tokenizer, or unknown', async () => {
    const { logits } = await model({
      ...tensors,
      token_type_ids: null,
      position_ids: null,
      inputs_embeds: null,
      labels: null,
      logits_to_keep: null,
      offset_mapping: [[[0, 1]]],
      return_dict: true,
    });
    expect(logits.data).toEqual(answer.data);
  });

  test('forward() is the call', async () => {
    expect((await model.forward(tensors)).logits.data).toEqual(answer.data);
  });

  test('position_ids may be one row for all', async () => {
    const name = 'v1_posids';
    const absolute = await DebertaModel.from_pretrained(folderOf(name), { threads: 1 });
    const inputs = inputsOf(name);
    const row = nested(inputs.position_ids)[1];
    const twice = await absolute({ ...inputs, position_ids: [row, row] });
    const once = await absolute({ ...inputs, position_ids: [row] });
    expect(once.last_hidden_state.data).toEqual(twice.last_hidden_state.data);
    const other = await absolute({ ...inputs, position_ids: [row.toReversed()] });
    expect(other.last_hidden_state.data).not.toEqual(once.last_hidden_state.data);
    await absolute.dispose();
  });

  test('a batch gives what its sequences give alone', async () => {
    for (let i = 0; i < batch; i++) {
      const { logits } = await model({
        input_ids: tensors.input_ids.slice([i, i + 1]),
        attention_mask: tensors.attention_mask.slice([i, i + 1]),
      });
      expectNear(logits, answer.slice([i, i + 1]), 1e-5, `sequence ${i}`);
    }
  });
});

describe('outputs', () => {
  let model;
  let inputs;
  beforeAll(async () => {
    model = await DebertaModel.from_pretrained(folderOf('v1_c2p_p2c'), { threads: 1 });
    inputs = inputsOf('v1_c2p_p2c');
  });
  afterAll(() => model.dispose());

  test('have no states, no attentions and no loss where none were asked for', async () => {
    expect(Object.keys(await model(inputs))).toEqual(['last_hidden_state']);
    const no = { output_hidden_states: false, output_attentions: false };
    expect(Object.keys(await model(inputs, no))).toEqual(['last_hidden_state']);
  });

  test('the two may be asked for among the inputs or the options; the options win', async () => {
    const [both, one] = await Promise.all([
      model({ ...inputs, output_hidden_states: true, output_attentions: true }),
      model({ ...inputs, output_hidden_states: true }, { output_hidden_states: false }),
    ]);
    expect(Object.keys(both).sort()).toEqual(['attentions', 'hidden_states', 'last_hidden_state']);
    expect(both.hidden_states.at(-1).data).toEqual(both.last_hidden_state.data);
    expect(both.attentions[0].dims).toEqual([3, 4, 17, 17]);
    expect(Object.keys(one)).toEqual(['last_hidden_state']);
  });

  test('config.output_hidden_states and config.output_attentions are the default, as in Python', async () => {
    const config = { ...configOf('v1_len2'), output_hidden_states: true, output_attentions: true };
    const other = await DebertaModel.from_pretrained(folderOf('v1_len2'), { config, threads: 1 });
    const outputs = await other(inputsOf('v1_len2'));
    expect(outputs.hidden_states).toHaveLength(3);
    expect(outputs.attentions).toHaveLength(2);
    const none = { output_hidden_states: false, output_attentions: false };
    expect(Object.keys(await other(inputsOf('v1_len2'), none))).toEqual(['last_hidden_state']);
    await other.dispose();
  });

  test('of a row of attention sum to 1', async () => {
    const { attentions } = await model(inputs, { output_attentions: true });
    for (const attention of attentions) {
      for (const sum of attention.sum(-1).data) expect(sum).toBeCloseTo(1, 5);
    }
  });

  test('calls that are made at once are answered each its own', async () => {
    const rows = nested(inputs.input_ids).flatMap((row) => row.map((_, i) => row.slice(0, i + 1)));
    const together = await Promise.all(rows.map((row) => model({ input_ids: [row] })));
    for (const [i, row] of rows.entries()) {
      expect(together[i].last_hidden_state.dims).toEqual([1, row.length, 32]);
      const alone = await model({ input_ids: [row] });
      expect(together[i].last_hidden_state.data).toEqual(alone.last_hidden_state.data);
    }
  });

  test('one that fails among them leaves the others as they are', async () => {
    const good = { input_ids: [[1, 5, 2]] };
    const results = await Promise.allSettled([
      model(good),
      model({ input_ids: [[1, -5, 2]] }),
      model(good),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[2].value.last_hidden_state.data).toEqual(
      results[0].value.last_hidden_state.data,
    );
  });
});

describe('labels', () => {
  const classifier = async (name, config = {}) =>
    DebertaForSequenceClassification.from_pretrained(folderOf(name), {
      config: { ...configOf(name), ...config },
      threads: 1,
    });

  /** −log softmax(row)[label] */
  const crossEntropy = (row, label) => {
    const most = Math.max(...row);
    const sum = row.reduce((total, x) => total + Math.exp(x - most), 0);
    return most + Math.log(sum) - row[label];
  };

  test('of classes may be a tensor, a typed array or an array, of any type that holds them', async () => {
    const model = await classifier('v1_seq_single');
    const inputs = inputsOf('v1_seq_single');
    const { logits } = await model(inputs);
    const classes = [2, 0, 1];
    const expected = nested(logits).reduce(
      (sum, row, i) => sum + crossEntropy(row, classes[i]) / classes.length,
      0,
    );
    for (const labels of [
      classes,
      classes.map(BigInt),
      classes.map((label) => [label]),
      Int32Array.from(classes),
      Uint8Array.from(classes),
      BigInt64Array.from(classes, BigInt),
      Float32Array.from(classes),
      new Tensor('int64', classes),
      new Tensor('int32', classes, [3, 1]),
      new Tensor('float32', classes),
      new Tensor('float64', classes),
    ]) {
      const { loss } = await model({ ...inputs, labels });
      expect(loss.item()).toBeCloseTo(expected, 4);
    }
    await model.dispose();
  });

  test('of a row for each sequence are probabilities, whatever their type', async () => {
    const model = await classifier('v1_seq_soft');
    const inputs = inputsOf('v1_seq_soft');
    const { logits } = await model(inputs);
    const classes = [2, 0, 1];
    const columns = logits.dims[1];
    const expected = nested(logits).reduce(
      (sum, row, i) => sum + crossEntropy(row, classes[i]) / classes.length,
      0,
    );
    const oneHot = classes.map((label) =>
      Array.from({ length: columns }, (_, i) => +(i === label)),
    );
    for (const labels of [
      oneHot,
      oneHot.map((row) => Float64Array.from(row)),
      new Tensor('float32', oneHot.flat(), [3, columns]),
      new Tensor('float64', oneHot.flat(), [3, columns]),
      new Tensor('int64', oneHot.flat(), [3, columns]),
    ]) {
      const { loss } = await model({ ...inputs, labels });
      expect(loss.item()).toBeCloseTo(expected, 4);
    }
    await model.dispose();
  });

  test('of multi-label classification may be integers or floats', async () => {
    const model = await classifier('v1_seq_multilabel');
    const inputs = inputsOf('v1_seq_multilabel');
    const { logits } = await model(inputs);
    const [rows, columns] = logits.dims;
    const flags = Array.from({ length: rows * columns }, (_, i) => +(i % 3 === 0));
    const losses = [...logits.data].map((x, i) => Math.log(1 + Math.exp(flags[i] === 1 ? -x : x)));
    const expected = losses.reduce((sum, each) => sum + each, 0) / losses.length;
    const table = Array.from({ length: rows }, (_, i) =>
      flags.slice(i * columns, (i + 1) * columns),
    );
    for (const labels of [
      table,
      ...['float32', 'float64', 'int64', 'bool'].map(
        (type) => new Tensor(type, flags, [rows, columns]),
      ),
    ]) {
      const { loss } = await model({ ...inputs, labels });
      expect(loss.item()).toBeCloseTo(expected, 4);
    }
    await model.dispose();
  });

  test('problem_type decides what they are', async () => {
    const inputs = inputsOf('v1_seq_single');
    const labels = [2, 0, 1];
    const columns = 3;
    const oneHot = labels.flatMap((label) => [0, 1, 2].map((i) => +(i === label)));
    const single = await classifier('v1_seq_single', {
      problem_type: 'single_label_classification',
    });
    const { logits } = await single(inputs);
    const rows = nested(logits);
    const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;
    const { loss } = await single({ ...inputs, labels });
    expect(loss.item()).toBeCloseTo(mean(rows.map((row, i) => crossEntropy(row, labels[i]))), 4);
    await single.dispose();

    const regression = await classifier('v1_seq_single', { problem_type: 'regression' });
    const targets = new Tensor('float32', oneHot, [3, columns]);
    const squared = [...logits.data].map((x, i) => (x - oneHot[i]) ** 2);
    expect((await regression({ ...inputs, labels: targets })).loss.item()).toBeCloseTo(
      mean(squared),
      4,
    );
    await regression.dispose();
    await expect(classifier('v1_seq_single', { problem_type: 'ranking' })).rejects.toMatchObject({
      code: 'CONFIG_VALUE',
      message: expect.stringContaining('problem_type'),
    });
  });

  test('that do not fit are refused by name and number', async () => {
    const model = await classifier('v1_seq_single');
    const inputs = inputsOf('v1_seq_single');
    await expectRefused(() => model({ ...inputs, labels: [0, 1] }), 'labels', '3', '2');
    await expectRefused(() => model({ ...inputs, labels: [0, 1, 3] }), 'labels', '3');
    await expectRefused(() => model({ ...inputs, labels: [] }), 'labels', 'got 0');
    await expectRefused(() => model({ ...inputs, labels: [0, 1, 'x'] }), 'labels[2]');
    await expectRefused(() => model({ ...inputs, labels: 1.5 }), 'labels');
    await expectRefused(
      () => model({ ...inputs, start_positions: [0], end_positions: [0] }),
      'start_positions',
    );
    const two = new Tensor('float32', [1, 0, 1, 0, 1, 0], [3, 2]);
    await expectRefused(() => model({ ...inputs, labels: two }), 'labels', '3', '2');
    expect((await model({ ...inputs, labels: [0, 1, 2] })).loss.item()).toBeGreaterThan(0);
    await model.dispose();
  });

  test('of tokens: one each, integers', async () => {
    const model = await DebertaForTokenClassification.from_pretrained(folderOf('v1_tok'), {
      threads: 1,
    });
    const inputs = inputsOf('v1_tok');
    const { labels } = pick(expectedOf('v1_tok'), ['labels']);
    const { loss } = await model({ ...inputs, labels });
    for (const same of [nested(labels), labels.to('int32'), labels.to('float32')]) {
      expect((await model({ ...inputs, labels: same })).loss.item()).toBe(loss.item());
    }
    await expectRefused(() => model({ ...inputs, labels: [1, 2, 3] }), 'labels', '51', '3');
    const halves = nested(labels).map((row) => row.map(() => 0.5));
    await expectRefused(() => model({ ...inputs, labels: halves }), 'labels[0][0]', '0.5');
    await model.dispose();
  });

  test('of question answering: two positions a sequence', async () => {
    const model = await DebertaForQuestionAnswering.from_pretrained(folderOf('v1_qa'), {
      threads: 1,
    });
    const inputs = inputsOf('v1_qa');
    const { start_logits, end_logits } = await model(inputs);
    const [start_positions, end_positions] = [
      [1, 2, 0],
      [4, 2, 9],
    ];
    const mean = (logits, positions) =>
      nested(logits).reduce((sum, row, i) => sum + crossEntropy(row, positions[i]) / 3, 0);
    const expected = (mean(start_logits, start_positions) + mean(end_logits, end_positions)) / 2;
    const { loss } = await model({ ...inputs, start_positions, end_positions });
    expect(loss.item()).toBeCloseTo(expected, 4);
    const one = { start_positions: [1], end_positions: [4] };
    await expectRefused(() => model({ ...inputs, ...one }), 'start_positions', '3', '1');
    await expectRefused(
      () => model({ ...inputs, start_positions }),
      'start_positions',
      'end_positions',
    );
    await expectRefused(
      () => model({ ...inputs, start_positions, end_positions: [1, 2] }),
      'end_positions',
      '3',
      '2',
    );
    await expectRefused(() => model({ ...inputs, labels: [1, 2, 3] }), 'labels');
    expect((await model(inputs)).start_logits.data).toEqual(start_logits.data);
    await model.dispose();
  });

  test('are refused by a model without a head', async () => {
    const model = await DebertaModel.from_pretrained(folderOf('v1_len2'), { threads: 1 });
    await expectRefused(() => model({ ...inputsOf('v1_len2'), labels: [1, 2] }), 'labels');
    await model.dispose();
  });
});

describe('wrong inputs are refused by name and number, and the next call answers', () => {
  let model;
  beforeAll(async () => {
    model = await DebertaModel.from_pretrained(folderOf('v1_abs_rel_tt'), { threads: 1 });
  });
  afterAll(async () => {
    // Whatever came before.
    expect((await model({ input_ids: [[1, 2, 3]] })).last_hidden_state.dims).toEqual([1, 3, 24]);
    await model.dispose();
  });

  const good = {
    input_ids: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  };
  const { vocab_size, max_position_embeddings } = configOf('v1_abs_rel_tt');
  const cases = [
    ['nothing', undefined, ['input_ids']],
    ['null', null, ['input_ids']],
    ['an array instead of fields', [[1, 2]], ['input_ids']],
    ['neither ids nor embeddings', {}, ['input_ids', 'inputs_embeds']],
    ['both', { ...good, inputs_embeds: [[[1]]] }, ['input_ids', 'inputs_embeds']],
    ['a text', { input_ids: 'text' }, ['input_ids', 'string']],
    ['a number', { input_ids: 7 }, ['input_ids', 'number']],
    ['words', { input_ids: [['one', 'two']] }, ['input_ids[0][0]', 'string']],
    ['a fraction', { input_ids: [[1, 2.5]] }, ['input_ids[0][1]', '2.5']],
    ['NaN', { input_ids: [[NaN]] }, ['input_ids[0][0]', 'NaN']],
    ['more than 32 bits', { input_ids: [[2 ** 31]] }, ['input_ids[0][0]', '2147483648']],
    [
      'a long row',
      {
        input_ids: [
          [1, 2],
          [3, 4, 5],
        ],
      },
      ['input_ids[1]', '2', '3'],
    ],
    ['a short row', { input_ids: [[1, 2], [3]] }, ['input_ids[1]', '2', '1']],
    ['a number among rows', { input_ids: [[1, 2], 3] }, ['input_ids[1]', '2', '3']],
    ['three dimensions', { input_ids: [[[1]]] }, ['input_ids', '1,1,1']],
    ['no sequence', { input_ids: [] }, ['sequence']],
    ['an empty sequence', { input_ids: [[]] }, ['sequence']],
    ['an id below 0', { input_ids: [[1, -1]] }, ['input_ids', '-1', `${vocab_size}`]],
    [
      'an id that the vocabulary has not',
      { input_ids: [[1, vocab_size]] },
      ['input_ids', `${vocab_size}`],
    ],
    [
      'too many tokens for the positions',
      { input_ids: [Array(max_position_embeddings + 1).fill(1)] },
      [`${max_position_embeddings + 1}`, `${max_position_embeddings}`],
    ],
    [
      'a mask of another length',
      {
        ...good,
        attention_mask: [
          [1, 1],
          [1, 1],
        ],
      },
      ['attention_mask', '2,3', '2,2'],
    ],
    ['a mask of one row', { ...good, attention_mask: [1, 1, 1] }, ['attention_mask', '2,3', '1,3']],
    [
      'a ragged mask',
      { ...good, attention_mask: [[1, 1, 1], [1]] },
      ['attention_mask[1]', '3', '1'],
    ],
    [
      'types of another length',
      { ...good, token_type_ids: [[0], [1]] },
      ['token_type_ids', '2,3', '2,1'],
    ],
    [
      'a type that there is not',
      {
        ...good,
        token_type_ids: [
          [0, 1, 2],
          [0, 0, 0],
        ],
      },
      ['token_type_ids', '2'],
    ],
    [
      'positions of another length',
      { ...good, position_ids: [[0, 1]] },
      ['position_ids', '2,3', '1,2'],
    ],
    [
      'a position that there is not',
      { ...good, position_ids: [[0, 1, max_position_embeddings]] },
      ['position_ids', `${max_position_embeddings}`],
    ],
    ['embeddings of two dimensions', { inputs_embeds: [[1, 2]] }, ['inputs_embeds', '1,2']],
    [
      'embeddings of another size',
      {
        inputs_embeds: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
      ['inputs_embeds', '48', '4'],
    ],
    [
      'dims that do not hold the data',
      { input_ids: { data: [1, 2, 3], dims: [2, 2] } },
      ['input_ids', '4', '3'],
    ],
    ['a flag that is none', { ...good, output_attentions: 1 }, ['output_attentions', 'number']],
    ['logits_to_keep without a vocabulary', { ...good, logits_to_keep: [1] }, ['logits_to_keep']],
  ];
  test.each(cases)('%s', async (_, inputs, pieces) => {
    await expectRefused(() => model(inputs), ...pieces);
  });

  test('the most tokens are not too many, nor are more without absolute positions', async () => {
    const ids = Array(max_position_embeddings).fill(1);
    expect((await model({ input_ids: ids })).last_hidden_state.dims[1]).toBe(ids.length);
    const relative = await DebertaModel.from_pretrained(folderOf('v1_len2'), { threads: 1 });
    const long = Array(300).fill(1);
    expect((await relative({ input_ids: long })).last_hidden_state.dims[1]).toBe(300);
    await relative.dispose();
  });
});

describe('abort', () => {
  let model;
  const long = { input_ids: [Array.from({ length: 512 }, (_, i) => i % 7000)] };
  beforeAll(async () => {
    model = await AutoModel.from_pretrained(bundledModel, { threads: 1 });
  });
  afterAll(() => model.dispose());

  test('before the call', async () => {
    await expect(model(long, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
      code: 'ABORTED',
    });
  });

  test('during the call, and while others wait', async () => {
    const abort = new AbortController();
    const calls = Array.from({ length: 3 }, () => model(long, { signal: abort.signal }));
    const other = model({ input_ids: [[1, 5, 2]] });
    setTimeout(() => abort.abort('enough'), 10);
    for (const { status, reason } of await Promise.allSettled(calls)) {
      expect(status).toBe('rejected');
      expect(reason).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: 'enough' });
    }
    expect((await other).last_hidden_state.dims).toEqual([1, 3, 256]);
  });

  test('after the call it is no matter', async () => {
    const abort = new AbortController();
    const small = { input_ids: [[1, 5, 2]] };
    const { last_hidden_state } = await model(small, { signal: abort.signal });
    abort.abort();
    expect((await model(small)).last_hidden_state.data).toEqual(last_hidden_state.data);
  });

  test('of a load', async () => {
    await expect(
      AutoModel.from_pretrained(bundledModel, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  });
});

describe('masked language models', () => {
  test('logits_to_keep gives the scores of these tokens, in this order', async () => {
    const name = 'v1_mlm_legacy';
    const model = await DebertaForMaskedLM.from_pretrained(folderOf(name), { threads: 1 });
    const inputs = inputsOf(name);
    const { logits } = await model(inputs);
    for (const logits_to_keep of [
      [5, 2],
      Int32Array.of(16),
      new Tensor('int64', [0, 0, 3]),
      [4n],
    ]) {
      const { data = logits_to_keep } = logits_to_keep;
      const some = (await model({ ...inputs, logits_to_keep })).logits;
      expect(some.dims).toEqual([3, data.length, logits.dims[2]]);
      for (const [k, token] of Array.from(data, Number).entries()) {
        const [kept, whole] = [some, logits].map((t, i) => t.slice(null, i === 0 ? k : token));
        expectNear(kept, { data: whole.data, dims: kept.dims }, 1e-5, `token ${token}`);
      }
    }
    const refused = [
      [[17], '17'],
      [[-1], '-1'],
      [[0.5], '0.5'],
      ['all', 'string'],
    ];
    for (const [logits_to_keep, number] of refused) {
      await expectRefused(() => model({ ...inputs, logits_to_keep }), 'logits_to_keep', number);
    }
    const labels = nested(inputs.input_ids);
    await expectRefused(() => model({ ...inputs, labels, logits_to_keep: [1] }), 'logits_to_keep');
    await model.dispose();
  });

  // Microsoft's config.json say nothing of `legacy`, and hold the newer head.
  test.each(['v1_mlm_new', 'v1_mlm_legacy'])(
    '%s: the head is the one that the checkpoint holds',
    async (name) => {
      const { legacy, ...rest } = configOf(name);
      const expected = expectedOf(name);
      for (const config of [{ ...rest, legacy: !legacy }, rest]) {
        const model = await AutoModelForMaskedLM.from_pretrained(folderOf(name), {
          config,
          threads: 1,
        });
        const { logits } = await model(pick(expected, inputNames));
        expectNear(logits, expected.get('logits'), logitTolerance, 'logits');
        await model.dispose();
      }
    },
  );
});

describe('a model of a configuration', () => {
  const config = new DebertaConfig({
    vocab_size: 60,
    hidden_size: 24,
    num_hidden_layers: 2,
    num_attention_heads: 3,
    intermediate_size: 40,
    relative_attention: true,
    pos_att_type: 'c2p|p2c',
    position_biased_input: false,
    num_labels: 4,
  });
  const twoLabels = { ...config, id2label: {}, label2id: {}, num_labels: 2 };
  const inputs = { input_ids: [[1, 17, 59, 2]] };

  test('is the same for the same seed, another for another', async () => {
    const made = (options) => DebertaModel.from_config(config, { threads: 1, ...options });
    const models = await Promise.all([
      made(),
      made({ seed: 0 }),
      made({ seed: 7 }),
      made({ seed: 7 }),
      made({ seed: 2 ** 53 - 1 }),
    ]);
    const states = [];
    for (const model of models) states.push((await model(inputs)).last_hidden_state);
    expect(states[0].dims).toEqual([1, 4, 24]);
    expect(states[1].data).toEqual(states[0].data);
    expect(states[2].data).not.toEqual(states[0].data);
    expect(states[3].data).toEqual(states[2].data);
    expect(states[4].data).not.toEqual(states[2].data);
    for (const { data } of states) expect(data.every(Number.isFinite)).toBe(true);
    await Promise.all(models.map((model) => model.dispose()));
  });

  test('says that there is no memory for a sequence without end, and answers the next call', async () => {
    const endless = { ...config, position_biased_input: false };
    const model = await DebertaModel.from_config(endless, { threads: 1 });
    // 65536² probabilities, all at once: their number wraps around in 32 bits.
    const input_ids = new Int32Array(65536).fill(1);
    await expect(model({ input_ids, output_attentions: true })).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
    });
    expect((await model({ input_ids: [[1, 2]] })).last_hidden_state.dims[1]).toBe(2);
    await model.dispose();
  });

  test('has each of the heads', async () => {
    const shapes = [
      [DebertaForMaskedLM, { logits: [1, 4, 60] }],
      [DebertaForSequenceClassification, { logits: [1, 4] }],
      [DebertaForTokenClassification, { logits: [1, 4, 4] }],
      [DebertaForQuestionAnswering, { start_logits: [1, 4], end_logits: [1, 4] }, twoLabels],
    ];
    for (const [Model, expected, of = config] of shapes) {
      const model = await Model.from_config(of, { threads: 1 });
      expect(model).toBeInstanceOf(DebertaPreTrainedModel);
      const outputs = await model(inputs);
      const dims = Object.entries(outputs).map(([name, tensor]) => [name, tensor.dims]);
      expect(Object.fromEntries(dims)).toEqual(expected);
      await model.dispose();
    }
    await expect(DebertaForQuestionAnswering.from_config(config)).rejects.toMatchObject({
      code: 'CONFIG_VALUE',
      message: expect.stringContaining('needs 2 labels, for start and end, got 4'),
    });
  });

  test('may be of a plain object, the rest is as DebertaConfig has it', async () => {
    const { model_type: _, architectures: __, ...plain } = config;
    const given = { ...plain, hidden_size: 24, pos_att_type: undefined, num_labels: null };
    const model = await DebertaModel.from_config(given, { threads: 1 });
    expect(model.config.model_type).toBe('deberta');
    expect(model.config.pos_att_type).toEqual([]);
    expect((await model(inputs)).last_hidden_state.dims).toEqual([1, 4, 24]);
    await model.dispose();
  });

  test('knows its configuration, of which another is made', async () => {
    const model = await DebertaModel.from_config(config, { seed: 3, threads: 1 });
    expect(model.config).toBeInstanceOf(DebertaConfig);
    expect(model.config).toEqual(config);
    expect(model.config.pos_att_type).toEqual(['c2p', 'p2c']);
    expect(model.config.num_labels).toBe(4);
    const twin = await DebertaModel.from_config(model.config, { seed: 3, threads: 1 });
    const third = await DebertaModel.from_config(JSON.parse(JSON.stringify(model.config)), {
      seed: 3,
      threads: 1,
    });
    const [a, b, c] = await Promise.all([model(inputs), twin(inputs), third(inputs)]);
    expect(b.last_hidden_state.data).toEqual(a.last_hidden_state.data);
    expect(c.last_hidden_state.data).toEqual(a.last_hidden_state.data);
    await Promise.all([model, twin, third].map((each) => each.dispose()));
  });

  test('of a wrong seed or configuration is refused by name', async () => {
    for (const seed of [-1, 1.5, NaN, 2 ** 53, '7', null]) {
      await expect(DebertaModel.from_config(config, { seed })).rejects.toMatchObject({
        code: 'INPUT',
        message: expect.stringContaining('seed'),
      });
    }
    const wrong = [
      [{ hidden_size: 25, num_attention_heads: 3 }, 'CONFIG_VALUE', ['hidden_size 25', '3']],
      [{ model_type: 'bert' }, 'CONFIG_UNSUPPORTED', ['model_type']],
      [{ hidden_act: 'softplus' }, 'CONFIG_UNSUPPORTED', ['hidden_act']],
      [{ num_hidden_layers: 0 }, 'CONFIG_VALUE', ['num_hidden_layers', '0']],
      [{ vocab_size: '60' }, 'CONFIG_VALUE', ['vocab_size']],
      [null, 'INPUT', ['config']],
      [7, 'INPUT', ['config']],
    ];
    for (const [change, code, pieces] of wrong) {
      const given =
        change !== null && typeof change === 'object' ? { ...config, ...change } : change;
      const error = await DebertaModel.from_config(given).catch((failure) => failure);
      expect(error).toMatchObject({ code });
      for (const piece of pieces) expect(error.message).toContain(piece);
    }
  });
});

describe('loading', () => {
  test('a head that the checkpoint lacks is refused by name, and made where that is asked for', async () => {
    const load = (options) =>
      AutoModelForSequenceClassification.from_pretrained(bundledModel, { threads: 1, ...options });
    await expect(load({})).rejects.toMatchObject({
      code: 'TENSOR_MISSING',
      file: 'model.safetensors',
      message: expect.stringContaining('pooler.dense'),
    });
    const [one, two] = await Promise.all([
      load({ initialize_missing: true }),
      load({ initialize_missing: true }),
    ]);
    // The classifier of tokens has the shape of one of sequences.
    expect((await one.diagnostics()).load.initialized.sort()).toEqual([
      'pooler.dense.bias',
      'pooler.dense.weight',
    ]);
    const inputs = { input_ids: [[1, 50, 2]] };
    const { logits } = await one(inputs);
    expect(logits.dims).toEqual([1, 27]);
    expect((await two(inputs)).logits.data).toEqual(logits.data);
    await Promise.all([one.dispose(), two.dispose()]);

    // An encoder that is damaged is no head to be made.
    const folder = temporaryFolder();
    cpSync(folderOf('v1_len2'), folder, { recursive: true });
    const config = { ...configOf('v1_len2'), num_hidden_layers: 3 };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    await expect(
      DebertaForTokenClassification.from_pretrained(folder, { initialize_missing: true }),
    ).rejects.toMatchObject({
      code: 'TENSOR_MISSING',
      message: expect.stringContaining('encoder.layer.2'),
    });
  });

  test('reports what it took and what it left', async () => {
    const model = await DebertaModel.from_pretrained(folderOf('v1_hub'), { threads: 1 });
    const { load, threads } = await model.diagnostics();
    expect(load.skipped.length).toBeGreaterThan(0);
    for (const name of load.skipped) expect(name).not.toMatch(/encoder\.layer\./);
    expect(load.initialized).toEqual([]);
    expect(load.tensors).toBeGreaterThan(0);
    expect(threads).toBe(1);
    await model.dispose();
  });

  test('two threads answer as one does', async () => {
    const model = await DebertaModel.from_pretrained(folderOf('v1_wide'), { threads: 2 });
    const { last_hidden_state } = await model(inputsOf('v1_wide'));
    const expected = expectedOf('v1_wide').get('last_hidden_state');
    expectNear(last_hidden_state, expected, hiddenTolerance, 'last_hidden_state');
    await model.dispose();
  });

  test('the Auto classes give the classes', async () => {
    const pairs = [
      [AutoModel, bundledModel, DebertaModel],
      [AutoModelForTokenClassification, bundledModel, DebertaForTokenClassification],
      [AutoModelForSequenceClassification, sequenceClassifier(), DebertaForSequenceClassification],
      [AutoModelForQuestionAnswering, questionAnswerer(), DebertaForQuestionAnswering],
      [AutoModelForMaskedLM, maskedLanguageModel(), DebertaForMaskedLM],
    ];
    for (const [Auto, folder, Model] of pairs) {
      const model = await Auto.from_pretrained(folder, { threads: 1 });
      expect(model).toBeInstanceOf(Model);
      expect(typeof model).toBe('function');
      await model.dispose();
    }
  });

  test('options that ask for what is not here are refused by name', async () => {
    const refused = [
      [{ dtype: 'q4' }, 'q4'],
      [{ dtype: { model: 'q4' } }, 'dtype'],
      [{ device: 'webgpu' }, 'webgpu'],
    ];
    for (const [options, piece] of refused) {
      for (const Class of [DebertaModel, AutoTokenizer, AutoConfig]) {
        await expect(Class.from_pretrained(bundledModel, options)).rejects.toMatchObject({
          name: 'DebertaError',
          code: 'UNSUPPORTED',
          message: expect.stringContaining(piece),
        });
      }
    }
  });

  test('options that ask for what is here are taken, and those that say nothing', async () => {
    const model = await DebertaModel.from_pretrained(folderOf('v1_len2'), {
      dtype: 'fp32',
      device: 'wasm',
      quantized: false,
      from_tf: false,
      use_fast: false,
      subfolder: 'onnx',
      use_external_data_format: false,
      session_options: {},
      threads: 1,
    });
    expect((await model(inputsOf('v1_len2'))).last_hidden_state.dims).toEqual([2, 2, 24]);
    await model.dispose();
  });

  test('progress ends with ready, of the model’s name', async () => {
    const events = [];
    const model = await DebertaModel.from_pretrained(folderOf('v1_len2'), {
      progress_callback: (info) => events.push(info),
      threads: 1,
    });
    expect(events.at(-1)).toMatchObject({ status: 'ready', model: folderOf('v1_len2') });
    const total = events.findLast(({ status }) => status === 'progress_total');
    expect(total.progress).toBe(100);
    expect(Object.keys(total.files).sort()).toEqual(['config.json', 'model.safetensors']);
    await model.dispose();
  });
});

describe('dispose', () => {
  test('ends the model: a call after it fails, one that waits too; twice is once', async () => {
    const model = await AutoModel.from_pretrained(bundledModel, { threads: 1 });
    const waiting = model({ input_ids: [Array(512).fill(5)] });
    const failed = expect(waiting).rejects.toMatchObject({ code: 'DISPOSED' });
    await model.dispose();
    await failed;
    await expect(model({ input_ids: [[1, 2]] })).rejects.toMatchObject({
      name: 'DebertaError',
      code: 'DISPOSED',
    });
    await expect(model.diagnostics()).rejects.toMatchObject({ code: 'DISPOSED' });
    await model.dispose();
    expect(model.config.hidden_size).toBe(256);
  });

  test('is what `await using` calls, where the engine knows it', async () => {
    const model = await AutoModel.from_pretrained(folderOf('v1_len2'), { threads: 1 });
    if (Symbol.asyncDispose) expect(model[Symbol.asyncDispose]).toBe(model.dispose);
    await model.dispose();
  });
});

describe('DeBERTa v2 and v3', () => {
  const one = { threads: 1 };

  test('are what config.model_type says: of AutoModel and the others the class follows from it', async () => {
    const cases = [
      [AutoModel, 'v2_v3style', DebertaV2Model],
      [AutoModel, 'v2_hub', DebertaV2Model],
      [AutoModelForMaskedLM, 'v2_mlm_legacy', DebertaV2ForMaskedLM],
      [AutoModelForMultipleChoice, 'v2_mc', DebertaV2ForMultipleChoice],
      [AutoModelForQuestionAnswering, 'v2_qa', DebertaV2ForQuestionAnswering],
      [AutoModelForSequenceClassification, 'v2_seq_single', DebertaV2ForSequenceClassification],
      [AutoModelForTokenClassification, 'v2_tok', DebertaV2ForTokenClassification],
      [AutoModelForTokenClassification, 'v1_tok', DebertaForTokenClassification],
    ];
    for (const [Auto, name, Class] of cases) {
      const model = await Auto.from_pretrained(folderOf(name), one);
      expect([name, model.constructor]).toEqual([name, Class]);
      expect(model instanceof DebertaV2PreTrainedModel).toBe(name.startsWith('v2'));
      expect(model.config instanceof DebertaV2Config).toBe(name.startsWith('v2'));
      await model.dispose();
    }
  });

  test('run under v1’s class, too, as in transformers.js', async () => {
    const model = await DebertaModel.from_pretrained(folderOf('v2_v3style'), one);
    expect(model.config).toBeInstanceOf(DebertaV2Config);
    const { last_hidden_state } = await model(inputsOf('v2_v3style'));
    const expected = expectedOf('v2_v3style').get('last_hidden_state');
    expectNear(last_hidden_state, expected, hiddenTolerance, 'last_hidden_state');
    await model.dispose();
  });

  test('may be made at random, of a configuration without model_type by the class', async () => {
    const config = { vocab_size: 60, hidden_size: 24, num_hidden_layers: 2, intermediate_size: 40 };
    const relative = { relative_attention: true, pos_att_type: 'p2c|c2p', position_buckets: 8 };
    const whole = { ...config, ...relative, num_attention_heads: 3, conv_kernel_size: 3 };
    const made = (seed) => DebertaV2Model.from_config(whole, { seed, ...one });
    const models = await Promise.all([made(1), made(1), made(2)]);
    expect(models[0].config).toEqual(new DebertaV2Config(whole));
    const states = [];
    for (const model of models) {
      states.push((await model({ input_ids: [[1, 5, 7, 2]] })).last_hidden_state.data);
      await model.dispose();
    }
    expect(states[0].every(Number.isFinite)).toBe(true);
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).not.toEqual(states[0]);
  });

  test('rate choices: of a batch, of one question, and refuse what is not such', async () => {
    const model = await DebertaV2ForMultipleChoice.from_pretrained(folderOf('v2_mc'), one);
    const inputs = Object.fromEntries(
      Object.entries(inputsOf('v2_mc')).map(([name, tensor]) => [name, nested(tensor)]),
    );
    const { logits } = await model(inputs);
    expect(logits.dims).toEqual([2, 3]);
    const first = Object.fromEntries(Object.entries(inputs).map(([name, rows]) => [name, rows[0]]));
    const alone = await model({ ...first, labels: [2] });
    expectNear(alone.logits, logits.slice([0, 1]), 1e-5, 'one question');
    expect(alone.loss.dims).toEqual([]);
    await expectRefused(() => model({ input_ids: [1, 2] }), '[batch, choices, length]', '[2]');
    const wrong = { input_ids: inputs.input_ids, attention_mask: [[[1, 1]]] };
    await expectRefused(() => model(wrong), 'attention_mask', '[2,3,12]', '[1,1,2]');
    await model.dispose();
  });

  test('v1 has no head for choices', async () => {
    const load = AutoModelForMultipleChoice.from_pretrained(folderOf('v1_tok'), one);
    await expect(load).rejects.toMatchObject({
      code: 'CONFIG_UNSUPPORTED',
      message: expect.stringContaining('multiple choice'),
    });
  });
});

describe('AutoConfig', () => {
  test('gives the values of config.json, and Python’s defaults', async () => {
    const config = await AutoConfig.from_pretrained(bundledModel);
    expect(config).toBeInstanceOf(DebertaConfig);
    expect(config).toMatchObject({
      model_type: 'deberta',
      architectures: ['DebertaForTokenClassification'],
      vocab_size: 7000,
      hidden_size: 256,
      num_hidden_layers: 4,
      num_attention_heads: 4,
      intermediate_size: 640,
      layer_norm_eps: 1e-7,
      max_position_embeddings: 512,
      max_relative_positions: 64,
      relative_attention: true,
      position_biased_input: false,
      pos_att_type: ['c2p', 'p2c'],
      type_vocab_size: 0,
      // not in the file
      embedding_size: 256,
      legacy: true,
      talking_head: false,
      tie_word_embeddings: true,
      problem_type: null,
    });
    expect(config.num_labels).toBe(27);
    expect(config.id2label[3]).toBe('B-EMAIL');
    expect(config.label2id['B-EMAIL']).toBe(3);
    const hub = await AutoConfig.from_pretrained(folderOf('v1_hub'));
    expect(hub.pos_att_type).toEqual(['c2p', 'p2c']);
  });

  test('takes a configuration instead of the file', async () => {
    const config = await AutoConfig.from_pretrained(bundledModel, {
      config: { model_type: 'deberta', hidden_size: 24 },
    });
    expect(config.hidden_size).toBe(24);
    expect(config.vocab_size).toBe(50265);
  });

  test('refuses by name what no model can have, and other models', async () => {
    const wrong = [
      [{ hidden_size: 250 }, 'CONFIG_VALUE', ['hidden_size 250', 'num_attention_heads 4']],
      [{ model_type: 'bert' }, 'CONFIG_UNSUPPORTED', ['model_type', 'deberta']],
      [{ model_type: 'deberta-v2', position_buckets: 1 }, 'CONFIG_VALUE', ['position_buckets']],
      [{ hidden_act: 'softplus' }, 'CONFIG_UNSUPPORTED', ['hidden_act']],
      [{ layer_norm_eps: -1 }, 'CONFIG_VALUE', ['layer_norm_eps']],
      [{ id2label: { 1: 'one' } }, 'CONFIG_VALUE', ['id2label']],
    ];
    const { architectures: _, ...whole } = JSON.parse(
      readFileSync(join(bundledModel, 'config.json')),
    );
    for (const [change, code, pieces] of wrong) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...whole, ...change }));
      const error = await AutoConfig.from_pretrained(folder).catch((failure) => failure);
      expect(error).toMatchObject({ name: 'DebertaError', code, file: 'config.json' });
      for (const piece of pieces) expect(error.message).toContain(piece);
    }
    const folder = temporaryFolder();
    await expect(AutoConfig.from_pretrained(folder)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      file: 'config.json',
    });
    writeFileSync(join(folder, 'config.json'), '{"model_type": ');
    await expect(AutoConfig.from_pretrained(folder)).rejects.toMatchObject({ code: 'CONFIG_JSON' });
  });
});
