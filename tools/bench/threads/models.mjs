// The models of the table, with random weights that are created where they run.

const labels = { id2label: { 0: 'O', 1: 'A', 2: 'B' }, label2id: { O: 0, A: 1, B: 2 } };
const shared = {
  ...labels,
  model_type: 'deberta',
  hidden_act: 'gelu',
  initializer_range: 0.02,
  layer_norm_eps: 1e-7,
  max_position_embeddings: 512,
  pad_token_id: 0,
  pos_att_type: ['c2p', 'p2c'],
  position_biased_input: false,
  relative_attention: true,
  type_vocab_size: 0,
  vocab_size: 7000,
};

/** Configurations by name. The vocabulary is small: its table takes no part in what is measured. */
export const models = {
  // models/pii-tiny as it was first (tests/fixtures/pii_f16)
  'pii-tiny': {
    ...shared,
    hidden_size: 256,
    intermediate_size: 640,
    max_relative_positions: 64,
    num_attention_heads: 4,
    num_hidden_layers: 4,
  },
  // microsoft/deberta-base
  'deberta-base': {
    ...shared,
    hidden_size: 768,
    intermediate_size: 3072,
    max_relative_positions: -1,
    num_attention_heads: 12,
    num_hidden_layers: 12,
  },
};
