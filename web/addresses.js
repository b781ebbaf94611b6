// Addresses of the package's own files: where `env` says that they are, or where a build tool has put them.
import { env } from '../js/base/env.js';
import { DebertaError } from '../js/base/errors.js';

/** What relative addresses are relative to. A worker that was made of a blob has the page's origin, and no folder. */
export const baseUrl =
  globalThis.document?.baseURI ??
  globalThis.location?.href.replace(/^blob:.*/, `${globalThis.origin}/`);

/**
 * @param {string} setting of `env`, for the error
 * @param {string | URL} address
 */
function absolute(setting, address) {
  try {
    return new URL(address, baseUrl).href;
  } catch {
    throw new DebertaError('INPUT', `env.${setting}: '${address}' is not an address`);
  }
}

/**
 * @param {string} setting
 * @param {string | URL} folder
 * @param {string} file
 */
function inFolder(setting, folder, file) {
  const href = absolute(setting, folder);
  return new URL(file, href.endsWith('/') ? href : `${href}/`).href;
}

/** @param {string} file in env.workerUrl; null: it is not set */
export function workerCopy(file) {
  return env.workerUrl ? inFolder('workerUrl', env.workerUrl, file) : null;
}

/**
 * @param {string} file such as deberta-simd.wasm
 * @param {() => URL} bundled the address that the build tool has given it
 */
export function moduleAddress(file, bundled) {
  const { wasmPaths } = env;
  if (wasmPaths && typeof wasmPaths === 'object' && !(wasmPaths instanceof URL)) {
    if (wasmPaths[file]) return absolute('wasmPaths', wasmPaths[file]);
  } else if (wasmPaths) {
    return inFolder('wasmPaths', wasmPaths, file);
  }
  return workerCopy(file) ?? new URL(bundled(), baseUrl).href;
}
