// ModelRegistry: what a model of the Hub consists of, how large it is, what of it is in the cache, and
// how to get rid of it. As in transformers.js 4, and a little more.
import { DebertaError } from '../base/errors.js';
import { currentHost } from '../base/host.js';
import { env } from '../base/env.js';
import { dtypes } from '../worker/load.js';

/** @typedef {import('../files/source.js').SourceOptions} SourceOptions */
/**
 * @typedef {object} OwnRegistryOptions
 * @property {boolean} [include_tokenizer] false: the tokenizer's files are left out; default true
 * @property {import('../base/platform_types.js').Signal} [signal] ends the call
 */
/**
 * What is known of a file.
 * @typedef {object} FileMetadata
 * @property {boolean} exists whether there is such a file
 * @property {number} [size] its bytes, where the server tells
 * @property {boolean} [fromCache] whether the cache holds it
 */
/**
 * A file of a model, and whether the cache holds it.
 * @typedef {object} CachedFile
 * @property {string} file the file's name
 * @property {boolean} cached whether the cache holds it
 */
/**
 * What the cache holds of a model.
 * @typedef {object} CacheState
 * @property {boolean} allCached whether a load would make no request
 * @property {CachedFile[]} files the model's files
 */
/**
 * A file of a model, and what became of it.
 * @typedef {object} ClearedFile
 * @property {string} file the file's name
 * @property {boolean} deleted whether it was removed
 * @property {boolean} wasCached whether the cache held it
 */
/**
 * What was removed from the cache.
 * @typedef {object} ClearedCache
 * @property {number} filesDeleted number of files that were removed
 * @property {number} filesCached number of files that the cache held
 * @property {ClearedFile[]} files the model's files
 */
/** @typedef {SourceOptions & OwnRegistryOptions} RegistryOptions options of the registry's calls */
/** @typedef {import('../files/model_files.js').ModelFiles} ModelFiles */

/**
 * @param {string} model
 * @param {RegistryOptions} options
 * @returns {Promise<ModelFiles>}
 */
async function filesOf(model, options) {
  const host = currentHost();
  const { ModelFiles, openRepository } = await import('../files/remote.js');
  return new ModelFiles(await openRepository(model, options, env, host), options);
}

/** Nothing of it loads a model. `model` is a Hub name. Where requests are needed, options are theirs. */
export class ModelRegistry {
  /**
   * The files that a load reads: configuration, weights, tokenizer.
   * @param {string} model
   * @param {RegistryOptions} [options] include_tokenizer: false leaves its files out
   * @returns {Promise<string[]>}
   */
  static async get_files(model, options = {}) {
    return (await filesOf(model, options)).all();
  }

  /**
   * The same as get_files, with the task that it is for.
   * @param {string} task as in transformers.js; it changes nothing
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async get_pipeline_files(task, model, options) {
    checkTask(task);
    return this.get_files(model, options);
  }

  /**
   * The configuration and the weights.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async get_model_files(model, options = {}) {
    return (await filesOf(model, options)).ofModel();
  }

  /**
   * The tokenizer's files.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async get_tokenizer_files(model, options = {}) {
    return (await filesOf(model, options)).ofTokenizer();
  }

  /**
   * What the weights can be loaded as; empty, if there are none.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async get_available_dtypes(model, options = {}) {
    const files = await (await filesOf(model, options)).weights();
    return files.length > 0 ? Object.keys(dtypes) : [];
  }

  /**
   * Whether there is a file, how large it is, and whether the cache holds it.
   * @param {string} model
   * @param {string} file
   * @param {RegistryOptions} [options]
   * @returns {Promise<FileMetadata>}
   */
  static async get_file_metadata(model, file, options = {}) {
    return (await filesOf(model, options)).metadata(file);
  }

  /**
   * Whether a load would make no request. Makes none itself.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async is_cached(model, options = {}) {
    return (await filesOf(model, { ...options, network: 'none' })).areComplete();
  }

  /**
   * The same as is_cached, with the task that it is for.
   * @param {string} task as in transformers.js; it changes nothing
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async is_pipeline_cached(task, model, options) {
    checkTask(task);
    return this.is_cached(model, options);
  }

  /**
   * Which files of a model the cache holds.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   * @returns {Promise<CacheState>}
   */
  static async is_cached_files(model, options = {}) {
    return (await filesOf(model, options)).check();
  }

  /**
   * The same as is_cached_files, with the task that it is for.
   * @param {string} task as in transformers.js; it changes nothing
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async is_pipeline_cached_files(task, model, options) {
    checkTask(task);
    return this.is_cached_files(model, options);
  }

  /**
   * Bytes that the cache holds of it. Makes no request.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async get_cache_size(model, options = {}) {
    return (await filesOf(model, { ...options, network: 'none' })).size();
  }

  /**
   * Removes it from the cache, and what interrupted downloads have left. Makes no request.
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   * @returns {Promise<ClearedCache>}
   */
  static async clear_cache(model, options = {}) {
    return (await filesOf(model, { ...options, network: 'none' })).clear();
  }

  /**
   * The same as clear_cache, with the task that it is for.
   * @param {string} task as in transformers.js; it changes nothing
   * @param {string} model a Hub name
   * @param {RegistryOptions} [options] of the requests, where any are needed
   */
  static async clear_pipeline_cache(task, model, options) {
    checkTask(task);
    return this.clear_cache(model, options);
  }

  /**
   * Asks the browser not to clear the cache when space is short. It may ask the user, or refuse.
   * @returns {Promise<boolean>} whether it agreed
   */
  static persist() {
    return currentHost().persist();
  }
}

/** @param {unknown} task */
function checkTask(task) {
  if (typeof task !== 'string') throw new DebertaError('INPUT', 'task: expected a string');
}
