// A model's weights on their way to the worker.
import { gather } from '../base/streams.js';
import { fileNotFound } from '../files/source.js';
import { withFile } from '../files/weights.js';

/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('../files/source.js').OpenFile} OpenFile */
/** @typedef {import('../files/weights.js').WeightsFile} WeightsFile */

/** Pieces of a checkpoint that are on their way to the worker at once: bounds the memory for them. */
const maxInFlight = 4;

/**
 * Before the model is opened: the index, if that is what there is.
 * @param {Connection} connection
 * @param {WeightsFile} weights
 */
export async function sendIndex(connection, { chunks, isIndex }) {
  if (isIndex) await connection.call('setFile', ['weights.index.json', await gather(chunks)]);
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
    await withFile(weights.name, sendFile(connection, weights.chunks));
    const report = await withFile(weights.name, connection.call('finishWeights', []));
    return { ...report, ...weights.original };
  }
  for (const [i, name] of names.entries()) {
    if (i > 0) await withFile(names[i - 1], connection.call('nextFile', []));
    const chunks = await open(name, { isWritten: true });
    if (!chunks) throw fileNotFound(source, name);
    await withFile(name, sendFile(connection, chunks));
  }
  return withFile(names[names.length - 1], connection.call('finishWeights', []));
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
    const written = connection.call('writeWeights', [bytes], { transfer });
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
