// Reads a file in the cache, which is stored in pieces.
import { gather, readAhead } from '../base/streams.js';
import { openRemote } from './fetch.js';
import { digestOf } from './integrity.js';

/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('../base/host.js').StoredPiece} StoredPiece */

/**
 * @param {FileRecord} record
 * @param {(index: number) => Promise<Uint8Array>} piece
 * @param {((index: number) => StoredPiece['stored']) | null} [stored] where a piece is, if the reader's worker can read it
 * @returns {import('../base/host.js').FileContent}
 */
export function contentOfPieces(record, piece, stored) {
  const count = record.pieces.length;
  // Keeps the last piece: reads are smaller than pieces and mostly adjacent.
  let recent = { index: -1, bytes: /** @type {Promise<Uint8Array> | null} */ (null) };
  const pieceAt = (/** @type {number} */ index) => {
    if (index !== recent.index) recent = { index, bytes: index < count ? piece(index) : null };
    return recent.bytes;
  };
  const verified = record.hash?.algorithm ?? 'size';
  return {
    total: record.size,
    chunks: readAhead(count, piece),
    ...(stored && { stored: storedPieces(count, stored, piece) }),
    origin: { from: 'cache', verified, cached: true },
    // The pieces of a copy that was made here have different lengths.
    read: record.of
      ? undefined
      : (begin, end) => readPieces(begin, end, record.pieceLength, pieceAt),
  };
}

/**
 * @param {number} count
 * @param {(index: number) => StoredPiece['stored']} stored
 * @param {(index: number) => Promise<Uint8Array>} piece
 * @returns {AsyncGenerator<StoredPiece, void>}
 */
async function* storedPieces(count, stored, piece) {
  for (let i = 0; i < count; ++i) {
    const place = stored(i);
    yield { length: place.length, stored: place, bytes: () => piece(i) };
  }
}

/**
 * Reads bytes of a file that is stored in pieces.
 * @param {number} begin
 * @param {number} end
 * @param {number} pieceLength
 * @param {(index: number) => Promise<Uint8Array> | null} piece
 */
async function readPieces(begin, end, pieceLength, piece) {
  const result = new Uint8Array(end - begin);
  for (let at = begin; at < end;) {
    const index = Math.floor(at / pieceLength);
    const bytes = await piece(index);
    if (!bytes) return result.subarray(0, at - begin);
    const part = bytes.subarray(at - index * pieceLength, end - index * pieceLength);
    if (part.length === 0) return result.subarray(0, at - begin);
    result.set(part, at - begin);
    at += part.length;
  }
  return result;
}

/**
 * Fetches one piece from the server.
 * @param {string} url of the file
 * @param {FileRecord} record
 * @param {number} index
 * @param {import('./fetch.js').RequestContext} context
 * @returns {Promise<Uint8Array | null>} null: the server has another version of the file
 */
export async function fetchPiece(url, record, index, context) {
  const { size, etag, pieceLength } = record;
  const begin = index * pieceLength;
  const end = Math.min(begin + pieceLength, Number(size));
  const known = { begin, end, size, etag, exists: true, hashed: true };
  const bytes = await openRemote(url, context, known)
    .then((remote) => remote && gather(remote.chunks()))
    .catch((error) => {
      if (error.code === 'FILE_CHANGED') return null;
      throw error;
    });
  return bytes && (await digestOf(bytes)) === record.pieces[index] ? bytes : null;
}
