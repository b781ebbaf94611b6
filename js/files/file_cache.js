// Files of one repository, at one revision, in a ModelCache: in pieces, each with its digest.
//
//   FOLDER?deberta-wasm=manifest           the cached files, and those that the repository does not have
//   FOLDER/FILE?deberta-wasm=partial       the state of an unfinished download
//   FOLDER/FILE?deberta-wasm=VERSION.N     piece N of a version of the file
//
// Where the cache has files for pieces (PieceFiles in js/base/host.js), those of weights are in one, back to back, which a
// model's worker writes and reads.
//
// A piece counts once a record names it, and a record is written after its pieces. So the records are valid even if
// the page is closed at any moment. Another version has other keys.
import { gather, readAll } from '../base/streams.js';
import { sumOf } from '../base/sum.js';
import { toTransferable } from '../base/transferable.js';
import { fileUrl } from './hub.js';
import { digestOf } from './integrity.js';

/** @typedef {import('../base/host.js').HashingWorker} HashingWorker */
/** @typedef {import('../base/host.js').HostCache} HostCache */
/** @typedef {import('./integrity.js').FileHash} FileHash */

/** Size of a piece: at most so much of a download is lost when a page is closed. */
export const usualPieceLength = 4 << 20;

/** The version of the records' layout: other versions are ignored. */
const layout = 1;

/**
 * @typedef {object} FileRecord
 * @property {number | null} size of the whole file; null until the server sends it
 * @property {string | null} etag
 * @property {FileHash | null} hash the hash that the whole file was, or will be, verified with
 * @property {string} version part of its pieces' keys
 * @property {number} pieceLength size of all pieces but the last, in bytes
 * @property {string[]} pieces the SHA-256 of each piece, in hexadecimal
 * @property {boolean} [inFile] whether the pieces are in a file of PieceFiles
 * @property {string[]} [sums] of pieces in a file: what is compared when they are read (sumOf())
 * @property {number} [headerLength] of a copy that was made here: bytes of its first piece, which is the last one in a file
 * @property {Record<string, string>} [of] of a copy that was made here (converted_writer.js): the versions of the files
 *   that it was made of. Its pieces may have other lengths.
 */

/** @typedef {Record<string, FileRecord | null>} Manifest null: the repository does not have this file */

/** Where there are no files for pieces. @type {import('../base/host.js').PieceFiles} */
const noFiles = { pathOf: (...names) => names, read: async () => null, remove: async () => {} };

export class FileCache {
  #cache;
  #files;
  #folder;
  #lock;

  /**
   * @param {HostCache} cache
   * @param {string} folder the repository's address, with a slash at its end
   * @param {import('../base/host.js').Host['lock']} lock
   */
  constructor(cache, folder, lock) {
    this.#cache = cache;
    this.#files = cache.pieceFiles ?? noFiles;
    this.#folder = folder;
    this.#lock = lock;
  }

  /** @returns {Promise<Manifest>} */
  async manifest() {
    const { files } = (await this.#read(this.#key('', 'manifest'))) ?? {};
    // Names are data: they may be `__proto__` or `constructor`.
    return Object.assign(Object.create(null), files);
  }

  /**
   * Changes the manifest under a lock among pages.
   * @param {(files: Manifest) => void} change
   */
  async updateManifest(change) {
    const key = this.#key('', 'manifest');
    const release = await this.#lock(key);
    try {
      const files = await this.manifest();
      change(files);
      await this.#write(key, { files });
    } finally {
      release();
    }
  }

  /**
   * @param {string} file
   * @returns {Promise<FileRecord | null>}
   */
  async partial(file) {
    return (await this.#read(this.#key(file, 'partial')))?.record ?? null;
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   */
  async setPartial(file, record) {
    await this.#write(this.#key(file, 'partial'), { record });
  }

  /**
   * Records a complete file.
   * @param {string} file
   * @param {FileRecord} record
   */
  async commit(file, record) {
    const before = (await this.manifest())[file];
    await this.updateManifest((files) => void (files[file] = record));
    await this.#delete(this.#key(file, 'partial'));
    if (before && before.version !== record.version) await this.#deleteEntries(file, before);
    if (record.inFile || before?.inFile) {
      const own = record.inFile ? nameOf(file, record) : '';
      await this.#removeFiles((name) => isVersionOf(file, name) && name !== own);
    }
  }

  /**
   * Records that the repository does not have the file, or no longer has it.
   * @param {string} file
   */
  async setAbsent(file) {
    await this.drop([file]);
    await this.updateManifest((files) => void (files[file] = null));
  }

  /**
   * Removes the record of an unfinished download.
   * @param {string} file
   * @param {FileRecord} record
   */
  async dropPartial(file, record) {
    await this.#delete(this.#key(file, 'partial'));
    await this.#deletePieces(file, record);
  }

  /**
   * Removes files, first from the manifest, so that it never names a missing piece.
   * @param {string[]} names
   * @returns {Promise<string[]>} the files that were cached
   */
  async drop(names) {
    /** @type {[string, FileRecord][]} */
    const dropped = [];
    const manifest = await this.manifest();
    if (names.some((name) => name in manifest)) {
      await this.updateManifest((files) => {
        for (const name of names) {
          const record = files[name];
          if (record) dropped.push([name, record]);
          delete files[name];
        }
      });
    }
    for (const [name, record] of dropped) await this.#deleteEntries(name, record);
    for (const name of names) {
      const partial = await this.partial(name);
      if (!partial) continue;
      await this.#delete(this.#key(name, 'partial'));
      await this.#deleteEntries(name, partial);
    }
    // Also those without a record, which another page had open when theirs was removed.
    await this.#removeFiles((each) => names.some((name) => isVersionOf(name, each)));
    return dropped.map(([name]) => name);
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   * @param {number} index
   * @returns {Promise<Uint8Array | null>} null: it is missing or damaged
   */
  async piece(file, record, index) {
    if (record.inFile) {
      const { path, at, length } = this.stored(file, record, index);
      const bytes = await this.#files.read(path, at, at + length).catch(() => null);
      return bytes && sumOf(bytes) === record.sums?.[index] ? bytes : null;
    }
    const response = await this.#match(this.#key(file, `${record.version}.${index}`));
    const bytes = response && (await contentOf(response).catch(() => null));
    if (!bytes) return null;
    return (await digestOf(bytes)) === record.pieces[index] ? bytes : null;
  }

  /**
   * Whether the file that a record names is there; the records are kept elsewhere.
   * @param {string} file
   * @param {FileRecord} record
   */
  async hasPieces(file, record) {
    if (!record.inFile || !record.size) return true;
    const path = this.#pathOf(file, record);
    const last = await this.#files.read(path, record.size - 1, record.size).catch(() => null);
    return last !== null;
  }

  /**
   * Where a piece is that is in a file.
   * @param {string} file
   * @param {FileRecord} record
   * @param {number} index
   * @returns {import('../base/host.js').StoredPiece['stored']}
   */
  stored(file, record, index) {
    const { size, pieceLength, headerLength = 0, sums } = record;
    const end = Number(size) - headerLength; // of what follows a header that was written last
    const isHeader = headerLength > 0 && index === 0;
    const at = isHeader ? end : (index - (headerLength > 0 ? 1 : 0)) * pieceLength;
    const length = isHeader ? headerLength : Math.min(pieceLength, end - at);
    return { path: this.#pathOf(file, record), at, length, sum: sums?.[index] ?? '' };
  }

  /**
   * Opens a file for the pieces of a download whose reader sends them to a worker as weights.
   * @param {string} file
   * @param {FileRecord} record
   * @param {HashingWorker | undefined} worker
   * @returns {Promise<StoreOfPieces | null>} null: there are no such files here
   */
  async openStore(file, record, worker) {
    if (!worker?.isWritten || this.#files === noFiles) return null;
    const connection = await worker.connecting;
    const path = this.#pathOf(file, record);
    if (await connection.call('openPieces', [path])) return null;
    return {
      async put(at, piece) {
        const { bytes, transfer } = toTransferable(piece);
        const result = await connection.call('storePiece', [path, at, bytes], { transfer });
        if ('sum' in result) return result;
        throw Object.assign(new Error(result.message), { name: result.name });
      },
      close: () => connection.call('closePieces', []),
    };
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   * @returns {string[]}
   */
  #pathOf(file, record) {
    return this.#files.pathOf(this.#folder, nameOf(file, record));
  }

  /**
   * Replaces a damaged piece.
   * @param {string} file
   * @param {FileRecord} record
   * @param {number} index
   * @param {Uint8Array} bytes
   * @param {HashingWorker | undefined} worker
   */
  async repair(file, record, index, bytes, worker) {
    if (!record.inFile) return this.putPiece(file, record, index, bytes);
    const store = await this.openStore(file, record, worker);
    await store?.put(this.stored(file, record, index).at, new Uint8Array(bytes));
    await store?.close();
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   * @param {number} index
   * @param {Uint8Array} bytes
   */
  async putPiece(file, record, index, bytes) {
    await this.#put(this.#key(file, `${record.version}.${index}`), bytes);
  }

  /**
   * @param {string} file
   * @param {FileRecord} record
   */
  async #deletePieces(file, record) {
    if (record.inFile) {
      const own = nameOf(file, record);
      return this.#removeFiles((name) => name === own);
    }
    return this.#deleteEntries(file, record);
  }

  /**
   * Deletes pieces that are in the cache itself.
   * @param {string} file
   * @param {FileRecord} record
   */
  async #deleteEntries(file, record) {
    if (record.inFile) return;
    // One more than it names: a page may be closed between writing a piece and its record.
    for (let i = 0; i <= record.pieces.length; ++i) {
      await this.#delete(this.#key(file, `${record.version}.${i}`));
    }
  }

  /** @param {(name: string) => boolean} isUnwanted */
  async #removeFiles(isUnwanted) {
    await this.#files.remove(this.#folder, isUnwanted).catch(() => {});
  }

  /**
   * @param {string} file
   * @param {string} what
   */
  #key(file, what) {
    return `${fileUrl(this.#folder, file)}?deberta-wasm=${what}`;
  }

  /** @param {string} key */
  async #read(key) {
    const response = await this.#match(key);
    const record = await response?.json().catch(() => null);
    return record?.layout === layout ? record : null;
  }

  /**
   * @param {string} key
   * @param {object} record
   */
  async #write(key, record) {
    await this.#put(key, new TextEncoder().encode(JSON.stringify({ layout, ...record })));
  }

  /** @param {string} key */
  async #match(key) {
    try {
      return await this.#cache.match(key);
    } catch {
      return undefined; // a cache that fails counts as empty
    }
  }

  /**
   * @param {string} key
   * @param {Uint8Array} bytes
   */
  async #put(key, bytes) {
    const headers = { 'content-length': String(bytes.length) };
    await this.#cache.put(
      key,
      new Response(/** @type {Uint8Array<ArrayBuffer>} */ (bytes), { headers }),
    );
  }

  /** @param {string} key */
  async #delete(key) {
    try {
      if (this.#cache.delete) await this.#cache.delete(key);
      else await this.#put(key, new Uint8Array(0)); // a cache without delete(): an empty entry counts as missing
    } catch {
      // The old entry stays; another version has another key.
    }
  }
}

/**
 * @typedef {object} StoreOfPieces
 * @property {(at: number, bytes: Uint8Array) => Promise<import('../base/host.js').StoredBytes>} put the bytes are given away
 * @property {() => Promise<void>} close
 */

/**
 * The name of the file of a version's pieces.
 * @param {string} file
 * @param {Pick<FileRecord, 'version'>} record
 */
function nameOf(file, { version }) {
  return `${encodeURIComponent(file)}.${version}`;
}

/**
 * @param {string} file
 * @param {string} name of a file of pieces
 */
function isVersionOf(file, name) {
  const begin = nameOf(file, { version: '' });
  return name.startsWith(begin) && !name.slice(begin.length).includes('.');
}

/**
 * @param {import('../base/platform_types.js').FetchResponse} response
 * @returns {Promise<Uint8Array>}
 */
async function contentOf(response) {
  // After a restart of Chromium arrayBuffer() takes twice as long as the stream; in other browsers both are the same.
  // (The body of a cache of one's own may be another stream.)
  const { body } = response;
  if (body instanceof ReadableStream) return gather(readAll(body));
  return new Uint8Array(await response.arrayBuffer());
}
