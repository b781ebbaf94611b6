// Addresses of the package's own files, from `env` or from the build tool.
import { env } from '../js/base/env.js';
import { DebertaError } from '../js/base/errors.js';

/** The base of relative addresses. A worker from a blob has the page's origin, but no folder. */
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

/** @param {string} file in env.workerUrl; null: env.workerUrl is not set */
export function workerCopy(file) {
  return env.workerUrl ? inFolder('workerUrl', env.workerUrl, file) : null;
}

/**
 * @param {string} file such as deberta-simd.wasm
 * @param {() => URL} bundled its address from the build tool
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
