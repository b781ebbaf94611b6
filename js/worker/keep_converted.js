// Converts the weights of a model in the cache to 8 bits, in a worker of its own, and keeps the copy in the cache
// (option cache_converted). Loaded on demand.
import { abortError, onAbort } from '../base/abort.js';
import { DebertaError } from '../base/errors.js';
import { fileNotFound } from '../base/missing_file.js';
import { toTransferable } from '../base/transferable.js';
import { openWeights } from '../files/weights.js';
import { withOneThread } from './runtime.js';
import { startWorker } from './start.js';

/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('../base/host.js').ConvertedTensor} ConvertedTensor */

/**
 * @typedef {object} Conversion
 * @property {import('../base/host.js').Host} host
 * @property {import('../base/host.js').Runtime} runtime of the model
 * @property {ModelSource} source
 * @property {import('./load_options.js').LoadOptions} options of the model
 * @property {string[]} files that the model's weights were read from
 * @property {AbortSignal} signal ends it
 */

/**
 * @param {Conversion} conversion
 * @returns {Promise<void>} rejects with the reason why there is no copy
 */
export async function keepConverted(conversion) {
  const { host, runtime, source, files, signal } = conversion;
  /** @type {Connection | null} */
  let current = null;
  const end = () => current?.close(abortError(signal));
  const stopListening = onAbort(signal, end);
  /** @type {Promise<Connection> | null} */
  let starting = null;
  /** The worker, once it is needed: another page may be making the same copy. */
  const start = () =>
    (starting ??= startWorker(host, withOneThread(runtime, ''), {
      onConnection: (each) => {
        current = each;
        if (signal.aborted) end();
      },
      isOver: () => signal.aborted,
    }).then(({ connection }) => connection));
  // The worker that converts writes the copy, too.
  const worker = {
    isWritten: true,
    get connecting() {
      return start();
    },
  };
  try {
    await source.keepConverted?.(files, convertedTensors(conversion, start), signal, worker);
  } finally {
    stopListening();
    /** @type {Connection | null} */ (current)?.close(new DebertaError('DISPOSED', 'converted'));
  }
}

/**
 * Reads all files and yields their tensors, of which the large ones are in 8 bits.
 * @param {Conversion} conversion
 * @param {() => Promise<Connection>} start
 * @returns {AsyncGenerator<ConvertedTensor, void>}
 */
async function* convertedTensors({ source, options, signal }, start) {
  const connection = await start();
  await connection.call('openCheckpoint', []);
  for await (const chunk of chunksOf(connection, source, options, signal)) {
    const { bytes, transfer } = toTransferable(chunk);
    yield* await connection.call('convert', [bytes], { transfer });
  }
  if (!(await connection.call('finishCheckpoint', []))) {
    throw new DebertaError('STATE', 'nothing to convert: the file has no weights in floats');
  }
}

/**
 * The chunks of all files with weights; tells the worker where each begins and ends.
 * @param {Connection} connection
 * @param {ModelSource} source
 * @param {import('./load_options.js').LoadOptions} options
 * @param {AbortSignal} signal
 */
async function* chunksOf(connection, source, options, signal) {
  /** @type {import('../files/source.js').OpenFile} */
  const open = async (file, { convert } = {}) => {
    const content = await source.open(file, signal);
    if (!content) return null;
    return convert ? convert(content) : content.chunks;
  };
  const weights = await openWeights(open, source, options);
  const names = weights.index
    ? await connection.call('filesOfIndex', [weights.name, weights.index])
    : [weights.name];
  for (const name of names) {
    const chunks = weights.index ? await open(name) : weights.chunks;
    if (!chunks) throw fileNotFound(source, name);
    await connection.call('beginFile', [name]);
    yield* chunks;
    await connection.call('finishFile', []);
  }
}
