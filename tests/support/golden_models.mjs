// The models of tests/fixtures/golden with the reference's results, and comparison with them.
import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as deberta from '../../dist/node.js';
import { root } from '../../tools/project.mjs';
import { readTensors } from './safetensors.mjs';

const { Tensor } = deberta;

/** One folder a case: configuration, weights, inputs and the reference's results. */
export const golden = join(root, 'tests/fixtures/golden');
export const folderOf = (name) => join(golden, name);
export const configOf = (name) => JSON.parse(readFileSync(join(folderOf(name), 'config.json')));
export const expectedOf = (name) => readTensors(join(folderOf(name), 'expected.safetensors'));

/** The class that config.json names; one from the Hub may name none. */
export const classOf = (name) =>
  deberta[
    configOf(name).architectures?.[0] ??
      (name.startsWith('v2_') ? 'DebertaV2Model' : 'DebertaModel')
  ];

export const inputNames = [
  'input_ids',
  'inputs_embeds',
  'attention_mask',
  'token_type_ids',
  'position_ids',
];
export const labelNames = ['labels', 'start_positions', 'end_positions'];

/** Those of the tensors that have the names, as the package's. */
export function pick(tensors, names) {
  const found = names.filter((name) => tensors.has(name));
  return Object.fromEntries(
    found.map((name) => {
      const { type, data, dims } = tensors.get(name);
      return [name, new Tensor(type, data, dims)];
    }),
  );
}

export const inputsOf = (name) => pick(expectedOf(name), inputNames);

// The reference's own rounding noise is 1e-6 … 1e-5.
export const hiddenTolerance = 5e-5;
export const logitTolerance = 1e-4;

/** Equal up to tolerance · (1 + |expected|), each value. */
export function expectNear(actual, expected, tolerance, what) {
  expect([what, actual instanceof Tensor]).toEqual([what, true]);
  expect([what, actual.type, actual.dims]).toEqual([what, 'float32', expected.dims]);
  expect([what, actual.data.length]).toEqual([what, expected.data.length]);
  const wrong = expected.data.findIndex(
    (value, i) => !(Math.abs(actual.data[i] - value) <= tolerance * (1 + Math.abs(value))),
  );
  // Only where there is a wrong value: its place and both numbers.
  expect(wrong < 0 ? [] : [what, wrong, actual.data[wrong], expected.data[wrong]]).toEqual([]);
}

export const toleranceOf = (name) => (name.includes('logits') ? logitTolerance : hiddenTolerance);
export const resultNames = ['last_hidden_state', 'logits', 'start_logits', 'end_logits'];

/** Nested plain arrays of a tensor's values. */
export function nested(tensor) {
  const plain = (value) =>
    Array.isArray(value) ? value.map(plain) : typeof value === 'bigint' ? Number(value) : value;
  return plain(tensor.tolist());
}
