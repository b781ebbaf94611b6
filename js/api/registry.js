// ModelRegistry: the files of a model of the Hub, their sizes, and which of them are cached; removes them from the
// cache. As in transformers.js 4, with additions.
import { currentHost } from '../base/host.js';
import { env } from '../base/env.js';
import { checkNames } from '../base/options.js';
import { sourceNames } from '../files/source_names.js';
import { taskNameOf } from '../pipelines/find_task.js';
import { dtypes } from '../worker/load.js';

/** @typedef {import('../files/source.js').SourceOptions} SourceOptions */
/**
 * @typedef {object} OwnRegistryOptions
 * @property {boolean} [include_tokenizer] false: leave out the tokenizer's files; default true
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call
 */
/**
 * Facts about a file.
 * @typedef {object} FileMetadata
 * @property {boolean} exists whether the file exists
 * @property {number} [size] its size in bytes, if the server sends it
 * @property {boolean} [fromCache] whether the cache holds it
 */
/**
 * A file of a model, and whether the cache holds it.
 * @typedef {object} CachedFile
 * @property {string} file the file's name
 * @property {boolean} cached whether the cache holds it
 */
/**
 * The files of a model, and which of them are cached.
 * @typedef {object} CacheState
 * @property {boolean} allCached whether a load would make no request
 * @property {CachedFile[]} files the model's files
 */
/**
 * A file of a model, and whether it was removed.
 * @typedef {object} ClearedFile
 * @property {string} file the file's name
 * @property {boolean} deleted whether it was removed
 * @property {boolean} wasCached whether the cache held it
 */
/**
 * The result of clearing the cache.
 * @typedef {object} ClearedCache
 * @property {number} filesDeleted number of files that were removed
 * @property {number} filesCached number of files that the cache held
 * @property {ClearedFile[]} files the model's files
 */
/**
 * Options of transformers.js that have no meaning here: a repository has one file of weights for all of them.
 * @typedef {object} IgnoredRegistryOptions
 * @property {object} [config] accepted and ignored
 * @property {unknown} [dtype] accepted and ignored
 * @property {unknown} [device] accepted and ignored
 * @property {string} [model_file_name] accepted and ignored
 * @property {boolean} [include_processor] accepted and ignored
 */
/** @typedef {SourceOptions & OwnRegistryOptions & IgnoredRegistryOptions} RegistryOptions options of the registry's
 *   calls */
/** @typedef {import('../files/model_files.js').ModelFiles} ModelFiles */

/** @type {Record<keyof RegistryOptions, 1>} */
const names = {
  include_tokenizer: 1,
  signal: 1,
  ...sourceNames,
  config: 1,
  dtype: 1,
  device: 1,
  model_file_name: 1,
  include_processor: 1,
};

/**
 * @param {string} model
 * @param {RegistryOptions} options
 * @returns {Promise<ModelFiles>}
 */
async function filesOf(model, options) {
  checkNames(options, names);
  const host = currentHost();
  const { ModelFiles, openRepository, withEncoder } = await import('../files/remote.js');
  const own = await openRepository(model, options, env, host);
  return new ModelFiles(withEncoder(own, options, env, host, false), options);
}

/** No method loads a model. `model` is a Hub name; options apply to the requests that a method makes. */
export class ModelRegistry {
  /**
   * The files that a load reads: configuration, weights, tokenizer.
   * @param {string} model
   * @param {RegistryOptions} [options] include_tokenizer: false leaves the tokenizer's files out
   * @returns {Promise<string[]>}
   */
  static async get_files(model, options = {}) {
    return (await filesOf(model, options)).all();
  }

  /**
   * The same as get_files, with the task as the first argument.
   * @param {string} task as in transformers.js: checked, and not used
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async get_pipeline_files(task, model, options) {
    taskNameOf(task);
    return this.get_files(model, options);
  }

  /**
   * The files of the configuration and the weights.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async get_model_files(model, options = {}) {
    return (await filesOf(model, options)).ofModel();
  }

  /**
   * The tokenizer's files.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async get_tokenizer_files(model, options = {}) {
    return (await filesOf(model, options)).ofTokenizer();
  }

  /**
   * The dtypes that the weights can be loaded as; empty if the repository has no weights.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async get_available_dtypes(model, options = {}) {
    const files = await (await filesOf(model, options)).weights();
    return files.length > 0 ? Object.keys(dtypes) : [];
  }

  /**
   * Whether a file exists, its size, and whether it is cached.
   * @param {string} model
   * @param {string} file
   * @param {RegistryOptions} [options]
   * @returns {Promise<FileMetadata>}
   */
  static async get_file_metadata(model, file, options = {}) {
    return (await filesOf(model, options)).metadata(file);
  }

  /**
   * Whether a load would make no request. This call makes no request either.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async is_cached(model, options = {}) {
    return (await filesOf(model, { ...options, network: 'none' })).areComplete();
  }

  /**
   * The same as is_cached, with the task as the first argument.
   * @param {string} task as in transformers.js: checked, and not used
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async is_pipeline_cached(task, model, options) {
    taskNameOf(task);
    return this.is_cached(model, options);
  }

  /**
   * The files of a model, and which of them are cached.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   * @returns {Promise<CacheState>}
   */
  static async is_cached_files(model, options = {}) {
    return (await filesOf(model, options)).check();
  }

  /**
   * The same as is_cached_files, with the task as the first argument.
   * @param {string} task as in transformers.js: checked, and not used
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async is_pipeline_cached_files(task, model, options) {
    taskNameOf(task);
    return this.is_cached_files(model, options);
  }

  /**
   * The number of bytes that the model takes in the cache. Makes no request.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async get_cache_size(model, options = {}) {
    return (await filesOf(model, { ...options, network: 'none' })).size();
  }

  /**
   * Removes the model from the cache, interrupted downloads included. Makes no request.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   * @returns {Promise<ClearedCache>}
   */
  static async clear_cache(model, options = {}) {
    return (await filesOf(model, { ...options, network: 'none' })).clear();
  }

  /**
   * The same as clear_cache, with the task as the first argument.
   * @param {string} task as in transformers.js: checked, and not used
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, if any are made
   */
  static async clear_pipeline_cache(task, model, options) {
    taskNameOf(task);
    return this.clear_cache(model, options);
  }

  /**
   * Asks the browser to keep the cache when space is short. The browser may ask the user, or refuse.
   * @returns {Promise<boolean>} whether it agreed
   */
  static persist() {
    return currentHost().persist();
  }
}
