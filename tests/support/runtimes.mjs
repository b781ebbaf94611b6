// Deno and Bun, from npm, in the cache: a runtime is installed when a test first asks for it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { mustRun } from '../../tools/project.mjs';

const versions = { deno: '2.9.6', bun: '1.4.5' };

/**
 * @param {keyof typeof versions} name
 * @returns {Promise<string>} the program
 */
export async function runtime(name) {
  const base = process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm');
  const folder = join(base, 'examples', `${name}-${versions[name]}`);
  const complete = join(folder, '.installed');
  if (!existsSync(complete)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const args = ['install', `${name}@${versions[name]}`, '--no-audit', '--no-fund', '--silent'];
    await mustRun('npm', args, { cwd: folder });
    writeFileSync(complete, '');
  }
  return join(folder, 'node_modules/.bin', name);
}
