// The versions of React that deberta-wasm/react is tested with: the one of this repository, and others,
// which npm installs into the cache folder once.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

const own = createRequire(import.meta.url)('react/package.json').version;

/** 18 is the oldest that the hooks are for. */
export const versions = [own, '18.3.1'];

/**
 * @param {string} version
 * @returns {string} a node_modules folder with react and react-dom
 */
function modulesOf(version) {
  if (version === own) return join(root, 'node_modules');
  const cache = process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm');
  const folder = join(cache, `react-${version}`);
  if (!existsSync(folder)) {
    // What is interrupted leaves nothing that looks complete.
    const making = `${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    try {
      writeFileSync(join(making, 'package.json'), '{"private": true}');
      const packages = [`react@${version}`, `react-dom@${version}`];
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], {
        cwd: making,
      });
      renameSync(making, folder);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules');
}

/** 'deberta-wasm', also as dist/react.js imports it, is the file beside the bundle. */
const mainEntry = {
  name: 'main entry',
  setup: (build) =>
    build.onResolve({ filter: /^(deberta-wasm|\.\/deberta\.js)$/ }, () => ({
      path: './deberta.js',
      external: true,
    })),
};

/**
 * Bundles a program with a version of React, as an application's bundler does. The package's main entry
 * stays the file that it is, so that its workers are found beside it.
 * @param {string} version
 * @param {string} entry
 * @param {string} outfile
 * @param {import('esbuild').BuildOptions} [options]
 */
export async function bundleWithReact(version, entry, outfile, options) {
  const modules = modulesOf(version);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"development"' },
    alias: {
      react: join(modules, 'react'),
      'react-dom': join(modules, 'react-dom'),
      'deberta-wasm/react': join(root, 'dist/react.js'),
    },
    jsx: 'automatic',
    plugins: [mainEntry],
    ...options,
  });
}
