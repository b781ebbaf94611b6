// The options of `npm run bench`.
import { parseArgs } from 'node:util';

import { ToolError } from '../project.mjs';
import { isByName, rowsOf } from './rows.mjs';
import { peerBuilds } from './site.mjs';

export const usage = `usage: npm run bench -- [options]
  --model NAME     of tools/bench/make_models.py: deberta-base (default), small, small-v3,
                   deberta-v3-xsmall, deberta-v3-small, deberta-v3-base, mdeberta-v3-base; or
                   of make_gliner_models.py: gliner_small-v2.1, gliner_multi-v2.1, small-gliner
  --dtype NAME     fp32 (default), q8
  --from WHAT      ours is loaded from: floats, or with q8 bytes (default), of convert --dtype q8
  --in WHERE       chromium (default), node
  --rows 1×16,…    only these (x is taken for ×); of GLiNER words × labels: 48×5, 384×5, 384×25
  --threads 1,2    default 1,2
  --runs N         at least N runs of each row and side, default 7
  --loads N        of each side, default 3
  --peer BUILD     of onnxruntime-web for pages: transformers (default), wasm (smaller, loads faster)
  --json FILE      all figures
  --docs           table and plot into docs/benchmarks/
  --smoke          the small model, two rows, two runs, 2 threads: does it work?`;

/**
 * The maximum difference between the answers of both sides, as a fraction of the largest value: beyond it they do not
 * compute the same. In 8 bits it includes the rounding errors of both sides.
 */
const maxDifferences = { fp32: 1e-3, q8: 0.5 };

/** The builds of onnxruntime-web that each environment has, the default first. */
const builds = { chromium: Object.keys(peerBuilds), node: ['node'] };

/** @param {string[]} args @returns null for --help */
export function readOptions(args) {
  const string = { type: 'string' };
  const boolean = { type: 'boolean', default: false };
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        ...{ model: string, rows: string, threads: string, runs: string, loads: string },
        ...{ dtype: string, from: string, in: string, peer: string, json: string },
        ...{ docs: boolean, smoke: boolean, help: boolean },
      },
    }));
  } catch (error) {
    throw new ToolError(`${error.message}\n${usage}`);
  }
  if (values.help) return null;
  const { smoke } = values;
  const { model = smoke ? 'small' : 'deberta-base' } = values;
  const allRows = rowsOf(model);
  const count = (name, fallback) => {
    const number = Number(values[name] ?? fallback);
    if (!Number.isInteger(number) || number < 1)
      throw new ToolError(`--${name}: expected an integer of at least 1`);
    return number;
  };
  const ofSmoke = isByName(model) ? allRows.slice(0, 1) : [allRows[0], allRows.at(-1)];
  const wanted = values.rows ?? (smoke ? ofSmoke.map(({ name }) => name).join() : undefined);
  const names = wanted?.replaceAll('x', '×').split(',');
  const unknown = names?.find((name) => !allRows.some((row) => row.name === name));
  if (unknown) {
    throw new ToolError(
      `unknown row '${unknown}'; expected ${allRows.map(({ name }) => name).join(', ')}`,
    );
  }
  const threads = (values.threads ?? (smoke ? '2' : '1,2')).split(',').map(Number);
  if (!threads.every((each) => Number.isInteger(each) && each >= 1)) {
    throw new ToolError('--threads: expected numbers of at least 1, such as 1,2');
  }
  const { dtype = 'fp32', in: where = 'chromium' } = values;
  if (!Object.hasOwn(maxDifferences, dtype)) {
    throw new ToolError(`--dtype: expected one of ${Object.keys(maxDifferences).join(', ')}`);
  }
  // GLiNER's repositories are quantized while they are loaded.
  const { from = dtype === 'q8' && !isByName(model) ? 'bytes' : 'floats' } = values;
  if (from !== 'floats' && !(from === 'bytes' && dtype === 'q8')) {
    throw new ToolError('--from: expected floats, or bytes with --dtype q8');
  }
  if (!Object.hasOwn(builds, where)) {
    throw new ToolError(`--in: expected one of ${Object.keys(builds).join(', ')}`);
  }
  const { peer = smoke ? builds[where].at(-1) : builds[where][0] } = values;
  if (!builds[where].includes(peer)) {
    throw new ToolError(
      `unknown build '${peer}' of the peer in ${where}; expected ${builds[where].join(', ')}`,
    );
  }
  return {
    peer,
    dtype,
    from,
    in: where,
    maxDifference: maxDifferences[dtype],
    model,
    rows: allRows.filter(({ name }) => !names || names.includes(name)),
    threads,
    runs: count('runs', smoke ? 2 : 7),
    loads: count('loads', smoke ? 1 : 3),
    seconds: smoke ? 0 : 2,
    json: values.json,
    docs: values.docs,
  };
}
