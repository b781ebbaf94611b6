// A file that is read here and there, whether its source can do that or not.

/** @typedef {import('./source.js').FileContent} FileContent */
/** @typedef {import('./source.js').RandomAccess} RandomAccess */

/**
 * @param {FileContent} content
 * @returns {Promise<RandomAccess>}
 */
export async function randomAccess({ total, read, chunks }) {
  if (read && total !== null) return { size: total, read };
  return inPieces(chunks);
}

/**
 * A file that comes once, and in order, is kept as it comes: in pieces, since a copy in one piece would
 * take as much again.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {Promise<RandomAccess>}
 */
async function inPieces(chunks) {
  /** @type {{begin: number, bytes: Uint8Array}[]} */
  const pieces = [];
  let size = 0;
  for await (const bytes of chunks) {
    pieces.push({ begin: size, bytes });
    size += bytes.length;
  }
  return {
    size,
    async read(begin, end) {
      const copy = new Uint8Array(end - begin);
      for (let i = pieceAt(pieces, begin); i < pieces.length && pieces[i].begin < end; ++i) {
        const from = Math.max(begin - pieces[i].begin, 0);
        const part = pieces[i].bytes.subarray(from, end - pieces[i].begin);
        copy.set(part, pieces[i].begin + from - begin);
      }
      return copy;
    },
  };
}

/**
 * @param {{begin: number}[]} pieces
 * @param {number} position
 * @returns the last piece that begins at or before it
 */
function pieceAt(pieces, position) {
  let [low, high] = [0, pieces.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pieces[middle].begin <= position) low = middle;
    else high = middle;
  }
  return low;
}
