// npm run bench:threads: the gain or loss from more threads in each engine, on a quiet and on a busy machine.
//
//   npm run bench:threads                            # in Node
//   npm run bench:threads -- --in webkit             # chromium, firefox, webkit
//   npm run bench:threads -- --in node,chromium --docs
//
// --docs updates docs/benchmarks/threads.md: the rows of the measured engines are replaced, those
// of other engines stay.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { main, root, ToolError } from '../project.mjs';
import { someOf, valuesOf } from './arguments.mjs';
import { median } from './measure/statistics.js';
import { keepBusy } from './threads/busy.mjs';
import { models } from './threads/models.mjs';
import { openPlace, placeNames } from './threads/places.mjs';
import { page, rowOf, table, worstRatio } from './threads/table.mjs';

const document = join(root, 'docs/benchmarks/threads.md');
/** The data of the page, for the rows that are not measured again. */
const data = join(root, 'docs/benchmarks/threads.json');

/** Number of spinning programs for the busy machine. */
const spinning = 2;

const usage = `npm run bench:threads -- [--in ${placeNames.join(',')}] [--models NAMES] [--tokens 24,128,512]
  [--threads 1,2,4,8] [--rounds N] [--seconds N] [--states quiet,busy] [--json FILE] [--docs]`;

function readOptions() {
  const string = { type: 'string' };
  const values = valuesOf(
    {
      in: { ...string, default: 'node' },
      models: { ...string, default: Object.keys(models).join(',') },
      tokens: { ...string, default: '24,128,512' },
      threads: { ...string, default: '1,2,4,8' },
      states: { ...string, default: 'quiet,busy' },
      rounds: { ...string, default: '6' },
      seconds: { ...string, default: '0.5' },
      json: string,
      docs: { type: 'boolean', default: false },
    },
    usage,
  );
  const numbers = (name, most) => {
    const list = values[name].split(',').map(Number);
    if (!list.every((each) => each > 0 && each <= most)) {
      throw new ToolError(`--${name}: expected numbers up to ${most}, got '${values[name]}'`);
    }
    return list;
  };
  const threads = numbers('threads', 32);
  if (threads[0] !== 1)
    throw new ToolError('--threads: begins with 1, which others are compared with');
  return {
    places: someOf(values, 'in', placeNames),
    models: someOf(values, 'models', Object.keys(models)),
    tokens: numbers('tokens', 512),
    threads,
    states: someOf(values, 'states', ['quiet', 'busy']),
    rounds: numbers('rounds', 1000)[0],
    seconds: numbers('seconds', 60)[0],
    json: values.json,
    docs: values.docs,
  };
}

/**
 * Measures all numbers of threads in turns, a few calls of each, so that other programs affect them all.
 * @returns {Promise<import('./threads/table.mjs').Row['times']>}
 */
async function timesOf(place, tokens, { threads: counts, rounds, seconds }) {
  const times = counts.map((threads) => ({ threads, milliseconds: [], used: [] }));
  let expected;
  // The first round warms up.
  for (let round = -1; round < rounds; ++round) {
    for (const { threads, milliseconds, used } of times) {
      const result = await place.call('time', threads, tokens, seconds);
      expected ??= result.sum;
      if (result.sum !== expected) {
        throw new ToolError(
          `${place.name}: ${threads} threads give other logits than ${counts[0]}`,
        );
      }
      if (round < 0) continue;
      milliseconds.push(...result.milliseconds);
      used.push((await place.call('diagnostics', threads)).threads);
    }
  }
  return times.map(({ threads, milliseconds, used }) => ({
    threads,
    median: median(milliseconds),
    best: Math.min(...milliseconds),
    used: median(used),
  }));
}

async function measurePlace(placeName, options) {
  const rows = [];
  for (const model of options.models) {
    const place = await openPlace(placeName);
    try {
      await place.call('load', models[model], options.threads);
      const most = options.threads.at(-1);
      const { variant, why } = await place.call('diagnostics', most);
      console.log(`${place.name}, ${variant}: ${why}`);
      for (const state of options.states) {
        for (const tokens of options.tokens) {
          const [load] = loadavg();
          const stop = state === 'busy' ? keepBusy(spinning, 600) : async () => {};
          try {
            const times = await timesOf(place, tokens, options);
            rows.push({ place: place.name, variant, model, state, tokens, load, times });
          } finally {
            await stop();
          }
          console.log(rowOf(rows.at(-1)));
        }
      }
      await place.call('unload');
    } finally {
      await place.close();
    }
  }
  return rows;
}

/** The new rows in place of the old ones of the same engine. */
function merged(old, rows) {
  const engine = ({ place }) => place.split(' ')[0];
  const measured = new Set(rows.map(engine));
  return [...old.filter((row) => !measured.has(engine(row))), ...rows];
}

await main(async () => {
  const options = readOptions();
  if (!existsSync(join(root, 'dist/node.js'))) {
    throw new ToolError("no dist/: 'npm run build' makes it");
  }
  const rows = [];
  for (const place of options.places) rows.push(...(await measurePlace(place, options)));
  console.log(`\n${table(rows)}\n`);
  const worst = worstRatio(rows);
  console.log(
    `the worst: ${worst.ratio.toFixed(2)} times as long as with one thread (${worst.name})`,
  );
  if (options.json) writeFileSync(options.json, JSON.stringify(rows, null, 1));
  if (options.docs) {
    const old = existsSync(data) ? JSON.parse(readFileSync(data, 'utf8')).rows : [];
    const machine = `${cpus()[0].model}, ${availableParallelism()} cores`;
    const all = merged(old, rows);
    writeFileSync(data, `${JSON.stringify({ machine, rows: all }, null, 1)}\n`);
    writeFileSync(document, page(all, machine));
  }
});
