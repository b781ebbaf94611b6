// The rows of the benchmark, and the number of operations of each.
import { readFileSync } from 'node:fs';

const texts = JSON.parse(readFileSync(new URL('sentences.json', import.meta.url), 'utf8'));

const single = [16, 64, 128, 256, 384, 512];

/** @type {{name: string, lengths?: number[], texts?: string[]}[]} */
export const rows = [
  ...single.map((length) => ({ name: `1×${length}`, lengths: [length] })),
  { name: '8×128', lengths: Array(8).fill(128) },
  { name: `${texts.length} sentences`, texts },
];

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
