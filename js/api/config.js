// The fields of config.json, with the defaults of Python's DebertaConfig and DebertaV2Config. The C++ core
// interprets the values and refuses invalid ones.
import { DebertaError } from '../base/errors.js';
import { kindOf } from '../base/checks.js';

/** The maximum of num_labels without names; the core has the same limit. */
const maxLabels = 1_000_000;

/** The fields that the configurations of all versions share. */
export class PretrainedConfig {
  /** 'deberta' or 'deberta-v2' (v2 and v3). */
  model_type = 'deberta';
  /**
   * Names of the classes that the checkpoint was saved from.
   * @type {string[] | null}
   */
  architectures = null;

  /** Number of tokens. */
  vocab_size = 50265;
  /** Width of the vectors. */
  hidden_size = 768;
  /** Width of the embedding table; default: hidden_size. */
  embedding_size = 768;
  /** Number of layers. */
  num_hidden_layers = 12;
  /** Number of attention heads of each layer. */
  num_attention_heads = 12;
  /** Width of the feed-forward networks. */
  intermediate_size = 3072;
  /**
   * Activation of the feed-forward networks.
   * @type {string}
   */
  hidden_act = 'gelu';
  /** Added to the variance where vectors are normalized. */
  layer_norm_eps = 1e-7;
  /** The maximum length of a row, in tokens. */
  max_position_embeddings = 512;
  /** Number of token types; 0: no token types. */
  type_vocab_size = 0;
  /** Whether absolute positions are added to the embeddings. */
  position_biased_input = true;

  /** Whether attention uses relative positions. */
  relative_attention = false;
  /** The largest relative distance; larger ones count as this one. Below 1: max_position_embeddings. */
  max_relative_positions = -1;
  /**
   * Kinds of relative attention, of 'c2p' and 'p2c'; may be given as 'c2p|p2c'.
   * @type {string[]}
   */
  pos_att_type = [];

  /** Default: hidden_size. */
  pooler_hidden_size = 768;
  /**
   * Activation of the pooler.
   * @type {string}
   */
  pooler_hidden_act = 'gelu';
  /** Dropout of the pooler, in training. */
  pooler_dropout = 0;
  /** Whether the checkpoint has the legacy head for masked words. */
  legacy = true;
  /** Whether the head for masked words shares the embedding table. */
  tie_word_embeddings = true;

  /** Dropout of the hidden states, in training. */
  hidden_dropout_prob = 0.1;
  /** Dropout of the attention weights, in training. */
  attention_probs_dropout_prob = 0.1;
  /** Standard deviation of random weights. */
  initializer_range = 0.02;

  /**
   * Id of the padding token.
   * @type {number | null}
   */
  pad_token_id = 0;
  /**
   * Id of the token at the beginning of a text.
   * @type {number | null}
   */
  bos_token_id = null;
  /**
   * Id of the token at the end of a text.
   * @type {number | null}
   */
  eos_token_id = null;

  /**
   * Names of the labels.
   * @type {Record<number, string>}
   */
  id2label = {};
  /**
   * Numbers of the labels.
   * @type {Record<string, number>}
   */
  label2id = {};
  /**
   * The kind of problem, which decides on the loss and on the scores.
   * @type {'regression' | 'single_label_classification' | 'multi_label_classification' | null}
   */
  problem_type = null;
  /** Whether outputs have attentions. */
  output_attentions = false;
  /** Whether outputs have hidden_states. */
  output_hidden_states = false;

  /** The number of labels. Setting another number renames them: LABEL_0, LABEL_1 … */
  get num_labels() {
    return Object.keys(this.id2label).length;
  }

  set num_labels(count) {
    if (!Number.isInteger(count) || count < 1 || count > maxLabels) {
      const got = typeof count === 'number' ? count : kindOf(count);
      throw new DebertaError(
        'CONFIG_VALUE',
        `num_labels: expected an integer from 1 to ${maxLabels}, got ${got}`,
      );
    }
    if (count === this.num_labels) return;
    this.id2label = Object.fromEntries(Array.from({ length: count }, (_, i) => [i, `LABEL_${i}`]));
    this.label2id = inverse(this.id2label);
  }

  /**
   * A copy of all fields as plain data. `new DebertaConfig(config.to_dict())` is an equal configuration.
   * @returns {Record<string, any>} JSON: its fields may be of any type
   */
  to_dict() {
    return structuredClone({ ...this });
  }

  /**
   * The same as to_dict, for JSON.stringify.
   * @returns {Record<string, any>} JSON: its fields may be of any type
   */
  toJSON() {
    return this.to_dict();
  }
}

/** The configuration of DeBERTa v1. */
export class DebertaConfig extends PretrainedConfig {
  /** Whether talking heads mix the scores before the softmax and the weights after it. */
  talking_head = false;

  /**
   * An absent or null field gets its default; unknown fields are kept.
   * @param {object} [values] such as config.json holds; `num_labels` instead of `id2label` gives
   *   LABEL_0, LABEL_1 …
   */
  constructor(values = {}) {
    super();
    fill(this, values);
  }
}

/** The configuration of DeBERTa v2 and v3. */
export class DebertaV2Config extends PretrainedConfig {
  /** @override */
  model_type = 'deberta-v2';
  /** @override */
  vocab_size = 128100;
  /** @override */
  hidden_size = 1536;
  /** @override */
  num_hidden_layers = 24;
  /** @override */
  num_attention_heads = 24;
  /** @override */
  intermediate_size = 6144;

  /** Number of buckets for relative positions; below 1: no buckets, each distance has its own position. */
  position_buckets = -1;
  /** Whether positions use the projections of the content. */
  share_att_key = false;
  /** 'layer_norm': the position table is normalized. */
  norm_rel_ebd = 'none';
  /** Kernel size of the convolution; below 1: no convolution. */
  conv_kernel_size = 0;
  /** Groups of the convolution. */
  conv_groups = 1;
  /** Activation after the convolution. */
  conv_act = 'tanh';

  /**
   * An absent or null field gets its default; unknown fields are kept.
   * @param {object} [values] as DebertaConfig
   */
  constructor(values = {}) {
    super();
    fill(this, values);
  }
}

/** @typedef {DebertaConfig | DebertaV2Config} AnyConfig */

/**
 * Creates the configuration of the class that model_type names.
 * @param {any} values from a caller or from JSON: the classes refuse anything but an object
 * @param {string} [otherwise] the default of model_type
 * @returns {AnyConfig}
 */
export function configOf(values, otherwise) {
  const isV2 = (values?.model_type ?? otherwise) === 'deberta-v2';
  return new (isV2 ? DebertaV2Config : DebertaConfig)(values);
}

/**
 * @param {DebertaConfig | DebertaV2Config} config
 * @param {object} values
 */
function fill(config, values) {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new DebertaError('INPUT', `config: expected an object, got ${kindOf(values)}`);
  }
  const { num_labels, ...fields } = /** @type {Record<string, any>} JSON */ (values);
  for (const [name, value] of Object.entries(fields)) {
    if ((value ?? null) === null && Object.hasOwn(config, name)) continue;
    // Defined, not assigned: JSON may hold the name __proto__.
    const kept = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(config, name, kept);
  }
  config.embedding_size = fields.embedding_size ?? config.hidden_size;
  config.pooler_hidden_size = fields.pooler_hidden_size ?? config.hidden_size;
  config.pos_att_type = listOf(fields.pos_att_type ?? []);
  if (isEmpty(config.id2label)) {
    config.num_labels = num_labels ?? 2;
  } else if (isEmpty(config.label2id)) {
    config.label2id = inverse(config.id2label);
  }
}

/**
 * The kinds of relative attention, also in the Hub's spelling 'c2p|p2c'.
 * @param {any} types JSON: the core refuses what is not a list
 */
function listOf(types) {
  if (Array.isArray(types)) return [...types];
  if (typeof types !== 'string') return types;
  return types
    .toLowerCase()
    .split('|')
    .map((type) => type.trim());
}

/** @param {any} table JSON */
function isEmpty(table) {
  return typeof table === 'object' && Object.keys(table).length === 0;
}

/** @param {Record<number, string>} id2label */
function inverse(id2label) {
  return Object.fromEntries(Object.entries(id2label).map(([id, label]) => [label, Number(id)]));
}
