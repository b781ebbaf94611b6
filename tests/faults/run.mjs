// Faults of the system, one after the other, and what becomes of loads and calls: the right answer or a typed error,
// and after the fault the right answer. A table tells the outcomes; the first wrong one ends the run with its seed.
//
//   npm run faults                            all of it, with --times 400 for the killed workers
//   npm run faults -- --times 5 --in node     fewer of each, in Node only
//   npm run faults -- --only frozen           the kinds whose names contain a word
import { parseArgs } from 'node:util';

import { main, ToolError } from '../../tools/project.mjs';
import { cacheFaults } from './cache_faults.mjs';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    in: { type: 'string', default: 'node,page' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

/**
 * The kinds of faults in Node: functions of the number of trials and a seed.
 * @returns {Promise<Record<string, (times: number, seed: number) => Promise<import('./trial.mjs').Tally>>>}
 */
async function kindsInNode() {
  const node = await import('./in_node.mjs');
  const ofCache = Object.keys(cacheFaults).map((fault) => [
    `the cache: ${fault}`,
    (times) => node.cacheGoesWrong(fault, times),
  ]);
  return {
    ...Object.fromEntries(ofCache),
    'workers killed in a load': (times, seed) => node.killedInLoad(times, seed),
    'workers killed in a call': (times, seed) => node.killedInCall(times, seed),
    'weights replaced between two ranges': (times, seed) =>
      node.replacedInLoad(few(times), seed, true),
    'the same, on a server without a list': (times, seed) =>
      node.replacedInLoad(few(times), seed, false),
    'the clock jumps': (times, seed) => node.clockJumps(few(times), seed),
  };
}

/** What takes long, or has few different moments, is tried less often. @param {number} times */
const few = (times) => Math.ceil(times / 8);

async function kindsInPage() {
  const page = await import('./in_page.mjs');
  const site = await page.openSite();
  const kinds = {
    'workers fail in a load': page.killedInLoad,
    'workers fail in a call': page.killedInCall,
    'the page crashes in a load': page.crashedInLoad,
    'the page is frozen and thawed': page.frozenInLoad,
    'the quota shrinks': page.quotaShrinks,
    'another tab clears the cache': page.clearedInLoad,
    'the clock jumps': page.clockJumps,
  };
  const bound = Object.entries(kinds).map(([name, run]) => [
    name,
    (times, seed) => run(site, few(times), seed),
  ]);
  return { kinds: Object.fromEntries(bound), close: site.close };
}

/** @param {string} place @param {Record<string, Function>} kinds */
async function runAll(place, kinds, rows) {
  for (const [name, run] of Object.entries(kinds)) {
    if (!name.includes(values.only)) continue;
    const start = Date.now();
    let found;
    try {
      found = await run(Number(values.times), Number(values.seed));
    } catch (error) {
      throw new ToolError(`${place}, ${name}, seed ${values.seed}: ${error.message}`);
    }
    const seconds = Math.round((Date.now() - start) / 1000);
    rows.push({ place, name, ...found, seconds });
    console.error(`${place}: ${name}: ${outcomesOf(found)} (${seconds} s)`);
  }
}

/** @param {{outcomes: Record<string, number>}} found */
const outcomesOf = ({ outcomes }) =>
  Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');

await main(async () => {
  const rows = [];
  const places = values.in.split(',');
  if (places.includes('node')) await runAll('Node', await kindsInNode(), rows);
  if (places.includes('page')) {
    const { kinds, close } = await kindsInPage();
    await runAll('Chromium', kinds, rows).finally(close);
  }
  if (rows.length === 0) throw new ToolError('no kind of fault has this name');
  if (values.json) return console.log(JSON.stringify(rows));
  console.log('| place | fault | trials | outcomes |\n| --- | --- | --- | --- |');
  for (const row of rows) {
    console.log(`| ${row.place} | ${row.name} | ${row.trials} | ${outcomesOf(row)} |`);
  }
});
