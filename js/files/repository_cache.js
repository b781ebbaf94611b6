// The cache of one repository. Without a cache, or after it failed, the model runs from memory.
import { FileCache } from './file_cache.js';
import { canHash } from './integrity.js';
import { configFile, convertedFile, glinerFile, insteadOf, tokenizerFiles } from './manifest.js';

/** @typedef {import('./file_cache.js').FileRecord} FileRecord */

export class RepositoryCache {
  /** The cache for downloads. @type {FileCache | null} */
  files;
  /** Why files are not kept, if there is no cache. */
  whyNone;

  /**
   * @param {import('../base/env.js').ModelCache | null} cache
   * @param {string} folder the repository's address
   * @param {import('../base/host.js').Host['lock']} lock
   */
  constructor(cache, folder, lock) {
    this.files = cache && canHash() ? new FileCache(cache, folder, lock) : null;
    this.whyNone = canHash() ? 'not kept: no cache' : 'not kept: the page is insecure';
  }

  async manifest() {
    return (await this.files?.manifest()) ?? {};
  }

  /**
   * The cache's record of a file. null: it does not exist; undefined: unknown. A missing file counts as known only if
   * another was found instead: otherwise the repository was incomplete, or the server was wrong, and
   * both may have changed.
   * @param {string} file
   * @param {import('./integrity.js').FileHash | null} pinned the required hash; other content is ignored
   */
  async known(file, pinned) {
    const manifest = await this.manifest();
    if (!Object.hasOwn(manifest, file)) return;
    const record = manifest[file];
    if (!record) {
      // The encoder's files of a GLiNER model may be in another repository. A GLiNER2 model has only config.json.
      const isOfEncoder = file === configFile || tokenizerFiles.includes(file);
      const others = [...insteadOf(file), ...(isOfEncoder ? [glinerFile] : [])];
      if (file === glinerFile) others.push(configFile);
      return others.some((other) => manifest[other]) ? null : undefined;
    }
    return pinned && record.hash?.digest !== pinned.digest ? undefined : record;
  }

  /**
   * The record of the converted copy of the weights, if the cache holds the files that it was made of.
   * @param {(file: string) => Promise<FileRecord | null | undefined>} known as known() says
   * @returns {Promise<FileRecord | null>}
   */
  async converted(known) {
    const record = (await this.manifest())[convertedFile];
    if (!record?.of) return null;
    for (const [file, version] of Object.entries(record.of)) {
      if ((await known(file))?.version !== version) return null;
    }
    return record;
  }

  /**
   * Whether the cache still holds that version of a file: another page may have stored another one.
   * @param {string} file
   * @param {FileRecord} record
   */
  async isCurrent(file, record) {
    return (await this.manifest())[file]?.version === record.version;
  }

  /** @param {string} file that the repository does not have */
  async setAbsent(file) {
    await this.files?.setAbsent(file).catch(() => {});
  }

  /**
   * @param {string[]} files
   * @returns {Promise<string[]>} the files that were cached
   */
  async drop(files) {
    return (await this.files?.drop(files)) ?? [];
  }

  /**
   * Stops using a cache that cannot remove outdated files.
   * @param {string[]} outdated
   */
  async dropOrGiveUp(outdated) {
    await this.drop(outdated).catch(() => {
      this.files = null;
      this.whyNone = 'not kept: the cache failed';
    });
  }
}
