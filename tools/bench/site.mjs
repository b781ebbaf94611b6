// The folder that the benchmark's page is served from.
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../project.mjs';
import { compileLoops } from './loops.mjs';
import { cache } from './models.mjs';

const runtime = join(root, 'node_modules/onnxruntime-web/dist');
const filesOf = (entry, wasm) => ({ entry, mjs: `${wasm}.mjs`, wasm: `${wasm}.wasm` });

/** @returns {string} of the peer */
export const peerVersion = () =>
  JSON.parse(readFileSync(join(runtime, '../package.json'), 'utf8')).version;

/** The builds of onnxruntime-web for pages: the same kernels, in files of other sizes. */
export const peerBuilds = {
  // The build that transformers.js loads, also if it does not use WebGPU.
  transformers: filesOf('ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify'),
  // The build without WebGPU.
  wasm: filesOf('ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded'),
};

/**
 * Creates a folder with the page, the package and onnxruntime-web, next to the models.
 * @param {Record<string, string>} peerFiles one of peerBuilds
 * @returns {Promise<{site: string, loops: string[]}>} the folder, which the caller removes, and in it the
 *   modules of the roofline
 */
export async function makeSite(peerFiles) {
  mkdirSync(cache, { recursive: true });
  const site = mkdtempSync(join(cache, 'site-'));
  for (const name of ['page', 'measure']) {
    cpSync(join(root, 'tools/bench', name), join(site, name), { recursive: true });
  }
  for (const name of filesOfPage()) {
    cpSync(join(root, 'dist', name), join(site, 'deberta', name), { recursive: true });
  }
  for (const name of Object.values(peerFiles)) cpSync(join(runtime, name), join(site, 'ort', name));
  return { site, loops: await compileLoops(site) };
}
