// deberta-wasm download: downloads a model's files into the package's cache or a folder.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { env } from '../../js/base/env.js';
import { DebertaError } from '../../js/base/errors.js';
import { fileNotFound } from '../../js/base/missing_file.js';
import { findWeights, isIndex, weightsFiles } from '../../js/files/manifest.js';
import { Checkpoint } from './checkpoint.js';
import { sourceHelp } from './load_options.js';
import { openModel, otherFiles, sourceOptions } from './model.js';
import { ProgressLine, sizeText } from './progress_line.js';
import { UsageError } from './usage.js';
import { writeFile } from '../write_file.js';

/** @typedef {import('../../js/base/host.js').ModelSource} ModelSource */

/** @type {import('./usage.js').Command} */
export const download = {
  summary: "download a model's files into the cache or a folder",
  help: `deberta-wasm download MODEL [options]

Downloads the configuration, the tokenizer's files and the weights, in the format that the repository has.
Without --to they go into the cache, where a load of the model by its name finds them.

  --to FOLDER           into this folder, which can then be loaded; existing files are replaced
  --include FILE        also this file of the repository, such as README.md (may be repeated)
${sourceHelp}`,
  options: {
    ...sourceOptions,
    to: { type: 'string' },
    include: { type: 'string', multiple: true },
  },
  async run(positionals, values, signal) {
    const [model, ...rest] = positionals;
    if (model === undefined || rest.length) throw new UsageError('expected one MODEL');
    const { to, include = [] } = values;
    // With --to the cache keeps no second copy. It is still used if files may come only from there.
    if (to !== undefined && !values['local-files-only']) env.useFSCache = false;
    const source = await openModel(model, values);
    const progress = new ProgressLine();

    /**
     * @param {string} file
     * @param {(chunk: Uint8Array) => void} [look] called with each chunk
     * @returns {Promise<boolean>} whether the file exists
     */
    const get = async (file, look = () => {}) => {
      const content = await source.open(file, signal);
      if (!content) return false;
      const chunks = looking(progress.follow(file, content), look);
      const size = to === undefined ? await sizeOf(chunks) : await writeInto(to, file, chunks);
      progress.line(`${file}: ${sizeText(size)}`);
      const { from, cached, note = 'no room' } = content.origin;
      if (to === undefined && from === 'network' && !cached) {
        // A load would go on without the cache, but a download that keeps nothing has failed.
        throw new DebertaError('INPUT', `${file} could not be kept in the cache: ${note}`);
      }
      return true;
    };
    try {
      const needed = await source.configs(signal);
      for (const file of otherFiles) {
        const isThere = await get(file);
        if (!isThere && needed.includes(file)) throw fileNotFound(source, file);
      }
      for (const file of include) if (!(await get(file))) throw fileNotFound(source, file);
      await getWeights(source, get);
    } finally {
      progress.clear();
    }
    console.log(to ?? model);
  },
};

/**
 * @param {ModelSource} source
 * @param {(file: string, look?: (chunk: Uint8Array) => void) => Promise<boolean>} get
 */
async function getWeights(source, get) {
  /** @type {Uint8Array[]} */
  const index = [];
  const weights = await findWeights((file) =>
    get(file, isIndex(file) ? (chunk) => index.push(chunk) : undefined),
  );
  if (!weights) throw fileNotFound(source, weightsFiles[0], 'and no other weights');
  const { file } = weights;
  if (!isIndex(file)) return;
  const checkpoint = await Checkpoint.open(async () => null, source);
  for (const part of checkpoint.filesOf(file, Buffer.concat(index))) {
    if (!(await get(part))) throw fileNotFound(source, part);
  }
}

/**
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {(chunk: Uint8Array) => void} look
 */
async function* looking(chunks, look) {
  for await (const chunk of chunks) {
    look(chunk);
    yield chunk;
  }
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {AsyncIterable<Uint8Array>} chunks
 */
async function writeInto(folder, file, chunks) {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  return writeFile(path, chunks);
}

/** @param {AsyncIterable<Uint8Array>} chunks */
async function sizeOf(chunks) {
  let size = 0;
  for await (const chunk of chunks) size += chunk.length;
  return size;
}
