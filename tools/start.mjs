// npm start: installs what is missing, builds, runs the bundled model in the terminal, then
// serves the demo.
//
//   npm start                      the sample, then the demo on 127.0.0.1
//   npm start -- --text "…"        the entities of a text as JSON
//   npm start -- --file F          … of a file
//   … | npm start -- --stdin       … of standard input (also: --file -)
//   --port N                       the demo's port (default 8080, or a free one)
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { buildForNode, buildPackage } from './build.mjs';
import { main, root, setUp, ToolError } from './project.mjs';
import { serve } from './serve.mjs';

const sample = 'Write to Ada Lovelace at ada@example.org or +44 20 7946 0958.';

/** The package's command line on the bundled model: with the terminal's own streams. */
function findEntities(args) {
  const ner = ['run', 'ner', `${root}/models/pii-tiny`, '--stride=64'];
  const { status } = spawnSync(process.execPath, [`${root}/dist/cli.js`, ...ner, ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new ToolError('the text was not read');
}

/** @returns {string[] | undefined} the arguments that give the text */
function textArguments({ text, file, stdin }) {
  if (text !== undefined) return ['--', text];
  if (stdin) return ['--file=-'];
  return file === undefined ? undefined : [`--file=${file}`];
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        text: { type: 'string' },
        file: { type: 'string' },
        stdin: { type: 'boolean' },
        port: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new ToolError(error.message);
  }
}

async function serveDemo(wanted) {
  const folder = `${root}/dist/demo`;
  if (wanted !== undefined) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new ToolError('--port: 0 to 65535');
    return serve(folder, { port });
  }
  return serve(folder, { port: 8080 }).catch(() => serve(folder)); // 8080 may be taken
}

await main(async () => {
  const options = readOptions();
  const given = textArguments(options);
  // The answer comes first: it needs one of the four modules.
  await buildForNode();
  if (given) return findEntities(['--json', ...given]);
  console.log(`\n${sample}\n`);
  findEntities(['--', sample]);
  console.log('\nfound by models/pii-tiny, in WebAssembly in Node. Building the demo …');
  await buildPackage(await setUp(['npm', 'wasm']));
  const { url } = await serveDemo(options.port);
  console.log(`The demo is at ${url} (Ctrl+C ends it).`);
});
