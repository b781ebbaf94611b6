// npm run bench: this package beside onnxruntime-web, in one browser, taking turns. See README.md.
import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { launch } from '../../tests/support/browser.mjs';
import { main, root, ToolError } from '../project.mjs';
import { serve } from '../serve.mjs';
import { cache, makeModel, makeQuantizedPeer } from './models.mjs';
import { writeDocuments } from './documents.mjs';
import { table } from './report.mjs';
import { rows as allRows } from './rows.mjs';
import { makeSite, peerBuilds } from './site.mjs';
import { summarize } from './summary.mjs';

const usage = `usage: npm run bench -- [options]
  --model NAME     of tools/bench/make_models.py: deberta-base (default), small, small-v3,
                   deberta-v3-xsmall, deberta-v3-small, deberta-v3-base, mdeberta-v3-base
  --dtype NAME     fp32 (default), q8
  --rows 1×16,…    only these (x is taken for ×)
  --threads 1,2    default 1,2
  --runs N         at least so many of each row and side, default 7
  --loads N        of each side, default 3
  --peer BUILD     of onnxruntime-web: transformers (default), wasm (smaller, loads faster)
  --json FILE      all figures
  --docs           table and plot into docs/benchmarks/
  --smoke          the small model, two rows, two runs, 2 threads: does it work?`;

/**
 * Between the answers of both sides, as a fraction of the largest value: beyond it somebody does not do the
 * same work. In 8 bits each side is off by what its rounding costs.
 */
const mostDifferences = { fp32: 1e-3, q8: 0.5 };

function readOptions() {
  const string = { type: 'string' };
  const boolean = { type: 'boolean', default: false };
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        ...{ model: string, rows: string, threads: string, runs: string, loads: string },
        ...{
          dtype: string,
          peer: string,
          json: string,
          docs: boolean,
          smoke: boolean,
          help: boolean,
        },
      },
    }));
  } catch (error) {
    throw new ToolError(`${error.message}\n${usage}`);
  }
  if (values.help) return null;
  const { smoke } = values;
  const count = (name, fallback) => {
    const number = Number(values[name] ?? fallback);
    if (!Number.isInteger(number) || number < 1) throw new ToolError(`--${name}: 1 or more`);
    return number;
  };
  const wanted = values.rows ?? (smoke ? `1×16,${allRows.at(-1).name}` : undefined);
  const names = wanted?.replaceAll('x', '×').split(',');
  const unknown = names?.find((name) => !allRows.some((row) => row.name === name));
  if (unknown) {
    throw new ToolError(`no row '${unknown}' (${allRows.map(({ name }) => name).join(', ')})`);
  }
  const threads = (values.threads ?? (smoke ? '2' : '1,2')).split(',').map(Number);
  if (!threads.every((each) => Number.isInteger(each) && each >= 1)) {
    throw new ToolError('--threads: numbers from 1 on, as in 1,2');
  }
  const { dtype = 'fp32' } = values;
  if (!Object.hasOwn(mostDifferences, dtype)) {
    throw new ToolError(`--dtype: one of ${Object.keys(mostDifferences).join(', ')}`);
  }
  const { peer = smoke ? 'wasm' : 'transformers' } = values;
  if (!Object.hasOwn(peerBuilds, peer)) throw new ToolError(`no build '${peer}' of the peer`);
  return {
    peer,
    dtype,
    mostDifference: mostDifferences[dtype],
    model: values.model ?? (smoke ? 'small' : 'deberta-base'),
    rows: allRows.filter(({ name }) => !names || names.includes(name)),
    threads,
    runs: count('runs', smoke ? 2 : 7),
    loads: count('loads', smoke ? 1 : 3),
    seconds: smoke ? 0 : 2,
    json: values.json,
    docs: values.docs,
  };
}

/** Both sides with so many threads. */
async function measureWith(page, threads, folder, config, options) {
  const call = (method, ...args) =>
    page.evaluate(([name, list]) => globalThis.bench[name](...list), [method, args]);
  const { dtype, peerModel } = options;
  const engine = { folder, threads, dtype, peerModel, peerFiles: peerBuilds[options.peer] };
  const vocabulary = config.vocab_size;

  const loads = { ours: [], peer: [] };
  const firstRow = { lengths: [16], vocabulary };
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
    // A row of texts makes ours load again: the memory is that of the rows before it.
    if (row.texts && memory === undefined) memory = await call('memory');
    const input = { lengths: row.lengths, texts: row.texts, folder, vocabulary };
    const result = await call('measure', input, options);
    if (!result.samples) {
      throw new ToolError(`${row.name}: the answers differ by ${result.difference}; not timed`);
    }
    measured.push({ name: row.name, ...result });
    console.error(`${threads} thread(s): ${row.name}`);
  }
  memory ??= await call('memory');
  await call('close');
  return { threads, ...opened, loads, memory, rows: measured };
}

await main(async () => {
  const options = readOptions();
  if (!options) return console.log(usage);
  const folder = await makeModel(options.model);
  options.peerModel = options.dtype === 'q8' ? await makeQuantizedPeer(folder) : 'model.onnx';
  const config = JSON.parse(await readFile(join(cache, folder, 'config.json'), 'utf8'));
  // v3's models have no tokenizer here: theirs is not ours to keep.
  if (config.model_type !== 'deberta') options.rows = options.rows.filter((row) => !row.texts);
  const peerPackage = join(root, 'node_modules/onnxruntime-web/package.json');
  const peer = JSON.parse(await readFile(peerPackage, 'utf8'));
  const site = await makeSite(peerBuilds[options.peer]);
  const server = await serve(cache);
  const browser = await launch();
  try {
    const measured = [];
    for (const threads of options.threads) {
      // A page of its own: what the compiler knows is not carried over.
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`page: ${error.message}`));
      await page.goto(`${server.url}${basename(site)}/`);
      await page.waitForFunction(() => 'bench' in globalThis);
      const address = `${server.url}${folder}`;
      measured.push(await measureWith(page, threads, address, config, options));
      await page.close();
    }
    const result = summarize(measured, config, {
      model: options.model,
      dtype: options.dtype,
      runs: options.runs,
      browser: `Chromium ${browser.version()}`,
      processor: `${cpus()[0].model}, ${cpus().length} cores`,
      peer: `onnxruntime-web ${peer.version} (build: ${options.peer})`,
    });
    console.log(table(result));
    if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.docs) await writeDocuments(result);
  } finally {
    await browser.close();
    await server.close();
    await rm(site, { recursive: true, force: true });
  }
});
