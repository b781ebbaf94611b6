// The models of the benchmark: made once by make_models.py, kept outside the tree.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { mustRun, root, ToolError } from '../project.mjs';

/** All that the benchmark keeps; its server shows this folder. */
export const cache = join(
  process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm'),
  'bench',
);

/** What a model depends on. */
const recipe = [
  'tools/bench/make_models.py',
  'tools/bench/exported_model.py',
  'tools/bench/exported_v2.py',
  'tools/train/model.py',
  'tools/train/safetensors_io.py',
  'models/pii-tiny/vocab.json',
  'models/pii-tiny/merges.txt',
];

/** @returns {string | undefined} a Python with PyTorch */
export function findPython() {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import torch']).status === 0,
  );
}

/**
 * @param {string} name of MODELS in make_models.py
 * @returns {Promise<string>} its folder in the cache
 */
export async function makeModel(name) {
  const hash = createHash('sha256');
  for (const file of recipe) hash.update(readFileSync(join(root, file)));
  const folder = `${name}-${hash.digest('hex').slice(0, 12)}`;
  const path = join(cache, folder);
  if (existsSync(path)) return folder;
  const python = findPython();
  if (!python) throw new ToolError('no python3 with torch (Debian: apt-get install python3-torch)');
  const unfinished = `${path}.${process.pid}`;
  try {
    await mustRun(python, [join(root, 'tools/bench/make_models.py'), name, unfinished]);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/**
 * The peer's model in 8 bits, beside the other.
 * @param {string} folder in the cache
 * @returns {Promise<string>} its name
 */
export async function makeQuantizedPeer(folder) {
  const script = join(root, 'tools/bench/quantize_onnx.py');
  const version = createHash('sha256').update(readFileSync(script)).digest('hex').slice(0, 12);
  const name = `model_q8-${version}.onnx`;
  const path = join(cache, folder, name);
  if (existsSync(path)) return name;
  const python = ['python3', '/usr/bin/python3'].find(
    (each) => spawnSync(each, ['-c', 'import onnx']).status === 0,
  );
  if (!python) throw new ToolError('no python3 with onnx (Debian: apt-get install python3-onnx)');
  const unfinished = `${path}.${process.pid}`;
  try {
    await mustRun(python, [script, join(cache, folder, 'model.onnx'), unfinished]);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return name;
}
