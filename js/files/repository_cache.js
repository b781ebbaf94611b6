// The cache as one repository uses it. There may be none, and one that fails is given up: the model then runs from memory.
import { FileCache } from './file_cache.js';
import { canHash } from './integrity.js';
import { insteadOf } from './manifest.js';

/** @typedef {import('./file_cache.js').FileRecord} FileRecord */

export class RepositoryCache {
  /** Where downloads go. @type {FileCache | null} */
  files;
  /** Why nothing is kept, where there is none. */
  whyNone;

  /**
   * @param {import('../base/env.js').ModelCache | null} cache
   * @param {string} folder the repository's address
   * @param {import('../base/host.js').Host['lock']} lock
   */
  constructor(cache, folder, lock) {
    this.files = cache && canHash() ? new FileCache(cache, folder, lock) : null;
    this.whyNone = canHash() ? 'not kept: there is no cache' : 'not kept: the page is insecure';
  }

  async manifest() {
    return (await this.files?.manifest()) ?? {};
  }

  /**
   * What the cache knows of a file: null, that there is none; undefined, nothing. That a file is not there
   * counts where another was found in its place: without, the repository was incomplete, or the server
   * was not the right one, and may be by now.
   * @param {string} file
   * @param {import('./integrity.js').FileHash | null} pinned content of another hash is not the file
   */
  async known(file, pinned) {
    const manifest = await this.manifest();
    if (!Object.hasOwn(manifest, file)) return;
    const record = manifest[file];
    if (!record) return insteadOf(file).some((other) => manifest[other]) ? null : undefined;
    return pinned && record.hash?.digest !== pinned.digest ? undefined : record;
  }

  /**
   * Whether the cache still holds that version of a file: another page may have fetched another one.
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
   * @returns {Promise<string[]>} those that were there
   */
  async drop(files) {
    return (await this.files?.drop(files)) ?? [];
  }

  /**
   * A cache that keeps what is outdated is not used any more.
   * @param {string[]} outdated
   */
  async dropOrGiveUp(outdated) {
    await this.drop(outdated).catch(() => {
      this.files = null;
      this.whyNone = 'not kept: the cache failed';
    });
  }
}
