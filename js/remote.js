// Sources that are fetched, and checks of those that are not: loaded on demand (source.js).
import { openRemote } from './fetch.js';
import { fileUrl } from './hub.js';
import { checked, hashFor, pinnedHash } from './integrity.js';

export { Repository } from './repository.js';

/** @typedef {import('./source.js').FileContent} FileContent */
/** @typedef {import('./source.js').ModelSource} ModelSource */

/**
 * A folder on a server, by its address. What is kept of it, the browser's own cache decides.
 * @implements {ModelSource}
 */
export class ServerFolder {
  name;
  #prefix;
  #env;

  /**
   * @param {string} name
   * @param {string} prefix its address, with a slash at its end
   * @param {import('./env.js').Env} env
   */
  constructor(name, prefix, env) {
    this.name = name;
    this.#prefix = prefix;
    this.#env = env;
  }

  /**
   * @param {string} file
   * @param {AbortSignal} [signal]
   * @returns {Promise<FileContent | null>}
   */
  async open(file, signal) {
    const { fetch, retry } = this.#env;
    const remote = await openRemote(fileUrl(this.#prefix, file), { fetch, retry, signal });
    if (!remote) return null;
    const verified = remote.size === null ? null : 'size';
    const origin = { from: /** @type {const} */ ('server'), verified, cached: false };
    return { total: remote.size, chunks: remote.chunks(), origin: /** @type {any} */ (origin) };
  }
}

/**
 * A source whose files are compared with what the caller says of them.
 * @param {ModelSource} source
 * @param {import('./integrity.js').Integrity} integrity
 * @param {import('./source.js').Host} host
 * @returns {ModelSource}
 */
export function checkedSource(source, integrity, host) {
  return {
    name: source.name,
    async open(file, signal, createHash) {
      const expected = pinnedHash(integrity, file);
      const content = await source.open(file, signal);
      if (!content || !expected) return content;
      const { total, origin } = content;
      const hash = hashFor(expected, total, host.createHash ?? createHash);
      if (!hash) throw new Error(`${file}: there is nothing to hash it with`);
      // Not any part of it: what is read is what was checked.
      return { total, origin, chunks: checked(content.chunks, file, expected, hash, origin) };
    },
  };
}
