// Models over any tokenizer whose head says of a token what a test says, wherever the token stands.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { joinSafetensors, temporaryFolder } from './models.mjs';

const width = 16;

const settings = {
  model_type: 'deberta-v2',
  hidden_size: width,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  intermediate_size: width,
  max_position_embeddings: 512,
  type_vocab_size: 0,
  hidden_act: 'gelu',
  layer_norm_eps: 1e-7,
  relative_attention: false,
  position_biased_input: false,
  pad_token_id: 0,
};

/**
 * A model of one layer that changes nothing: the embedding of a token is a direction, which the head looks at.
 * @param {string} tokenizer a folder
 * @param {'DebertaV2ForTokenClassification' | 'DebertaV2ForQuestionAnswering'} architecture
 * @param {object} said
 * @param {number} said.vocabularySize
 * @param {number[][]} said.rows logits, at most 16 rows; the first is of all tokens that rowOf does not name
 * @param {Record<number, number>} said.rowOf token id → row
 * @param {string[]} [said.labels] of token classification
 */
export function labelledModel(tokenizer, architecture, { vocabularySize, rows, rowOf, labels }) {
  const folder = temporaryFolder();
  cpSync(tokenizer, folder, { recursive: true });
  const embeddings = filled([vocabularySize, width], 0);
  for (let id = 0; id < vocabularySize; id++) embeddings.values[id * width + (rowOf[id] ?? 0)] = 1;
  const name = architecture.endsWith('QuestionAnswering') ? 'qa_outputs' : 'classifier';
  const tensors = { ...encoderOf(embeddings), ...headOf(name, rows) };
  writeFileSync(join(folder, 'model.safetensors'), fileOf(tensors));
  const config = {
    ...settings,
    vocab_size: vocabularySize,
    architectures: [architecture],
    ...(labels && { id2label: { ...labels } }),
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

/**
 * The layer norm makes of a direction √15 there and -1/√15 elsewhere.
 * @param {string} name
 * @param {number[][]} rows
 */
function headOf(name, rows) {
  const outputs = rows[0].length;
  const weight = filled([outputs, width], 0);
  const bias = filled([outputs], 0);
  for (const [row, logits] of rows.entries()) {
    for (const [output, logit] of logits.entries()) {
      weight.values[output * width + row] = (logit * Math.sqrt(15)) / 16;
      bias.values[output] += logit / 16;
    }
  }
  return { [`${name}.weight`]: weight, [`${name}.bias`]: bias };
}

function encoderOf(embeddings) {
  const tensors = { 'deberta.embeddings.word_embeddings.weight': embeddings };
  const norm = (name) => {
    tensors[`${name}.LayerNorm.weight`] = filled([width], 1);
    tensors[`${name}.LayerNorm.bias`] = filled([width], 0);
  };
  const layer = 'deberta.encoder.layer.0';
  for (const part of [
    ...['attention.self.query_proj', 'attention.self.key_proj', 'attention.self.value_proj'],
    ...['attention.output.dense', 'intermediate.dense', 'output.dense'],
  ]) {
    tensors[`${layer}.${part}.weight`] = filled([width, width], 0);
    tensors[`${layer}.${part}.bias`] = filled([width], 0);
  }
  norm('deberta.embeddings');
  norm(`${layer}.attention.output`);
  norm(`${layer}.output`);
  return tensors;
}

function filled(shape, value) {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, values: new Float32Array(count).fill(value) };
}

function fileOf(tensors) {
  const header = {};
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const data = Object.values(tensors).map(({ values }) => Buffer.from(values.buffer));
  return joinSafetensors(header, Buffer.concat(data));
}
