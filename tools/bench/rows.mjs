// What is measured, and how much arithmetic it takes.
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
 * meets n keys, n rows of each position table (not 2n), and n values. Padding, the projection of the
 * position tables (it depends on the weights alone), and what is not a product count as nothing.
 * @param {number[]} lengths
 * @param {any} config config.json
 */
export function operations(lengths, config) {
  const { hidden_size: hidden, intermediate_size: intermediate, num_hidden_layers } = config;
  const labels = Object.keys(config.id2label).length;
  const products = 2 + config.pos_att_type.length;
  let sum = 0;
  for (const length of lengths) {
    const linear = 4 * hidden * hidden + 2 * hidden * intermediate;
    const attention = products * length * hidden;
    sum += 2 * length * (num_hidden_layers * (linear + attention) + hidden * labels);
  }
  return sum;
}
