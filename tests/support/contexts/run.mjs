// Runs a scenario in an engine.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../../tools/project.mjs';
import { temporaryFolder } from '../models.mjs';
import { findInPage } from './scenarios.mjs';
import { startSite } from './server.mjs';

/** The folder of a site with the package and the bundled model. */
export function contextsFolder() {
  const site = temporaryFolder();
  for (const file of [...filesOfPage(), 'deberta-inline.js']) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  cpSync(join(root, 'models'), join(site, 'models'), { recursive: true });
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>page</title><body>',
  );
  return site;
}

/**
 * @param {import('../engines/index.mjs').Engine} engine
 * @param {import('./scenarios.mjs').Scenario} scenario
 * @param {string} folder
 * @returns {Promise<{words?: string[], threads?: number, why?: string, code?: string, message?: string,
 *   retryable?: boolean}>}
 */
export async function runScenario(engine, scenario, folder) {
  const { site = {}, cdn, run = findInPage, settings = {}, options = {} } = scenario;
  // A rule counts what it lets pass: each run has its own.
  const copy = ({ rules = [], ...rest }) => ({
    ...rest,
    rules: rules.map((rule) => ({ ...rule })),
  });
  const server = await startSite(folder, copy(site));
  const other = cdn && (await startSite(folder, copy(cdn)));
  const page = await engine.newPage(server.url);
  try {
    const from = other?.url ?? server.url;
    const filled = JSON.parse(JSON.stringify(settings).replaceAll('{cdn}', from));
    return await page.evaluate(run, {
      packageUrl: `${from}deberta.js`,
      model: `${server.url}models/pii-tiny`,
      options: { threads: 2, ...options },
      settings: filled,
    });
  } finally {
    await page.close();
    await server.close();
    await other?.close();
  }
}
