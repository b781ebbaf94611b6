// Files for the pieces of cached weights, in the origin private file system: a worker reads them straight into its memory, which
// takes a fiftieth of the time of the Cache API. Only workers can open them so; pages read and remove them.

/** @typedef {import('../js/base/host.js').PieceFiles} PieceFiles */
/** @typedef {import('../js/base/host.js').PieceFile} PieceFile */

/**
 * @param {string} cacheKey of the cache that has the records of these files
 * @returns {PieceFiles | null}
 */
export function pieceFiles(cacheKey) {
  if (!globalThis.navigator?.storage?.getDirectory) return null;
  const pathOf = (/** @type {string} */ folder, /** @type {string} */ file) => [
    ...['deberta-wasm', cacheKey, folder].map(encodeURIComponent),
    file,
  ];
  return {
    pathOf,
    async read(path, begin, end) {
      const handle = await (await folderHandle(path, false)).getFileHandle(nameIn(path));
      const bytes = new Uint8Array(await (await handle.getFile()).slice(begin, end).arrayBuffer());
      return bytes.length === end - begin ? bytes : null;
    },
    async remove(folder, isUnwanted) {
      const handle = await folderHandle(pathOf(folder, ''), false);
      for await (const name of /** @type {any} not declared */ (handle).keys()) {
        // A file that another page is reading stays until the next call.
        if (isUnwanted(name)) await unlocked(() => handle.removeEntry(name)).catch(() => {});
      }
    },
  };
}

/** Milliseconds between attempts, while a worker that was just ended still has the file. */
const waits = [20, 50, 100, 200, 400];

/**
 * Repeats what is refused because the file is open.
 * @template T
 * @param {() => Promise<T>} operation
 * @returns {Promise<T>}
 */
async function unlocked(operation) {
  for (let attempt = 0; ; ++attempt) {
    try {
      return await operation();
    } catch (error) {
      const { name } = /** @type {Error} */ (error);
      const isLocked = name === 'NoModificationAllowedError' || name === 'InvalidStateError'; // WebKit's
      if (!isLocked || attempt === waits.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, waits[attempt]));
    }
  }
}

/**
 * Opens a file in a worker.
 * @param {string[]} path
 * @param {boolean} isWritable
 * @returns {Promise<PieceFile>}
 */
export async function openPieceFile(path, isWritable) {
  const folder = await folderHandle(path, isWritable);
  /** @type {any} TypeScript declares what workers have in another library */
  const handle = await folder.getFileHandle(nameIn(path), { create: isWritable });
  if (isWritable) return unlocked(() => handle.createSyncAccessHandle());
  // Two pages may read a file at the same time; a browser that does not know `mode` allows one, and the other page reads
  // the pieces itself.
  return handle.createSyncAccessHandle({ mode: 'read-only' });
}

/** @param {string[]} path */
const nameIn = (path) => /** @type {string} */ (path.at(-1));

/**
 * @param {string[]} path
 * @param {boolean} create
 */
async function folderHandle(path, create) {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}
