// npm run profile: the time of each stage of a forward pass. See README.md.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { main } from '../project.mjs';
import { startChromium } from './chromium.mjs';
import { cache, makeModel } from './models.mjs';
import { isByName, operations, operationsByName, rowsOf } from './rows.mjs';

await main(async () => {
  const string = { type: 'string' };
  const { values } = parseArgs({
    options: {
      model: { ...string, default: 'deberta-base' },
      rows: string,
      threads: { ...string, default: '1' },
      seconds: { ...string, default: '3' },
      dtype: { ...string, default: 'fp32' },
    },
  });
  const byName = isByName(values.model);
  const { rows: wanted = byName ? '384×5,384×25' : '1×16,1×128,1×512,8×128' } = values;
  const names = wanted.replaceAll('x', '×').split(',');
  const folder = await makeModel(values.model);
  const configFile = byName ? 'gliner_config.json' : 'config.json';
  const config = JSON.parse(await readFile(join(cache, folder, configFile), 'utf8'));
  const environment = await startChromium('wasm');
  try {
    const page = await environment.open();
    const options = {
      ours: environment.addressOf(folder),
      threads: Number(values.threads),
      dtype: values.dtype,
      byName,
    };
    for (const row of rowsOf(values.model)) {
      const { name } = row;
      if (!names.includes(name) || row.texts) continue;
      const input = { ...row, folder: options.ours, vocabulary: config.vocab_size };
      const result = await page.call('profile', options, input, {
        seconds: Number(values.seconds),
      });
      const { best, mean, stages, variant, lengths } = result;
      const needed = byName
        ? operationsByName({ ...row, lengths }, config)
        : operations(lengths, config);
      const rate = needed / best / 1e6;
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
    await environment.close();
  }
});
