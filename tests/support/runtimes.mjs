// JavaScript runtimes from npm, in the cache: each is installed when a test first asks for it.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { mustRun, ToolError } from '../../tools/project.mjs';

// What npm's package `node` installs, without its install script.
const node = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Name → [package, version, program in the package's node_modules/.bin] */
const packages = {
  node20: [node, '20.20.2', 'node'],
  node22: [node, '22.23.5', 'node'],
  node24: [node, '24.22.3', 'node'],
  deno: ['deno', '2.9.6', 'deno'],
  bun: ['bun', '1.4.5', 'bun'],
};

/** @typedef {keyof typeof packages} RuntimeName */
export const runtimeNames = /** @type {RuntimeName[]} */ (Object.keys(packages));

/**
 * @param {RuntimeName} name
 * @returns {Promise<string>} the program
 */
export async function runtime(name) {
  const [package_, version, program] = packages[name];
  const cache = process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm');
  const all = join(cache, 'runtimes');
  const folder = join(all, `${package_}-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(all, { recursive: true });
    // Under another name until it is complete.
    const making = mkdtempSync(join(all, '.making-'));
    try {
      writeFileSync(join(making, 'package.json'), '{"private": true}');
      const args = ['install', `${package_}@${version}`, '--no-audit', '--no-fund', '--silent'];
      await mustRun('npm', args, { cwd: making });
      renameSync(making, folder);
    } catch (error) {
      rmSync(making, { recursive: true, force: true });
      if (!existsSync(folder)) {
        throw new ToolError(`${package_}@${version} cannot be installed: ${error.message}`);
      }
    }
  }
  return join(folder, 'node_modules/.bin', program);
}
