// The cache of files from the Hub, in a folder.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { writeFile } from './write_file.js';

/** @typedef {import('../js/base/env.js').ModelCache} ModelCache */

/**
 * @param {import('../js/base/env.js').Env} env
 * @returns {Promise<ModelCache | null>}
 */
export async function openCache({ useCustomCache, customCache, useFSCache, cacheDir }) {
  if (useCustomCache) return customCache;
  const folder = useFSCache ? (cacheDir ?? defaultFolder()) : null;
  return folder === null ? null : new FolderCache(folder);
}

/** null: a user without a home, as containers have it with an arbitrary user id, has no cache. */
function defaultFolder() {
  try {
    return join(homedir(), '.cache/deberta-wasm/hub');
  } catch {
    return null;
  }
}

/** @implements {ModelCache} */
export class FolderCache {
  #folder;

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /** @param {string} key */
  async match(key) {
    const path = this.#path(key);
    const info = await stat(path).catch(() => null);
    if (!info) return undefined;
    const body = /** @type {ReadableStream} */ (Readable.toWeb(createReadStream(path)));
    return new Response(body, { headers: { 'content-length': String(info.size) } });
  }

  /**
   * Writes under a temporary name: the file gets its name when it is complete.
   * @param {string} key
   * @param {Response} response
   */
  async put(key, response) {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#path(key), Readable.fromWeb(/** @type {any} */ (response.body)));
  }

  /** @param {string} key */
  async delete(key) {
    return rm(this.#path(key)).then(
      () => true,
      () => false,
    );
  }

  /** @param {string} key */
  #path(key) {
    const name =
      key
        .split('/')
        .at(-1)
        ?.replace(/[^\w.-]/g, '_') ?? '';
    return join(
      this.#folder,
      `${createHash('sha256').update(key).digest('hex').slice(0, 32)}-${name}`,
    );
  }
}
