// Small models with each of the heads: the bundled encoder and tokenizer under made-up weights. What
// they answer means nothing, but is the same each time.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { damagedModel, joinSafetensors, splitSafetensors, textClassifier } from './models.mjs';

export const sequenceClassifier = textClassifier;

/** @param {object} [config] changes of config.json */
export function questionAnswerer(config = {}) {
  return withHead('DebertaForQuestionAnswering', config, ({ hidden }) => ({
    'qa_outputs.weight': [2, hidden],
    'qa_outputs.bias': [2],
  }));
}

/** With the head that Microsoft's checkpoints hold. @param {object} [config] changes of config.json */
export function maskedLanguageModel(config = {}) {
  return withHead('DebertaForMaskedLM', config, ({ hidden, vocab }) => ({
    'lm_predictions.lm_head.dense.weight': [hidden, hidden],
    'lm_predictions.lm_head.dense.bias': [hidden],
    'lm_predictions.lm_head.LayerNorm.weight': [hidden],
    'lm_predictions.lm_head.LayerNorm.bias': [hidden],
    'lm_predictions.lm_head.bias': [vocab],
  }));
}

/**
 * @param {string} architecture
 * @param {object} changes of config.json
 * @param {(sizes: {hidden: number, vocab: number}) => Record<string, number[]>} shapes of the head's
 *   tensors
 */
function withHead(architecture, changes, shapes) {
  let sizes;
  const folder = damagedModel('config.json', (content) => {
    const { id2label: _, label2id: __, ...config } = JSON.parse(content);
    sizes = { hidden: config.hidden_size, vocab: config.vocab_size };
    return JSON.stringify({ ...config, architectures: [architecture], ...changes });
  });
  addTensors(join(folder, 'model.safetensors'), shapes(sizes));
  return folder;
}

/** Appends tensors of made-up values to a file. */
function addTensors(path, shapes) {
  const [header, data] = splitSafetensors(readFileSync(path));
  const pieces = [data];
  let end = data.length;
  for (const [name, shape] of Object.entries(shapes)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + 1) * 0.2);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
    pieces.push(Buffer.from(values.buffer));
  }
  writeFileSync(path, joinSafetensors(header, Buffer.concat(pieces)));
}
