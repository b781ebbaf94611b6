// A fixture in a folder of its own, outside of the tree, with the package as npm packs it.
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { mustRun, root } from '../../tools/project.mjs';
import { runCommand } from './processes.mjs';

/** @typedef {import('./fixtures.mjs').Fixture} Fixture */
/** @typedef {'deberta-wasm' | 'transformers.js'} Library */

const here = join(root, 'tests/bundlers');
const base = process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm');
export const cache = join(base, 'bundlers');

export const transformers = { '@huggingface/transformers': '4.3.1' };

const npm = 'npm install --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error';
const secondsOfInstall = 600;

const digest = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12);

/**
 * The package as it would be published.
 * @returns {Promise<string>} the tarball, which its content names
 */
export async function pack() {
  const folder = await mkdtemp(join(tmpdir(), 'deberta-wasm-pack-'));
  try {
    const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    await mustRun('npm', args, { quiet: true });
    const [name] = await readdir(folder);
    const content = await readFile(join(folder, name));
    const tarball = join(cache, `deberta-wasm-${digest(content)}.tgz`);
    await mkdir(cache, { recursive: true });
    await cp(join(folder, name), tarball);
    return tarball;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const sourceOf = (fixture) => join(here, 'fixtures', fixture.folder);

export async function readManifest(fixture) {
  const manifest = JSON.parse(await readFile(join(sourceOf(fixture), 'package.json'), 'utf8'));
  for (const field of ['dependencies', 'devDependencies']) {
    for (const name of Object.keys(manifest[field] ?? {})) {
      manifest[field][name] = fixture.versions?.[name] ?? manifest[field][name];
    }
  }
  manifest.scripts = { ...manifest.scripts, ...fixture.scripts };
  return manifest;
}

async function npmInstall(folder, args) {
  const { ok, output } = await runCommand(folder, `${npm} ${args}`, { seconds: secondsOfInstall });
  if (!ok) throw new Error(`npm install failed in ${folder}\n${output}`);
}

/**
 * The fixture's files, with what they need installed. Its packages stay from run to run, this package
 * is always the tarball's, and nothing that a tool has made is left.
 * @param {Fixture} fixture
 * @param {string} tarball
 * @param {Library} library
 */
export async function prepare(fixture, tarball, library) {
  const manifest = await readManifest(fixture);
  if (library === 'transformers.js') {
    manifest.dependencies = { ...manifest.dependencies, ...transformers };
    Object.assign(manifest, fixture.comparison);
  }
  const { dependencies, devDependencies } = manifest;
  const key = digest(JSON.stringify({ dependencies, devDependencies }));
  const folder = join(cache, `${fixture.folder}-${key}`);
  const modules = join(folder, 'node_modules');
  const complete = join(folder, '.installed');
  const installed = await readFile(complete, 'utf8').catch(() => null);

  await mkdir(folder, { recursive: true });
  const keep = installed === null ? [] : ['node_modules', 'package-lock.json', '.installed'];
  for (const name of await readdir(folder)) {
    if (!keep.includes(name)) await rm(join(folder, name), { recursive: true });
  }
  await cp(sourceOf(fixture), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const entities = join(folder, fixture.entities ?? 'src/entities.js');
  await mkdir(dirname(entities), { recursive: true });
  await cp(join(here, 'source', `${library.replace('.js', '').replaceAll('-', '_')}.js`), entities);

  const content = library === 'deberta-wasm' ? tarball : 'stand-in';
  if (installed === null) await npmInstall(folder, '');
  if (installed !== content) {
    await rm(complete, { force: true });
    if (library === 'deberta-wasm') await npmInstall(folder, `--no-save ${tarball}`);
    await writeFile(`${complete}.new`, content);
    await rename(`${complete}.new`, complete);
  }
  if (library !== 'deberta-wasm') {
    const standIn = join(modules, 'deberta-wasm');
    await rm(standIn, { recursive: true, force: true });
    await cp(join(here, 'source/stand-in'), standIn, { recursive: true });
  }
  // What tools keep of an earlier version of the package.
  for (const name of ['.vite', '.cache', '.astro', '.angular']) {
    await rm(join(modules, name), { recursive: true, force: true });
  }
  return { folder, manifest };
}
