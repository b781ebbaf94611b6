// The JavaScript of the package, and the demo site, into dist/: bundles, types, the page with all that
// it needs. The wasm modules are there already (tools/build.mjs).
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { filesOfPage, main, root } from './project.mjs';
import { rollUpTypes } from './types.mjs';

const dist = join(root, 'dist');

// Emscripten's modules, loaded when a worker starts, are files beside the bundle.
const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  external: ['./wasm/*'],
  logLevel: 'warning',
};

/** Emscripten's glue is not minified by emcc at -O3 with ES modules; esbuild does it. */
async function minifyGlue() {
  const folder = join(dist, 'wasm');
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
    await build({
      ...shared,
      bundle: false,
      external: undefined,
      entryPoints: [join(folder, name)],
      outfile: join(folder, name),
      allowOverwrite: true,
    });
  }
}

/** A plugin of esbuild: where imports lead. */
function resolving(filter, resolve) {
  return { name: 'resolving', setup: (build) => build.onResolve({ filter }, resolve) };
}

async function bundle() {
  const old = (await readdir(dist)).filter((name) => /^deberta-.*\.js$/.test(name));
  await Promise.all(old.map((name) => rm(join(dist, name))));
  /** Where a module that is loaded on demand goes: beside the bundle. */
  const outputOf = (path) => `deberta-${basename(path)}`;
  const onDemand = new Set();
  await build({
    ...shared,
    entryPoints: { deberta: 'web/index.js' },
    outdir: dist,
    plugins: [
      resolving(/^\./, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return;
        onDemand.add(join(resolveDir, path));
        return { path: `./${outputOf(path)}`, external: true };
      }),
    ],
  });
  // They share the classes of errors with the bundle, since callers compare those; what else both
  // need is small, and keeps no state.
  await build({
    ...shared,
    entryPoints: [...onDemand].map((path) => ({ in: path, out: outputOf(path).slice(0, -3) })),
    outdir: dist,
    plugins: [
      resolving(/\/errors\.js$/, ({ path, resolveDir }) => {
        if (join(resolveDir, path) !== join(root, 'js/errors.js')) return;
        return { path: './deberta.js', external: true };
      }),
    ],
  });
  await build({ ...shared, entryPoints: { worker: 'web/worker.js' }, outdir: dist });
  await build({
    ...shared,
    platform: 'node',
    target: 'node20',
    entryPoints: {
      node: 'js/node/index.js',
      'node-worker': 'js/node/worker.js',
      cli: 'js/node/cli/main.js',
    },
    outdir: dist,
  });
}

async function assembleDemo() {
  const site = join(dist, 'demo');
  await rm(site, { recursive: true, force: true });
  await mkdir(site, { recursive: true });
  await cp(join(root, 'demo'), site, { recursive: true });
  for (const name of filesOfPage()) {
    await cp(join(dist, name), join(site, name), { recursive: true });
  }
  await cp(join(root, 'models'), join(site, 'models'), { recursive: true });
}

await main(async () => {
  await minifyGlue();
  await bundle();
  await rollUpTypes();
  await assembleDemo();
});
