// The source of a model's files.
import { abortError } from '../base/abort.js';
import { DebertaError } from '../base/errors.js';
import { readAll } from '../base/streams.js';
import { encoderFile } from './manifest.js';

/** @typedef {import('../base/env.js').Env} Env */
/** @typedef {import('../base/host.js').FileContent} FileContent */
/** @typedef {import('../base/host.js').Host} Host */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('../base/host.js').Origin} Origin */
/** @typedef {import('../base/platform_types.js').ModelFile} ModelFile */
/** @typedef {import('../base/platform_types.js').ModelFiles} ModelFiles */

/** @typedef {string | import('../base/platform_types.js').Url | Iterable<ModelFile> | ModelFiles} ModelLocation a
 *   Hub name ("owner/name"), the address of a folder, a folder (Node), or the files themselves */

/**
 * Options for the source of a model's files.
 * @typedef {object} OwnSourceOptions
 * @property {string} [revision] branch, tag or commit of a Hub repository; default 'main'
 * @property {boolean} [local_files_only] make no request: files that are not cached count as missing
 * @property {'none'} [network] 'none': the same as local_files_only: true
 * @property {boolean} [force_download] download files again, even if they are cached
 * @property {string} [cache_dir] folder of the cache, instead of env.cacheDir (Node)
 * @property {import('./integrity.js').Integrity} [integrity] the SHA-256 of files, which replaces the Hub's
 */

/** @typedef {OwnSourceOptions & import('./request.js').Credentials} SourceOptions */

/**
 * @param {ModelLocation} model a Hub name, a URL prefix, a folder (Node),
 *   or the files themselves
 * @param {SourceOptions} options
 * @param {Env} env
 * @param {Host} host
 * @returns {Promise<ModelSource>}
 */
export async function openSource(model, options, env, host) {
  const at = model instanceof URL ? model.href : model;
  const here =
    typeof at === 'string'
      ? await host.openFolder(at)
      : filesSource(/** @type {Iterable<File>} */ (at));
  if (here && !options.integrity) return here;
  // Requests and hash checks need more code, which is loaded on demand.
  const { checkedSource, openRemoteSource } = await import('./remote.js');
  if (here) return checkedSource(here, options.integrity, host);
  return openRemoteSource(/** @type {string} */ (at), options, env, host);
}

/**
 * A source of File objects, from a file chooser or a drop.
 * @param {Iterable<File>} list
 * @returns {ModelSource}
 */
function filesSource(list) {
  const isIterable = list && typeof list === 'object' && Symbol.iterator in list;
  const files = isIterable ? [...list] : [];
  if (!files.length || !files.every((file) => file instanceof Blob && 'name' in file)) {
    throw new DebertaError(
      'INPUT',
      'expected a Hub name (owner/name), a URL, a folder or File objects',
    );
  }
  const byName = new Map(files.map((file) => [nameOf(file), file]));
  return {
    name: 'files',
    async open(name, signal) {
      const file = byName.get(name);
      if (!file) return null;
      // Opened lazily: not every opened file is read.
      const chunks = (async function* () {
        yield* readAll(file.stream(), signal);
      })();
      return {
        total: file.size,
        chunks,
        read: async (begin, end) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
        origin: { from: 'files', verified: null, cached: false },
      };
    },
  };
}

/**
 * The name of a file in its model: of a chosen folder, files have a path. Only one name of a model has a folder.
 * @param {File} file
 */
function nameOf({ name, webkitRelativePath: path }) {
  return path?.endsWith(`/${encoderFile}`) ? encoderFile : name;
}

/**
 * @typedef {object} OpenOptions
 * @property {(content: FileContent) => AsyncIterable<Uint8Array>} [convert] converts the content to chunks
 * @property {boolean} [isWritten] all chunks are sent to the worker in order, as weights, so that it can
 *   hash them
 */

/** @typedef {(file: string, options?: OpenOptions) => Promise<AsyncIterable<Uint8Array> | null>} OpenFile null:
 *   the file does not exist */

/**
 * @typedef {object} Reading
 * @property {import('./progress.js').Progress} progress
 * @property {Record<string, Origin>} origins the file's origin is added
 * @property {AbortSignal} [signal]
 * @property {import('../base/host.js').HashingWorker} [hasher]
 */

/**
 * Opens a file and reports the progress of its chunks; null: the file does not exist.
 * @param {ModelSource} source
 * @param {string} file
 * @param {Reading} reading
 * @param {(content: FileContent) => AsyncIterable<Uint8Array>} [convert] converts the content to chunks
 * @returns {Promise<AsyncIterable<Uint8Array> | null>}
 */
export async function openWithProgress(source, file, reading, convert = chunksOf) {
  const { progress, origins, signal, hasher } = reading;
  const content = await source.open(file, signal, hasher);
  if (!content) return null;
  const { total, read, origin } = content;
  // Stored pieces go to the worker, which alone asks what is to be written.
  const chunks = /** @type {AsyncIterable<Uint8Array>} */ (content.stored ?? content.chunks);
  origins[file] = origin;
  progress.initiate(file);
  progress.download(file, total);
  let loaded = 0;
  /** @type {FileContent} */
  const reported = {
    total,
    origin,
    chunks: (async function* () {
      for await (const chunk of chunks) {
        loaded += chunk.length;
        yield chunk;
        progress.progress(file, loaded);
      }
    })(),
    read:
      read &&
      (async (begin, end) => {
        if (signal?.aborted) throw abortError(signal);
        const bytes = await read(begin, end);
        // Bytes that are read twice count once at the end.
        loaded = Math.min(loaded + bytes.length, total ?? Infinity);
        progress.progress(file, loaded);
        return bytes;
      }),
  };
  return (async function* () {
    yield* convert(reported);
    progress.done(file);
  })();
}

/** @param {FileContent} content */
function chunksOf({ chunks }) {
  return chunks;
}
