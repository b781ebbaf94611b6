// The defaults and older spellings of Python's DebertaConfig.
import { expect, test } from '@jest/globals';

import { DebertaConfig, DebertaV2Config, configOf } from '../../../js/api/config.js';

test('without values every field has its default', () => {
  // configuration_deberta.py of transformers, and what its model reads with a default of its own.
  expect(new DebertaConfig().to_dict()).toEqual({
    model_type: 'deberta',
    architectures: null,
    vocab_size: 50265,
    hidden_size: 768,
    embedding_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    hidden_act: 'gelu',
    hidden_dropout_prob: 0.1,
    attention_probs_dropout_prob: 0.1,
    max_position_embeddings: 512,
    type_vocab_size: 0,
    initializer_range: 0.02,
    layer_norm_eps: 1e-7,
    relative_attention: false,
    max_relative_positions: -1,
    pad_token_id: 0,
    bos_token_id: null,
    eos_token_id: null,
    position_biased_input: true,
    pos_att_type: [],
    talking_head: false,
    pooler_dropout: 0,
    pooler_hidden_act: 'gelu',
    pooler_hidden_size: 768,
    legacy: true,
    tie_word_embeddings: true,
    id2label: { 0: 'LABEL_0', 1: 'LABEL_1' },
    label2id: { LABEL_0: 0, LABEL_1: 1 },
    problem_type: null,
    output_attentions: false,
    output_hidden_states: false,
  });
});

test('DebertaV2Config has other sizes, and fields of its own', () => {
  const { talking_head: _, ...shared } = new DebertaConfig().to_dict();
  expect(new DebertaV2Config().to_dict()).toEqual({
    ...shared,
    model_type: 'deberta-v2',
    vocab_size: 128100,
    hidden_size: 1536,
    embedding_size: 1536,
    pooler_hidden_size: 1536,
    num_hidden_layers: 24,
    num_attention_heads: 24,
    intermediate_size: 6144,
    position_buckets: -1,
    share_att_key: false,
    norm_rel_ebd: 'none',
    conv_kernel_size: 0,
    conv_groups: 1,
    conv_act: 'tanh',
  });
  expect(new DebertaV2Config({ hidden_size: null, conv_act: null })).toEqual(new DebertaV2Config());
});

test('model_type says which it is', () => {
  expect(configOf({ model_type: 'deberta-v2' })).toBeInstanceOf(DebertaV2Config);
  expect(configOf({ model_type: 'deberta' }, 'deberta-v2')).toBeInstanceOf(DebertaConfig);
  expect(configOf({}, 'deberta-v2')).toBeInstanceOf(DebertaV2Config);
  expect(configOf({})).toBeInstanceOf(DebertaConfig);
});

test('values replace defaults, also where they are false or 0', () => {
  const config = new DebertaConfig({
    hidden_size: 32,
    position_biased_input: false,
    layer_norm_eps: 0,
    bos_token_id: 1,
    architectures: ['DebertaModel'],
  });
  expect(config).toMatchObject({
    hidden_size: 32,
    position_biased_input: false,
    layer_norm_eps: 0,
    bos_token_id: 1,
    architectures: ['DebertaModel'],
    vocab_size: 50265,
  });
});

test('null and undefined are the default', () => {
  const nothing = { hidden_size: null, pos_att_type: null, legacy: undefined, id2label: null };
  const config = new DebertaConfig({ ...nothing, num_labels: null, pooler_hidden_size: null });
  expect(config.to_dict()).toEqual(new DebertaConfig().to_dict());
});

test('the widths of pooler and embeddings are hidden_size, unless they are given', () => {
  const narrow = new DebertaConfig({ hidden_size: 32 });
  expect([narrow.pooler_hidden_size, narrow.embedding_size]).toEqual([32, 32]);
  const given = new DebertaConfig({ hidden_size: 32, pooler_hidden_size: 48, embedding_size: 16 });
  expect([given.pooler_hidden_size, given.embedding_size]).toEqual([48, 16]);
});

test.each([
  ['c2p|p2c', ['c2p', 'p2c']],
  [' P2C | c2p ', ['p2c', 'c2p']],
  ['c2p', ['c2p']],
  [
    ['p2c', 'c2p'],
    ['p2c', 'c2p'],
  ],
  [[], []],
  [7, 7], // the core refuses it by name
])('pos_att_type %j', (pos_att_type, types) => {
  expect(new DebertaConfig({ pos_att_type }).pos_att_type).toEqual(types);
});

test('num_labels names the labels by their numbers', () => {
  const config = new DebertaConfig({ num_labels: 3 });
  expect(config.num_labels).toBe(3);
  expect(config.id2label).toEqual({ 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' });
  expect(config.label2id).toEqual({ LABEL_0: 0, LABEL_1: 1, LABEL_2: 2 });
});

test('id2label counts more than num_labels, and gives label2id', () => {
  const config = new DebertaConfig({ id2label: { 0: 'O', 1: 'B-PER', 2: 'I-PER' }, num_labels: 5 });
  expect(config.num_labels).toBe(3);
  expect(config.label2id).toEqual({ O: 0, 'B-PER': 1, 'I-PER': 2 });
  const given = new DebertaConfig({ id2label: { 0: 'O' }, label2id: { other: 7 } });
  expect(given.label2id).toEqual({ other: 7 });
});

test('setting another num_labels renames the labels, the same one changes nothing', () => {
  const config = new DebertaConfig({ id2label: { 0: 'no', 1: 'yes' } });
  config.num_labels = 2;
  expect(config.id2label).toEqual({ 0: 'no', 1: 'yes' });
  config.num_labels = 1;
  expect(config.id2label).toEqual({ 0: 'LABEL_0' });
  expect(config.label2id).toEqual({ LABEL_0: 0 });
});

test.each([0, -1, 1.5, '3', 1e9])('num_labels %j is refused', (num_labels) => {
  expect(() => new DebertaConfig({ num_labels })).toThrow(
    expect.objectContaining({
      code: 'CONFIG_VALUE',
      message: expect.stringMatching(/^num_labels/),
    }),
  );
});

test('unknown fields are kept as they are', () => {
  const config = new DebertaConfig({ torch_dtype: 'float16', max_seq: null, custom: { a: [1] } });
  expect(config).toMatchObject({ torch_dtype: 'float16', max_seq: null, custom: { a: [1] } });
  expect(config.to_dict()).toMatchObject({ torch_dtype: 'float16', max_seq: null });
});

test('a field named __proto__ is a field', () => {
  const config = new DebertaConfig(JSON.parse('{"__proto__": {"hidden_size": 1}}'));
  expect(config).toBeInstanceOf(DebertaConfig);
  expect(config.hidden_size).toBe(768);
  expect(JSON.stringify(config)).toContain('"__proto__":{"hidden_size":1}');
});

test('through JSON and back it is the same', () => {
  const config = new DebertaConfig({
    hidden_size: 32,
    pos_att_type: 'c2p|p2c',
    num_labels: 3,
    custom: [1, { a: null }],
  });
  const again = new DebertaConfig(JSON.parse(JSON.stringify(config)));
  expect(again).toEqual(config);
  expect(again.num_labels).toBe(3);
  expect(new DebertaConfig(config)).toEqual(config);
});

test('it shares nothing with what to_dict gives', () => {
  const config = new DebertaConfig({ num_labels: 2 });
  config.to_dict().id2label[0] = 'changed';
  expect(config.id2label[0]).toBe('LABEL_0');
});

test.each([null, [], 'deberta', 7])('%j in place of an object is refused', (values) => {
  expect(() => new DebertaConfig(values)).toThrow(
    expect.objectContaining({ code: 'INPUT', message: expect.stringMatching(/^config/) }),
  );
});
