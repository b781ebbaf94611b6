// A server's answers to the requests for one file: a byte for each. What is read is a version of the
// file, whole, or there is an error with a code. Versions are never mixed.
import { DebertaError } from '../../../js/base/errors.js';
import { openRemote } from '../../../js/files/fetch.js';
import { expectThat } from './expect.mjs';
import { Input } from './input.mjs';

const url = 'https://hub.test/owner/name/resolve/main/model.safetensors';
const attempts = 3;

const versions = ['one', 'two'].map((etag, index) => ({
  etag: `"${etag}"`,
  bytes: Uint8Array.from({ length: 150 + 50 * index }, (_, i) => (i * (7 + index)) & 0xff),
}));

/** A body of pieces that may break off. @param {Uint8Array} bytes @param {number} kept @param {boolean} breaks */
function bodyOf(bytes, kept, breaks) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < kept) {
        controller.enqueue(bytes.slice(at, Math.min(kept, at + 40)));
        at += 40;
      } else if (breaks) {
        controller.error(new TypeError('terminated'));
      } else {
        controller.close();
      }
    },
  });
}

/** @param {Input} input @param {{version: number, requests: number}} state */
function serverOf(input, state) {
  return async (/** @type {string} */ _, /** @type {{headers: Record<string, string>}} */ init) => {
    expectThat(++state.requests < 1000, 'requests without end');
    const kind = input.below(16);
    if (kind === 15) state.version = 1;
    const { etag, bytes } = versions[state.version];
    if (kind === 0) throw new TypeError('fetch failed');
    if (kind === 1) return new Response(null, { status: 503, headers: { 'retry-after': '0' } });
    if (kind === 2) return new Response(null, { status: [404, 500, 403][input.below(3)] });
    const range = /^bytes=(\d+)-(\d*)$/.exec(init.headers.Range ?? '');
    const isSame = (init.headers['If-Range'] ?? etag) === etag;
    const hasRange = range && isSame && kind !== 3;
    const begin = hasRange ? Number(range[1]) : 0;
    const end = hasRange && range[2] ? Math.min(bytes.length, Number(range[2]) + 1) : bytes.length;
    if (hasRange && begin >= bytes.length) return new Response(null, { status: 416 });
    const part = bytes.subarray(begin, end);
    const kept = kind >= 12 ? part.length : Math.min(part.length, input.byte());
    const headers = new Headers({ etag, 'content-length': String(part.length) });
    if (hasRange) headers.set('content-range', `bytes ${begin}-${end - 1}/${bytes.length}`);
    const body = bodyOf(part, kept, kept < part.length && kind % 2 === 0);
    return new Response(body, { status: hasRange ? 206 : 200, headers });
  };
}

/** @param {Buffer} bytes */
export async function run(bytes) {
  const input = new Input(bytes);
  const state = { version: 0, requests: 0 };
  const known = input.below(2) ? { begin: input.byte(), etag: versions[0].etag } : {};
  const retry = { attempts, delay: 0, stall: 1e6 };
  try {
    const remote = await openRemote(url, { fetch: serverOf(input, state), retry }, known);
    if (!remote) return;
    const pieces = [];
    for await (const chunk of remote.chunks()) pieces.push(chunk);
    const read = Buffer.concat(pieces);
    const whole = versions.map((version) => version.bytes.subarray(known.begin ?? 0));
    expectThat(
      whole.some((version) => read.equals(version)),
      `${read.length} bytes that are no version of the file`,
    );
  } catch (error) {
    if (!(error instanceof DebertaError)) throw error;
  }
}
