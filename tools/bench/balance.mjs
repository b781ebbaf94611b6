// npm run bench:balance: how many times faster a forward pass could be on 2 to 8 threads, by simulation: what the parts of its parallel
// calls take on one thread, dealt out as the thread pool does (balance/main.cc).
//
//   npm run bench:balance -- [--v2] [--q8] [--kind relaxed|simd]
import { parseArgs } from 'node:util';
import { join } from 'node:path';

import { buildPresets, main, mustRun, root, setUp } from '../project.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: {
      v2: { type: 'boolean' },
      q8: { type: 'boolean' },
      kind: { type: 'string', default: 'relaxed' },
    },
  });
  const { v2, q8, kind } = values;
  const target = `deberta_balance_${kind}`;
  await buildPresets(['wasm'], await setUp([`wasm-${kind}`]), [target]);
  const isOld = Number(process.versions.node.split('.')[0]) < 22;
  const flags = kind === 'relaxed' && isOld ? ['--experimental-wasm-relaxed-simd'] : [];
  const options = [...(v2 ? ['--v2'] : []), ...(q8 ? ['--q8'] : [])];
  await mustRun(process.execPath, [
    ...flags,
    join(root, 'build/wasm', `${target}.cjs`),
    ...options,
  ]);
});
