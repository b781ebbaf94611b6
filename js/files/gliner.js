// GLiNER models. Most repositories have no tokenizer and no configuration of their encoder: those are in a second
// repository, which gliner_config.json names. A GLiNER2 model is in one repository, with a second configuration.
import { DebertaError } from '../base/errors.js';
import { fileNotFound } from '../base/missing_file.js';
import { gather } from '../base/streams.js';
import { isHubName } from './hub.js';
import { configFile, encoderFile, glinerFile, tokenizerFiles, tokenizers } from './manifest.js';

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
 * @property {boolean} [isGliner2]
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
    const { isGliner, isGliner2, config } = await this.places(signal);
    return [
      ...(isGliner ? [glinerFile] : []),
      ...(config ? [configFile] : []),
      ...(isGliner2 ? [encoderFile] : []),
    ];
  }

  /**
   * The sizes of the files that a load will read. Fails if a repository does not know them.
   * @param {import('../base/host.js').LoadPlan} plan
   * @param {AbortSignal} [signal]
   */
  async expect({ config, weights, tokenizer, ...formats }, signal) {
    const places = await this.places(signal);
    const none = { config: null, weights: null, tokenizer: null };
    const of = async (/** @type {AnySource} */ place, /** @type {object} */ some) => {
      if (!place.expect) throw new Error('no sizes');
      return place.expect({ ...none, ...some }, signal);
    };
    const configs = config ? await config : [];
    const ofEncoder = configs.filter((file) => file === configFile);
    const others = configs.filter((file) => file !== configFile);
    return {
      ...(places.config && (await of(places.config, { config: ofEncoder }))),
      ...(await of(this.#own, { config: others, weights, ...formats })),
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

  /** Keeps a copy of the weights, which are in the model's own repository; undefined: there is no cache. */
  get keepConverted() {
    const own = this.#own;
    return (
      own.keepConverted &&
      /** @type {typeof own.keepConverted} */ ((...args) => own.keepConverted?.(...args))
    );
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
    if (!this.#isCertain && (await exists(own, configFile, signal))) {
      return { ...plain, isGliner2: await this.#isGliner2(signal) };
    }
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

  /**
   * Whether the model is a GLiNER2 model: by its configuration if that is here, else by the names of its files.
   * @param {AbortSignal} [signal]
   */
  async #isGliner2(signal) {
    const own = this.#own;
    const isHere = !own.cached || (await own.cached())[configFile];
    const config = isHere && (await objectIn(own, configFile, signal).catch(() => null));
    if (config) return config.model_type === 'extractor';
    return Boolean(await own.stat?.(encoderFile, signal));
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
 * The configurations of a GLiNER or GLiNER2 model. Fails if it is another model, or one that the plan does not take.
 * @param {(file: string) => Promise<AsyncIterable<Uint8Array> | null>} open
 * @param {ModelSource} source
 * @param {{head?: string, otherHead?: string}} plan
 * @param {Uint8Array | null} [known] config.json, if it was read; null: it does not exist
 * @returns {Promise<GlinerConfig>}
 */
export async function readGlinerConfig(open, source, plan, known) {
  const found = await findGlinerConfig(open, source, known);
  const heads = [plan.head, plan.otherHead];
  if (found && heads.includes(found.head)) return found;
  if (!found && plan.head === 'gliner2' && known) {
    const fact = `'${source.name}' is not a GLiNER2 model: its model_type is not 'extractor'`;
    throw new DebertaError('INPUT', fact, { file: configFile });
  }
  if (!found) throw fileNotFound(source, plan.head === 'gliner' ? glinerFile : configFile);
  const { name, ways } = kinds[found.head];
  throw new DebertaError('INPUT', `'${source.name}' is a ${name} model: load it with ${ways}`);
}

/** The kinds of models, and what loads them. */
const kinds = {
  gliner: {
    name: 'GLiNER',
    ways: "GLiNER.from_pretrained() or pipeline('zero-shot-token-classification')",
  },
  gliner2: {
    name: 'GLiNER2',
    ways:
      "GLiNER2.from_pretrained(), pipeline('zero-shot-token-classification') or " +
      "pipeline('zero-shot-classification')",
  },
};

/**
 * @typedef {object} GlinerConfig
 * @property {keyof typeof kinds} head
 * @property {[string, Uint8Array][]} files for the core, by name
 * @property {() => Record<string, unknown>} config the encoder's configuration, with gliner_config or gliner2_config
 */

/**
 * @param {(file: string) => Promise<AsyncIterable<Uint8Array> | null>} open
 * @param {ModelSource} source
 * @param {Uint8Array | null} [known] config.json, if it was read; null: it does not exist
 * @returns {Promise<GlinerConfig | null>} null: neither a GLiNER nor a GLiNER2 model
 */
export async function findGlinerConfig(open, source, known) {
  const read = async (/** @type {string} */ file) => {
    const chunks = await open(file);
    return chunks && gather(chunks);
  };
  const gliner = known && isExtractor(known) ? null : await read(glinerFile);
  const main = known === undefined ? await read(configFile) : known;
  if (gliner) return glinerConfig(gliner, main);
  if (!main || !isExtractor(main)) return null;
  const encoder = await read(encoderFile);
  if (!encoder) throw fileNotFound(source, encoderFile);
  return gliner2Config(main, encoder);
}

/**
 * @param {Uint8Array} gliner gliner_config.json
 * @param {Uint8Array | null} encoder config.json
 * @returns {GlinerConfig}
 */
function glinerConfig(gliner, encoder) {
  return {
    head: 'gliner',
    files: encoder
      ? [
          [glinerFile, gliner],
          [configFile, encoder],
        ]
      : [[glinerFile, gliner]],
    config() {
      const { encoder_config, ...gliner_config } = parseObject(gliner, glinerFile);
      const fields = encoder_config ?? (encoder ? parseObject(encoder, configFile) : {});
      return { model_type: 'deberta-v2', ...fields, gliner_config };
    },
  };
}

/**
 * @param {Uint8Array} main config.json
 * @param {Uint8Array} encoder encoder_config/config.json
 * @returns {GlinerConfig}
 */
function gliner2Config(main, encoder) {
  return {
    head: 'gliner2',
    files: [
      [configFile, main],
      [encoderFile, encoder],
    ],
    config: () => ({
      ...parseObject(encoder, encoderFile),
      gliner2_config: parseObject(main, configFile),
    }),
  };
}

/** @param {Uint8Array} config config.json */
function isExtractor(config) {
  try {
    return parseObject(config, configFile).model_type === 'extractor';
  } catch {
    return false; // the load reports it
  }
}
