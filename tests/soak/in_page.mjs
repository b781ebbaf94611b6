// The soak in Chromium.
import { cpSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { launch } from '../support/browser.mjs';
import { cleanUp, temporaryFolder } from '../support/models.mjs';
import { soakModels } from './models.mjs';

/** The soak's functions, which run in the page. @param {import('playwright-core').Page} page */
const workOf = (page) =>
  Object.fromEntries(
    ['open', 'infer', 'load', 'wasmBytes', 'close'].map((method) => [
      method,
      (argument) =>
        page.evaluate(
          ([method, argument]) => globalThis.soak[method](argument),
          [method, argument],
        ),
    ]),
  );

export async function openPage() {
  const site = temporaryFolder();
  for (const file of filesOfPage()) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  cpSync(join(root, 'tests/soak/work.js'), join(site, 'work.js'));
  const models = {};
  for (const [task, folder] of Object.entries(soakModels())) {
    models[task] = `./${basename(folder)}-${task}/`;
    cpSync(folder, join(site, models[task]), { recursive: true });
  }
  const icon = '<link rel="icon" href="data:,">';
  writeFileSync(join(site, 'index.html'), `<!doctype html>${icon}<title>soak</title>`);
  const server = await serve(site);
  const browser = await launch();
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(server.url);
  await page.evaluate(async (models) => {
    const { soak } = await import('./work.js');
    globalThis.soak = soak(await import('./deberta.js'), (task) => models[task]);
  }, models);
  const work = workOf(page);
  let least = Infinity;
  /** Chromium ends the thread of a terminated worker about two seconds later. */
  const countWorkers = async () => {
    for (let i = 0; i < 50 && page.workers().length > least; ++i) await page.waitForTimeout(100);
    const count = page.workers().length;
    least = Math.min(least, count);
    return count;
  };
  const session = await page.context().newCDPSession(page);
  return {
    work,
    async measure() {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const { jsEventListeners } = await session.send('Memory.getDOMCounters');
      return {
        wasm: await work.wasmBytes(),
        heap: usedSize,
        workers: await countWorkers(),
        handles: jsEventListeners,
      };
    },
    async close() {
      await work.close();
      await browser.close();
      await server.close();
      cleanUp();
    },
  };
}
