// Repositories with the files, keys and sizes of GLiNER models of the Hub, and random weights, which are the same each
// time. The encoder's repository has the configuration and the tokenizer, whose pieces are random, too.
import { seeded } from './random.mjs';

/** @typedef {import('./torch_zip.mjs').Tensor} Tensor */

/**
 * @typedef {object} Shape
 * @property {string} name of the model on the Hub
 * @property {string} encoder its repository
 * @property {number} layers
 * @property {number} pieces of the tokenizer
 * @property {number} rows of the embeddings: the pieces, and tokens that were added
 * @property {number} declared vocab_size of the encoder's configuration
 */

/** @type {Record<'small' | 'multi', Shape>} */
export const shapes = {
  small: {
    name: 'urchade/gliner_small-v2.1',
    encoder: 'microsoft/deberta-v3-small',
    layers: 6,
    pieces: 128_000,
    rows: 128_004,
    declared: 128_100,
  },
  multi: {
    name: 'urchade/gliner_multi-v2.1',
    encoder: 'microsoft/mdeberta-v3-base',
    layers: 12,
    pieces: 250_101,
    rows: 250_105,
    declared: 251_000,
  },
};

const hidden = 768;
const inner = 3072;
const width = 512; // of GLiNER

const sizeOf = (/** @type {number[]} */ shape) =>
  shape.reduce((product, size) => product * size, 1);

/**
 * The names and shapes of the tensors, in the order of the file, with the deviation of their numbers. A layer of
 * `inputs` numbers of deviation 1 and weights of deviation 1 / √inputs has outputs of deviation 1.
 * @param {Shape} shape
 * @returns {Generator<[name: string, shape: number[], deviation: number]>}
 */
function* tensors({ layers, rows }) {
  const norm = function* (/** @type {string} */ name) {
    yield [`${name}.weight`, [hidden], 0];
    yield [`${name}.bias`, [hidden], 0];
  };
  const dense = function* (
    /** @type {string} */ name,
    /** @type {number} */ outputs,
    /** @type {number} */ inputs,
    gain = 1,
  ) {
    yield [`${name}.weight`, [outputs, inputs], gain / Math.sqrt(inputs)];
    yield [`${name}.bias`, [outputs], 0.1];
  };
  /** Two layers with a ReLU between them, which halves the mean square. */
  const perceptron = function* (
    /** @type {string} */ name,
    /** @type {number} */ outputs,
    /** @type {number} */ inputs,
    /** @type {[number, number]} */ gains,
  ) {
    yield* dense(`${name}.0`, 4 * width, inputs, gains[0]);
    yield* dense(`${name}.3`, outputs, 4 * width, gains[1]);
  };
  const encoder = 'token_rep_layer.bert_layer.model';
  yield [`${encoder}.embeddings.word_embeddings.weight`, [rows, hidden], 1];
  yield* norm(`${encoder}.embeddings.LayerNorm`);
  for (let i = 0; i < layers; ++i) {
    const layer = `${encoder}.encoder.layer.${i}`;
    // Scores of a deviation of about 1: with less, attention is flat, and a wrong position would not show.
    for (const name of ['query_proj', 'key_proj', 'value_proj']) {
      yield* dense(`${layer}.attention.self.${name}`, hidden, hidden, 1.4);
    }
    // Little, so that tokens stay different: what they attend to is much the same for all.
    yield* dense(`${layer}.attention.output.dense`, hidden, hidden, 0.5);
    yield* norm(`${layer}.attention.output.LayerNorm`);
    yield* dense(`${layer}.intermediate.dense`, inner, hidden);
    yield* dense(`${layer}.output.dense`, hidden, inner);
    yield* norm(`${layer}.output.LayerNorm`);
  }
  yield [`${encoder}.encoder.rel_embeddings.weight`, [512, hidden], 1];
  yield* norm(`${encoder}.encoder.LayerNorm`);
  yield* dense('token_rep_layer.projection', width, hidden);
  for (const direction of ['', '_reverse']) {
    yield [`rnn.lstm.weight_ih_l0${direction}`, [2 * width, width], 1.5 / Math.sqrt(width)];
    yield [`rnn.lstm.weight_hh_l0${direction}`, [2 * width, width / 2], 1 / Math.sqrt(width)];
    yield [`rnn.lstm.bias_ih_l0${direction}`, [2 * width], 0.1];
    yield [`rnn.lstm.bias_hh_l0${direction}`, [2 * width], 0.1];
  }
  // The states of the LSTM are a third as large as its inputs.
  const spans = 'span_rep_layer.span_rep_layer';
  yield* perceptron(`${spans}.project_start`, width, width, [4, 1]);
  yield* perceptron(`${spans}.project_end`, width, width, [4, 1]);
  yield* perceptron(`${spans}.out_project`, width, 2 * width, [1.4, 0.4]);
  yield* perceptron('prompt_rep_layer', width, width, [1.4, 1.4]);
}

/** The bias of a label's vector; the one of a span's vector is chosen so that their product is added to all logits. */
const labelBias = 0.4;

/**
 * @param {Shape} shape
 * @param {number} [seed] of the weights
 * @param {number} [bias] of all logits
 * @returns {Generator<Tensor>}
 */
export function* weights(shape, seed = 1, bias = 0) {
  /** @type {Record<string, number>} */
  const planted = {
    'prompt_rep_layer.3.bias': labelBias,
    'span_rep_layer.span_rep_layer.out_project.3.bias': bias / (width * labelBias),
  };
  let index = 0;
  for (const [name, dims, deviation] of tensors(shape)) {
    const values = new Float32Array(sizeOf(dims));
    if (/LayerNorm\.weight$/.test(name)) values.fill(1);
    else if (name in planted) values.fill(planted[name]);
    else if (deviation > 0) fillWith(values, deviation, seed * 1000 + index);
    if (/\.3\.weight$|\d\.output\.dense\.weight$/.test(name)) center(values, dims);
    ++index;
    yield { name, shape: dims, values };
  }
}

/**
 * Numbers of a deviation, from −√3 to √3 times of it. (mulberry32 without calls: there are 150 million of them.)
 * @param {Float32Array} values
 * @param {number} deviation
 * @param {number} seed
 */
function fillWith(values, deviation, seed) {
  const scale = (2 * Math.sqrt(3) * deviation) / 2 ** 32;
  const { imul } = Math; // a global is slow to find in a test
  let state = seed | 0;
  for (let i = 0; i < values.length; ++i) {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    values[i] = (t ^ (t >>> 14)) * scale;
  }
}

/**
 * Subtracts the mean of each row, and then of each column. What a ReLU or a GELU leaves has a mean, which would make all
 * tokens alike, and move the scores of all spans by as much as it likes; and what is planted is to move them alone.
 * @param {Float32Array} values
 * @param {number[]} dims
 */
function center(values, [rows = 1, columns = 1]) {
  const center = (
    /** @type {number} */ from,
    /** @type {number} */ step,
    /** @type {number} */ count,
  ) => {
    let mean = 0;
    for (let i = 0; i < count; ++i) mean += values[from + i * step] / count;
    for (let i = 0; i < count; ++i) values[from + i * step] -= mean;
  };
  for (let row = 0; row < rows; ++row) center(row * columns, 1, columns);
  for (let column = 0; column < columns; ++column) center(column, columns, rows);
}

/** gliner_config.json in its short form. @param {Shape} shape */
export const glinerConfig = ({ encoder }) => ({
  ...{ lr_encoder: '1e-5', lr_others: '5e-5', num_steps: 30000, warmup_ratio: 3000 },
  ...{ train_batch_size: 8, eval_every: 5000, fine_tune: true, subtoken_pooling: 'first' },
  ...{ dropout: 0.4, size_sup: -1, max_types: 25, shuffle_types: true, random_drop: true },
  ...{ max_neg_type_ratio: 1, name: 'correct', hidden_size: width, model_name: encoder },
  ...{ max_width: 12, span_mode: 'markerV0', max_len: 384 },
});

/**
 * The files of the encoder's repository that a GLiNER model needs.
 * @param {Shape} shape
 */
export function encoderFiles({ layers, pieces, declared }) {
  const config = {
    model_type: 'deberta-v2',
    ...{ attention_probs_dropout_prob: 0.1, hidden_act: 'gelu', hidden_dropout_prob: 0.1 },
    ...{ hidden_size: hidden, initializer_range: 0.02, intermediate_size: inner },
    ...{ max_position_embeddings: 512, relative_attention: true, position_buckets: 256 },
    ...{ norm_rel_ebd: 'layer_norm', share_att_key: true, pos_att_type: 'p2c|c2p' },
    ...{ layer_norm_eps: 1e-7, max_relative_positions: -1, position_biased_input: false },
    ...{ num_attention_heads: 12, num_hidden_layers: layers, type_vocab_size: 0 },
    vocab_size: declared,
  };
  return {
    'config.json': JSON.stringify(config),
    'tokenizer_config.json': JSON.stringify({ do_lower_case: false, vocab_type: 'spm' }),
    'spm.model': spmModel(pieces),
  };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * A unigram model of SentencePiece: special pieces, printable ASCII, and pieces of random letters.
 * @param {number} count
 */
function spmModel(count) {
  const control = 3;
  const normal = 1;
  const unknown = 2;
  /** @type {[piece: string, score: number, kind: number][]} */
  const pieces = [
    ...['[PAD]', '[CLS]', '[SEP]'].map((name) => /** @type {any} */ ([name, 0, control])),
    ['[UNK]', 0, unknown],
  ];
  const seen = new Set();
  const add = (/** @type {string} */ piece, /** @type {number} */ score) => {
    if (seen.has(piece)) return;
    seen.add(piece);
    pieces.push([piece, score, normal]);
  };
  add('▁', -4);
  for (let code = 0x21; code < 0x7f; ++code) add(String.fromCharCode(code), -12);
  const { below, fraction, pick } = seeded(1);
  while (pieces.length < count) {
    const length = 2 + below(7);
    const word = Array.from({ length }, () => pick(letters)).join('');
    add((below(2) ? '▁' : '') + word, -8 - 6 * fraction());
  }
  const fields = pieces.map(([piece, score, kind]) => {
    const float = Buffer.alloc(4);
    float.writeFloatLE(score);
    const message = [bytesField(1, Buffer.from(piece)), Buffer.from([0x15]), float];
    if (kind !== normal) message.push(Buffer.from([0x18, kind]));
    return bytesField(1, Buffer.concat(message));
  });
  const unigram = [0x18, 1];
  const unknownId = [0xc0, 0x02, 3];
  return Buffer.concat([...fields, bytesField(2, Buffer.from([...unigram, ...unknownId]))]);
}

/** A field of a protocol buffer with a length. @param {number} field @param {Buffer} content */
function bytesField(field, content) {
  const length = [];
  for (let rest = content.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), content]);
}

/**
 * Words of the tokenizer's letters.
 * @param {number} count
 * @param {number} seed
 */
export function randomWords(count, seed) {
  const { below, pick } = seeded(seed);
  const word = () => Array.from({ length: 2 + below(8) }, () => pick(letters)).join('');
  return Array.from({ length: count }, word);
}
