// A model's weights on their way to the worker, in whatever files they are.
import { candidates, tensorFlowFile } from './manifest.js';
import { fileNotFound } from './source.js';
import { gather } from '../base/streams.js';

/** @typedef {import('../worker/connection.js').Connection} Connection */
/** @typedef {import('../worker/session.js').OpenFile} OpenFile */
/** @typedef {import('./source.js').ModelSource} ModelSource */

/**
 * @typedef {object} WeightsFile
 * @property {string} name
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {boolean} isIndex
 * @property {{format: string, bytes: number}} [original] of which the core sees a conversion
 */

/** Pieces of a checkpoint that are on their way to the worker at once: bounds the memory for them. */
const maxInFlight = 4;

/**
 * @param {OpenFile} open
 * @param {ModelSource} source
 * @param {boolean} [isTensorFlow] only that file will do
 * @returns {Promise<WeightsFile>}
 */
export async function openWeights(open, source, isTensorFlow = false) {
  for (const name of isTensorFlow ? [] : candidates) {
    const chunks = await open(name);
    if (chunks) return { name, chunks, isIndex: name.endsWith('.index.json') };
  }
  const original = { format: 'tensorflow', bytes: 0 };
  const chunks = await open(tensorFlowFile, (content) => asSafetensors(content, original));
  if (chunks) return { name: tensorFlowFile, chunks, isIndex: false, original };
  throw isTensorFlow
    ? fileNotFound(source, tensorFlowFile)
    : fileNotFound(source, 'model.safetensors', 'and no pytorch_model.bin or tf_model.h5');
}

/**
 * @param {import('./source.js').FileContent} content of tf_model.h5
 * @param {{bytes: number}} original is told its size
 */
async function* asSafetensors(content, original) {
  // Few pages need its reader.
  const { randomAccess, safetensorsOf } = await import('./tensorflow/checkpoint.js');
  const access = await randomAccess(content);
  original.bytes = access.size;
  yield* (await safetensorsOf(access)).chunks;
}

/**
 * Before the model is opened: the index, if that is what there is.
 * @param {Connection} connection
 * @param {WeightsFile} weights
 */
export async function sendIndex(connection, { name, chunks, isIndex }) {
  if (isIndex) await connection.call('setFile', [name, await gather(chunks)]);
}

/**
 * After it: the files.
 * @param {Connection} connection
 * @param {WeightsFile} weights
 * @param {string[]} names of the files of an index
 * @param {OpenFile} open
 * @param {ModelSource} source
 */
export async function sendWeights(connection, weights, names, open, source) {
  if (!weights.isIndex) {
    await sendFile(connection, weights.chunks);
    const report = await connection.call('finish');
    return { ...report, ...weights.original };
  }
  for (const [i, name] of names.entries()) {
    if (i > 0) await connection.call('nextFile');
    const chunks = await open(name);
    if (!chunks) throw fileNotFound(source, name);
    await sendFile(connection, chunks);
  }
  return connection.call('finish');
}

/**
 * @param {Connection} connection
 * @param {AsyncIterable<Uint8Array>} chunks
 */
async function sendFile(connection, chunks) {
  /** @type {Promise<unknown>[]} */
  const inFlight = [];
  for await (const chunk of chunks) {
    const { bytes, transfer } = toTransferable(chunk);
    const written = connection.call('write', [bytes], { transfer });
    written.catch(() => {}); // reported where it is awaited
    inFlight.push(written);
    if (inFlight.length >= maxInFlight) await inFlight.shift();
  }
  await Promise.all(inFlight);
}

/**
 * Bytes that can be given away: a chunk may be a view of a buffer that others use.
 * @param {Uint8Array} chunk
 */
function toTransferable(chunk) {
  const whole = chunk.byteLength === chunk.buffer.byteLength;
  const bytes = whole ? chunk : new Uint8Array(chunk); // slice() of Node's Buffer is no copy
  return { bytes, transfer: [/** @type {ArrayBuffer} */ (bytes.buffer)] };
}
