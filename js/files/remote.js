// Sources over HTTP, and hash checks of all sources; loaded on demand by source.js.
import { DebertaError } from '../base/errors.js';
import { openRemote } from './fetch.js';
import { GlinerSource } from './gliner.js';
import { fileUrl, isHubName, withSlash } from './hub.js';
import { checked, hashFor, pinnedHash } from './integrity.js';
import { configFile, glinerFile } from './manifest.js';
import { Repository } from './repository.js';
import { hashIn } from './worker_hash.js';

export { readGlinerConfig } from './gliner.js';
export { ModelFiles } from './model_files.js';

/** @typedef {import('../base/env.js').Env} Env */
/** @typedef {import('../base/host.js').FileContent} FileContent */
/** @typedef {import('../base/host.js').Host} Host */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./source.js').SourceOptions} SourceOptions */

/**
 * @param {string} model a URL prefix or a Hub name
 * @param {SourceOptions & {signal?: AbortSignal}} options
 * @param {Env} env
 * @param {Host} host
 * @returns {Promise<ModelSource>}
 */
export async function openRemoteSource(model, options, env, host) {
  const { integrity } = options;
  const mayAsk = !options.local_files_only && options.network !== 'none';
  const folder = (/** @type {string} */ url) =>
    checkedSource(new ServerFolder(model, absolute(url, host), env), integrity, host);
  // Accepts any scheme: pages of extensions and apps have schemes such as chrome-extension:.
  if (/^[./]/.test(model) || /^[a-z][a-z\d+.-]+:/i.test(model)) {
    if (!mayAsk)
      throw new DebertaError('NETWORK', `'${model}' needs a request, and none is allowed`);
    return folder(withSlash(model));
  }
  if (env.allowLocalModels && isHubName(model)) {
    const address = `${withSlash(env.localModelPath)}${model}/`;
    // In Node it is a folder, which needs no request.
    const here = await host.openFolder(address).catch(orNotThere);
    // Where paths are not addresses, as in Node, the folder is not there.
    const isAddress = !absolute(address, host).startsWith('file:');
    const local = mayAsk && isAddress ? folder(address) : null;
    for (const file of [configFile, glinerFile]) {
      if (await here?.open(file, options.signal)) {
        return checkedSource(/** @type {ModelSource} */ (here), integrity, host);
      }
      const probe = await local?.open(file, options.signal).catch(() => null);
      if (local && probe) {
        for await (const _ of probe.chunks) break; // leaving the loop ends the transfer
        return local;
      }
    }
  }
  return openRepository(model, options, env, host);
}

/**
 * @param {unknown} error
 * @returns {null} the folder does not exist
 */
function orNotThere(error) {
  if (error instanceof DebertaError && error.code === 'FILE_NOT_FOUND') return null;
  throw error;
}

/**
 * @param {string} address
 * @param {Host} host
 */
function absolute(address, { baseUrl }) {
  try {
    return new URL(address, baseUrl).href;
  } catch (cause) {
    throw new DebertaError('INPUT', `'${address}' is not a model id, URL or folder`, { cause });
  }
}

/**
 * The source of a GLiNER model, whose encoder's files may be in another repository.
 * @param {ModelSource} source
 * @param {SourceOptions & {signal?: AbortSignal}} options
 * @param {Env} env
 * @param {Host} host
 * @param {boolean} [isCertain] as of GlinerSource
 */
export function withEncoder(source, options, env, host, isCertain) {
  // The revision is that of the model's own repository.
  const others = { ...options, revision: undefined };
  const open = (/** @type {string} */ model) => openRemoteSource(model, others, env, host);
  return new GlinerSource(source, open, isCertain);
}

/**
 * @param {string} model
 * @param {SourceOptions} options
 * @param {Env} env
 * @param {Host} host
 */
export async function openRepository(model, options, env, host) {
  const { cache_dir: cacheDir = env.cacheDir, token = host.hubToken?.(env.remoteHost) } = options;
  return new Repository(
    model,
    { ...options, token },
    env,
    host,
    await host.openCache({ ...env, cacheDir }),
  );
}

/**
 * A folder on a server, by its address. Only the browser's HTTP cache keeps its files.
 * @implements {ModelSource}
 */
export class ServerFolder {
  name;
  #prefix;
  #env;

  /**
   * @param {string} name
   * @param {string} prefix its address, with a slash at its end
   * @param {Env} env
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
    return {
      total: remote.size,
      chunks: remote.chunks(),
      origin: { from: 'server', verified, cached: false },
    };
  }
}

/**
 * A source whose files are compared with the caller's hashes.
 * @param {ModelSource} source
 * @param {import('./integrity.js').Integrity | undefined} integrity
 * @param {Host} host
 * @returns {ModelSource}
 */
export function checkedSource(source, integrity, host) {
  if (!integrity) return source;
  return {
    name: source.name,
    async open(file, signal, hasher) {
      const expected = pinnedHash(integrity, file);
      const content = await source.open(file, signal);
      if (!content || !expected) return content;
      const { total, origin } = content;
      const hash = hashFor(expected, total, host.createHash ?? hashIn(hasher));
      if (!hash) throw new Error(`${file}: there is nothing to hash it with`);
      // Without random access: only the bytes that were hashed are read.
      return { total, origin, chunks: checked(content.chunks, file, expected, hash, origin) };
    },
  };
}
