// Which files of a repository a model is made of.
import { DebertaError } from '../base/errors.js';
import { gather } from '../base/streams.js';
import { tokenizerFiles, tokenizerSettings, weightsFiles } from './manifest.js';

/** @typedef {import('./repository.js').Repository} Repository */

export class ModelFiles {
  #repository;
  #signal;
  #withTokenizer;

  /**
   * @param {Repository} repository
   * @param {{include_tokenizer?: boolean, signal?: AbortSignal}} options
   */
  constructor(repository, { include_tokenizer = true, signal }) {
    this.#repository = repository;
    this.#signal = signal;
    this.#withTokenizer = include_tokenizer;
  }

  async all() {
    const tokenizer = this.#withTokenizer ? await this.ofTokenizer() : [];
    return [...(await this.ofModel()), ...tokenizer];
  }

  async ofModel() {
    return [...(await this.#present(['config.json'])), ...(await this.weights())];
  }

  async ofTokenizer() {
    const main = (await this.#has('vocab.json'))
      ? ['vocab.json', 'merges.txt']
      : [(await this.#has('spm.model')) ? 'spm.model' : 'tokenizer.json'];
    return this.#present([...main, ...tokenizerSettings]);
  }

  /** @returns {Promise<string[]>} the index first, where there is one */
  async weights() {
    for (const name of weightsFiles) {
      if (!(await this.#has(name))) continue;
      return name.endsWith('.index.json') ? [name, ...(await this.#shards(name))] : [name];
    }
    return [];
  }

  /** @param {string} file */
  async metadata(file) {
    const manifest = await this.#repository.cached();
    const record = Object.hasOwn(manifest, file) ? manifest[file] : null;
    if (record) return { exists: true, size: Number(record.size), fromCache: true };
    const found = await this.#repository.stat(file, this.#signal);
    if (!found) return { exists: false };
    return { exists: true, ...(found.size !== null && { size: found.size }), fromCache: false };
  }

  /** Whether all that a load needs is in the cache. */
  async areComplete() {
    const { allCached, files } = await this.check();
    const names = new Set(files.map(({ file }) => file));
    const has = (/** @type {string[]} */ ...some) => some.some((name) => names.has(name));
    const isWhole =
      has('config.json') &&
      has(...weightsFiles) &&
      (!this.#withTokenizer || has('merges.txt', 'spm.model', 'tokenizer.json'));
    return allCached && isWhole;
  }

  async check() {
    const names = await this.all();
    const manifest = await this.#repository.cached();
    const files = names.map((file) => ({ file, cached: Boolean(manifest[file]) }));
    return { allCached: files.length > 0 && files.every(({ cached }) => cached), files };
  }

  async size() {
    const manifest = await this.#repository.cached();
    return Object.values(manifest).reduce((sum, record) => sum + (record?.size ?? 0), 0);
  }

  async clear() {
    const manifest = await this.#repository.cached();
    // Of what was interrupted the manifest does not know.
    const known = [
      ...Object.keys(manifest),
      ...weightsFiles,
      ...tokenizerFiles,
      ...tokenizerSettings,
    ];
    const shards = await this.weights().catch(() => []);
    const names = new Set(['config.json', ...known, ...shards]);
    if (!this.#withTokenizer)
      for (const name of [...tokenizerFiles, ...tokenizerSettings]) names.delete(name);
    const cached = [...names].filter((name) => manifest[name]);
    const deleted = await this.#repository.forget([...names]);
    const files = cached.map((file) => ({
      file,
      deleted: deleted.includes(file),
      wasCached: true,
    }));
    return { filesDeleted: deleted.length, filesCached: cached.length, files };
  }

  /** @param {string[]} names */
  async #present(names) {
    const found = await Promise.all(names.map((name) => this.#has(name)));
    return names.filter((_, i) => found[i]);
  }

  /** @param {string} file */
  async #has(file) {
    return (await this.#repository.stat(file, this.#signal)) !== null;
  }

  /** @param {string} index */
  async #shards(index) {
    const content = await this.#repository.open(index, this.#signal);
    if (!content) return [];
    try {
      const text = new TextDecoder().decode(await gather(content.chunks));
      const names = new Set(Object.values(JSON.parse(text).weight_map).map(String));
      // As in src/io/shard_index.cc: they become parts of addresses.
      for (const name of names) if (!/^(?!\.|.*\.\.)[\w.-]+$/.test(name)) throw new Error(name);
      return [...names];
    } catch (cause) {
      if (cause instanceof DebertaError) throw cause;
      throw new DebertaError('SHARD_INDEX', `${index}: is no index`, { file: index, cause });
    }
  }
}
