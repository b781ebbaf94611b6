// Addresses of the package's own files: where `env` says that they are, or where a build tool has put them.
import { env } from '../js/env.js';

/** What relative addresses are relative to. */
export const baseUrl = globalThis.document?.baseURI ?? globalThis.location?.href;

/**
 * @param {string | URL} folder
 * @param {string} file
 */
function inFolder(folder, file) {
  const { href } = new URL(folder, baseUrl);
  return new URL(file, href.endsWith('/') ? href : `${href}/`).href;
}

/** @param {string} file in env.workerUrl; null: it is not set */
export function workerCopy(file) {
  return env.workerUrl ? inFolder(env.workerUrl, file) : null;
}

/**
 * @param {string} file such as deberta-simd.wasm
 * @param {() => URL} bundled the address that the build tool has given it
 */
export function moduleAddress(file, bundled) {
  const { wasmPaths } = env;
  if (wasmPaths && typeof wasmPaths === 'object' && !(wasmPaths instanceof URL)) {
    if (wasmPaths[file]) return new URL(wasmPaths[file], baseUrl).href;
  } else if (wasmPaths) {
    return inFolder(wasmPaths, file);
  }
  return workerCopy(file) ?? new URL(bundled(), baseUrl).href;
}
