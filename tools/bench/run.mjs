// npm run bench: this package compared with onnxruntime-web, in turns, in one browser or in Node. See README.md.
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { main, ToolError } from '../project.mjs';
import { startChromium } from './chromium.mjs';
import { writeDocuments } from './documents.mjs';
import { cache, makeModel, makeQuantizedOurs, makeQuantizedPeer } from './models.mjs';
import { startNode } from './node.mjs';
import { readOptions, usage } from './options.mjs';
import { table } from './report.mjs';
import { isByName } from './rows.mjs';
import { peerVersion } from './site.mjs';
import { summarize } from './summary.mjs';

const starts = { chromium: startChromium, node: startNode };

/** Measures both sides with a number of threads. */
async function measureWith(call, engine, vocabulary, options) {
  const { folder, threads } = engine;
  const loads = { ours: [], peer: [] };
  const first = engine.byName ? { words: 16, labels: 5 } : { lengths: [16] };
  const firstRow = { ...first, folder, vocabulary };
  for (let i = 0; i < options.loads; i++) {
    for (const name of Object.keys(loads)) {
      loads[name].push(await call('timeLoad', name, engine, firstRow));
    }
  }
  console.error(`${threads} thread(s): loaded`);

  const opened = await call('open', engine);
  const measured = [];
  let memory;
  for (const row of options.rows) {
    // A row of texts loads our model again, so the memory is read after the rows before it.
    if (row.texts && memory === undefined) memory = await call('memory');
    const result = await call('measure', { ...row, folder, vocabulary }, options);
    if (!result.samples) {
      throw new ToolError(`${row.name}: the answers differ by ${result.difference}; not timed`);
    }
    const { name, words, labels } = row;
    measured.push({ name, words, labels, ...result });
    console.error(`${threads} thread(s): ${row.name}`);
  }
  memory ??= await call('memory');
  await call('close');
  return { threads, ...opened, loads, memory, rows: measured };
}

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const { dtype } = options;
  const folder = await makeModel(options.model);
  const peerModel = dtype === 'q8' ? await makeQuantizedPeer(folder) : 'model.onnx';
  const ourFolder = options.from === 'bytes' ? await makeQuantizedOurs(folder) : folder;
  const byName = isByName(options.model);
  const configFile = byName ? 'gliner_config.json' : 'config.json';
  const config = JSON.parse(await readFile(join(cache, folder, configFile), 'utf8'));
  // v3's models have no tokenizer here, because this repository does not contain one.
  if (config.model_type !== 'deberta') options.rows = options.rows.filter((row) => !row.texts);
  const environment = await starts[options.in](options.peer);
  try {
    const measured = [];
    for (const threads of options.threads) {
      // A new page or process, so that compiled code is not reused.
      const opened = await environment.open();
      const address = environment.addressOf(folder);
      const ours = environment.addressOf(ourFolder);
      const facts = { folder: address, ours, threads, dtype, peerModel, byName };
      const engine = { ...environment.engine, ...facts };
      try {
        measured.push(await measureWith(opened.call, engine, config.vocab_size, options));
      } finally {
        await opened.close();
      }
    }
    const result = summarize(measured, config, {
      model: options.model,
      dtype,
      from: options.from,
      command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
      runs: options.runs,
      in: options.in,
      environment: environment.name,
      processor: `${cpus()[0].model}, ${cpus().length} cores`,
      peer: `onnxruntime-web ${peerVersion()} (build: ${options.peer})`,
    });
    console.log(table(result));
    if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.docs) await writeDocuments(result);
  } finally {
    await environment.close();
  }
});
