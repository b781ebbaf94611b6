// Opens the model of a command.
import { basename, dirname } from 'node:path';
import { stat } from 'node:fs/promises';

import { env } from '../../js/base/env.js';
import { openSource } from '../../js/files/source.js';
import {
  configFile,
  encoderFile,
  glinerFile,
  tokenizerFiles,
  weightsFileLike,
  weightsFiles,
} from '../../js/files/manifest.js';
import { withEncoder } from '../../js/files/remote.js';
import { nodeHost } from '../host.js';
import { sourceKinds } from './load_options.js';
import { optionsOf, valuesFor } from './options.js';
import { UsageError } from './usage.js';

/** @typedef {import('../../js/base/host.js').FileContent} FileContent */
/** @typedef {import('../../js/base/host.js').ModelSource} ModelSource */

/** Options of every command that takes a model. */
export const sourceOptions = {
  ...optionsOf(sourceKinds),
  'remote-host': /** @type {const} */ ({ type: 'string' }),
};

/** The files that are copied with the weights, if a model has them. */
export const otherFiles = [configFile, glinerFile, encoderFile, ...tokenizerFiles];

/**
 * Makes load options, and applies the settings of the command line to the package.
 * @param {Record<string, any>} values
 * @returns {import('../../js/files/source.js').SourceOptions}
 */
export function loadOptions(values) {
  const {
    cache_dir,
    header,
    token = process.env['HF_TOKEN'],
    ...options
  } = valuesFor(sourceKinds, values);
  // Checked here, because the platform's own message would contain the token.
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('the token: expected printable characters without spaces');
  }
  const remoteHost = values['remote-host'] ?? process.env['HF_ENDPOINT'];
  if (remoteHost) env.remoteHost = remoteHost;
  if (cache_dir !== undefined) env.cacheDir = cache_dir;
  return { ...options, headers: header, token: token || undefined };
}

/**
 * @param {string} model a Hub name, a URL, a folder or a file of weights
 * @param {Record<string, any>} values
 * @returns {Promise<import('../../js/files/gliner.js').GlinerSource>}
 */
export async function openModel(model, values) {
  const options = loadOptions(values);
  const isFile = (await stat(model).catch(() => null))?.isFile() ?? false;
  if (isFile && options.integrity) {
    throw new UsageError('--integrity: expected a model that is not one file');
  }
  const source = isFile ? await openFile(model) : await openSource(model, options, env, nodeHost);
  return withEncoder(source, options, env, nodeHost, false);
}

/**
 * A source with a file of weights, under the standard name of its format, and the other files of its folder.
 * @param {string} path
 * @returns {Promise<ModelSource>}
 */
async function openFile(path) {
  const folder = /** @type {ModelSource} */ (await nodeHost.openFolder(dirname(path)));
  const place = weightsFileLike(path);
  return {
    name: path,
    async open(file, signal) {
      if (file === place) return folder.open(basename(path), signal);
      return weightsFiles.includes(file) ? null : folder.open(file, signal);
    },
  };
}

/**
 * @param {ModelSource} source
 * @param {AbortSignal} signal
 * @param {(file: string, content: FileContent) => FileContent} look called with each opened file
 * @returns {import('../../js/files/source.js').OpenFile}
 */
export function opener(source, signal, look) {
  return async (file, { convert = (/** @type {FileContent} */ { chunks }) => chunks } = {}) => {
    const content = await source.open(file, signal);
    return content && convert(look(file, content));
  };
}
