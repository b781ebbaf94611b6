// Checks the first bytes of a file: some servers send a web page or a Git LFS pointer instead.
import { DebertaError } from '../base/errors.js';
import { NetworkError } from './transfer_errors.js';

/** Number of bytes that identify a web page or a pointer. */
const headLength = 64;

/**
 * Passes the chunks on; throws if they are those of a web page or of a Git LFS pointer.
 * @param {string} file
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {AsyncGenerator<Uint8Array, void>}
 */
export async function* refuseOtherContent(file, chunks) {
  /** @type {Uint8Array | null} the bytes so far, until there are enough; then null */
  let head = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    /** @type {Uint8Array} */
    const longer = new Uint8Array(head.length + chunk.length);
    longer.set(head);
    longer.set(chunk, head.length);
    head = longer;
    if (head.length < headLength) continue;
    checkHead(file, head);
    head = null;
    yield longer;
  }
  if (head !== null && head.length > 0) {
    checkHead(file, head);
    yield head;
  }
}

/**
 * @param {string} file
 * @param {Uint8Array} bytes
 */
function checkHead(file, bytes) {
  const head = new TextDecoder().decode(bytes.subarray(0, headLength)).trimStart().toLowerCase();
  if (head.startsWith('<!doctype') || head.startsWith('<html')) {
    throw new NetworkError(file, 'server returned HTML instead of the file');
  }
  if (head.startsWith('version https://git-lfs')) {
    const fact = `${file}: server returned a Git LFS pointer instead of the file`;
    throw new DebertaError('INTEGRITY', fact, { file });
  }
}
