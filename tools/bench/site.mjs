// The folder that the benchmark's page is served from.
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, mustRun, root } from '../project.mjs';
import { cache } from './models.mjs';

const runtime = join(root, 'node_modules/onnxruntime-web/dist');
const filesOf = (entry, wasm) => ({ entry, mjs: `${wasm}.mjs`, wasm: `${wasm}.wasm` });

/** The builds of onnxruntime-web: the same kernels, in files of other sizes. */
export const peerBuilds = {
  // What transformers.js loads, also where it does not use WebGPU.
  transformers: filesOf('ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify'),
  // What somebody takes who knows that there will be no WebGPU.
  wasm: filesOf('ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded'),
};

/**
 * Puts the page, the package and onnxruntime-web together, beside the models.
 * @param {Record<string, string>} peerFiles one of peerBuilds
 * @returns {Promise<string>} the folder; the caller removes it
 */
export async function makeSite(peerFiles) {
  mkdirSync(cache, { recursive: true });
  const site = mkdtempSync(join(cache, 'site-'));
  cpSync(join(root, 'tools/bench/page'), site, { recursive: true });
  for (const name of filesOfPage()) {
    cpSync(join(root, 'dist', name), join(site, 'deberta', name), { recursive: true });
  }
  for (const name of Object.values(peerFiles)) cpSync(join(runtime, name), join(site, 'ort', name));
  // An engine without relaxed SIMD refuses a module that has it: so there are two.
  for (const [name, ...flags] of [['simd'], ['relaxed', '-mrelaxed-simd']]) {
    const target = ['--target=wasm32', '-nostdlib', '-Wl,--no-entry', '-O3', '-msimd128', ...flags];
    const files = ['tools/bench/roofline/loops.c', '-o', join(site, `${name}.wasm`)];
    await mustRun('clang-19', [...target, ...files]);
  }
  return site;
}
