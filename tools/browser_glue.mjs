// Emscripten's glue as a browser's worker needs it. A plugin of esbuild.
//
// The modules are linked once, for browsers and Node (another -sENVIRONMENT may give a module other import names
// than its glue expects). This removes the parts for Node, which build tools for browsers cannot resolve. Threads
// are started by web/thread.js instead of `new Worker(new URL(…))` of the glue's own file, which Vite
// refuses to read and for which Turbopack waits forever.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { root, ToolError } from './project.mjs';

/** Each must occur as often as stated, so that a build with another Emscripten fails. */
const nodeOnly = [
  { pattern: /var ENVIRONMENT_IS_NODE\s*=[^;]+;/g, times: 1, by: '' },
  { pattern: /\bENVIRONMENT_IS_NODE\b/g, by: 'false' },
];
const threadsOnly = [
  { pattern: /var isNode\s*=[^;]+;\s*if\s*\(isNode\)[^\n;]+[\n;]/g, times: 1, by: '' },
  {
    pattern: /new Worker\(new URL\("[^"]+",\s*import\.meta\.url\),\s*\w+\)/g,
    times: 1,
    by: 'createThread()',
  },
];
/** Embind always registers these types, but no binding uses them. */
const wideStrings = [
  {
    pattern: /var UTF16Decoder=[^]*?(?=var __embind_register_void=)/g,
    times: 1,
    by: 'var __embind_register_std_wstring=()=>{};',
  },
];
/** web/instantiate.js loads the module, and threads get it in a message, so the glue's own loading is not used. */
const loading = [
  {
    pattern: /var dataURIPrefix=[^]*?(?=function getWasmImports\(\))/g,
    times: 1,
    by: '',
  },
  {
    pattern: /wasmBinaryFile\?\?=findWasmBinary\(\);instantiateAsync\([^;]+;/g,
    times: 1,
    by: '',
  },
  { pattern: /function receiveInstantiationResult\(result\)\{[^}]*\}/g, times: 1, by: '' },
  {
    pattern: /if\(ENVIRONMENT_IS_WORKER\)\{readBinary=[^]*?response\.url\)\)\}\)/g,
    times: 1,
    by: '',
  },
  { pattern: /\bimport\.meta\.url\b/g, by: 'globalThis.location?.href' },
];

/**
 * @param {string} glue
 * @param {string} name for the error
 */
function replaceAll(glue, name, rules) {
  for (const { pattern, times, by } of rules) {
    const found = glue.match(pattern)?.length ?? 0;
    if (found === 0 || (times !== undefined && found !== times)) {
      throw new ToolError(
        `${name}: ${pattern} occurs ${found} times: has the version of Emscripten changed?`,
      );
    }
    glue = glue.replace(pattern, () => by);
  }
  return glue;
}

/** @param {string} path of the glue */
async function forBrowsers(path) {
  const name = basename(path);
  const glue = replaceAll(await readFile(path, 'utf8'), name, [...nodeOnly, ...wideStrings]);
  if (!name.includes('threads')) return replaceAll(glue, name, loading);
  return (
    `import { createThread } from ${JSON.stringify(join(root, 'web/thread.js'))};\n` +
    replaceAll(glue, name, [...threadsOnly, ...loading])
  );
}

/** Imports of `…/wasm/deberta-*.js` give the glue for browsers. */
export function browserGlue() {
  return {
    name: 'browser-glue',
    setup(build) {
      const folder = join(root, 'dist/wasm');
      build.onResolve({ filter: /\/wasm\/deberta-[\w-]+\.js$/ }, ({ path }) => ({
        path: basename(path), // shown in source maps
        namespace: 'browser-glue',
      }));
      build.onLoad({ filter: /./, namespace: 'browser-glue' }, async ({ path }) => ({
        contents: await forBrowsers(join(folder, path)),
        resolveDir: folder,
      }));
    },
  };
}
