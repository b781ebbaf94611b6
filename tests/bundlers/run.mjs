// npm run test:bundlers [-- NAME…]: builds the fixtures with this package and with transformers.js, opens
// their pages, and writes what it found into docs/bundlers.md.
//
//   --no-dev       without development servers
//   --no-docs      docs/bundlers.md stays as it is
//   --only NAME    one library: deberta-wasm or transformers.js
//   --verbose      what each step said
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { main, root, ToolError } from '../../tools/project.mjs';
import { launch } from '../support/browser.mjs';
import { check } from './check.mjs';
import { updateDocs } from './docs.mjs';
import { fixtures } from './fixtures.mjs';
import { cache, pack } from './install.mjs';
import { writeLookupModel } from './lookup_model.mjs';

/** @typedef {import('./check.mjs').Report} Report */

const options = /** @type {const} */ ({
  'no-dev': { type: 'boolean', default: false },
  'no-docs': { type: 'boolean', default: false },
  only: { type: 'string' },
  verbose: { type: 'boolean', default: false },
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

await main(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.find((name) => !fixtures.some((fixture) => fixture.name === name));
  if (unknown) {
    const names = fixtures.map(({ name }) => name).join(', ');
    throw new ToolError(`no fixture '${unknown}' (${names})`);
  }
  const chosen = fixtures.filter(({ name }) => !positionals.length || positionals.includes(name));
  const tarball = await pack();
  const lookup = join(cache, 'lookup-onnx');
  await writeLookupModel(lookup);
  const models = {
    'models/pii-tiny/': join(root, 'models/pii-tiny'),
    'models/lookup-onnx/': lookup,
  };
  const libraries = values.only ? [values.only] : ['deberta-wasm', 'transformers.js'];
  const browser = await launch();
  /** @type {Report[]} */
  const reports = [];
  try {
    for (const fixture of chosen) {
      for (const library of libraries) {
        const title = `${fixture.title}, ${library}`;
        const say = values.verbose ? (text) => console.log(`  ${text}`) : undefined;
        if (say) console.log(title);
        const report = await check(fixture, {
          tarball,
          library,
          dev: !values['no-dev'],
          browser,
          models,
          say,
        });
        reports.push(report);
        await writeFile(join(cache, 'reports.json'), JSON.stringify(reports, null, 1));
        if (!values['no-docs']) await updateDocs([report]);
        console.log(`${report.wrong.length ? '✗' : '✓'} ${title}`);
        if (!values.verbose)
          for (const text of report.wrong) console.log(`    ${text.replaceAll('\n', '\n    ')}`);
      }
    }
  } finally {
    await browser.close();
  }
  const failed = reports.filter(({ library, wrong }) => library === 'deberta-wasm' && wrong.length);
  const total = reports.filter(({ library }) => library === 'deberta-wasm').length;
  console.log(`${total - failed.length} passed, ${failed.length} failed`);
  if (failed.length) process.exitCode = 1;
});
