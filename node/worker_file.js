// Where the worker's script is: beside this file in the package. A tool that puts a program and its packages into one file
// leaves it behind, or moves it away from the modules that it loads.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { version } from '../js/base/version.js';

const script = 'node-worker.js';

/** Whether a folder has the worker and its modules. @param {string} folder */
const isComplete = (folder) =>
  existsSync(join(folder, script)) && existsSync(join(folder, 'wasm/deberta-simd.wasm'));

/** Whether it is dist/ of this version of the package. @param {string} folder */
function isSameVersion(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')).version === version;
  } catch {
    return false;
  }
}

/** The folder of the file that this runs in; null where a tool hides it. */
function ownFolder() {
  try {
    return dirname(fileURLToPath(import.meta.url));
  } catch {
    // A bundle in CommonJS.
    return typeof __dirname === 'string' ? __dirname : null;
  }
}

/** The folders from here up to the root. @param {string} folder @returns {string[]} */
function upwards(folder) {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

/**
 * The worker's script: beside this file, else in the package of the same version that is installed above it, where Node
 * would look for packages. Nothing is started from the working directory.
 * @returns {string | undefined} undefined: there is none
 */
export function workerFile() {
  const own = ownFolder();
  if (own === null) return undefined;
  if (isComplete(own)) return join(own, script);
  const installed = upwards(own)
    .map((folder) => join(folder, 'node_modules/deberta-wasm/dist'))
    .find((folder) => isComplete(folder) && isSameVersion(folder));
  return installed && join(installed, script);
}
