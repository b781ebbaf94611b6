// Where a model's files come from.
import { abortError } from '../base/abort.js';
import { DebertaError, ModelFileNotFoundError } from '../base/errors.js';
import { readAll } from '../base/streams.js';

/** @typedef {import('../base/env.js').Env} Env */
/** @typedef {import('../base/env.js').ModelCache} ModelCache */

/**
 * Bytes from `begin` to `end`, which are inside the file; they are the caller's, to keep or to give away.
 * @typedef {(begin: number, end: number) => Promise<Uint8Array>} Read
 */

/** @typedef {{size: number, read: Read}} RandomAccess */

/**
 * Where a file came from, and what is known of its content.
 * @typedef {object} Origin
 * @property {'network' | 'cache' | 'server' | 'folder' | 'files'} from where the file came from: the Hub, the cache of its files,
 *   an address, a folder (Node), File objects
 * @property {'sha256' | 'git-sha1' | 'size' | null} verified what its content was checked against;
 *   null: nobody knew what it should be
 * @property {boolean} cached whether the next load will find it in the cache
 * @property {number} [resumed] bytes that an earlier, interrupted download had left
 * @property {string} [note] why it is not kept
 */

/**
 * A file on its way. Whoever takes it reads `chunks` to the end, leaves the loop, or aborts.
 * @typedef {object} FileContent
 * @property {number | null} total bytes, where the source tells
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {Origin} origin complete once the file has been read
 * @property {Read} [read] instead of `chunks`, where the file is on this machine; `total` is known
 */

/** @typedef {import('./integrity.js').CreateHash} CreateHash */

/**
 * @typedef {object} ModelSource
 * @property {string} name for people and progress events
 * @property {(file: string, signal?: AbortSignal, createHash?: CreateHash) =>
 *   Promise<FileContent | null>} open null: there is no such file
 */

/**
 * Where a model's files come from.
 * @typedef {object} OwnSourceOptions
 * @property {string} [revision] branch, tag or commit of a Hub repository; default 'main'
 * @property {boolean} [local_files_only] no request is made: what is not in the cache is not there
 * @property {'none'} [network] 'none': the same as local_files_only: true
 * @property {boolean} [force_download] what the cache holds is fetched again
 * @property {string} [cache_dir] folder of the cache, instead of env.cacheDir (Node)
 * @property {import('./integrity.js').Integrity} [integrity] the SHA-256 of files, whatever the Hub says
 */

/** @typedef {OwnSourceOptions & import('./request.js').Credentials} SourceOptions */

/**
 * @typedef {object} Host what differs between browsers and Node
 * @property {() => string | null} [whyUnusable] why no model can be loaded here; null where it can
 * @property {() => import('../worker/runtime.js').Capabilities} capabilities
 * @property {(runtime: import('../worker/runtime.js').Runtime) => import('../worker/connection.js').WorkerHandle
 *   | Promise<import('../worker/connection.js').WorkerHandle>} createWorker
 * @property {string | undefined} baseUrl what relative addresses are relative to
 * @property {(env: Env) => Promise<ModelCache | null>} openCache keeps files from the Hub
 * @property {(model: string) => Promise<ModelSource | null>} openFolder null: not a folder here
 * @property {(name: string, signal?: AbortSignal) => Promise<() => void>} lock one holder at a time,
 *   among all pages of the origin; gives what releases it
 * @property {CreateHash} [createHash] where the platform hashes streams
 * @property {number} [pieceLength] bytes of the pieces that the cache holds; default 4 MiB
 * @property {(remoteHost: string) => string | undefined} [hubToken] the token of the machine's owner for a
 *   Hub, where the caller gives none
 * @property {() => Promise<boolean>} persist asks that the cache is not cleared for want of space
 */

/**
 * @param {import('../worker/load.js').ModelLocation} model a Hub name, an URL prefix, a folder (Node),
 *   or the files themselves
 * @param {SourceOptions} options
 * @param {Env} env
 * @param {Host} host
 * @returns {Promise<ModelSource>}
 */
export async function openSource(model, options, env, host) {
  const at = model instanceof URL ? model.href : model;
  const here =
    typeof at === 'string' ? await host.openFolder(at) : filesSource(/** @type {any} */ (at));
  if (here && !options.integrity) return here;
  // What is fetched, or checked, needs more code: it is loaded on demand.
  const { checkedSource, openRemoteSource } = await import('./remote.js');
  if (here) return checkedSource(here, options.integrity, host);
  return openRemoteSource(/** @type {string} */ (at), options, env, host);
}

/**
 * The files themselves, as a file chooser or a drop gives them.
 * @param {Iterable<File>} list
 * @returns {ModelSource}
 */
function filesSource(list) {
  const isIterable = list && typeof list === 'object' && Symbol.iterator in list;
  const files = isIterable ? [...list] : [];
  if (!files.length || !files.every((file) => file instanceof Blob && 'name' in file)) {
    throw new DebertaError(
      'INPUT',
      'expected a Hub name (owner/name), an URL, a folder or File objects',
    );
  }
  const byName = new Map(files.map((file) => [file.name, file]));
  return {
    name: 'files',
    async open(name, signal) {
      const file = byName.get(name);
      if (!file) return null;
      // Opened by whoever reads: they may do without.
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
 * @param {ModelSource} source
 * @param {string} file
 * @param {string} [more] what else is not there
 */
export function fileNotFound(source, file, more = '') {
  const fact = `'${source.name}' has no file ${file} ${more}`.trimEnd();
  return new ModelFileNotFoundError(fact, { file });
}

/**
 * @typedef {object} Reading
 * @property {import('./progress.js').Progress} progress
 * @property {Record<string, Origin>} origins gets the file's
 * @property {AbortSignal} [signal]
 * @property {CreateHash} [createHash]
 */

/**
 * The chunks of a file, reported as they pass; null: there is no such file.
 * @param {ModelSource} source
 * @param {string} file
 * @param {Reading} reading
 * @param {(content: FileContent) => AsyncIterable<Uint8Array>} [convert] what the chunks are made of
 * @returns {Promise<AsyncIterable<Uint8Array> | null>}
 */
export async function openWithProgress(source, file, reading, convert = chunksOf) {
  const { progress, origins, signal, createHash } = reading;
  const content = await source.open(file, signal, createHash);
  if (!content) return null;
  const { total, chunks, read, origin } = content;
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
        // What is read twice counts once at the end.
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
