// Model classes: what a call gives, and the loss of labels.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { DebertaForQuestionAnswering, DebertaForSequenceClassification, DebertaForTokenClassification, DebertaModel, Tensor } from '../../../../dist/node.js';
import { configOf, expectedOf, folderOf, inputsOf, nested, pick } from '../../../support/golden_models.mjs';
import { cleanUp } from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

afterAll(cleanUp);

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
