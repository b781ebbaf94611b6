// Models of every head, made of the fixed one: its tokenizer and encoder under heads of made-up
// weights. What they answer means nothing, but is the same each time.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import {
  fixedConfig,
  fixedModel,
  damagedModel,
  joinSafetensors,
  splitSafetensors,
} from './models.mjs';
import { seeded } from './random.mjs';

const { hidden_size: width, intermediate_size, vocab_size } = fixedConfig;
const vocabulary = JSON.parse(readFileSync(join(fixedModel, 'vocab.json'), 'utf8'));

/**
 * @typedef {object} TinyOptions
 * @property {string[]} [labels]
 * @property {number} [maxLength] model_max_length of the tokenizer; default 512
 * @property {object} [config] changes of config.json
 */

/** The encoder alone. @param {TinyOptions} [options] */
export function encoder(options = {}) {
  return model('DebertaModel', {}, options);
}

/** @param {TinyOptions} [options] */
export function sequenceClassifier({ labels = ['calm', 'loud', 'rude'], ...options } = {}) {
  const tensors = {
    'pooler.dense.weight': made([width, width], 0.1),
    'pooler.dense.bias': made([width], 0.1),
    'classifier.weight': made([labels.length, width], 0.5),
    'classifier.bias': made([labels.length], 0.5),
  };
  return model('DebertaForSequenceClassification', tensors, { labels, ...options });
}

/** Neighbouring tokens differ much. @param {TinyOptions} [options] */
export function tokenClassifier({ labels = ['O', 'B-A', 'I-A'], ...options } = {}) {
  const tensors = {
    'classifier.weight': made([labels.length, width], 0.5),
    'classifier.bias': made([labels.length], 0.1),
  };
  return model('DebertaForTokenClassification', tensors, { labels, ...options });
}

/** @param {TinyOptions} [options] */
export function questionAnswerer(options = {}) {
  const tensors = {
    'qa_outputs.weight': made([2, width], 0.5),
    'qa_outputs.bias': made([2], 0.5),
  };
  return model('DebertaForQuestionAnswering', tensors, options);
}

/** A GLiNER model of spans. */
export const gliner = () => join(root, 'tests/fixtures/gliner/marker_rnn');

/** A GLiNER2 model. */
export const gliner2 = () => join(root, 'tests/fixtures/gliner/gliner2_mixed');

/** Its output weights are the word embeddings. @param {TinyOptions} [options] */
export function maskedLanguageModel(options = {}) {
  const head = 'cls.predictions';
  const tensors = {
    [`${head}.transform.dense.weight`]: made([width, width], 0.1),
    [`${head}.transform.dense.bias`]: made([width], 0.1),
    [`${head}.transform.LayerNorm.weight`]: filled([width], 1),
    [`${head}.transform.LayerNorm.bias`]: made([width], 0.1),
    [`${head}.bias`]: made([vocabulary['[MASK]'] + 1], 1),
  };
  return model('DebertaForMaskedLM', tensors, options);
}

/**
 * A model whose head says of a token what the script says, wherever the token stands: its embedding
 * is a direction of its own, and the one layer changes nothing.
 * @param {'DebertaForTokenClassification' | 'DebertaForQuestionAnswering'} architecture
 * @param {Record<string, number[]>} script token → logits; '*': all other tokens
 * @param {TinyOptions} [options]
 */
export function scripted(architecture, script, options = {}) {
  const head = architecture === 'DebertaForQuestionAnswering' ? 'qa_outputs' : 'classifier';
  const names = Object.keys(script);
  const outputs = script['*'].length;
  const embeddings = new Uint16Array(vocab_size * width);
  const oneOfHalf = 0x3c00; // 1.0 in F16
  for (let id = 0; id < vocab_size; id++) embeddings[id * width + names.indexOf('*')] = oneOfHalf;
  for (const [direction, name] of names.entries()) {
    if (name === '*') continue;
    if (!(name in vocabulary)) throw new Error(`no token ${name}`);
    embeddings.fill(0, vocabulary[name] * width, (vocabulary[name] + 1) * width);
    embeddings[vocabulary[name] * width + direction] = oneOfHalf;
  }
  // The layer norm makes of a direction 16 there and almost nothing elsewhere.
  const weights = new Float32Array(outputs * width);
  for (const [direction, name] of names.entries()) {
    script[name].forEach((logit, output) => (weights[output * width + direction] = logit / 16));
  }
  const tensors = {
    [`${head}.weight`]: { shape: [outputs, width], values: weights },
    [`${head}.bias`]: filled([outputs], 0),
    'deberta.embeddings.word_embeddings.weight': { shape: [vocab_size, width], values: embeddings },
    ...plainNorm('deberta.embeddings.LayerNorm'),
  };
  for (const part of ['attention.output', 'output']) {
    const name = `deberta.encoder.layer.0.${part}`;
    const inner = part === 'output' ? intermediate_size : width;
    tensors[`${name}.dense.weight`] = filled([width, inner], 0);
    tensors[`${name}.dense.bias`] = filled([width], 0);
    Object.assign(tensors, plainNorm(`${name}.LayerNorm`));
  }
  const config = { num_hidden_layers: 1, ...options.config };
  return model(architecture, tensors, { ...options, config });
}

function plainNorm(name) {
  return { [`${name}.weight`]: filled([width], 1), [`${name}.bias`]: filled([width], 0) };
}

const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

/** Numbers around 0 without a pattern, the same for the same shape. */
function made(shape, scale) {
  const { fraction } = seeded(sizeOf(shape));
  const values = Float32Array.from({ length: sizeOf(shape) }, () => (fraction() * 2 - 1) * scale);
  return { shape, values };
}

function filled(shape, value) {
  return { shape, values: new Float32Array(sizeOf(shape)).fill(value) };
}

/**
 * @param {string} architecture
 * @param {Record<string, {shape: number[], values: Float32Array | Uint16Array}>} tensors instead of
 *   the bundled ones of that name
 * @param {TinyOptions} options
 */
function model(architecture, tensors, { labels, maxLength = 512, config = {} }) {
  const folder = damagedModel('config.json', (content) => {
    const { id2label: _, label2id: __, task_specific_params: ___, ...rest } = JSON.parse(content);
    const names = labels && {
      id2label: { ...labels },
      label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    };
    return JSON.stringify({ ...rest, architectures: [architecture], ...names, ...config });
  });
  const settings = join(folder, 'tokenizer_config.json');
  const { model_max_length: _, ...rest } = JSON.parse(readFileSync(settings, 'utf8'));
  writeFileSync(settings, JSON.stringify({ ...rest, model_max_length: maxLength }));

  const path = join(folder, 'model.safetensors');
  const [header, data] = splitSafetensors(readFileSync(path));
  const pieces = [data];
  let end = data.length;
  const replaced = ['classifier.weight', 'classifier.bias', ...Object.keys(tensors)];
  // What is in 8 bits has scales.
  for (const name of replaced.flatMap((each) => [each, `${each}_scale`])) {
    if (!(name in header)) continue;
    header[`unused.${name}`] = header[name];
    delete header[name];
  }
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const dtype = values instanceof Uint16Array ? 'F16' : 'F32';
    header[name] = { dtype, shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
    pieces.push(Buffer.from(values.buffer));
  }
  writeFileSync(path, joinSafetensors(header, Buffer.concat(pieces)));
  return folder;
}
