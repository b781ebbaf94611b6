// The models of the benchmark: created once by make_models.py and kept outside of the tree.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { mustRun, root, ToolError } from '../project.mjs';
import { isByName } from './rows.mjs';

/** The benchmark's cache; its server serves this folder. */
export const cache = join(
  process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm'),
  'bench',
);

/** The files that a model depends on. */
const recipe = [
  'tools/bench/make_models.py',
  'tools/bench/exported_model.py',
  'tools/bench/exported_v2.py',
  'tools/train/model.py',
  'tools/train/safetensors_io.py',
  'tests/fixtures/pii_f16/vocab.json',
  'tests/fixtures/pii_f16/merges.txt',
];

/** @returns {string | undefined} a Python with PyTorch, or another module */
export function findPython(module = 'torch') {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${module}`]).status === 0,
  );
}

/**
 * Creates a missing file or folder; it gets its name only when it is complete.
 * @param {string} path
 * @param {(path: string) => Promise<unknown>} make
 */
async function makeOnce(path, make) {
  if (existsSync(path)) return;
  const unfinished = `${path}.${process.pid}`;
  try {
    await make(unfinished);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * The same with a script.
 * @param {string} path
 * @param {string} module of Python that the script needs
 * @param {string[]} command the script and its arguments, before the path
 */
export async function makeOnceByPython(path, module, command) {
  await makeOnce(path, async (to) => {
    const python = findPython(module);
    if (!python) {
      throw new ToolError(`no python3 with ${module} (Debian: apt-get install python3-${module})`);
    }
    await mustRun(python, [...command, to]);
  });
}

/** @param {string[]} files */
function versionOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

/** The script of GLiNER models, and what it depends on. */
const glinerScript = 'tools/bench/make_gliner_models.py';
const glinerRecipe = [glinerScript, 'tools/bench/exported_gliner.py', ...recipe];

/**
 * @param {string} name of MODELS in make_models.py, or of GLINER in make_gliner_models.py
 * @returns {Promise<string>} its folder in the cache
 */
export async function makeModel(name) {
  const [script, files] = isByName(name) ? [glinerScript, glinerRecipe] : [recipe[0], recipe];
  const folder = `${name}-${versionOf(files)}`;
  await makeOnceByPython(join(cache, folder), 'torch', [join(root, script), name]);
  return folder;
}

/**
 * @param {number} draw
 * @param {number} factor of make_outlier_models.py
 * @returns {Promise<string>} its folder in the cache
 */
export async function makeOutlierModel(draw, factor) {
  const script = 'tools/bench/make_outlier_models.py';
  const folder = join(`outliers-${versionOf([script, ...recipe])}`, `draw${draw}-x${factor}`);
  const command = [join(root, script), String(draw), String(factor)];
  await makeOnceByPython(join(cache, folder), 'torch', command);
  return folder;
}

/** The files that a model in 8 bits depends on. */
const quantizer = ['dist/cli.js', 'dist/wasm/deberta-simd.wasm'];

/**
 * Our model in 8 bits.
 * @param {string} folder in the cache
 * @returns {Promise<string>} its folder, within that folder
 */
export async function makeQuantizedOurs(folder) {
  const prefix = 'q8-';
  const to = join(folder, prefix + versionOf(quantizer));
  // Models of other builds.
  for (const name of readdirSync(join(cache, folder))) {
    const old = join(folder, name);
    if (name.startsWith(prefix) && old !== to) rmSync(join(cache, old), { recursive: true });
  }
  await makeOnce(join(cache, to), (path) =>
    mustRun(process.execPath, [
      ...[join(root, 'dist/cli.js'), 'convert', join(cache, folder), path],
      ...['--dtype', 'q8'],
    ]),
  );
  return to;
}

/**
 * The peer's model in 8 bits, in the same folder.
 * @param {string} folder in the cache
 * @returns {Promise<string>} its name
 */
export async function makeQuantizedPeer(folder) {
  const script = 'tools/bench/quantize_onnx.py';
  const name = `model_q8-${versionOf([script])}.onnx`;
  const command = [join(root, script), join(cache, folder, 'model.onnx')];
  await makeOnceByPython(join(cache, folder, name), 'onnx', command);
  return name;
}
