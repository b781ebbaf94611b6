// Many calls of all tasks, and many loads: memory, workers and handles stay as they are.
//
//   npm run soak                                        10,000 calls and 200 loads, in Node and in Chromium
//   npm run soak -- --inferences 100000 --loads 1000 --in page
//
// The first quarter warms up. What grows between the second and the last one by more than is allowed fails the run.
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { main, ToolError } from '../../tools/project.mjs';
import { flatness } from './flat.mjs';

const { values } = parseArgs({
  options: {
    inferences: { type: 'string', default: '10000' },
    loads: { type: 'string', default: '200' },
    in: { type: 'string', default: 'node,page' },
    json: { type: 'boolean', default: false },
  },
});

/** Growth that is allowed: memory of a module grows in steps of 64 kB, the heap has caches of its own. */
const allowed = { wasm: 0, heap: 512 * 1024, workers: 0, handles: 2 };
/**
 * Bytes a load with two threads: Node keeps a port in the main thread for each worker of a worker that ended together with
 * it (`threadsPorts`; a program of a dozen lines shows it, without this package).
 */
const keptByNode = 2048;
const steps = 16;

/**
 * Does the work in steps, and measures after each.
 * @param {string} name
 * @param {(count: number) => Promise<void>} work
 * @param {number} count
 * @param {() => Promise<Record<string, number>>} measure
 * @param {number} [kept] bytes of the heap for each
 */
async function soakOf(name, work, count, measure, kept = 0) {
  const rows = [];
  const start = Date.now();
  for (let step = 1; step <= steps; ++step) {
    await work(Math.round((count * step) / steps) - Math.round((count * (step - 1)) / steps));
    rows.push(await measure());
    const seconds = Math.round((Date.now() - start) / 1000);
    console.error(
      `${name} ${Math.round((count * step) / steps)}: ${JSON.stringify(rows.at(-1))} ${seconds} s`,
    );
  }
  return Object.entries(allowed).map(([what, growth]) => {
    const of = rows.map((row) => row[what]);
    const more = what === 'heap' ? (kept * count) / 2 : 0; // from the second quarter to the last one
    return { name, count, what, ...flatness(of, growth + more) };
  });
}

const places = {
  async node() {
    // Without optimised code: V8 makes it for ever more functions, a kilobyte a load or so, which hides what leaks.
    for (const flag of ['--expose-gc', '--no-opt', '--no-sparkplug']) setFlagsFromString(flag);
    globalThis.gc = runInNewContext('gc');
    return (await import('./in_node.mjs')).openNode();
  },
  page: async () => (await import('./in_page.mjs')).openPage(),
};

await main(async () => {
  const found = [];
  for (const place of values.in.split(',')) {
    const { work, measure, close } = await places[place]();
    await work.open();
    const [calls, loads] = [Number(values.inferences), Number(values.loads)];
    const kept = place === 'node' ? keptByNode : 0;
    if (calls) found.push(...(await soakOf(`${place}: calls`, work.infer, calls, measure)));
    if (loads) found.push(...(await soakOf(`${place}: loads`, work.load, loads, measure, kept)));
    await close();
  }
  if (values.json) console.log(JSON.stringify(found));
  else {
    console.log(
      '| work | count | what | second quarter | last quarter |\n| --- | --- | --- | --- | --- |',
    );
    for (const { name, count, what, early, late } of found) {
      console.log(`| ${name} | ${count} | ${what} | ${early} | ${late} |`);
    }
  }
  const grown = found.filter(({ isFlat }) => !isFlat);
  if (grown.length) {
    throw new ToolError(grown.map(({ name, what }) => `${name}: ${what} grows`).join('; '));
  }
});
