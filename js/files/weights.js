// Opens the file with a model's weights, and converts it if the core cannot read it.
import { fileNotFound } from '../base/missing_file.js';
import { gather } from '../base/streams.js';
import { convertedFile, findWeights, isIndex, tensorFlowFile } from './manifest.js';

/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./source.js').OpenFile} OpenFile */

/**
 * @typedef {object} WeightsFile
 * @property {string} name
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {Uint8Array | null} index the content, if it is an index: `chunks` are read
 * @property {{format: string, bytes: number}} [original] the file, if the core reads a conversion of it
 */

/**
 * @param {OpenFile} open
 * @param {ModelSource} source
 * @param {import('./manifest.js').WeightsOptions & {converted?: boolean}} [options] converted: the copy in 8 bits, if
 *   the cache holds one
 * @returns {Promise<WeightsFile>}
 */
export async function openWeights(open, source, options = {}) {
  const copy = options.converted ? await open(convertedFile, { isWritten: true }) : null;
  if (copy) return { name: convertedFile, chunks: copy, index: null };
  const original = { format: 'tensorflow', bytes: 0 };
  const convert = (/** @type {import('../base/host.js').FileContent} */ content) =>
    asSafetensors(content, original);
  const found = await findWeights((file) => {
    if (file === tensorFlowFile) return open(file, { convert });
    return open(file, { isWritten: !isIndex(file) });
  }, options);
  if (!found) {
    if (options.from_tf) throw fileNotFound(source, tensorFlowFile);
    // Loaded on demand: it only explains the error.
    const { onnxOnly } = await import('./migration.js');
    const files = options.use_safetensors ? '' : 'and no pytorch_model.bin or tf_model.h5';
    throw (await onnxOnly(source)) ?? fileNotFound(source, 'model.safetensors', files);
  }
  const { file: name, content: chunks } = found;
  const index = isIndex(name) ? await gather(chunks) : null;
  return { name, chunks, index, original: name === tensorFlowFile ? original : undefined };
}

/**
 * @param {import('../base/host.js').FileContent} content of tf_model.h5
 * @param {{bytes: number}} original gets its size
 */
async function* asSafetensors(content, original) {
  // Loaded on demand: few pages need this reader.
  const { randomAccess, safetensorsOf } = await import('./tensorflow/checkpoint.js');
  const access = await randomAccess(content);
  original.bytes = access.size;
  yield* (await safetensorsOf(access)).chunks;
}
