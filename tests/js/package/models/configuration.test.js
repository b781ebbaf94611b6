// Models that a configuration makes, and AutoConfig.
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoConfig, DebertaConfig, DebertaForMaskedLM, DebertaForQuestionAnswering, DebertaForSequenceClassification, DebertaForTokenClassification, DebertaModel, DebertaPreTrainedModel } from '../../../../dist/node.js';
import { folderOf } from '../../../support/golden_models.mjs';
import { bundledConfig, bundledModel, cleanUp, temporaryFolder } from '../../../support/models.mjs';

afterAll(cleanUp);

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

describe('AutoConfig', () => {
  test('gives the values of config.json, and Python’s defaults', async () => {
    const config = await AutoConfig.from_pretrained(bundledModel);
    expect(config).toBeInstanceOf(DebertaConfig);
    expect(config).toMatchObject({
      model_type: 'deberta',
      architectures: ['DebertaForTokenClassification'],
      vocab_size: bundledConfig.vocab_size,
      hidden_size: bundledConfig.hidden_size,
      num_hidden_layers: bundledConfig.num_hidden_layers,
      num_attention_heads: bundledConfig.num_attention_heads,
      intermediate_size: bundledConfig.intermediate_size,
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
