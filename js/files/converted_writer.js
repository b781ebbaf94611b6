// Writes tensors that arrive in any order into the cache, as a safetensors file. Its first piece is the header, which is
// known, and written, last.
import { newVersion } from './download.js';
import { convertedFile } from './manifest.js';
import { PieceSink } from './piece_sink.js';

/** @typedef {import('./file_cache.js').FileCache} FileCache */
/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('../base/host.js').ConvertedTensor} ConvertedTensor */

/** Bytes of a piece of tensors: those of a download. */
const pieceLength = 4 << 20;

/**
 * Keeps the tensors in place of an earlier copy. If that fails, nothing of them stays.
 * @param {FileCache} cache
 * @param {Record<string, string>} of the versions of the files that they were made of
 * @param {AsyncIterable<ConvertedTensor>} tensors
 * @param {import('../base/host.js').HashingWorker} [worker] that makes them
 */
export async function writeConverted(cache, of, tensors, worker) {
  const version = newVersion();
  /** @type {FileRecord} */
  const record = { size: null, etag: null, hash: null, version, pieceLength, pieces: [''], of };
  const left = await cache.partial(convertedFile);
  if (left) await cache.dropPartial(convertedFile, left);
  const sink = new PieceSink(cache, convertedFile, worker);
  try {
    await cache.setPartial(convertedFile, record);
    const header = await writeData(cache, sink, record, tensors);
    const end = Number(record.size);
    record.headerLength = header.length;
    record.size = end + header.length;
    record.pieces[0] = await sink.put(record, 0, end, header);
    await sink.close();
    await cache.commit(convertedFile, record);
  } catch (error) {
    await sink.close().catch(() => {});
    await cache.dropPartial(convertedFile, record).catch(() => {});
    throw error;
  }
}

/**
 * Writes the bytes of the tensors, back to back.
 * @param {FileCache} cache
 * @param {PieceSink} sink
 * @param {FileRecord} record gets the pieces, and their size
 * @param {AsyncIterable<ConvertedTensor>} tensors
 * @returns {Promise<Uint8Array>} the header
 */
async function writeData(cache, sink, record, tensors) {
  /** @type {Record<string, object>} */
  const entries = Object.create(null);
  const buffer = new Uint8Array(pieceLength);
  let filled = 0;
  let end = 0;
  const flush = async () => {
    const bytes = buffer.slice(0, filled);
    filled = 0;
    const index = record.pieces.length;
    const digest = await sink.put(record, index, (index - 1) * pieceLength, bytes);
    record.pieces.push(digest);
    await cache.setPartial(convertedFile, record);
  };
  for await (const { name, dtype, shape, bytes } of tensors) {
    entries[name] = { dtype, shape, data_offsets: [end, (end += bytes.length)] };
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + pieceLength - filled);
      buffer.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === pieceLength) await flush();
    }
  }
  if (filled > 0) await flush();
  record.size = end;
  return headerOf(entries);
}

/** @param {Record<string, object>} entries */
function headerOf(entries) {
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const header = new Uint8Array(8 + json.length);
  new DataView(header.buffer).setBigUint64(0, BigInt(json.length), true);
  header.set(json, 8);
  return header;
}
