// Reading of web streams.
import { abortError } from './abort.js';

/**
 * Iterates a stream's chunks; leaving the loop cancels the stream. (Not every browser can iterate a stream itself.)
 * The reader is created at once, not with the first chunk, because Node cancels a response without
 * a reader.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {AbortSignal} [signal]
 * @returns {AsyncIterable<Uint8Array>}
 */
export function readAll(stream, signal) {
  return chunksOf(stream.getReader(), signal);
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {AbortSignal} [signal]
 */
async function* chunksOf(reader, signal) {
  try {
    for (;;) {
      if (signal?.aborted) throw abortError(signal);
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: for a cloned stream it would wait for the other half.
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {Promise<Uint8Array>} all bytes, in one array
 */
export async function gather(chunks) {
  const pieces = [];
  let size = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    size += chunk.length;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Pieces that are read ahead: two are too few for a browser's cache, more would take memory. */
const maxAhead = 4;

/**
 * Yields the results of `read` for 0 … count − 1, in that order, and reads ahead.
 * @template T
 * @param {number} count
 * @param {(index: number) => Promise<T>} read
 * @returns {AsyncGenerator<T, void>}
 */
export async function* readAhead(count, read) {
  /** @type {Promise<T>[]} */
  const ahead = [];
  for (let i = 0; i < count + maxAhead; ++i) {
    if (i < count) {
      const next = read(i);
      next.catch(() => {}); // reported where it is awaited
      ahead.push(next);
    }
    if (i >= maxAhead) yield /** @type {Promise<T>} */ (ahead.shift());
  }
}
