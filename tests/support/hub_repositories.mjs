// The repositories of a Hub that runs in a test: commits of files, with the names git gives them.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/**
 * What a test gives for a revision: a folder on disk, read once, or the files themselves.
 * @typedef {string | Record<string, Uint8Array | string>} Content
 *
 * @typedef {object} File
 * @property {string} path
 * @property {Buffer} content
 * @property {string} oid of git: for an LFS file that of its pointer
 * @property {string} etag of the second origin, which knows nothing of git
 * @property {{oid: string, size: number, pointer: Buffer} | null} lfs
 *
 * @typedef {{commit: string, files: Map<string, File>}} Snapshot
 */

const lfsExtensions = /\.(bin|safetensors|h5|model|onnx)$/;

/** @param {string} path */
export const isLfsByName = (path) => lfsExtensions.test(path);

/** @param {string} algorithm @param {(string | Buffer)[]} parts */
function digest(algorithm, ...parts) {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The name git gives to content. @param {Buffer} content */
export const gitOid = (content) => digest('sha1', `blob ${content.length}\0`, content);

/** @param {Buffer} content */
export function lfsPointer(content) {
  return Buffer.from(
    'version https://git-lfs.github.com/spec/v1\n' +
      `oid sha256:${digest('sha256', content)}\nsize ${content.length}\n`,
  );
}

/**
 * @param {string} path
 * @param {Uint8Array | string} given
 * @param {(path: string) => boolean} isLfs
 * @returns {File}
 */
function makeFile(path, given, isLfs) {
  const content = Buffer.from(given); // copied: what the test does with its own changes nothing here
  const pointer = lfsPointer(content);
  return {
    path,
    content,
    oid: gitOid(isLfs(path) ? pointer : content),
    etag: `"${digest('md5', content)}"`,
    lfs: isLfs(path) ? { oid: digest('sha256', content), size: content.length, pointer } : null,
  };
}

/** @param {Content} content @returns {[string, Uint8Array | string][]} */
function contentEntries(content) {
  if (typeof content !== 'string') return Object.entries(content);
  return readdirSync(content, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((path) => statSync(join(content, path)).isFile())
    .map((path) => [path, readFileSync(join(content, path))]);
}

/** A repository keeps every commit, as git does: an old one still has its files. */
export class Repository {
  /** @type {Map<string, Snapshot>} by commit */
  #snapshots = new Map();
  /** @type {Map<string, string>} the commit of each branch */
  #branches = new Map();
  #isLfs;

  /**
   * @param {Content | Record<string, Content>} given files (of main), or content by revision
   * @param {(path: string) => boolean} isLfs
   */
  constructor(given, isLfs) {
    this.#isLfs = isLfs;
    for (const [revision, content] of Object.entries(byRevision(given))) {
      const files = contentEntries(content).map(([path, bytes]) => makeFile(path, bytes, isLfs));
      this.#commit(revision, new Map(files.map((file) => [file.path, file])));
    }
  }

  /** @param {string} revision a branch or a commit @returns {Snapshot | undefined} */
  at(revision) {
    return this.#snapshots.get(this.#branches.get(revision) ?? revision);
  }

  /**
   * @param {string} revision
   * @param {string} path
   * @param {Uint8Array | string | null} content null: the file goes
   */
  replace(revision, path, content) {
    const files = new Map(this.at(revision)?.files);
    if (content === null) files.delete(path);
    else files.set(path, makeFile(path, content, this.#isLfs));
    this.#commit(revision, files);
  }

  /** @param {string} revision @param {Map<string, File>} files */
  #commit(revision, files) {
    const parent = this.#branches.get(revision) ?? revision;
    const listing = [...files.values()].map(({ path, oid }) => `${oid} ${path}\n`).join('');
    const commit = digest('sha1', `parent ${parent}\n`, listing);
    this.#snapshots.set(commit, { commit, files });
    this.#branches.set(revision, commit);
  }
}

/**
 * Files and revisions are both objects: what names a revision, or has content as its value, is no file.
 * @returns {Record<string, Content>}
 */
function byRevision(given) {
  if (typeof given === 'string') return { main: given };
  const isRevision = ([name, value]) =>
    name === 'main' ||
    name.startsWith('refs/') ||
    (typeof value === 'string' ? isFolder(value) : !ArrayBuffer.isView(value));
  const entries = Object.entries(given);
  return entries.length > 0 && entries.every(isRevision) ? given : { main: given };
}

/** @param {string} path */
function isFolder(path) {
  return isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A file or a folder as the API names it. @param {Snapshot} snapshot @param {string} path */
export function entryOf({ files }, path) {
  const file = files.get(path);
  if (file) {
    const { lfs } = file;
    return {
      type: 'file',
      oid: file.oid,
      size: file.content.length,
      path,
      ...(lfs && { lfs: { oid: lfs.oid, size: lfs.size, pointerSize: lfs.pointer.length } }),
    };
  }
  const inside = [...files.keys()].filter((name) => name.startsWith(`${path}/`));
  if (inside.length === 0) return null;
  return { type: 'directory', oid: digest('sha1', inside.join('\n')), size: 0, path };
}

/**
 * The entries of a folder.
 * @param {Snapshot} snapshot
 * @param {string} folder '' for all
 * @param {boolean} recursive
 */
export function treeOf(snapshot, folder, recursive) {
  const paths = new Set();
  for (const path of snapshot.files.keys()) {
    const parts = path.split('/');
    for (let end = 1; end <= parts.length; ++end) paths.add(parts.slice(0, end).join('/'));
  }
  const start = folder === '' ? '' : `${folder}/`;
  return [...paths]
    .filter((path) => path.startsWith(start) && path !== folder)
    .filter((path) => recursive || !path.slice(start.length).includes('/'))
    .sort()
    .map((path) => entryOf(snapshot, path));
}
