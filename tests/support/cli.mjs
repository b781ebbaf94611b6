// The command line, as a user runs it: dist/cli.js in a process of its own.
import { expect } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

/**
 * @param {string[]} args
 * @param {{input?: string | null, env?: object, onStart?: (child: any) => void,
 *   onOutput?: (child: any, text: string) => void}} [options] input: null leaves the input open
 * @returns {Promise<{status: number | null, stdout: string, stderr: string}>}
 */
export function cli(args, { input = '', env = {}, onStart, onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
      env: { ...process.env, HF_ENDPOINT: '', HF_TOKEN: '', ...env },
    });
    onStart?.(child);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        output[name] += text;
        onOutput?.(child, output[name]);
      });
    }
    child.on('close', (status) => resolve({ status, ...output }));
    child.stdin.on('error', () => {}); // it may end before it reads
    if (input !== null) child.stdin.end(input);
  });
}

/** What a command that succeeds, and complains of nothing, prints. */
export async function answer(args, options) {
  const { status, stdout, stderr } = await cli(args, options);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}
