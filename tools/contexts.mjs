// npm run test:contexts: tests each context of a page in each browser engine, and writes docs/contexts.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { contextsFolder, runScenario } from '../tests/support/contexts/run.mjs';
import { scenarios } from '../tests/support/contexts/scenarios.mjs';
import { engineNames, launchEngine } from '../tests/support/engines/index.mjs';
import { cleanUp } from '../tests/support/models.mjs';
import { main, root } from './project.mjs';

const file = join(root, 'docs/contexts.md');
const [begin, end] = ['<!-- table: begin -->', '<!-- table: end -->'];

const titles = { chromium: 'Chromium', firefox: 'Firefox' };

/** A cell: the number of threads, or the error's code. */
function cell({ code, threads, name }) {
  if (code) return `\`${code}\``;
  if (threads === undefined) return name;
  return threads === 1 ? 'one thread' : `${threads} threads`;
}

/** @returns {Promise<{version: string, cells: string[]}>} */
async function columnOf(engineName, folder) {
  const engine = await launchEngine(engineName);
  try {
    const cells = [];
    for (const scenario of scenarios) {
      console.log(`${engineName}: ${scenario.name}`);
      cells.push(cell(await runScenario(engine, scenario, folder)));
    }
    return { version: engine.version(), cells };
  } finally {
    await engine.close();
  }
}

await main(async () => {
  const folder = contextsFolder();
  const columns = [];
  for (const name of engineNames) columns.push({ name, ...(await columnOf(name, folder)) });
  cleanUp();
  const heads = columns.map(({ name, version }) => {
    const numbers = version.split('.');
    return name === 'webkit'
      ? `WebKitGTK ${numbers.slice(0, 2).join('.')}`
      : `${titles[name]} ${numbers[0]}`;
  });
  const rows = [];
  let group = '';
  for (const [index, scenario] of scenarios.entries()) {
    if (scenario.group !== group) {
      group = scenario.group;
      rows.push(`\n### ${group}\n`, `| | ${heads.join(' | ')} |`, '|---|---|---|---|');
    }
    rows.push(`| ${scenario.name} | ${columns.map(({ cells }) => cells[index]).join(' | ')} |`);
  }
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(begin);
  const [, after] = rest.split(end);
  await writeFile(file, `${before}${begin}\n${rows.join('\n')}\n\n${end}${after}`);
});
