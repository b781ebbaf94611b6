// A download as a file's content, which a signal may abort.
import { abortError, onAbort } from '../base/abort.js';

/**
 * @typedef {object} Outcomes
 * @property {() => void} succeed called when the file was read to its end and verified
 * @property {() => void} fail
 * @property {() => void} end called after success, failure or abort
 */

/**
 * @param {import('./download.js').Download} download
 * @param {AbortSignal | undefined} signal
 * @param {Outcomes} outcomes
 * @returns {import('../base/host.js').FileContent}
 */
export function contentOfDownload(download, signal, outcomes) {
  let isAtWork = false;
  const end = () => {
    stopListening();
    download.close();
    outcomes.end();
  };
  // Also ends a download that is not read, but not during a write into the cache.
  const abort = () => isAtWork || end();
  const stopListening = onAbort(signal, abort);
  const chunks = (async function* () {
    try {
      isAtWork = true;
      for await (const chunk of download.chunks()) {
        if (signal?.aborted) throw abortError(signal);
        isAtWork = false;
        yield chunk;
        isAtWork = true;
        if (signal?.aborted) throw abortError(signal);
      }
      outcomes.succeed();
    } catch (error) {
      outcomes.fail();
      throw error;
    } finally {
      end();
    }
  })();
  return { total: download.size, chunks, origin: download.origin };
}
