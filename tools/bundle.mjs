// Builds the JavaScript of the package and the demo site into dist/: bundles, types, the page and its
// files. The wasm modules are already there (tools/build.mjs).
//   node tools/bundle.mjs [node]     node: only what Node runs
import { build } from 'esbuild';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { minify } from 'terser';

import { browserGlue } from './browser_glue.mjs';
import { filesOfPage, main, root, ToolError, variants } from './project.mjs';
import { writeSbom } from './sbom.mjs';
import { rollUpTypes } from './types.mjs';

const dist = join(root, 'dist');

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  outdir: dist,
};
const forPages = { ...shared, minify: true, write: false, plugins: [compressed()] };
/** Bundles that a page's own code calls have source maps, which only debuggers load. */
const withSources = { ...forPages, sourcemap: true };

/**
 * A plugin of esbuild that compresses and writes what it has minified: files for pages are smaller by 4 per cent, workers by
 * 9, most of all because it removes the parts of Emscripten's glue that no page reaches.
 */
function compressed() {
  const write = async (path, contents) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  };
  return {
    name: 'compressed',
    setup: ({ initialOptions, onEnd }) =>
      onEnd(async ({ outputFiles = [] }) => {
        const scripts = outputFiles.filter(({ path }) => path.endsWith('.js'));
        for (const { path, text } of scripts) {
          const map = outputFiles.find((file) => file.path === `${path}.map`);
          const { code, map: written } = await minify(text, {
            module: initialOptions.format === 'esm',
            ecma: 2020,
            compress: { passes: 3 },
            sourceMap: map && {
              content: map.text,
              url: `${basename(path)}.map`,
              includeSources: true,
            },
          });
          await write(path, code);
          if (map) await write(map.path, written);
        }
      }),
  };
}

/** A plugin of esbuild that redirects imports. */
function resolving(filter, resolve) {
  return { name: 'resolving', setup: (build) => build.onResolve({ filter }, resolve) };
}

/** A plugin of esbuild that replaces modules of plain values by the values. */
function evaluated(filter) {
  return {
    name: 'evaluated',
    setup: (build) =>
      build.onLoad({ filter }, async ({ path }) => {
        const values = Object.entries(await import(path));
        const lines = values.map(
          ([name, value]) => `export const ${name}=${JSON.stringify(value)}`,
        );
        return { contents: lines.join('\n') };
      }),
  };
}

/** The entry of pages, and the modules that it loads on demand, each in its own file. */
async function bundlePage() {
  /** The file of a module that is loaded on demand. */
  const outputOf = (path) => `deberta-${basename(path)}`;
  const onDemand = new Set();
  const found = resolving(/^\./, ({ kind, path, resolveDir }) => {
    if (kind !== 'dynamic-import') return;
    onDemand.add(join(resolveDir, path));
    return { path: `./${outputOf(path)}`, external: true };
  });
  await build({
    ...withSources,
    entryPoints: { deberta: 'web/index.js' },
    plugins: [compressed(), evaluated(/\/task_names\.js$/), found],
  });
  // They share the classes of errors and tensors and the settings with the bundle; other shared code is small
  // and has no state, so it is duplicated.
  const ofBundle = ['js/base/errors.js', 'js/base/env.js', 'js/tensor/tensor.js'].map((file) =>
    join(root, file),
  );
  const inBundle = resolving(/\/(errors|env|tensor)\.js$/, ({ path, resolveDir }) => {
    if (!ofBundle.includes(join(resolveDir, path))) return;
    return { path: './deberta.js', external: true };
  });
  // A set's loop visits what is added meanwhile: one of them may load another.
  for (const path of onDemand) {
    await build({
      ...withSources,
      entryPoints: [{ in: path, out: outputOf(path).slice(0, -3) }],
      plugins: [inBundle, browserGlue(), compressed(), found],
    });
  }
}

/**
 * The workers: each is one file without imports, which runs both as a module and as a classic script, because some
 * build tools convert one to the other.
 */
async function bundleWorkers() {
  for (const variant of variants) {
    const name = `worker-${variant}`;
    const result = await build({
      ...forPages,
      metafile: true,
      format: 'iife',
      outdir: join(dist, 'wasm'),
      stdin: {
        contents: `
          import create from './wasm/deberta-${variant}.js';
          import { serve } from './web/worker.js';
          serve(create);`,
        resolveDir: root,
      },
      entryNames: name,
      plugins: [browserGlue(), compressed()],
    });
    await mustBeSelfContained(result);
  }
}

/**
 * Checks files that build tools for browsers must understand and service workers must run: they import nothing and
 * use nothing of Node.
 * @param {import('esbuild').BuildResult} result with its metafile
 */
async function mustBeSelfContained({ metafile }) {
  for (const [file, { imports }] of Object.entries(metafile.outputs)) {
    const [foreign] =
      /\brequire\s*\(|\bprocess\b/.exec(await readFile(join(root, file), 'utf8')) ?? [];
    const found = imports[0]?.path ?? foreign;
    if (found) throw new ToolError(`${file} contains ${found}`);
  }
}

async function bundle() {
  const old = (await readdir(dist)).filter((name) => /\.js(\.map)?$/.test(name));
  await Promise.all(old.map((name) => rm(join(dist, name))));
  await bundlePage();
  await bundleWorkers();
  // Without sources, which would repeat all of the above.
  const inline = await build({
    ...forPages,
    metafile: true,
    entryPoints: { 'deberta-inline': 'web/inline.js' },
    plugins: [browserGlue(), compressed()],
  });
  await mustBeSelfContained(inline);
  await bundleNode();
}

async function bundleNode() {
  const forNode = { ...shared, platform: 'node', target: 'node20', external: ['./wasm/*'] };
  await build({
    ...forNode,
    entryPoints: { node: 'node/index.js', 'node-worker': 'node/worker.js' },
  });
  await build({
    ...forNode,
    entryPoints: { cli: 'node/cli/main.js' },
    plugins: [plainWidth()],
    // cli-progress is CommonJS, and requires modules of Node.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
}

/** A plugin of esbuild that measures lines of the progress bar, which are ASCII, without the tables of Unicode. */
function plainWidth() {
  return {
    name: 'plain-width',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: 'plain-width' }));
      const contents = 'module.exports = (text) => text.length;';
      onLoad({ filter: /./, namespace: 'plain-width' }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** deberta-wasm/react: hooks that import the bundle, whose models, settings and errors they share. */
async function bundleReact() {
  const inBundle = ['web/index.js', 'js/base/errors.js'].map((path) => join(root, path));
  await build({
    ...withSources,
    entryPoints: { react: 'web/react.js' },
    external: ['react'],
    plugins: [
      resolving(/\/(index|errors)\.js$/, ({ path, resolveDir }) => {
        if (!inBundle.includes(join(resolveDir, path))) return;
        return { path: './deberta.js', external: true };
      }),
      evaluated(/\/react\/task_aliases\.js$/),
      compressed(),
    ],
  });
}

/** deberta-wasm/service-worker: the classic script, and the module that registers it. */
async function bundleServiceWorker() {
  const entryPoints = { service_worker: 'web/service_worker.js' };
  await build({ ...forPages, format: 'iife', entryPoints });
  const helper = { register_service_worker: 'web/register_service_worker.js' };
  await build({ ...forPages, entryPoints: helper });
}

/**
 * Checks that the files of pages link: every name that one imports from another is exported there. Browsers find
 * that out only when they load the file.
 */
async function mustLink() {
  const names = (await readdir(dist)).filter((name) => /^(deberta|react).*\.js$/.test(name));
  await build({
    ...shared,
    entryPoints: names.map((name) => join(dist, name)),
    external: ['react'],
    write: false,
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
  if (process.argv[2] === 'node') return bundleNode();
  await bundle();
  await bundleReact();
  await mustLink();
  await bundleServiceWorker();
  await rollUpTypes();
  await writeSbom();
  await assembleDemo();
});
