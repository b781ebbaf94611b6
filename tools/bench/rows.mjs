// The rows of the benchmark, and the number of operations of each.
import { readFileSync } from 'node:fs';

const texts = JSON.parse(readFileSync(new URL('sentences.json', import.meta.url), 'utf8'));

const single = [16, 64, 128, 256, 384, 512];

/** @typedef {{name: string, lengths?: number[], texts?: string[], words?: number, labels?: number}} Row */

/** @type {Row[]} */
export const rows = [
  ...single.map((length) => ({ name: `1×${length}`, lengths: [length] })),
  { name: '8×128', lengths: Array(8).fill(128) },
  { name: `${texts.length} sentences`, texts },
];

/** Words of a text × labels, of models that find entities by name. @type {Row[]} */
const namedRows = [
  { words: 48, labels: 5 },
  { words: 384, labels: 5 },
  { words: 384, labels: 25 },
].map((row) => ({ name: `${row.words}×${row.labels}`, ...row }));

/** @param {string} model its name @returns whether it finds entities by name */
export const isByName = (model) => model.includes('gliner');

/** @param {string} model its name */
export const rowsOf = (model) => (isByName(model) ? namedRows : rows);

/**
 * Operations (a multiplication and an addition are two) of a forward pass over sequences of these lengths:
 * the linear layers, and of the attention what no engine can do without. A query of a sequence of length n
 * meets n keys, in each position table the rows of its n distances (not 2n rows; fewer than n where
 * far distances share a row), and n values. Padding, the projection of the
 * position tables (it depends on the weights alone), and what is not a product count as nothing.
 * @param {number[]} lengths
 * @param {any} config config.json
 */
export function operations(lengths, config) {
  const { hidden_size: hidden, intermediate_size: intermediate, num_hidden_layers } = config;
  const labels = Object.keys(config.id2label).length;
  const { length: tables } = config.pos_att_type;
  let sum = 0;
  for (const length of lengths) {
    const linear = 4 * hidden * hidden + 2 * hidden * intermediate;
    const attention = (2 * length + tables * rowsMet(length, config)) * hidden;
    sum += 2 * length * (num_hidden_layers * (linear + attention) + hidden * labels);
  }
  return sum;
}

/**
 * The same of a model that finds entities by name. Of the encoder's last layer keys and values of all tokens are
 * needed, the rest for the tokens that are read: one of each word and of each label. Spans of words are as in
 * src/model/span_scorer.h: an addition and a multiplication a label and element, after what is done once a word and a
 * label.
 * @param {{words: number, labels: number, lengths: number[]}} row of one text
 * @param {any} config gliner_config.json
 */
export function operationsByName({ words, labels, lengths: [length] }, config) {
  const { encoder_config: encoder, hidden_size: size, max_width: width } = config;
  const { hidden_size: hidden, intermediate_size: intermediate } = encoder;
  const read = words + labels;
  const unread = (length - read) * (2 * hidden * hidden + 2 * hidden * intermediate);
  const lstm = 6 * size * size; // of a word: both directions' 4 gates, of input and state
  const inner = 4 * size;
  const ofWord = lstm + 6 * size * inner;
  const ofLabel = 3 * size * inner;
  const spans = words * width * inner * (labels + 1);
  const head = read * hidden * size + words * ofWord + labels * ofLabel + spans;
  return operations([length], { ...encoder, id2label: {} }) + 2 * (head - unread);
}

/**
 * Rows of a position table that a query meets, on average over its places in a sequence.
 * @param {number} length
 * @param {any} config
 */
function rowsMet(length, { position_buckets: buckets = 0, max_position_embeddings: most }) {
  const middle = Math.floor(buckets / 2);
  // As in src/model/relative_positions.h.
  const rowOf = (/** @type {number} */ distance) =>
    buckets < 1 || distance <= middle
      ? distance
      : middle +
        Math.ceil(
          ((middle - 1) * Math.log(distance / middle)) / Math.log((most - 1) / middle) - 1e-9,
        );
  let sum = 0;
  for (let distance = 1; distance < length; distance++) sum += rowOf(distance);
  return 1 + (2 * sum) / length; // to the left and to the right, and its own place
}
