// The files of a repository that make up a model.
import { DebertaError } from '../base/errors.js';
import { gather } from '../base/streams.js';
import {
  configFile,
  convertedFile,
  encoderFile,
  findTokenizer,
  findWeights,
  glinerFile,
  isIndex,
  moreSettings,
  settingsFile,
  tokenizerFiles,
  weightsFiles,
} from './manifest.js';

/** @typedef {import('./gliner.js').GlinerSource} GlinerSource */

export class ModelFiles {
  #repository;
  #signal;
  #withTokenizer;

  /**
   * @param {GlinerSource} repository of any model
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
    return [
      ...(await this.#present(await this.#repository.configs(this.#signal))),
      ...(await this.weights()),
    ];
  }

  async ofTokenizer() {
    const { files } = await this.#tokenizer();
    const more = moreSettings(files, await this.#cachedSettings());
    return [...files.keys(), ...(await this.#present([settingsFile, ...more]))];
  }

  /** @returns {Promise<string[]>} the index first, if there is one */
  async weights() {
    const { file } = (await findWeights((file) => this.#has(file))) ?? {};
    if (file === undefined) return [];
    return isIndex(file) ? [file, ...(await this.#shards(file))] : [file];
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

  /** Whether all files that a load needs are in the cache. */
  async areComplete() {
    const { allCached, files } = await this.check();
    const names = files.map(({ file }) => file);
    const hasModel =
      (await this.#repository.configs(this.#signal)).every((file) => names.includes(file)) &&
      weightsFiles.some((file) => names.includes(file));
    const hasTokenizer = !this.#withTokenizer || (await this.#tokenizer()).missing === null;
    return allCached && hasModel && hasTokenizer;
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
    // The manifest does not have interrupted downloads.
    const known = [...Object.keys(manifest), ...weightsFiles, convertedFile, ...tokenizerFiles];
    const shards = await this.weights().catch(() => []);
    const names = new Set([configFile, glinerFile, encoderFile, ...known, ...shards]);
    if (!this.#withTokenizer) for (const name of tokenizerFiles) names.delete(name);
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

  #tokenizer() {
    return findTokenizer((file) => this.#has(file));
  }

  /** tokenizer_config.json, if the cache holds it: it is not downloaded for its list of files. */
  async #cachedSettings() {
    const { [settingsFile]: record } = await this.#repository.cached();
    const content = record && (await this.#repository.open(settingsFile, this.#signal));
    return content ? gather(content.chunks) : null;
  }

  /** @param {string} index */
  async #shards(index) {
    const content = await this.#repository.open(index, this.#signal);
    if (!content) return [];
    try {
      const text = new TextDecoder().decode(await gather(content.chunks));
      const names = new Set(Object.values(JSON.parse(text).weight_map).map(String));
      // Names are checked as in src/io/shard_index.cc, because they become parts of addresses.
      for (const name of names) if (!/^(?!\.|.*\.\.)[\w.-]+$/.test(name)) throw new Error(name);
      return [...names];
    } catch (cause) {
      if (cause instanceof DebertaError) throw cause;
      throw new DebertaError('SHARD_INDEX', `${index} is not an index of weights`, {
        file: index,
        cause,
      });
    }
  }
}
