// Sends a model's weights to the worker.
import { fileNotFound } from '../base/missing_file.js';
import { boundedCalls } from '../base/bounded_calls.js';
import { toTransferable } from '../base/transferable.js';
import { isIndex } from '../files/manifest.js';

/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('../files/source.js').OpenFile} OpenFile */
/** @typedef {import('../files/weights.js').WeightsFile} WeightsFile */

/**
 * Sends the index, if there is one, before the model is opened.
 * @param {Connection} connection
 * @param {WeightsFile} weights
 */
export async function sendIndex(connection, { name, index }) {
  if (index) await connection.call('setFile', [name, index]);
}

/**
 * Sends the files after the model is opened.
 * @param {Connection} connection
 * @param {WeightsFile} weights
 * @param {string[]} names of the weights' files
 * @param {OpenFile} open
 * @param {ModelSource} source
 */
export async function sendWeights(connection, weights, names, open, source) {
  for (const [i, name] of names.entries()) {
    if (i > 0) await connection.call('nextFile', []);
    const chunks = isIndex(weights.name) ? await open(name, { isWritten: true }) : weights.chunks;
    if (!chunks) throw fileNotFound(source, name);
    await sendFile(connection, chunks);
  }
  const report = await connection.call('finishWeights', []);
  return { ...report, ...weights.original };
}

/**
 * @param {Connection} connection
 * @param {AsyncIterable<Uint8Array | import('../base/host.js').StoredPiece>} chunks
 */
async function sendFile(connection, chunks) {
  const calls = boundedCalls();
  for await (const chunk of chunks) {
    const isStored = 'stored' in chunk;
    // Awaited: bytes have to arrive in order.
    if (isStored && (await connection.call('writeStored', [chunk.stored]))) continue;
    const { bytes, transfer } = toTransferable(isStored ? await chunk.bytes() : chunk);
    await calls.add(connection.call('writeWeights', [bytes], { transfer }));
  }
  await calls.end();
}
