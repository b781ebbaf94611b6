// The commands of faults and soaks, in their short form.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { root } from '../../tools/project.mjs';

/**
 * Runs a command of tests/ and gives what it prints as JSON; fails with what it says.
 * @param {string} script
 * @param {Record<string, string | number>} options
 * @returns {Promise<any[]>}
 */
export async function measured(script, options) {
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const args = [join(root, 'tests', script), '--json', ...given];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(error.stderr?.slice(-2000) || error.message, { cause: error });
  }
}
