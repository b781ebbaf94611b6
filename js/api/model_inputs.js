// Converts the inputs of a model's call to those of bindings/tasks/forward.cc.
import { DebertaError } from '../base/errors.js';
import { checkBoolean } from '../base/checks.js';
import { checkNames } from '../base/options.js';
import { toFloats, toIntegers } from '../tensor/to_array.js';

/**
 * Inputs of a model. Each is a Tensor, a typed array or nested arrays; [batch, length] unless said otherwise, and for
 * multiple choice [batch, choices, length].
 * @typedef {object} ModelInputs
 * @property {unknown} [input_ids] token ids
 * @property {unknown} [inputs_embeds] embeddings [batch, length, embedding_size], instead of input_ids
 * @property {unknown} [attention_mask] 1: a token, 0: padding; default: all 1
 * @property {unknown} [token_type_ids] 0: first text, 1: second text; default: all 0
 * @property {unknown} [position_ids] positions of the tokens, also [1, length]; default: 0, 1, 2 …
 * @property {unknown} [labels] expected results, from which the loss is computed
 * @property {unknown} [start_positions] [batch], first tokens of the expected answers (question answering)
 * @property {unknown} [end_positions] [batch], their last tokens
 * @property {boolean} [output_hidden_states] true: return hidden_states; default: the config's
 * @property {boolean} [output_attentions] true: return attentions; default: the config's
 * @property {unknown} [logits_to_keep] masked language models: the tokens of each sequence for which
 *   scores of the vocabulary are computed
 */

/**
 * Options of a model's call.
 * @typedef {object} CallOptions
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call, also inside a layer
 * @property {boolean} [output_hidden_states] true: return hidden_states
 * @property {boolean} [output_attentions] true: return attentions
 */

/** @type {Record<keyof CallOptions, 1>} */
const optionNames = { signal: 1, output_hidden_states: 1, output_attentions: 1 };

/** @type {Record<keyof ModelInputs, 1>} */
const inputNames = {
  input_ids: 1,
  inputs_embeds: 1,
  attention_mask: 1,
  token_type_ids: 1,
  position_ids: 1,
  labels: 1,
  start_positions: 1,
  end_positions: 1,
  output_hidden_states: 1,
  output_attentions: 1,
  logits_to_keep: 1,
};
/** Fields of an encoding that no model reads, and Python's return_dict: outputs are always objects. */
const unread = {
  special_tokens_mask: 1,
  offset_mapping: 1,
  length: 1,
  overflow_to_sample_mapping: 1,
  return_dict: 1,
};

/**
 * @param {ModelInputs} inputs
 * @param {CallOptions} options
 * @param {import('../worker/session.js').Plan['head']} head decides on the form of the labels
 * @param {import('./config.js').AnyConfig} config has the defaults of options
 */
export function modelInputs(inputs, options, head, config) {
  if (typeof inputs !== 'object' || inputs === null) {
    throw new DebertaError('INPUT', 'expected {input_ids, …}');
  }
  checkNames(inputs, { ...inputNames, ...unread });
  checkNames(options, optionNames);
  const rank = head === 'multiple-choice' ? 3 : 2;
  const { dims, ...main } = mainInput(inputs, rank);
  const length = dims[rank - 1];
  const batch = dims.slice(0, -1).reduce((product, size) => product * size);
  const perToken = (/** @type {'attention_mask' | 'token_type_ids' | 'position_ids'} */ name) => {
    const value = inputs[name];
    if (value === undefined || value === null) return undefined;
    const given = ofRank(rank, toIntegers(value, name));
    const single = name === 'position_ids' && given.data.length === length;
    if (`${given.dims}` !== `${single ? dims.map((_, i) => (i < rank - 1 ? 1 : length)) : dims}`) {
      throw new DebertaError('INPUT', `${name}: expected [${dims}], got [${given.dims}]`);
    }
    if (!single) return given.data;
    return Int32Array.from({ length: batch * length }, (_, i) => given.data[i % length]);
  };
  const mask = perToken('attention_mask');
  const positions = (/** @type {'start_positions' | 'end_positions'} */ name) => {
    const value = inputs[name];
    if (value === undefined || value === null) return undefined;
    const { data } = toIntegers(value, name);
    if (data.length === batch) return data;
    throw new DebertaError(
      'INPUT',
      `${name}: expected ${batch}, one per sequence, got ${data.length}`,
    );
  };
  const flag = (/** @type {'output_hidden_states' | 'output_attentions'} */ name) =>
    checkBoolean(options[name] ?? inputs[name] ?? config[name] ?? false, name);
  return {
    ...main,
    dims: Uint32Array.from([batch, length]),
    choices: rank === 3 ? dims[1] : undefined,
    attention_mask: mask && Uint8Array.from(mask, (value) => (value === 0 ? 0 : 1)),
    token_type_ids: perToken('token_type_ids'),
    position_ids: perToken('position_ids'),
    ...labelsOf(inputs.labels, head),
    start_positions: positions('start_positions'),
    end_positions: positions('end_positions'),
    logits_to_keep: tokensToKeep(inputs.logits_to_keep, length),
    output_hidden_states: flag('output_hidden_states'),
    output_attentions: flag('output_attentions'),
  };
}

/**
 * @param {ModelInputs} inputs
 * @param {number} rank the number of axes of the tokens
 */
function mainInput({ input_ids, inputs_embeds }, rank) {
  const expected = `[batch, ${rank === 3 ? 'choices, ' : ''}length`;
  const hasIds = input_ids !== undefined && input_ids !== null;
  if (hasIds === (inputs_embeds !== undefined && inputs_embeds !== null)) {
    throw new DebertaError('INPUT', 'expected either input_ids or inputs_embeds');
  }
  if (hasIds) {
    const { data, dims } = ofRank(rank, toIntegers(input_ids, 'input_ids'));
    if (dims.length !== rank) {
      throw new DebertaError('INPUT', `input_ids: expected ${expected}], got [${dims}]`);
    }
    return { input_ids: data, dims };
  }
  const { data, dims } = toFloats(inputs_embeds, 'inputs_embeds');
  if (dims.length !== rank + 1) {
    throw new DebertaError('INPUT', `inputs_embeds: expected ${expected}, size], got [${dims}]`);
  }
  return { inputs_embeds: data, dims: dims.slice(0, -1) };
}

/**
 * Makes a batch of one sequence, or of one question with its choices.
 * @template T
 * @param {number} rank
 * @param {{data: T, dims: number[]}} values
 */
function ofRank(rank, { data, dims }) {
  return { data, dims: dims.length === rank - 1 ? [1, ...dims] : dims };
}

/**
 * @param {unknown} value
 * @param {number} length of each sequence
 */
function tokensToKeep(value, length) {
  if (value === undefined || value === null) return undefined;
  const { data } = toIntegers(value, 'logits_to_keep');
  const wrong = data.find((token) => token < 0 || token >= length);
  if (wrong === undefined) return Uint32Array.from(data);
  throw new DebertaError('INPUT', `logits_to_keep: token ${wrong} of ${length}`);
}

/**
 * Labels of tokens are classes. The label of a sequence is a class if it is one integer, of any type, and a target
 * otherwise; with one output, or for regression, one integer is a target, too.
 * @param {unknown} labels
 * @param {import('../worker/session.js').Plan['head']} head
 */
function labelsOf(labels, head) {
  if (labels === undefined || labels === null) return {};
  if (head !== 'sequence-classification') {
    return { label_classes: someOf(toIntegers(labels, 'labels').data) };
  }
  const { data, dims } = toFloats(labels, 'labels');
  const columns = dims.length < 2 ? 1 : dims[dims.length - 1];
  const isClass = (/** @type {number} */ value) => value === (value | 0);
  if (columns === 1 && data.every(isClass)) return { label_classes: Int32Array.from(someOf(data)) };
  return { label_targets: someOf(data), label_columns: columns };
}

/**
 * Empty labels are refused, because the core would take them for no labels.
 * @template {ArrayLike<number>} T
 * @param {T} labels
 */
function someOf(labels) {
  if (labels.length > 0) return labels;
  throw new DebertaError('INPUT', 'labels: expected one per sequence or token, got 0');
}
