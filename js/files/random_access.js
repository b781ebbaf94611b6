// Random access to a file, also if its source supports only streaming.

/** @typedef {import('../base/host.js').FileContent} FileContent */
/** @typedef {{size: number, read: import('../base/host.js').Read}} RandomAccess */

/**
 * @param {FileContent} content
 * @returns {Promise<RandomAccess>}
 */
export async function randomAccess({ total, read, chunks }) {
  if (read && total !== null) return { size: total, read };
  return inPieces(chunks);
}

/** Size of a piece, in bytes. */
const pieceLength = 4 << 20;

/**
 * Collects a streamed file as blobs, which browsers move to disk when
 * there are many.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {Promise<RandomAccess>}
 */
async function inPieces(chunks) {
  /** All have the same length, except the last. @type {Blob[]} */
  const pieces = [];
  let piece = new Uint8Array(pieceLength);
  let filled = 0;
  for await (let chunk of chunks) {
    while (chunk.length > 0) {
      const part = chunk.subarray(0, pieceLength - filled);
      piece.set(part, filled);
      filled += part.length;
      chunk = chunk.subarray(part.length);
      if (filled < pieceLength) continue;
      pieces.push(new Blob([piece]));
      piece = new Uint8Array(pieceLength);
      filled = 0;
    }
  }
  const size = pieces.length * pieceLength + filled;
  pieces.push(new Blob([piece.subarray(0, filled)]));
  return {
    size,
    async read(begin, end) {
      const copy = new Uint8Array(end - begin);
      for (let at = begin; at < end;) {
        const index = Math.floor(at / pieceLength);
        const part = pieces[index].slice(at - index * pieceLength, end - index * pieceLength);
        copy.set(new Uint8Array(await part.arrayBuffer()), at - begin);
        at += part.size;
      }
      return copy;
    },
  };
}
