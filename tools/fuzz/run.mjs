// npm run fuzz: searches for inputs that break the readers of files, the tokenizers, models and tasks.
//
//   npm run fuzz -- [--minutes N] [--target NAME]… [--wasm] [--jobs N]     default: 10 minutes, all targets
//   npm run fuzz -- --seeds        writes the first inputs into the state
//   npm run fuzz -- --minimise     chooses the smallest inputs of the state that reach the same code, and
//                                  replaces tests/fuzz/corpora
//   npm run fuzz -- --table        prints what the runs so far have done
//
// The state is outside the tree, in the cache of the set-up (fuzz/<target>/), so runs add up. --wasm runs
// the C++ targets in WebAssembly, where sizes have 32 bits. docs/internals/fuzzing.md
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { buildPresets, main, mustRun, root, setUp, ToolError } from '../project.mjs';
import { writeSeeds } from './seeds.mjs';
import {
  coreTargets,
  execute,
  faultOf,
  inputFolders,
  nativeCommand,
  scriptCommand,
  scriptTargets,
  wasmCommand,
} from './targets.mjs';

const native = 'build/native-fuzz/deberta_fuzz';

/** Files of one target in the state. */
class State {
  /** @param {string} folder @param {string} target */
  constructor(folder, target) {
    this.target = target;
    this.corpus = join(folder, target, 'corpus');
    this.findings = join(folder, target, 'findings');
    this.totals = join(folder, target, 'totals.json');
    for (const each of [this.corpus, this.findings]) mkdirSync(each, { recursive: true });
  }

  read() {
    const none = { executions: 0, wasm_executions: 0, seconds: 0, edges: 0 };
    return existsSync(this.totals) ? JSON.parse(readFileSync(this.totals, 'utf8')) : none;
  }

  /** @param {{executions: number, edges: number}} result @param {number} seconds @param {boolean} wasm */
  add({ executions, edges }, seconds, wasm) {
    const totals = this.read();
    totals[wasm ? 'wasm_executions' : 'executions'] += executions;
    totals.seconds += seconds;
    totals.edges = Math.max(totals.edges, edges);
    writeFileSync(`${this.totals}.new`, JSON.stringify(totals));
    renameSync(`${this.totals}.new`, this.totals);
  }

  get findingCount() {
    return readdirSync(this.findings).filter((name) => name !== 'current').length;
  }
}

/** @param {string} target @param {boolean} wasm */
const commandFor = (target, wasm) =>
  scriptTargets.includes(target) ? scriptCommand : wasm ? wasmCommand : nativeCommand;

/** A target that ends so often has a fault that hides others. */
const maxFaults = 5;

/** Searches until the time is over; a fault ends the program, which then starts again. */
async function search(state, seconds, wasm) {
  const end = Date.now() + 1000 * seconds;
  const hasCurrent = wasm || scriptTargets.includes(state.target);
  for (let faults = 0; faults < maxFaults && end - Date.now() > 1000;) {
    const left = (end - Date.now()) / 1000;
    const start = Date.now();
    const result = await execute(
      commandFor(
        state.target,
        wasm,
      )({
        target: state.target,
        folders: [state.corpus, ...inputFolders(state.target)],
        findings: state.findings,
        seconds: left,
        seed: start % 2 ** 31,
      }),
      left + 300,
    );
    state.add(result, (Date.now() - start) / 1000, wasm);
    if (result.passed) continue;
    ++faults;
    if (hasCurrent) keepCurrent(state, start);
    console.error(`# ${state.target}: a fault; its input is in ${state.findings}`);
    console.error(faultOf(result.output));
  }
}

/** The input that ended a program, which wrote it before it ran. */
function keepCurrent({ findings }, time) {
  const current = join(findings, 'current');
  if (existsSync(current)) renameSync(current, join(findings, `crash-${time}`));
}

async function searchAll(states, minutes, wasm, jobs) {
  const waiting = [...states];
  const seconds = (60 * minutes * jobs) / states.length;
  const work = async () => {
    for (let state = waiting.shift(); state; state = waiting.shift()) {
      await search(state, seconds, wasm);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}

/** @param {State[]} states */
function printTable(states) {
  const rows = states.map((state) => {
    const { executions, wasm_executions, seconds, edges } = state.read();
    const numbers = [executions, wasm_executions, Math.round(seconds), edges || '–'];
    return [state.target, ...numbers, state.findingCount].map(String);
  });
  const sum = (column) =>
    String(rows.reduce((total, row) => total + (Number(row[column]) || 0), 0));
  rows.push(['all', sum(1), sum(2), sum(3), '', sum(5)]);
  rows.unshift([
    'target',
    'executions',
    'in wasm',
    'seconds',
    'edges',
    'inputs that found a fault',
  ]);
  for (const row of rows) {
    console.log(row.map((cell, i) => (i ? cell.padStart(12) : cell.padEnd(18))).join(' '));
  }
}

/** @param {string} folder the state's */
async function seed(folder) {
  const seeds = join(folder, 'seeds');
  rmSync(seeds, { recursive: true, force: true });
  mkdirSync(seeds, { recursive: true });
  writeSeeds(seeds);
  await mustRun(join(root, native), ['--target=text', `--seeds=${seeds}`], { quiet: true });
  for (const target of readdirSync(seeds)) {
    const { corpus } = new State(folder, target);
    for (const name of readdirSync(join(seeds, target))) {
      copyFileSync(join(seeds, target, name), join(corpus, `seed-${name}`));
    }
  }
}

/** Bytes of a committed corpus. */
const maxCorpus = 60_000;

/** @param {State} state */
async function minimise(state) {
  const to = join(root, 'tests/fuzz/corpora', state.target);
  const chosen = join(dirname(state.corpus), 'chosen');
  rmSync(chosen, { recursive: true, force: true });
  mkdirSync(chosen, { recursive: true });
  const from = existsSync(to) ? [state.corpus, to] : [state.corpus];
  if (scriptTargets.includes(state.target)) {
    for (const name of readdirSync(state.corpus)) {
      copyFileSync(join(state.corpus, name), join(chosen, name));
    }
  } else {
    const options = ['-set_cover_merge=1', '-max_len=16384', '-timeout=60', '-rss_limit_mb=3072'];
    await mustRun(join(root, native), [`--target=${state.target}`, ...options, chosen, ...from], {
      quiet: true,
    });
  }
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  // The smallest first: many small inputs reach more than a few large ones.
  const size = (name) => statSync(join(chosen, name)).size;
  let total = 0;
  for (const name of readdirSync(chosen).sort((a, b) => size(a) - size(b) || (a < b ? -1 : 1))) {
    total += size(name);
    if (total > maxCorpus) break;
    copyFileSync(join(chosen, name), join(to, name));
  }
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      target: { type: 'string', multiple: true },
      jobs: { type: 'string', default: String(availableParallelism()) },
      wasm: { type: 'boolean' },
      seeds: { type: 'boolean' },
      minimise: { type: 'boolean' },
      table: { type: 'boolean' },
    },
  });
  const known = values.wasm ? coreTargets : [...coreTargets, ...scriptTargets];
  const wanted = values.target ?? known;
  const unknown = wanted.find((target) => !known.includes(target));
  if (unknown) throw new ToolError(`unknown target '${unknown}'; expected ${known.join(', ')}`);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new ToolError(`--minutes: expected a number, got '${values.minutes}'`);
  const env = await setUp(['native', ...(values.wasm ? ['wasm'] : [])]);
  const folder = join(dirname(env.DEBERTA_SETUP_DIR), 'fuzz');
  const states = wanted.map((target) => new State(folder, target));
  if (!values.table) {
    await buildPresets([values.wasm ? 'wasm-sanitized' : 'native-fuzz'], env, ['deberta_fuzz']);
  }
  if (values.seeds || !existsSync(join(folder, 'seeds'))) await seed(folder);
  if (values.minimise) {
    for (const state of states) await minimise(state);
  } else if (!values.seeds && !values.table) {
    await searchAll(states, minutes, Boolean(values.wasm), Number(values.jobs));
  }
  printTable(states);
});
