// Reads the texts of a command.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { DebertaError } from '../../js/base/errors.js';
import { UsageError } from './usage.js';

/**
 * @param {string[]} given the arguments
 * @param {{file?: string[], stdin?: boolean}} values
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<string>} in the order of the arguments, the files, the lines of standard input
 */
export function textsOf(given, { file = [], stdin = false }, signal) {
  if (given.length + file.length === 0 && !stdin) {
    throw new UsageError('no text: give it as an argument, or with --file or --stdin');
  }
  return (async function* () {
    yield* given;
    for (const path of file) yield readText(path);
    if (stdin) yield* createInterface({ input: process.stdin, crlfDelay: Infinity, signal });
  })();
}

/** @param {string} path of a file; '-': standard input */
function readText(path) {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    throw new DebertaError('INPUT', `cannot read ${path} (${code})`, { cause });
  }
}
