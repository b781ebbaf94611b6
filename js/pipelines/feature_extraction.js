// Embeddings of texts.
import { DebertaError } from '../base/errors.js';
import { Tensor } from '../tensor/tensor.js';
import { checkText, checkTexts } from '../base/checks.js';
import { checkOptions } from '../base/options.js';

/**
 * Options of a feature-extraction call.
 * @typedef {object} FeatureExtractionOptions
 * @property {'none' | 'mean' | 'cls' | 'first_token' | 'last_token' | 'eos'} [pooling] 'none' (the default): a vector
 *   for each token; 'mean': their mean; 'cls' or 'first_token': the first token's; 'last_token' or 'eos': the last
 *   token's
 * @property {boolean} [normalize] true: vectors of length 1, so that a dot product is the cosine; default
 *   false
 * @property {boolean} [quantize] true: one bit for each value, whether it is positive, eight to a byte; needs a
 *   pooling; default false
 * @property {'binary' | 'ubinary'} [precision] the bytes of quantize: 'ubinary': uint8; 'binary' (the default): int8,
 *   128 less
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/** @type {import('../base/options.js').Schema<FeatureExtractionOptions>} */
const schema = {
  pooling: {
    choices: ['none', 'mean', 'cls', 'first_token', 'last_token', 'eos'],
    default: 'none',
  },
  normalize: { type: 'boolean', default: false },
  quantize: { type: 'boolean', default: false },
  precision: { choices: ['binary', 'ubinary'], default: 'binary' },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {FeatureExtractionOptions} [options]
 * @returns {Promise<Tensor<'float32' | 'int8' | 'uint8'> & {readonly truncated: boolean}>} [texts, length, hidden],
 *   shorter texts are padded with zeros; pooled: [texts, hidden]; quantized: [texts, hidden / 8]
 */
async function featureExtraction(session, input, options) {
  const { results, ...form } = await vectorsOf(session, input, options);
  return tensorOf(results, form);
}

/**
 * The vectors of a text, or one of all its tokens.
 * @typedef {{values: import('../tensor/tensor_data.js').TensorData, rows: number, width: number, truncated: boolean}} Vectors
 */
/** @typedef {{type: 'float32' | 'int8' | 'uint8', unpooled: boolean}} Form */

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {FeatureExtractionOptions} [options]
 * @returns {Promise<Form & {results: Vectors[]}>}
 */
async function vectorsOf(session, input, options) {
  const { signal, quantize, precision, ...checked } = checkOptions(schema, options);
  const unpooled = checked.pooling === 'none';
  if (quantize && unpooled)
    throw new DebertaError('INPUT', "quantize: expected a pooling, got 'none'");
  const texts = checkTexts(input);
  if (texts.length === 0) throw new DebertaError('INPUT', 'expected at least one text');
  const type = !quantize ? 'float32' : precision === 'binary' ? 'int8' : 'uint8';
  const results = await session.run('feature-extraction', texts, { ...checked, type }, signal);
  return { type, unpooled, results };
}

/**
 * @param {Vectors[]} results
 * @param {Form} form
 * @returns {any} the tensor
 */
function tensorOf(results, { type, unpooled }) {
  const length = results.reduce((most, { rows }) => Math.max(most, rows), 0);
  const { values, width } = results[0];
  const size = length * width;
  const data = new /** @type {any} */ (values.constructor)(results.length * size);
  results.forEach(({ values }, i) => data.set(values, i * size));
  const dims = unpooled ? [results.length, length, width] : [results.length, width];
  const tensor = new Tensor(type, data, dims);
  const truncated = results.some((result) => result.truncated);
  return Object.defineProperty(tensor, 'truncated', { value: truncated });
}

/** @type {import('./task.js').Task} */
export const featureExtractionTask = {
  name: 'feature-extraction',
  aliases: ['embeddings'],
  head: 'none',
  options: schema,
  run: featureExtraction,
  async many(session, inputs, options) {
    const texts = inputs.map(({ text }) => checkText(text));
    const { results, ...form } = await vectorsOf(session, texts, options);
    return results.map((result) => tensorOf([result], form));
  },
};
