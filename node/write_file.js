// Writes a file that gets its name when it is complete.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
// Imported under another name, because a bundle would rename one of two functions called pipeline.
import { pipeline as pump } from 'node:stream/promises';

/**
 * @param {string} path
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {Promise<number>} its size in bytes
 */
export async function writeFile(path, chunks) {
  const partial = `${path}.${process.pid}.part`;
  const stream = createWriteStream(partial);
  try {
    await pump(chunks, stream);
    await rename(partial, path);
    return stream.bytesWritten;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
