// What config.json says, with the defaults that Python's DebertaConfig and DebertaV2Config have. What the
// values mean, and which of them no model can have, the C++ core decides.
import { DebertaError } from './errors.js';
import { kindOf } from './checks.js';

/** The most labels that a num_labels without names may ask for; the core's. */
const mostLabels = 1_000_000;

/** What both have. */
export class PretrainedConfig {
  model_type = 'deberta';
  /** @type {string[] | null} */
  architectures = null;

  vocab_size = 50265;
  hidden_size = 768;
  /** Width of the embedding table; default: hidden_size. */
  embedding_size = 768;
  num_hidden_layers = 12;
  num_attention_heads = 12;
  intermediate_size = 3072;
  /** @type {string} */
  hidden_act = 'gelu';
  layer_norm_eps = 1e-7;
  max_position_embeddings = 512;
  type_vocab_size = 0;
  /** Whether absolute positions are added to the embeddings. */
  position_biased_input = true;

  relative_attention = false;
  /** The largest distance that is told from a larger one; below 1: max_position_embeddings. */
  max_relative_positions = -1;
  /** @type {string[]} of 'c2p' and 'p2c'; may be given as 'c2p|p2c' */
  pos_att_type = [];

  /** Default: hidden_size. */
  pooler_hidden_size = 768;
  /** @type {string} */
  pooler_hidden_act = 'gelu';
  pooler_dropout = 0;
  /** Whether the head for masked words is the older one. */
  legacy = true;
  tie_word_embeddings = true;

  hidden_dropout_prob = 0.1;
  attention_probs_dropout_prob = 0.1;
  initializer_range = 0.02;

  /** @type {number | null} */
  pad_token_id = 0;
  /** @type {number | null} */
  bos_token_id = null;
  /** @type {number | null} */
  eos_token_id = null;

  /** @type {Record<number, string>} */
  id2label = {};
  /** @type {Record<string, number>} */
  label2id = {};
  /** @type {'regression' | 'single_label_classification' | 'multi_label_classification' | null} */
  problem_type = null;
  output_attentions = false;
  output_hidden_states = false;

  /** How many labels there are. Setting another number names them anew: LABEL_0, LABEL_1 … */
  get num_labels() {
    return Object.keys(this.id2label).length;
  }

  set num_labels(count) {
    if (!Number.isInteger(count) || count < 1 || count > mostLabels) {
      const got = typeof count === 'number' ? count : kindOf(count);
      throw new DebertaError(
        'CONFIG_VALUE',
        `num_labels: expected an integer from 1 to ${mostLabels}, got ${got}`,
      );
    }
    if (count === this.num_labels) return;
    this.id2label = Object.fromEntries(Array.from({ length: count }, (_, i) => [i, `LABEL_${i}`]));
    this.label2id = inverse(this.id2label);
  }

  /**
   * All fields as plain data of its own. `new DebertaConfig(config.to_dict())` is the same again.
   * @returns {Record<string, any>}
   */
  to_dict() {
    return structuredClone({ ...this });
  }

  /** @returns {Record<string, any>} */
  toJSON() {
    return this.to_dict();
  }
}

export class DebertaConfig extends PretrainedConfig {
  talking_head = false;

  /**
   * A field that is absent or null has its default; fields that are unknown here are kept.
   * @param {object} [values] such as config.json holds; `num_labels` instead of `id2label` gives
   *   LABEL_0, LABEL_1 …
   */
  constructor(values = {}) {
    super();
    fill(this, values);
  }
}

/** DeBERTa v2 and v3. */
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

  /** Far distances share one of so many positions; below 1: each has its own. */
  position_buckets = -1;
  /** Whether positions are projected as the content is. */
  share_att_key = false;
  /** 'layer_norm': positions are normalized. */
  norm_rel_ebd = 'none';
  /** Below 1: no convolution. */
  conv_kernel_size = 0;
  conv_groups = 1;
  conv_act = 'tanh';

  /** As DebertaConfig. @param {object} [values] */
  constructor(values = {}) {
    super();
    fill(this, values);
  }
}

/** @typedef {DebertaConfig | DebertaV2Config} AnyConfig */

/**
 * The configuration's class by its model_type.
 * @param {any} values
 * @param {string} [otherwise] the model_type of values without one
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
  const { num_labels, ...fields } = /** @type {Record<string, any>} */ (values);
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
 * @param {any} types
 */
function listOf(types) {
  if (Array.isArray(types)) return [...types];
  if (typeof types !== 'string') return types;
  return types
    .toLowerCase()
    .split('|')
    .map((type) => type.trim());
}

/** @param {any} table */
function isEmpty(table) {
  return typeof table === 'object' && Object.keys(table).length === 0;
}

/** @param {Record<number, string>} id2label */
function inverse(id2label) {
  return Object.fromEntries(Object.entries(id2label).map(([id, label]) => [label, Number(id)]));
}
