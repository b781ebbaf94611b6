// Models that tests load: the bundled one, and one whose tokens and weights stay the same when that is trained anew.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

export const bundledModel = join(root, 'models/pii-tiny');

/** Its config.json. */
export const bundledConfig = JSON.parse(readFileSync(join(bundledModel, 'config.json'), 'utf8'));

/** pii-tiny as it was trained first, in halves. Its tokens and its tensors are those that tests name. */
export const fixedModel = join(root, 'tests/fixtures/pii_f16');
export const fixedConfig = JSON.parse(readFileSync(join(fixedModel, 'config.json'), 'utf8'));

const folders = [];

/** An empty folder that is gone after cleanUp(). */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'deberta-test-'));
  folders.push(folder);
  return folder;
}

export function cleanUp() {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * A copy of the fixed model with one file changed.
 * @param {string} file
 * @param {(content: Buffer) => Buffer | string | null} change null: the file is left out
 */
export function damagedModel(file, change) {
  const folder = temporaryFolder();
  cpSync(fixedModel, folder, { recursive: true });
  const changed = change(readFileSync(join(folder, file)));
  if (changed === null) rmSync(join(folder, file));
  else writeFileSync(join(folder, file), changed);
  return folder;
}

/**
 * A folder with the configuration of a golden case and files of its checkpoints.
 * @param {string} name
 * @param {Record<string, string>} files name there → name in tests/fixtures/checkpoints
 */
export function checkpointModel(name, files) {
  const fixtures = join(root, 'tests/fixtures');
  const folder = temporaryFolder();
  cpSync(join(fixtures, 'golden', name, 'config.json'), join(folder, 'config.json'));
  for (const [to, from] of Object.entries(files)) {
    cpSync(join(fixtures, 'checkpoints', name, from), join(folder, to));
  }
  return folder;
}

/** A checkpoint in several files, with its index: their contents by name. */
export function shardedCheckpoint() {
  const fixtures = join(root, 'tests/fixtures');
  const folder = join(fixtures, 'checkpoints/v1_bf16');
  const names = readdirSync(folder).filter((file) => file.startsWith('pytorch_model'));
  return {
    ...Object.fromEntries(names.map((file) => [file, readFileSync(join(folder, file))])),
    'config.json': readFileSync(join(fixtures, 'golden/v1_bf16/config.json')),
  };
}

/** A safetensors file as [header object, bytes after the header]. */
export function splitSafetensors(content) {
  const length = Number(content.readBigUInt64LE(0));
  return [JSON.parse(content.subarray(8, 8 + length)), content.subarray(8 + length)];
}

export function joinSafetensors(header, data) {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/**
 * A text-classification model: the fixed encoder under a head of made-up weights. What it answers
 * means nothing, but is the same each time.
 * @param {object} [config] changes of config.json
 */
export function textClassifier(config = {}) {
  const id2label = config.id2label ?? { 0: 'calm', 1: 'loud', 2: 'rude' };
  const labels = Object.keys(id2label).length;
  const folder = damagedModel('config.json', (content) => {
    const { id2label: _, label2id: __, ...rest } = JSON.parse(content);
    const architectures = ['DebertaForSequenceClassification'];
    return JSON.stringify({ ...rest, architectures, id2label, ...config });
  });
  const path = join(folder, 'model.safetensors');
  const [header, data] = splitSafetensors(readFileSync(path));
  const width = header['classifier.weight'].shape[1];
  const made = {
    'pooler.dense.weight': [width, width],
    'pooler.dense.bias': [width],
    'classifier.weight': [labels, width],
    'classifier.bias': [labels],
  };
  let end = data.length;
  const pieces = [data];
  header['unused.weight'] = header['classifier.weight'];
  header['unused.bias'] = header['classifier.bias'];
  for (const [name, shape] of Object.entries(made)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + 1) * 0.2);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
    pieces.push(Buffer.from(values.buffer));
  }
  writeFileSync(path, joinSafetensors(header, Buffer.concat(pieces)));
  return folder;
}
