// The programs, which import '@huggingface/transformers', and how they run with this package.
import { transform } from 'esbuild';
import { fork } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from '../../tools/project.mjs';

export const folder = join(root, 'tests/drop-in/programs');
export const names = readdirSync(folder).sort();

/** The program as JavaScript that imports the package: nothing else is changed. */
async function translated(name) {
  const text = readFileSync(join(folder, name), 'utf8');
  const { code } = await transform(text, { loader: extname(name).slice(1), format: 'esm' });
  const own = JSON.stringify(pathToFileURL(join(root, 'dist/node.js')).href);
  const changed = code.replace(/(["'])@huggingface\/transformers\1/, own);
  if (changed === code) throw new Error(`${name} does not import @huggingface/transformers`);
  return changed;
}

/**
 * Runs a program in a folder that has its models.
 * @param {string} name
 * @param {string} home
 * @returns {Promise<{printed: unknown[][], warned: string[][]}>} what it printed: a list for each call
 */
export async function runProgram(name, home) {
  const file = join(home, name.replace(/\.ts$/, '.js').replace(/\.js$/, '.mjs'));
  writeFileSync(file, await translated(name));
  const printed = [];
  const warned = [];
  let failure = 'it ended before its last line';
  const child = fork(join(root, 'tests/drop-in/run_program.mjs'), [file], {
    cwd: home,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  child.on('message', (message) => {
    if (message.printed) printed.push(message.printed);
    if (message.warned) warned.push(message.warned);
    if (message.failed) failure = message.failed;
    if (message.ended) failure = '';
  });
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (failure) throw new Error(`${name}: ${failure}\n${stderr}`);
  return { printed, warned };
}
