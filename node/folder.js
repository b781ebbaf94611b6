// A source for models in folders.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DebertaError } from '../js/base/errors.js';

/** Bytes per read. */
const pieceSize = 1 << 20;

/**
 * @param {string} path
 * @returns {Promise<import('../js/base/host.js').ModelSource | null>} null: not a folder
 */
export async function openFolder(path) {
  if (path.startsWith('file:')) path = fileURLToPath(path);
  const isFolder = async () => (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (!(await isFolder())) {
    // In Node a path is never relative to a server.
    if (/^[./]/.test(path)) throw new DebertaError('FILE_NOT_FOUND', `no folder ${path}`);
    return null;
  }
  return {
    name: path,
    async open(name, signal) {
      const file = join(path, name);
      const info = await stat(file).catch(() => null);
      if (!info?.isFile()) return null;
      // Opened lazily: the errors of a stream that is not read would be unhandled.
      const chunks = (async function* () {
        yield* createReadStream(file, { highWaterMark: pieceSize, signal });
      })();
      return {
        total: info.size,
        chunks,
        read: (begin, end) => readPart(file, begin, end),
        origin: { from: 'folder', verified: null, cached: false },
      };
    },
  };
}

/**
 * Opens the file for each part, so that no close() is needed.
 * @param {string} path
 * @param {number} begin
 * @param {number} end
 */
async function readPart(path, begin, end) {
  const handle = await open(path);
  try {
    const bytes = new Uint8Array(end - begin);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, begin);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
