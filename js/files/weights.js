// Which of a model's files holds its weights, and what the core reads of it.
import { findWeights, isIndex, tensorFlowFile } from './manifest.js';
import { fileNotFound } from './source.js';

/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./source.js').OpenFile} OpenFile */

/**
 * @typedef {object} WeightsFile
 * @property {string} name
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {{format: string, bytes: number}} [original] of which the core sees a conversion
 */

/**
 * @param {OpenFile} open
 * @param {ModelSource} source
 * @param {boolean} [from_tf] only TensorFlow's file will do
 * @returns {Promise<WeightsFile>}
 */
export async function openWeights(open, source, from_tf) {
  const original = { format: 'tensorflow', bytes: 0 };
  const convert = (/** @type {import('../base/host.js').FileContent} */ content) =>
    asSafetensors(content, original);
  const found = await findWeights((file) => {
    if (file === tensorFlowFile) return open(file, { convert });
    return open(file, { isWritten: !isIndex(file) });
  }, from_tf);
  if (!found) {
    throw from_tf
      ? fileNotFound(source, tensorFlowFile)
      : fileNotFound(source, 'model.safetensors', 'and no pytorch_model.bin or tf_model.h5');
  }
  const { file: name, content: chunks } = found;
  return { name, chunks, original: name === tensorFlowFile ? original : undefined };
}

/**
 * @param {import('../base/host.js').FileContent} content of tf_model.h5
 * @param {{bytes: number}} original is told its size
 */
async function* asSafetensors(content, original) {
  // Few pages need its reader.
  const { randomAccess, safetensorsOf } = await import('./tensorflow/checkpoint.js');
  const access = await randomAccess(content);
  original.bytes = access.size;
  yield* (await safetensorsOf(access)).chunks;
}
