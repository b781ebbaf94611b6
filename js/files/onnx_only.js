// The error for repositories that hold a model's weights as ONNX files only, such as those made for transformers.js.
import { ModelFileNotFoundError } from '../base/errors.js';
import { gather } from '../base/streams.js';
import { isHubName } from './hub.js';
import { configFile, weightsFiles } from './manifest.js';

/** @typedef {import('../base/host.js').ModelSource} ModelSource */

/** The names that converters give, where the files cannot be listed. */
const usualNames = ['onnx/model.onnx', 'onnx/model_quantized.onnx', 'model.onnx'];

/** The maximum size of a model card that is read. */
const maxCardBytes = 1 << 20;

/**
 * @param {ModelSource} source without weights that this package reads
 * @param {AbortSignal} [signal]
 * @returns {Promise<ModelFileNotFoundError | null>} null: it holds no ONNX files either
 */
export async function onnxOnly(source, signal) {
  const onnx = await findOnnx(source, signal);
  if (!onnx) return null;
  const original = await findOriginal(source, signal);
  const fact =
    `'${source.name}' has its weights in ${onnx}, and this package reads the original weights: ` +
    `${weightsFiles.filter((file) => !file.endsWith('.json')).join(', ')}. `;
  const advice = original
    ? `Load '${original.model}', which its ${original.file} names as the original`
    : 'Load the repository that it was converted from';
  return new ModelFileNotFoundError(fact + advice, { file: weightsFiles[0] });
}

/**
 * @param {ModelSource} source
 * @param {AbortSignal} [signal]
 */
async function findOnnx(source, signal) {
  const listing = await source.list?.(signal);
  if (listing) return [...listing.keys()].find((file) => file.endsWith('.onnx'));
  for (const file of usualNames) {
    const content = await source.open(file, signal);
    if (!content) continue;
    for await (const _ of content.chunks) break; // leaving the loop ends the transfer
    return file;
  }
}

/**
 * The repository that a model was converted from: of the card if it says so, else of the configuration.
 * @param {ModelSource} source
 * @param {AbortSignal} [signal]
 * @returns {Promise<{model: string, file: string} | null>}
 */
async function findOriginal(source, signal) {
  const inCard = (/** @type {string} */ text) => {
    const [, header] = /^---\r?\n([^]*?)\r?\n---/.exec(text) ?? [];
    // base_model: owner/name, or a list with one name a line or in brackets
    return /^base_model:\s*(?:-\s*|\[\s*)?["']?([\w./-]+)/m.exec(header ?? '')?.[1];
  };
  const inConfig = (/** @type {string} */ text) => JSON.parse(text)._name_or_path;
  for (const [file, find] of /** @type {const} */ ([
    ['README.md', inCard],
    [configFile, inConfig],
  ])) {
    const model = await read(source, file, find, signal);
    const isOther = typeof model === 'string' && model.includes('/') && model !== source.name;
    if (isOther && isHubName(model)) return { model, file };
  }
  return null;
}

/**
 * @param {ModelSource} source
 * @param {string} file
 * @param {(text: string) => unknown} find
 * @param {AbortSignal} [signal]
 */
async function read(source, file, find, signal) {
  try {
    const content = await source.open(file, signal);
    if (!content || (content.total ?? 0) > maxCardBytes) return null;
    return find(new TextDecoder().decode(await gather(content.chunks)));
  } catch {
    return null; // the advice is only a part of the error
  }
}
