// Model classes: how they are loaded and disposed of, and which class a checkpoint gives.
import { afterAll, describe, expect, test } from '@jest/globals';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoModel, AutoModelForMaskedLM, AutoModelForMultipleChoice, AutoModelForQuestionAnswering, AutoModelForSequenceClassification, AutoModelForTokenClassification, DebertaForMaskedLM, DebertaForQuestionAnswering, DebertaForSequenceClassification, DebertaForTokenClassification, DebertaModel, DebertaV2Config, DebertaV2ForMaskedLM, DebertaV2ForMultipleChoice, DebertaV2ForQuestionAnswering, DebertaV2ForSequenceClassification, DebertaV2ForTokenClassification, DebertaV2Model, DebertaV2PreTrainedModel } from '../../../../dist/node.js';
import { configOf, expectNear, expectedOf, folderOf, hiddenTolerance, inputsOf, nested } from '../../../support/golden_models.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';
import { maskedLanguageModel, questionAnswerer, sequenceClassifier } from '../../../support/stand_ins.mjs';

afterAll(cleanUp);

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
