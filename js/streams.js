// Reading of web streams.
import { abortError } from './errors.js';

/**
 * A stream's chunks; leaving the loop cancels it. (Not every browser can iterate a stream itself.)
 * @param {ReadableStream<Uint8Array>} stream
 * @param {AbortSignal} [signal]
 */
export async function* readAll(stream, signal) {
  const reader = stream.getReader();
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
