// Reading of web streams.
import { abortError } from './abort.js';

/**
 * A stream's chunks; leaving the loop cancels it. (Not every browser can iterate a stream itself.)
 * The stream is taken at once, not when the first chunk is asked for: Node cancels a response that
 * nobody holds.
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
    // Not awaited: of a stream that was cloned, it waits for the other half.
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {Promise<Uint8Array>} all of them, in one piece
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

/** Pieces that are read while another is used: two do not keep a browser's cache busy, more take memory. */
const maxAhead = 4;

/**
 * What `read` gives for 0 … count − 1, in that order; the next ones are on their way while one is used.
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
