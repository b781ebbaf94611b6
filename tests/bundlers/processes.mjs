// Commands of fixtures: each in a process group of its own, which ends with it.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { connect, createServer } from 'node:net';
import { stripVTControlCharacters } from 'node:util';

const quiet = {
  CI: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  BROWSER: 'none',
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
  NUXT_TELEMETRY_DISABLED: '1',
};

/** The environment of a script of `folder`: what it installed comes first, a newer Node, too. */
function environment(folder, extra) {
  const path = [join(folder, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const inherited = { ...process.env };
  // A test runner's own settings are not the fixture's.
  for (const name of ['NODE_ENV', 'NODE_OPTIONS', 'JEST_WORKER_ID']) delete inherited[name];
  return { ...inherited, ...quiet, ...extra, PATH: path };
}

/** Groups that run now: a runner that is interrupted ends them. */
const groups = new Set();

function endGroup(id, signal) {
  try {
    process.kill(-id, signal);
  } catch {
    // it has ended
  }
}

process.on('exit', () => groups.forEach((id) => endGroup(id, 'SIGKILL')));

function start(folder, command, env) {
  const child = spawn('sh', ['-c', command], {
    cwd: folder,
    env: environment(folder, env),
    stdio: 'pipe', // an open input, too: some servers end with it
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? code));
  });
  groups.add(child.pid);
  return {
    ended,
    output: () => stripVTControlCharacters(output),
    async stop() {
      endGroup(child.pid, 'SIGTERM');
      const timer = setTimeout(() => endGroup(child.pid, 'SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
      endGroup(child.pid, 'SIGKILL'); // what it left behind
      groups.delete(child.pid);
    },
  };
}

/**
 * Runs a command to its end.
 * @param {string} folder
 * @param {string} command
 * @param {{env?: Record<string, string>, seconds: number}} options seconds: the most it may take
 * @returns {Promise<{ok: boolean, output: string, seconds: number}>}
 */
export async function runCommand(folder, command, { env = {}, seconds }) {
  const began = Date.now();
  const child = start(folder, command, env);
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve('timeout'), seconds * 1000);
  });
  const end = await Promise.race([child.ended, timeout]);
  clearTimeout(timer);
  await child.stop();
  const note = end === 'timeout' ? `\n'${command}' did not end within ${seconds} s` : '';
  return {
    ok: end === 0,
    output: child.output() + note,
    seconds: (Date.now() - began) / 1000,
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.on('connect', () => answer(true)).on('error', () => answer(false));
  });
}

/**
 * Starts a server that listens on $PORT, and waits until it does.
 * @param {string} folder
 * @param {string} command
 * @param {{env?: Record<string, string>, seconds: number}} options seconds: the most it may take to listen
 */
export async function startServer(folder, command, { env = {}, seconds }) {
  const port = await freePort();
  const child = start(folder, command, { ...env, PORT: String(port) });
  let end = null;
  child.ended.then((how) => (end = how));
  const deadline = Date.now() + seconds * 1000;
  while (!(await accepts(port))) {
    if (end !== null || Date.now() > deadline) {
      await child.stop();
      const how = end === null ? `was not there within ${seconds} s` : `ended (${end})`;
      throw new Error(`the server '${command}' ${how}\n${child.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { port, output: child.output, stop: child.stop };
}
