// npm run bench:kernels: our kernels beside XNNPACK's, on one thread, in a page of Chromium and in Node.
//
//   npm run bench:kernels                                       # builds what it needs; a few minutes
//   npm run bench:kernels -- --in node --groups linear,rows     # some of it
//   npm run bench:kernels -- --docs                             # the tables into docs/internals/kernels.md
import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { launch } from '../../tests/support/browser.mjs';
import { buildOf, buildPresets, main, root, setUp, ToolError } from '../project.mjs';
import { someOf, valuesOf } from './arguments.mjs';
import { serve } from '../serve.mjs';
import { document, tables, withTables } from './kernels/table.mjs';

const groups = ['linear', 'quantized', 'attention', 'rows', 'activations', 'transpose'];
const variants = ['simd', 'relaxed'];

const usage = `npm run bench:kernels -- [--in chromium,node] [--variants ${variants.join(',')}]
  [--groups ${groups.join(',')}] [--seconds N] [--json FILE] [--docs]`;

function readOptions() {
  const string = { type: 'string' };
  const values = valuesOf(
    {
      in: { ...string, default: Object.keys(places).join(',') },
      variants: { ...string, default: variants.join(',') },
      groups: { ...string, default: groups.join(',') },
      seconds: { ...string, default: '2' },
      json: string,
      docs: { type: 'boolean', default: false },
    },
    usage,
  );
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new ToolError(`--seconds: expected a number above 0`);
  return {
    places: someOf(values, 'in', Object.keys(places)),
    variants: someOf(values, 'variants', variants),
    groups: someOf(values, 'groups', groups),
    seconds,
    json: values.json,
    docs: values.docs,
  };
}

/** @param {string} variant */
function moduleOf(variant) {
  const { preset, kind } = buildOf(variant);
  return join(root, `build/${preset}/deberta_kernels_${kind}`);
}

/** In a process for each group; Node 20 has relaxed SIMD behind a flag. */
async function openNode() {
  const major = Number(process.versions.node.split('.')[0]);
  const execArgv = major < 22 ? ['--experimental-wasm-relaxed-simd'] : [];
  return {
    name: `Node ${process.versions.node}`,
    run: (variant, group, seconds) =>
      new Promise((resolve, reject) => {
        const script = join(root, 'tools/bench/kernels/run.mjs');
        const args = [`${moduleOf(variant)}.mjs`, group, String(seconds)];
        const child = fork(script, args, { execArgv, stdio: ['ignore', 2, 2, 'ipc'] });
        let lines;
        child.on('message', (message) => (lines = message));
        child.on('error', reject);
        child.on('exit', () =>
          lines ? resolve(lines) : reject(new ToolError(`${variant}, ${group}: failed in Node`)),
        );
      }),
    close: async () => {},
  };
}

/** @param {string[]} wanted the variants that were built */
async function openChromium(wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'deberta-kernels-'));
  for (const variant of wanted) {
    for (const extension of ['mjs', 'wasm']) {
      const file = `${moduleOf(variant)}.${extension}`;
      cpSync(file, join(folder, variant, basename(file)));
    }
  }
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><link rel="icon" href="data:," /><title>Kernels</title>',
  );
  cpSync(join(root, 'tools/bench/kernels/run.mjs'), join(folder, 'run.mjs'));
  const server = await serve(folder);
  const browser = await launch();
  return {
    name: `Chromium ${browser.version()}`,
    async run(variant, group, seconds) {
      const page = await browser.newPage();
      page.on('console', (message) => console.error(message.text()));
      await page.goto(server.url);
      try {
        return await page.evaluate(
          async ([module, ...args]) => (await import('/run.mjs')).run(module, args),
          [`/${variant}/${basename(moduleOf(variant))}.mjs`, group, String(seconds)],
        );
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const places = { chromium: openChromium, node: openNode };

await main(async () => {
  const options = readOptions();
  const env = await setUp(['wasm']);
  for (const { preset, kind } of options.variants.map(buildOf)) {
    await buildPresets([preset], env, [`deberta_kernels_${kind}`]);
  }
  const results = [];
  for (const placeName of options.places) {
    const place = await places[placeName](options.variants);
    try {
      for (const variant of options.variants) {
        const rows = [];
        for (const group of options.groups) {
          rows.push(...(await place.run(variant, group, options.seconds)).map(JSON.parse));
          console.error(`${place.name}, ${variant}: ${group}`);
        }
        results.push({ place: place.name, variant, load: loadavg()[0], rows });
      }
    } finally {
      await place.close();
    }
  }
  const machine = `${cpus()[0].model}, ${cpus().length} cores`;
  const text = tables(results, machine);
  console.log(text);
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ machine, results }, null, 1)}\n`);
  if (options.docs) {
    const path = join(root, document);
    writeFileSync(path, withTables(readFileSync(path, 'utf8'), text));
  }
});
