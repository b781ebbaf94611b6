// One file over HTTP, with what can go wrong on the way.
import { DebertaError, ModelFileNotFoundError, abortError } from './errors.js';
import { readAll } from './streams.js';

/** @typedef {import('./env.js').Env} Env */
/** @typedef {import('./source.js').FileContent} FileContent */

/** Answers that a later try may change. */
const retryableStatus = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * @param {string} url
 * @param {Env} env
 * @param {AbortSignal} [signal]
 * @param {import('./env.js').ModelCache} [cache] gets a copy of a complete body
 * @returns {Promise<FileContent | null>} null: status 404
 */
export async function fetchFile(url, env, signal, cache) {
  const file = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? url);
  // Ended by the caller, and by whoever stops reading: a copy for the cache would go on otherwise.
  const transfer = new AbortController();
  const abort = () => transfer.abort(signal?.reason);
  if (signal?.aborted) throw abortError(signal);
  signal?.addEventListener('abort', abort, { once: true });
  let response;
  try {
    response = await env.fetch(url, { signal: transfer.signal });
  } catch (cause) {
    if (signal?.aborted) throw abortError(signal);
    throw new DebertaError('NETWORK', `cannot reach ${new URL(url).host} for ${file}`, {
      file,
      cause,
      retryable: true,
    });
  }
  const { status } = response;
  if (status === 404) return null;
  if (status === 401 || status === 403) {
    throw new ModelFileNotFoundError(
      `status ${status} for ${file}: no such repository, or not open to everybody`,
      { file, status },
    );
  }
  if (!response.ok || !response.body) {
    throw new DebertaError('NETWORK', `status ${status} for ${file}`, {
      file,
      retryable: retryableStatus.has(status),
    });
  }
  // Servers that answer every address with a page: no file of a model is HTML.
  if (response.headers.get('content-type')?.startsWith('text/html')) return null;

  // The length of a compressed body is not that of its content.
  const length = response.headers.get('content-length');
  const encoded = (response.headers.get('content-encoding') ?? 'identity') !== 'identity';
  const total = length === null || encoded ? null : Number(length);
  // What comes without a length cannot be told from what was cut off: it is not kept.
  const copy = cache && total !== null ? response.clone() : null;
  const stored = copy ? store(/** @type {any} */ (cache), url, copy) : null;
  const end = async (/** @type {boolean} */ complete) => {
    signal?.removeEventListener('abort', abort);
    if (!complete) transfer.abort();
    await stored?.done;
    if (!complete) await stored?.remove();
  };
  return { total, chunks: checked(readAll(response.body, signal), file, total, signal, end) };
}

/**
 * @param {import('./env.js').ModelCache} cache
 * @param {string} url
 * @param {Response} copy
 */
function store(cache, url, copy) {
  const done = cache.put(url, copy).then(
    () => true,
    () => false, // no room, or cut off: the model runs without
  );
  return { done, remove: () => cache.delete?.(url) };
}

/**
 * The chunks; an error where they end before `total` or break off.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {string} file
 * @param {number | null} total
 * @param {AbortSignal | undefined} signal
 * @param {(complete: boolean) => Promise<void>} end
 */
async function* checked(chunks, file, total, signal, end) {
  let loaded = 0;
  let complete = false;
  try {
    for await (const chunk of chunks) {
      loaded += chunk.length;
      yield chunk;
    }
    if (total !== null && loaded !== total) {
      throw new DebertaError('NETWORK', `${file}: ${loaded} of ${total} bytes came`, {
        file,
        retryable: true,
      });
    }
    complete = true;
  } catch (cause) {
    if (signal?.aborted) throw abortError(signal);
    if (cause instanceof DebertaError) throw cause;
    throw new DebertaError('NETWORK', `${file}: the transfer broke off after ${loaded} bytes`, {
      file,
      cause,
      retryable: true,
    });
  } finally {
    await end(complete);
  }
}
