// Embeddings of texts.
import { DebertaError } from '../base/errors.js';
import { Tensor } from '../tensor/tensor.js';
import { checkTexts } from '../base/checks.js';
import { checkOptions } from '../base/options.js';

/**
 * Options of a feature-extraction call.
 * @typedef {object} FeatureExtractionOptions
 * @property {'none' | 'mean' | 'cls'} [pooling] 'none' (the default): a vector for each token; 'mean': their
 *   mean; 'cls': the first token's
 * @property {boolean} [normalize] true: vectors of length 1, so that a dot product is the cosine; default
 *   false
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/** @type {import('../base/options.js').Schema<FeatureExtractionOptions>} */
const schema = {
  pooling: { choices: ['none', 'mean', 'cls'], default: 'none' },
  normalize: { type: 'boolean', default: false },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {FeatureExtractionOptions} [options]
 * @returns {Promise<Tensor<'float32'> & {readonly truncated: boolean}>} [texts, length, hidden], shorter texts
 *   are padded with zeros; pooled: [texts, hidden]
 */
async function featureExtraction(session, input, options) {
  const { signal, ...checked } = checkOptions(schema, options);
  const texts = checkTexts(input);
  if (texts.length === 0) throw new DebertaError('INPUT', 'expected at least one text');
  /** @type {{values: Float32Array, rows: number, hidden: number, truncated: boolean}[]} */
  const results = await session.run('feature-extraction', texts, checked, signal);
  const length = results.reduce((most, { rows }) => Math.max(most, rows), 0);
  const { hidden } = results[0];
  const data = new Float32Array(results.length * length * hidden);
  results.forEach(({ values }, i) => data.set(values, i * length * hidden));
  const dims =
    checked.pooling === 'none' ? [results.length, length, hidden] : [results.length, hidden];
  const tensor = new Tensor('float32', data, dims);
  const truncated = results.some((result) => result.truncated);
  return /** @type {any} */ (Object.defineProperty(tensor, 'truncated', { value: truncated }));
}

/** @type {import('./task.js').Task} */
export const featureExtractionTask = {
  name: 'feature-extraction',
  aliases: ['embeddings'],
  head: 'none',
  options: schema,
  run: featureExtraction,
};
