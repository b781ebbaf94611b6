// npm start: sets up what is missing, builds, shows the bundled model at work in the terminal, then
// serves the demo.
//
//   npm start                      the sample, then the demo on 127.0.0.1
//   npm start -- --text "…"        the entities of a text as JSON
//   npm start -- --file F          … of a file
//   … | npm start -- --stdin       … of standard input (also: --file -)
//   --port N                       the demo's port (default 8080, or a free one)
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { buildPackage } from './build.mjs';
import { main, root, setUp, ToolError } from './project.mjs';
import { serve } from './serve.mjs';

const sample = 'Write to Ada Lovelace at ada@example.org or +44 20 7946 0958.';

/** @returns {string | undefined} the text that the caller gives */
function textOf({ text, file, stdin }) {
  if (text !== undefined) return text;
  try {
    if (stdin || file === '-') return readFileSync(0, 'utf8');
    if (file !== undefined) return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ToolError(`cannot read the text: ${error.message}`);
  }
  return undefined;
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
  const text = textOf(options);
  await buildPackage(await setUp(['npm', 'wasm']));
  const { pipeline } = await import(`${root}/dist/node.js`);
  const ner = await pipeline('token-classification', `${root}/models/pii-tiny`);
  const entities = await ner(text ?? sample, { aggregation_strategy: 'simple', stride: 64 });
  if (text !== undefined) {
    console.log(JSON.stringify(entities, null, 2));
    return ner.dispose();
  }
  console.log(`\n  ${sample}\n`);
  for (const { entity_group, score, word } of entities) {
    console.log(`  ${entity_group.padEnd(14)}${word.padEnd(24)}${score.toFixed(3)}`);
  }
  const { variant, threads } = await ner.diagnostics();
  await ner.dispose();
  const { url } = await serveDemo(options.port);
  console.log(
    `\nfound by models/pii-tiny (${variant}, ${threads} threads), in WebAssembly in Node.`,
  );
  console.log(`The demo is at ${url} (Ctrl+C ends it).`);
});
