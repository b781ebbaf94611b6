// A file that has its name only once it is complete.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
// Under another name: a bundle that has the package's own pipeline, too, would call this one pipeline2.
import { pipeline as pump } from 'node:stream/promises';

/**
 * @param {string} path
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {Promise<number>} its bytes
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
