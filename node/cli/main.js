#!/usr/bin/env node
// The command deberta-wasm.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { setHost } from '../../js/base/host.js';
import { unknown } from '../../js/base/options.js';
import { weightsFiles } from '../../js/files/manifest.js';
import { nodeHost } from '../host.js';
import { convert } from './convert.js';
import { download } from './download.js';
import { info } from './info.js';
import { run } from './run.js';
import { UsageError } from './usage.js';

/** @type {Record<string, import('./usage.js').Command>} */
const commands = { run, info, download, convert };

const help = `deberta-wasm COMMAND [arguments]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
  .join('\n')}

  --help        show this help, or that of a command
  --version     show the version`;

const common = /** @type {const} */ ({
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
});

/**
 * Options may be spelt as in Python: --top_k is --top-k.
 * @param {string[]} args
 */
function hyphened(args) {
  const end = args.indexOf('--');
  return args.map((arg, i) =>
    end >= 0 && i >= end ? arg : arg.replace(/^--[\w-]+/, (name) => name.replaceAll('_', '-')),
  );
}

/**
 * @param {string[]} args
 * @param {import('./usage.js').Options} options
 */
function parse(args, options) {
  try {
    return parseArgs({
      args: hyphened(args),
      options: { ...common, ...options },
      allowPositionals: true,
    });
  } catch (error) {
    // Node's message repeats the argument, which may be a text that begins with a hyphen.
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const [, option] = /^Unknown option '(--?[\w-]+)'/.exec(message) ?? [];
    if (option) {
      const known = Object.keys({ ...common, ...options }).map((name) => `--${name}`);
      throw new UsageError(unknown('option', option, known).message);
    }
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      throw new UsageError('unknown option (put texts that begin with - after --)');
    }
    throw new UsageError(message.split(/[.\n]/)[0]);
  }
}

/**
 * @param {string[]} args
 * @param {AbortSignal} signal
 */
async function main(args, signal) {
  const name = args[0] ?? '--help';
  if (!name.startsWith('-') && !Object.hasOwn(commands, name)) {
    throw new UsageError(`unknown command ${name}`);
  }
  const command = commands[name];
  const { values, positionals } = parse(command ? args.slice(1) : args, command?.options ?? {});
  if (values['version']) return console.log(version());
  if (values['help'] || !command) return console.log(command?.help ?? help);
  await command.run(positionals, values, signal);
}

function version() {
  const file = new URL('../package.json', import.meta.url); // from dist/
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** @param {unknown} error */
function report(error) {
  if (error instanceof UsageError) {
    console.error(`deberta-wasm: ${error.message} (see --help)`);
    return 2;
  }
  const {
    code = 'INTERNAL',
    message,
    file,
  } = /** @type {import('../../js/base/errors.js').DebertaError} */ (error);
  // Names the file where a model has several.
  const where = file && !weightsFiles.includes(file) && !message.includes(file) ? `${file}: ` : '';
  const fact = message.replace(`${code}: `, ''); // Node's own messages begin with the code
  console.error(`deberta-wasm: ${code}: ${where}${fact.replace(/\s+/g, ' ')}`);
  return code === 'ABORTED' ? 130 : 1;
}

setHost(nodeHost);
const abort = new AbortController();
// A second signal ends the process at once.
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => abort.abort());
// The reader of the output may end first: … | head
process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 1));
try {
  await main(process.argv.slice(2), abort.signal);
} catch (error) {
  process.exitCode = report(error);
}
