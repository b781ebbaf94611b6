// The short form of fuzzing that npm test runs: every input of the repository, natively and in WebAssembly,
// and a few seconds of search for each target.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  coreTargets,
  execute,
  faultOf,
  findingsIn,
  inputFolders,
  nativeCommand,
  printable,
  scriptCommand,
  scriptTargets,
  wasmCommand,
} from './targets.mjs';

/** Seconds that the inputs of a target may take, which is many times what they take. */
const patience = 240;

/**
 * @param {number} seconds of search for each target; in WebAssembly the inputs are only replayed
 * @returns {Promise<{name: string, passed: boolean}[]>}
 */
export async function replayAll(seconds) {
  const runs = [
    ...coreTargets.map((target) => ({ target, command: nativeCommand, seconds, kind: 'native' })),
    ...coreTargets.map((target) => ({ target, command: wasmCommand, seconds: 0, kind: 'wasm' })),
    ...scriptTargets.map((target) => ({ target, command: scriptCommand, seconds, kind: 'js' })),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'deberta-fuzz-'));
  const results = [];
  const work = async () => {
    for (let next = runs.shift(); next; next = runs.shift())
      results.push(await replay(next, folder));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  rmSync(folder, { recursive: true });
  return results;
}

async function replay({ target, command, seconds, kind }, folder) {
  const name = `${target} (${kind})`;
  const found = findingsIn(join(folder, kind, target));
  const corpus = join(folder, `${kind}-${target}-new`); // libFuzzer writes into the first folder
  findingsIn(corpus);
  const folders = [corpus, ...inputFolders(target)];
  const findings = join(folder, kind, target);
  const result = await execute(command({ target, folders, findings, seconds }), seconds + patience);
  const figures = `${result.executions} executions${result.edges ? `, ${result.edges} edges` : ''}`;
  console.log(`# fuzz ${name}: ${result.passed ? figures : 'FAILED'}`);
  if (!result.passed) {
    console.error(faultOf(result.output));
    for (const path of found()) console.error(printable(path));
  }
  return { name, passed: result.passed };
}
