// Programs that a test starts: bounded waits for what they say, and an end with all that they started.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A program in a process group of its own.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>}} [options]
 */
export function start(command, args, { env = {} } = {}) {
  const child = spawn(command, args, {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  /** @type {Error | null} */
  let failure = null;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4000)));
  }
  child.on('error', (error) => (failure = error));
  const ended = new Promise((resolve) => {
    child.on('exit', resolve);
    child.on('error', resolve);
  });

  /** Throws if the program has ended. */
  function mustRun() {
    if (failure === null && child.exitCode === null && child.signalCode === null) return;
    const how = failure?.message ?? `ended with ${child.exitCode ?? child.signalCode}`;
    throw new Error(`${command} ${how}\n${output}`);
  }

  /** Ends the program and what it started. */
  async function stop() {
    const signal = (/** @type {NodeJS.Signals} */ name) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // The whole group has ended.
      }
    };
    signal('SIGTERM');
    await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
    signal('SIGKILL');
    await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
    child.stdout.destroy();
    child.stderr.destroy();
  }

  return {
    /** What the program has written lately. */
    output: () => output,
    mustRun,
    /**
     * The first value that is neither null nor undefined, while the program runs.
     * @template T
     * @param {string} what for the message if it takes longer than 30 seconds
     * @param {() => T | Promise<T>} read may throw until the value is there
     */
    async until(what, read) {
      const end = Date.now() + 30_000;
      /** @type {unknown} */
      let last = 'nothing';
      for (;;) {
        mustRun();
        try {
          const value = await read();
          if (value !== null && value !== undefined) return value;
        } catch (error) {
          last = error;
        }
        if (Date.now() > end) {
          throw new Error(`${command}: no ${what} within 30 s (${last})\n${output}`);
        }
        await sleep(50);
      }
    },
    /** As stop(), after time to end by itself. @param {number} milliseconds */
    async endWithin(milliseconds) {
      await Promise.race([ended, sleep(milliseconds, undefined, { ref: false })]);
      await stop();
    },
    stop,
  };
}

/** @typedef {ReturnType<typeof start>} Program */

/** A port on 127.0.0.1 that nothing listens on. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** Removes a folder that a program may still be leaving. @param {string} folder */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/**
 * A promise, or an error after a time.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {string} message
 * @returns {Promise<T>}
 */
export function within(promise, milliseconds, message) {
  /** @type {NodeJS.Timeout} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  return /** @type {Promise<T>} */ (Promise.race([promise, late])).finally(() =>
    clearTimeout(timer),
  );
}
