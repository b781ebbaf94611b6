// Programs that tests run: to their end, or until they are stopped.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Program
 * @property {() => string} stdout so far
 * @property {() => string} stderr so far
 * @property {Promise<number | NodeJS.Signals | null>} ended its status
 * @property {(text: RegExp) => Promise<RegExpExecArray>} printed once standard output matches; an error,
 *   where the program ends before
 * @property {(signal?: NodeJS.Signals) => Promise<number | NodeJS.Signals | null>} stop
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env?: Record<string, string>, input?: string, seconds?: number}} options seconds:
 *   the most that it may run
 * @returns {Program}
 */
export function start(command, args, { cwd, env = {}, input = '', seconds = 120 }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  /** @type {Set<() => void>} */
  const listeners = new Set();
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    child[name].setEncoding('utf8').on('data', (text) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  child.stdin.on('error', () => {}); // it ended without reading
  child.stdin.end(input);
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  }).finally(() => clearTimeout(timer));
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = text.exec(output.stdout);
          if (found) resolve(found);
        };
        listeners.add(look);
        look();
        ended.then((status) => {
          reject(new Error(`expected ${text}, ended with ${status}: ${JSON.stringify(output)}`));
        }, reject);
      }),
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a program to its end. @param {Parameters<typeof start>} args */
export async function run(...args) {
  const program = start(...args);
  const status = await program.ended;
  return { status, stdout: program.stdout(), stderr: program.stderr() };
}
