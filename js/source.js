// Where a model's files come from.
import { DebertaError, ModelFileNotFoundError, abortError } from './errors.js';
import { fetchFile } from './fetch.js';
import { fileUrl, isHubName, repositoryUrl, withSlash } from './hub.js';
import { readAll } from './streams.js';

/** @typedef {import('./env.js').Env} Env */
/** @typedef {import('./env.js').ModelCache} ModelCache */

/**
 * Bytes from `begin` to `end`, which are inside the file; they are the caller's, to keep or to give away.
 * @typedef {(begin: number, end: number) => Promise<Uint8Array>} Read
 */

/** @typedef {{size: number, read: Read}} RandomAccess */

/**
 * A file on its way. Whoever takes it reads `chunks` to the end, or leaves the loop.
 * @typedef {object} FileContent
 * @property {number | null} total bytes, where the source tells
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {Read} [read] instead of `chunks`, where the file is on this machine; `total` is known
 */

/**
 * @typedef {object} ModelSource
 * @property {string} name for people and progress events
 * @property {(file: string, signal?: AbortSignal) => Promise<FileContent | null>} open
 *   null: there is no such file
 */

/**
 * @typedef {object} SourceOptions
 * @property {string} [revision] branch, tag or commit of a Hub repository
 * @property {boolean} [local_files_only] no request leaves this machine
 */

/**
 * @typedef {object} Host what differs between browsers and Node
 * @property {() => import('./runtime.js').Abilities} abilities
 * @property {() => import('./rpc.js').WorkerHandle} createWorker
 * @property {string | undefined} baseUrl what relative addresses are relative to
 * @property {(env: Env) => Promise<ModelCache | null>} openCache keeps files from the Hub
 * @property {(model: string) => Promise<ModelSource | null>} openFolder null: not a folder here
 */

/**
 * @param {string | URL | Iterable<File> | FileList} model a Hub name, an URL prefix, a folder (Node),
 *   or the files themselves
 * @param {SourceOptions} options
 * @param {Env} env
 * @param {Host} host
 * @returns {Promise<ModelSource>}
 */
export async function openSource(model, options, env, host) {
  if (model instanceof URL) model = model.href;
  if (typeof model !== 'string') return filesSource(model);
  const folder = await host.openFolder(model);
  if (folder) return folder;
  if (/^[./]/.test(model) || /^(https?|blob|data):/.test(model)) {
    return folderOnServer(model, new URL(withSlash(model), host.baseUrl).href, env);
  }
  if (env.allowLocalModels && isHubName(model)) {
    const prefix = new URL(withSlash(env.localModelPath) + model + '/', host.baseUrl).href;
    const local = folderOnServer(model, prefix, env);
    const probe = await local.open('config.json').catch(() => null);
    if (probe) {
      await discard(probe);
      return local;
    }
  }
  return hubSource(model, options, env, await host.openCache(env));
}

/**
 * @param {string} name
 * @param {string} prefix the folder's address, with a slash at its end
 * @param {Env} env
 * @returns {ModelSource}
 */
function folderOnServer(name, prefix, env) {
  return { name, open: (file, signal) => fetchFile(fileUrl(prefix, file), env, signal) };
}

/**
 * @param {string} model
 * @param {SourceOptions} options
 * @param {Env} env
 * @param {ModelCache | null} cache
 * @returns {ModelSource}
 */
function hubSource(model, { revision, local_files_only = false }, env, cache) {
  const folder = repositoryUrl(env, model, revision);
  const offline = local_files_only || !env.allowRemoteModels;
  return {
    name: model,
    async open(file, signal) {
      const url = fileUrl(folder, file);
      const cached = await cache?.match(url);
      if (cached?.body) return contentOf(cached);
      if (offline) return null;
      return fetchFile(url, env, signal, cache ?? undefined);
    },
  };
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
      };
    },
  };
}

/**
 * @param {Response} response
 * @returns {FileContent}
 */
function contentOf(response) {
  const length = response.headers.get('content-length');
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body);
  return { total: length === null ? null : Number(length), chunks: readAll(body) };
}

/** @param {FileContent} content */
async function discard({ chunks }) {
  for await (const _ of chunks) break; // leaving the loop ends the transfer
}

/**
 * @param {ModelSource} source
 * @param {string} file
 * @param {string} [more] what else is not there
 */
export function missing(source, file, more = '') {
  const fact = `'${source.name}' has no file ${file} ${more}`.trimEnd();
  return new ModelFileNotFoundError(fact, { file });
}

/**
 * The chunks of a file, reported as they come from the source; null: there is no such file.
 * @param {ModelSource} source
 * @param {string} file
 * @param {import('./progress.js').Progress} progress
 * @param {AbortSignal} [signal]
 * @param {(content: FileContent) => AsyncIterable<Uint8Array>} [convert] what the chunks are made of
 * @returns {Promise<AsyncIterable<Uint8Array> | null>}
 */
export async function openWithProgress(source, file, progress, signal, convert = chunksOf) {
  const content = await source.open(file, signal);
  if (!content) return null;
  progress.initiate(file);
  const { total, chunks, read } = content;
  progress.download(file, total);
  let loaded = 0;
  /** @type {FileContent} */
  const reported = {
    total,
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
