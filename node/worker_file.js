// Where the worker's script is: beside this file in the package. A tool that puts a program and its packages into one file
// leaves it behind, or moves it away from the modules that it loads.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = 'node-worker.js';

/** Whether a folder has the worker and its modules. @param {string} folder */
const isComplete = (folder) =>
  existsSync(join(folder, script)) && existsSync(join(folder, 'wasm/deberta-simd.wasm'));

/** This file's folder; null where a tool has replaced its address. */
function ownFolder() {
  try {
    return dirname(fileURLToPath(import.meta.url));
  } catch {
    return null;
  }
}

/** The folders from here up to the root. @param {string} folder @returns {string[]} */
function upwards(folder) {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

/**
 * The worker's script: beside this file, else in the package that is installed where the program or the working directory
 * is. The worker compares its version with the program's.
 * @returns {string | undefined} undefined: there is none
 */
export function workerFile() {
  const own = ownFolder();
  const [, program] = process.argv;
  const installed = [...(program ? upwards(dirname(program)) : []), ...upwards(process.cwd())].map(
    (folder) => join(folder, 'node_modules/deberta-wasm/dist'),
  );
  const folder = [...(own === null ? [] : [own]), ...installed].find(isComplete);
  return folder && join(folder, script);
}
