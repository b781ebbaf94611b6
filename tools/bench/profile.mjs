// npm run profile: where the time of a forward pass goes, stage by stage. See README.md.
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { launch } from '../../tests/support/browser.mjs';
import { main } from '../project.mjs';
import { serve } from '../serve.mjs';
import { cache, makeModel } from './models.mjs';
import { operations, rows as allRows } from './rows.mjs';
import { makeSite, peerBuilds } from './site.mjs';

await main(async () => {
  const string = { type: 'string' };
  const { values } = parseArgs({
    options: {
      model: { ...string, default: 'deberta-base' },
      rows: { ...string, default: '1×16,1×128,1×512,8×128' },
      threads: { ...string, default: '1' },
      seconds: { ...string, default: '3' },
      dtype: { ...string, default: 'fp32' },
    },
  });
  const names = values.rows.replaceAll('x', '×').split(',');
  const folder = await makeModel(values.model);
  const config = JSON.parse(await readFile(join(cache, folder, 'config.json'), 'utf8'));
  const site = await makeSite(peerBuilds.wasm);
  const server = await serve(cache);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await page.goto(`${server.url}${basename(site)}/`);
    await page.waitForFunction(() => 'bench' in globalThis);
    const options = {
      folder: `${server.url}${folder}`,
      threads: Number(values.threads),
      dtype: values.dtype,
    };
    for (const { name, lengths } of allRows) {
      if (!names.includes(name) || !lengths) continue;
      const input = { lengths, vocabulary: config.vocab_size };
      const result = await page.evaluate(
        (args) => globalThis.bench.profile(...args),
        [options, input, { seconds: Number(values.seconds) }],
      );
      const { best, mean, stages, variant } = result;
      const rate = operations(lengths, config) / best / 1e6;
      console.log(
        `${values.model} ${values.dtype} ${name}, ${values.threads} thread(s), ${variant}: ` +
          `best ${best.toFixed(1)} ms = ${rate.toFixed(1)} G operations/s, mean ${mean.toFixed(1)} ms`,
      );
      const rest = mean - Object.values(stages).reduce((sum, each) => sum + each, 0);
      for (const [stage, time] of [...Object.entries(stages), ['rest', rest]]) {
        const share = ((100 * time) / mean).toFixed(1).padStart(5);
        console.log(`  ${stage.padEnd(18)}${time.toFixed(2).padStart(9)} ms ${share} %`);
      }
    }
  } finally {
    await browser.close();
    await server.close();
    await rm(site, { recursive: true, force: true });
  }
});
