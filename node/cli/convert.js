// deberta-wasm convert: converts a checkpoint of any format to one safetensors file.
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { abortError } from '../../js/base/abort.js';
import { DebertaError } from '../../js/base/errors.js';
import { Checkpoint } from './checkpoint.js';
import { SafetensorsWriter } from './safetensors_writer.js';
import { sourceHelp } from './load_options.js';
import { openModel, opener, otherFiles, sourceOptions } from './model.js';
import { ProgressLine, sizeText } from './progress_line.js';
import { UsageError } from './usage.js';
import { writeFile } from '../write_file.js';

/** @typedef {import('../../js/base/host.js').ModelSource} ModelSource */

const dtypes = /** @type {const} */ ({
  keep: undefined,
  f32: 'F32',
  f16: 'F16',
  bf16: 'BF16',
  q8: 'q8',
});

/** @type {import('./usage.js').Command} */
export const convert = {
  summary: 'convert a checkpoint of any format to one safetensors file',
  help: `deberta-wasm convert MODEL OUTPUT [options]

MODEL is a folder, a Hub name, a URL or a file of weights. OUTPUT is a file named *.safetensors, or
a folder, to which config.json and the tokenizer's files are copied, too.

  --dtype D             the type of floats: keep (default), f32, f16 or bf16. They are rounded to the
                        nearest; a value too large for the type is an error. Integers stay.
                        q8: the weights that a load with dtype 'q8' computes, a quarter of the size;
                        layers that 8 bits would damage stay floats. Only this package reads it.
  --force               replace existing files
${sourceHelp}`,
  options: { ...sourceOptions, dtype: { type: 'string' }, force: { type: 'boolean' } },
  async run(positionals, values, signal) {
    const [model, output, ...rest] = positionals;
    if (output === undefined || rest.length) throw new UsageError('expected MODEL and OUTPUT');
    const { dtype = 'keep', force = false } = values;
    if (!Object.hasOwn(dtypes, dtype)) {
      throw new UsageError(`--dtype: expected one of ${Object.keys(dtypes).join(', ')}`);
    }
    const isFile = output.endsWith('.safetensors');
    const folder = isFile ? dirname(output) : output;
    const weights = isFile ? basename(output) : 'model.safetensors';
    const files = isFile ? [] : otherFiles;
    if (!force) await refuseExisting([weights, ...files].map((file) => join(folder, file)));

    const source = await openModel(model, values);
    // The files are written next to the output, and moved there when all are complete.
    const partial = `${resolve(output)}.${process.pid}.part`;
    await mkdir(partial, { recursive: true });
    try {
      const told = await convertWeights(
        source,
        dtypes[/** @type {keyof dtypes} */ (dtype)],
        { collected: join(partial, 'tensors'), result: join(partial, weights) },
        signal,
      );
      const made = [];
      for (const file of files) {
        const content = await source.open(file, signal);
        if (!content) continue;
        await mkdir(dirname(join(partial, file)), { recursive: true });
        await writeFile(join(partial, file), content.chunks);
        made.push(file);
      }
      if (signal.aborted) throw abortError(signal);
      for (const file of [...made, weights]) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await rename(join(partial, file), join(folder, file));
      }
      console.log(`${join(folder, weights)}: ${told}`);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  },
};

/** @param {string[]} paths */
async function refuseExisting(paths) {
  for (const path of paths) {
    if (await stat(path).catch(() => null)) {
      throw new DebertaError('INPUT', `${path} already exists (--force replaces it)`);
    }
  }
}

/**
 * @param {ModelSource} source
 * @param {'F32' | 'F16' | 'BF16' | 'q8' | undefined} dtype
 * @param {{collected: string, result: string}} paths
 * @param {AbortSignal} signal
 * @returns {Promise<string>} what it is
 */
async function convertWeights(source, dtype, { collected, result }, signal) {
  const progress = new ProgressLine();
  const open = opener(source, signal, (file, content) => ({
    ...content,
    chunks: progress.follow(file, content),
  }));
  const checkpoint = await Checkpoint.open(open, source, dtype);
  const writer = await SafetensorsWriter.create(collected);
  try {
    for await (const { bytes, ...tensor } of checkpoint.tensors()) {
      await writer.append(tensor, bytes);
      if (signal.aborted) throw abortError(signal);
    }
    const { format } = checkpoint.index();
    const size = await writer.finish(result, signal);
    const { unquantized_layers: kept } = checkpoint;
    const floats = kept.length ? `; not in 8 bits: ${kept.join(', ')}` : '';
    return `${writer.count} tensors, ${sizeText(size)}, from ${format}${floats}`;
  } finally {
    await writer.close();
    progress.clear();
  }
}
