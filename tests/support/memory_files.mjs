// Files for pieces in memory, in place of a browser's: what a page has of them, and workers that open them.
import { StoredPieces } from '../../js/worker/stored_pieces.js';

const methods = { openPieces: 'open', storePiece: 'store', closePieces: 'close' };

/** A file that a worker has open can be neither opened nor removed by another, as in a browser. */
function locked() {
  return new DOMException('it is open', 'NoModificationAllowedError');
}

/** `failing.open`, `failing.write`: errors; `failing.short`: a disk without room. */
export function memoryFiles() {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  const open = new Map();
  const failing = {};
  const nameIn = (path) => path.at(-1);
  async function openFile(path, isWritable) {
    const name = nameIn(path);
    if (failing.open) throw failing.open;
    if (open.has(name)) throw locked();
    if (!files.has(name) && !isWritable) throw new DOMException('none', 'NotFoundError');
    if (!files.has(name)) files.set(name, new Uint8Array(0));
    open.set(name, true);
    return {
      read(bytes, { at }) {
        const part = files.get(name).subarray(at, at + bytes.length);
        bytes.set(part);
        return part.length;
      },
      write(bytes, { at }) {
        if (failing.write) throw failing.write;
        if (failing.short) return bytes.length - 1;
        const before = files.get(name);
        const after = new Uint8Array(Math.max(before.length, at + bytes.length));
        after.set(before);
        after.set(bytes, at);
        files.set(name, after);
        return bytes.length;
      },
      close: () => open.delete(name),
    };
  }
  return {
    files,
    open,
    failing,
    /** For a cache. */
    pieceFiles: {
      pathOf: (...names) => names,
      async read(path, begin, end) {
        const bytes = files.get(nameIn(path));
        if (!bytes) throw new DOMException('none', 'NotFoundError');
        return end <= bytes.length ? bytes.slice(begin, end) : null;
      },
      async remove(_, isUnwanted) {
        for (const name of [...files.keys()]) {
          if (isUnwanted(name) && !open.has(name)) files.delete(name);
        }
      },
    },
    /** A worker, to which a reader sends the file as weights. */
    worker() {
      const stored = new StoredPieces(openFile);
      let ended = null;
      return {
        stored,
        isWritten: true,
        connecting: Promise.resolve({
          async call(method, args) {
            if (ended) throw ended;
            if (method === 'hashWritten') return undefined;
            return stored[methods[method]](...args);
          },
        }),
        /** As when a page terminates it. */
        end(error) {
          ended = error;
          stored.close();
        },
      };
    },
  };
}
