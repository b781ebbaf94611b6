// What the expectations of the pipeline tests are worked out from: the model's logits for the
// tokenizer's encoding, and the few functions of Python's pipelines that they share.
import { expect } from '@jest/globals';

import { AutoTokenizer } from '../../dist/node.js';

/**
 * The tokenizer and the model of a folder, without a pipeline.
 * @param {string} folder
 * @param {any} Model an AutoModelFor… class
 */
export async function partsOf(folder, Model) {
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(folder),
    Model.from_pretrained(folder, { threads: 1 }),
  ]);
  return {
    tokenizer,
    model,
    /** What the model says of one text (or of one with its pair). */
    async run(text, options = {}) {
      const { input_ids, attention_mask, token_type_ids } = await tokenizer(text, options);
      return model({ input_ids, attention_mask, token_type_ids });
    },
    /**
     * Windows of a text: for each its row of the encoding and what the model says of it.
     * @param {string} text
     * @param {object} options of the tokenizer
     */
    async windows(text, options) {
      const encoding = await tokenizer(text, {
        truncation: true,
        ...options,
        return_tensor: false,
        return_overflowing_tokens: options.stride !== undefined,
        return_offsets_mapping: true,
        return_special_tokens_mask: true,
      });
      const list = (column) => (options.stride === undefined ? [column] : column);
      const rows = list(encoding.input_ids).map((ids, i) => ({
        ids,
        types: list(encoding.token_type_ids)[i],
        offsets: list(encoding.offset_mapping)[i],
        special: list(encoding.special_tokens_mask)[i],
        words: encoding.word_ids(i),
        sequences: encoding.sequence_ids(i),
      }));
      for (const row of rows) {
        row.output = await model({ input_ids: [row.ids], token_type_ids: [row.types] });
      }
      return rows;
    },
    async dispose() {
      await Promise.all([tokenizer.dispose(), model.dispose()]);
    },
  };
}

/** @param {number[]} logits */
export function softmax(logits) {
  const greatest = Math.max(...logits);
  const shares = logits.map((logit) => Math.exp(logit - greatest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

export const argmax = (values) => values.indexOf(Math.max(...values));

/** A span of a text without the white space at its ends, of white space alone an empty one at its end. */
export function trimmed(text, start, end) {
  const part = text.slice(start, end);
  if (part.trim() === '') return { start: end, end };
  return { start: end - part.trimStart().length, end: start + part.trimEnd().length };
}

/**
 * The same all over, but numbers that are not whole may differ a little.
 * @param {any} actual
 * @param {any} expected
 */
export function expectClose(actual, expected, tolerance = 1e-5) {
  expect(actual).toEqual(near(expected, tolerance));
}

function near(value, tolerance) {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return {
      asymmetricMatch: (other) => Math.abs(other - value) <= tolerance,
      toAsymmetricMatcher: () => `${value} ± ${tolerance}`,
    };
  }
  if (Array.isArray(value)) return value.map((each) => near(each, tolerance));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, near(each, tolerance)]),
  );
}
