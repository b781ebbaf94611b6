// The loops of the roofline, compiled.
import { join } from 'node:path';

import { mustRun } from '../project.mjs';

/**
 * There are two modules, because an engine without relaxed SIMD refuses a module that uses it.
 * @param {string} folder the output folder
 * @returns {Promise<string[]>} their names, the faster one first
 */
export async function compileLoops(folder) {
  for (const [name, ...flags] of [['relaxed', '-mrelaxed-simd'], ['simd']]) {
    const target = ['--target=wasm32', '-nostdlib', '-Wl,--no-entry', '-O3', '-msimd128', ...flags];
    const files = ['tools/bench/roofline/loops.c', '-o', join(folder, `${name}.wasm`)];
    await mustRun('clang-19', [...target, ...files]);
  }
  return ['relaxed.wasm', 'simd.wasm'];
}
