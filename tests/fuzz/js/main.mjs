// Replays inputs of the JavaScript targets and changes them at random; the options are those of
// tests/fuzz/standalone.cc.
//
//   node tests/fuzz/js/main.mjs --target=NAME [--seconds=N] [--seed=N] [--findings=FOLDER] FILE|FOLDER…
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { seeded } from '../../support/random.mjs';
import { mutateBytes } from './input.mjs';

export const scriptTargets = ['hdf5', 'hub_file', 'hub_listing'];

const maxSize = 64 << 10;
/** Seconds that an input may take. */
const patience = 10;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    target: { type: 'string' },
    seconds: { type: 'string', default: '0' },
    seed: { type: 'string', default: '0' },
    findings: { type: 'string' },
  },
});
const { target, findings } = values;
if (!scriptTargets.includes(target ?? '')) {
  throw new Error(`expected --target=NAME, one of: ${scriptTargets.join(' ')}`);
}
const { run, mutate = mutateBytes } = await import(`./${target}.mjs`);

const files = positionals.flatMap((path) =>
  statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path],
);
const inputs = files.sort().map((file) => readFileSync(file));

/** @param {Buffer} input */
async function check(input) {
  const start = performance.now();
  // Written first, in case that it never ends.
  if (findings) writeFileSync(join(findings, 'current'), input);
  await run(input);
  const seconds = (performance.now() - start) / 1000;
  if (seconds > patience) throw new Error(`this input takes ${seconds} s`);
}

for (const input of inputs) await check(input);
if (inputs.length === 0) inputs.push(Buffer.alloc(0));
const random = seeded(Number(values.seed));
const end = performance.now() + 1000 * Number(values.seconds);
let executions = 0;
while (performance.now() < end) {
  let input = random.pick(inputs);
  for (let changes = 1 + random.below(4); changes > 0; --changes) input = mutate(input, random);
  await check(input.subarray(0, maxSize));
  ++executions;
}
console.log(`${files.length} inputs, ${files.length + executions} executions`);
