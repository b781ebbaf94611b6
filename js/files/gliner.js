// GLiNER models. Most repositories have no tokenizer and no configuration of their encoder: those are in a second
// repository, which gliner_config.json names.
import { DebertaError } from '../base/errors.js';
import { gather } from '../base/streams.js';
import { isHubName } from './hub.js';
import { configFile, glinerFile, tokenizerFiles, tokenizers } from './manifest.js';

/** @typedef {import('../base/host.js').FileContent} FileContent */
/** @typedef {import('../base/host.js').HashingWorker} HashingWorker */
/** @typedef {import('../base/host.js').ModelSource} ModelSource */
/** @typedef {import('./file_cache.js').FileRecord} FileRecord */
/** @typedef {import('./repository.js').Repository} Repository */

/** @typedef {ModelSource & Partial<Pick<Repository, 'stat' | 'cached' | 'forget'>>} AnySource */

/**
 * Where the files are that may be in another repository.
 * @typedef {object} Places
 * @property {boolean} isGliner
 * @property {AnySource | null} config of the encoder; null: gliner_config.json contains it
 * @property {AnySource} tokenizer
 */

/**
 * The files of a GLiNER model, from one or two repositories. The encoder's files have their usual names.
 * @implements {ModelSource}
 */
export class GlinerSource {
  name;
  #own;
  #openOther;
  #isCertain;
  /** @type {Promise<Places> | null} */
  #places = null;

  /**
   * @param {AnySource} own
   * @param {(model: string) => Promise<AnySource>} openOther opens the encoder's repository
   * @param {boolean} [isCertain] false: a source with a config.json is another model, all whose files are its own
   */
  constructor(own, openOther, isCertain = true) {
    this.name = own.name;
    this.#own = own;
    this.#openOther = openOther;
    this.#isCertain = isCertain;
  }

  /**
   * @param {string} file
   * @param {AbortSignal} [signal]
   * @param {HashingWorker} [hasher]
   * @returns {Promise<FileContent | null>}
   */
  async open(file, signal, hasher) {
    return (await this.#placeOf(file, signal))?.open(file, signal, hasher) ?? null;
  }

  /** @param {AbortSignal} [signal] */
  async places(signal) {
    this.#places ??= this.#find(signal);
    try {
      return await this.#places;
    } catch (error) {
      this.#places = null;
      throw error;
    }
  }

  /**
   * The files with the configuration.
   * @param {AbortSignal} [signal]
   */
  async configs(signal) {
    const { isGliner, config } = await this.places(signal);
    return [...(isGliner ? [glinerFile] : []), ...(config ? [configFile] : [])];
  }

  /**
   * The sizes of the files that a load will read. Fails if a repository does not know them.
   * @param {import('../base/host.js').LoadPlan} plan
   * @param {AbortSignal} [signal]
   */
  async expect({ weights, tokenizer, from_tf, ...plan }, signal) {
    const places = await this.places(signal);
    const none = { config: false, weights: null, tokenizer: null };
    const of = async (/** @type {AnySource} */ place, /** @type {object} */ some) => {
      if (!place.expect) throw new Error('no sizes');
      return place.expect({ ...none, ...some }, signal);
    };
    const { size } = (await this.stat(glinerFile, signal)) ?? {};
    return {
      ...(size && { [glinerFile]: size }),
      ...(places.config && plan.config && (await of(places.config, { config: true }))),
      ...(await of(this.#own, { weights, from_tf })),
      ...(tokenizer && (await of(places.tokenizer, { tokenizer }))),
    };
  }

  // The methods of a repository; for sources that are one.

  /**
   * @param {string} file
   * @param {AbortSignal} [signal]
   */
  async stat(file, signal) {
    return (await this.#placeOf(file, signal))?.stat?.(file, signal) ?? null;
  }

  /** The cached files of the model: of the second repository, those that belong to it. */
  async cached() {
    const own = await this.#own.cached?.();
    /** @type {Record<string, FileRecord | null>} */
    const found = { ...own };
    for (const [file, place] of await this.#elsewhere()) {
      const record = (await place.cached?.())?.[file];
      if (record) found[file] = record;
    }
    return found;
  }

  /** @param {string[]} files */
  async forget(files) {
    const elsewhere = (await this.#elsewhere()).filter(([file]) => files.includes(file));
    const forgotten = (await this.#own.forget?.(files)) ?? [];
    for (const [file, place] of elsewhere) {
      forgotten.push(...((await place.forget?.([file])) ?? []));
    }
    return forgotten;
  }

  /** The files that are in the second repository. @returns {Promise<[string, AnySource][]>} */
  async #elsewhere() {
    const { config, tokenizer } = await this.places();
    const all = [configFile, ...tokenizerFiles].map((file) => [
      file,
      file === configFile ? config : tokenizer,
    ]);
    return /** @type {any} */ (all.filter(([, place]) => place && place !== this.#own));
  }

  /**
   * @param {string} file
   * @param {AbortSignal} [signal]
   */
  async #placeOf(file, signal) {
    if (file === configFile) return (await this.places(signal)).config;
    return tokenizerFiles.includes(file) ? (await this.places(signal)).tokenizer : this.#own;
  }

  /**
   * @param {AbortSignal} [signal]
   * @returns {Promise<Places>}
   */
  async #find(signal) {
    const own = this.#own;
    const plain = { isGliner: false, config: own, tokenizer: own };
    if (!this.#isCertain && (await exists(own, configFile, signal))) return plain;
    const fields = await objectIn(own, glinerFile, signal);
    if (!fields) return plain;
    const { model_name: name, encoder_config: encoder } = fields;
    /** @type {Promise<AnySource> | undefined} */
    let opened;
    const other = () => (opened ??= this.#openOther(checkName(name)));
    // A config.json that is there may be anything; a folder of a download has the encoder's.
    const isEncoders = async () =>
      (await objectIn(own, configFile, signal).catch(() => null))?.model_type === 'deberta-v2';
    const config = encoder ? null : (await isEncoders()) ? own : await other();
    for (const [first] of tokenizers) {
      if (await exists(own, first, signal)) return { isGliner: true, config, tokenizer: own };
    }
    return { isGliner: true, config, tokenizer: await other() };
  }
}

/** @param {unknown} name */
function checkName(name) {
  // Only names: an address or a path of a file must not decide what a page requests or reads.
  if (typeof name === 'string' && isHubName(name)) return name;
  const fact = 'model_name: expected the Hub name (owner/name) of the encoder';
  throw new DebertaError('CONFIG_VALUE', `${glinerFile}: ${fact}`, { file: glinerFile });
}

/**
 * @param {AnySource} source
 * @param {string} file
 * @param {AbortSignal} [signal]
 */
async function exists(source, file, signal) {
  if (await source.stat?.(file, signal)) return true;
  // A repository also remembers a file that it could not open.
  const content = await source.open(file, signal);
  if (content) for await (const _ of content.chunks) break; // leaving the loop ends the transfer
  return content !== null;
}

/**
 * @param {AnySource} source
 * @param {string} file
 * @param {AbortSignal} [signal]
 * @returns {Promise<Record<string, unknown> | null>} null: the file does not exist
 */
async function objectIn(source, file, signal) {
  const content = await source.open(file, signal);
  return content && parseObject(await gather(content.chunks), file);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} file
 * @returns {Record<string, any>}
 */
function parseObject(bytes, file) {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === 'object' && value && !Array.isArray(value)) return value;
  } catch {
    // The error below.
  }
  throw new DebertaError('CONFIG_JSON', `${file}: expected a JSON object`, { file });
}

/**
 * The configurations of a GLiNER model.
 * @param {(file: string) => Promise<AsyncIterable<Uint8Array> | null>} open
 * @returns {Promise<{files: [string, Uint8Array][], config: () => Record<string, unknown>} | null>} the files for
 *   the core, and the encoder's configuration with gliner_config; null: not a GLiNER model
 */
export async function readGlinerConfig(open) {
  const read = async (/** @type {string} */ file) => {
    const chunks = await open(file);
    return chunks && gather(chunks);
  };
  const gliner = await read(glinerFile);
  if (!gliner) return null;
  const encoder = await read(configFile);
  /** @type {[string, Uint8Array][]} */
  const files = [[glinerFile, gliner]];
  if (encoder) files.push([configFile, encoder]);
  return {
    files,
    config() {
      const { encoder_config, ...gliner_config } = parseObject(gliner, glinerFile);
      const fields = encoder_config ?? (encoder ? parseObject(encoder, configFile) : {});
      return { model_type: 'deberta-v2', ...fields, gliner_config };
    },
  };
}
