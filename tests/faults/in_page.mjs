// Faults in Chromium.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { launch } from '../support/browser.mjs';
import { startHub } from '../support/hub.mjs';
import { fixedModel, cleanUp, temporaryFolder } from '../support/models.mjs';
import { seeded } from '../support/random.mjs';
import { outcomeOf, rightAnswer, tally, text } from './trial.mjs';

const name = 'ada/pii';
const weights = 'model.safetensors';
const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A site with the package, a Hub and a browser; close() ends them. */
export async function openSite() {
  const site = temporaryFolder();
  for (const file of filesOfPage()) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  const icon = '<link rel="icon" href="data:,">';
  writeFileSync(join(site, 'index.html'), `<!doctype html>${icon}<title>page</title>`);
  const policy = contentSecurityPolicy.replace("connect-src 'self'", '$& http://127.0.0.1:*');
  const server = await serve(site, { headers: { 'Content-Security-Policy': policy } });
  const hub = await startHub({ repositories: { [name]: { main: fixedModel } } });
  const browser = await launch();
  return {
    ...{ server, hub, browser },
    async close() {
      await browser.close();
      await Promise.all([server.close(), hub.close()]);
      cleanUp();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openSite>>} Site */

/**
 * Opens a page in which load(), call() and answer() are defined.
 * @param {Site} site
 * @param {import('playwright-core').BrowserContext} context
 */
async function visit({ server, hub }, context) {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(
    async ([name, remoteHost, text]) => {
      const { ModelRegistry, env, pipeline } = await import('./deberta.js');
      Object.assign(env, { remoteHost, retry: { attempts: 4, delay: 20, stall: 10_000 } });
      const simple = { aggregation_strategy: 'simple', stride: 8 };
      const answerOf = (entities) =>
        entities.map(({ entity_group, word }) => `${entity_group} ${word}`).join(', ');
      // Of an error, a test sees its text only.
      const told = (work) =>
        work.catch((error) => {
          throw error.code ? new Error(`[${error.code}] ${error.message}`) : error;
        });
      const faults = {
        load: () => pipeline('ner', name, { threads: 2 }),
        call: async (times = 1) =>
          answerOf(await faults.pipe(`${text}. `.repeat(times).trim(), simple)),
        keep: () => told(faults.load().then((pipe) => void (faults.pipe = pipe))),
        ask: (times) => told(faults.call(times)),
        answer: async () => {
          await faults.keep();
          const answer = await faults.ask();
          await faults.pipe.dispose();
          return answer;
        },
        clear: () => ModelRegistry.clear_cache(name),
      };
      globalThis.faults = faults;
    },
    [name, hub.url, text],
  );
  return page;
}

const answer = (page) => page.evaluate(() => globalThis.faults.answer());

/** Runs `body` in a browser context of its own, whose cache is empty. @param {Site} site */
async function inContext({ browser }, body) {
  const context = await browser.newContext();
  try {
    return await body(context);
  } finally {
    await context.close();
  }
}

/** A trial: a fault at a random moment of a load in a new browser, then a load without it. */
function duringLoad(site, times, seed, fault, recover = async () => {}) {
  const { fraction } = seeded(seed);
  site.hub.always(weights, { drip: { bytes: 200_000, every: 5 } });
  const run = tally(times, () =>
    inContext(site, async (context) => {
      const page = await visit(site, context);
      const session = await context.newCDPSession(page);
      const run = { page, context, session, fraction };
      const outcome = outcomeOf(answer(page));
      await after(fraction() * 700);
      await fault(run);
      const found = await outcome;
      await recover(run);
      const next = await outcomeOf(answer(page.isClosed() ? await visit(site, context) : page));
      if (next !== 'right') throw new Error(`${next} after the fault`);
      return found;
    }),
  );
  return run.finally(() => site.hub.clearFaults());
}

/** An exception that nothing catches ends each worker. @param {import('playwright-core').Page} page */
const killWorkers = (page) =>
  Promise.all(
    page.workers().map((worker) =>
      worker
        .evaluate(
          () =>
            void setTimeout(() => {
              throw new Error('killed');
            }),
        ) // prettier-ignore
        .catch(() => {}),
    ),
  );

/** The workers fail at a random moment of a load. @param {Site} site */
export const killedInLoad = (site, times, seed) =>
  duringLoad(site, times, seed, ({ page }) => killWorkers(page));

/** The workers fail at a random moment of a call. @param {Site} site */
export function killedInCall(site, times, seed) {
  const { fraction } = seeded(seed);
  const right = [Array(60).fill(rightAnswer).join(', ')];
  return inContext(site, async (context) => {
    const page = await visit(site, context);
    await page.evaluate(() => globalThis.faults.keep());
    const ask = () => page.evaluate(() => globalThis.faults.ask(60));
    return tally(times, async () => {
      const outcome = outcomeOf(ask(), right);
      await after(fraction() * 300);
      await killWorkers(page);
      const found = await outcome;
      const next = await outcomeOf(ask(), right);
      if (next !== 'right') throw new Error(`${next} after the fault`);
      return found;
    });
  });
}

/** The page's process ends at a random moment of a load; another page goes on. @param {Site} site */
export function crashedInLoad(site, times, seed) {
  const { fraction } = seeded(seed);
  site.hub.always(weights, { drip: { bytes: 200_000, every: 5 } });
  const run = tally(times, () =>
    inContext(site, async (context) => {
      const page = await visit(site, context);
      const session = await context.newCDPSession(page);
      const loading = answer(page).then(
        (found) => (found === rightAnswer ? 'right' : 'wrong'),
        () => 'gone',
      );
      await after(fraction() * 700);
      // A new page may share the process, so it is opened when that has ended.
      const crashed = new Promise((resolve) => page.once('crash', resolve));
      session.send('Page.crash').catch(() => {});
      await crashed;
      const found = await Promise.race([loading, after(500).then(() => 'gone')]);
      const next = await outcomeOf(answer(await visit(site, context)));
      if (next !== 'right') throw new Error(`${next} after the fault`);
      return found;
    }),
  );
  return run.finally(() => site.hub.clearFaults());
}

/** The page is frozen for a moment, as pages in the background are. */
const freeze = async ({ session, fraction }) => {
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await after(200 + fraction() * 800);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
};

/** @param {Site} site */
export const frozenInLoad = (site, times, seed) => duringLoad(site, times, seed, freeze);

/** The disk's quota shrinks to a random size, and grows again. @param {Site} site */
export function quotaShrinks(site, times, seed) {
  const { origin } = new URL(site.server.url);
  const shrink = ({ session, fraction }) =>
    session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: fraction() * 9e6 });
  const grow = ({ session }) => session.send('Storage.overrideQuotaForOrigin', { origin });
  return duringLoad(site, times, seed, shrink, grow);
}

/** Another tab clears the cache, again and again, while this one loads. @param {Site} site */
export const clearedInLoad = (site, times, seed) =>
  duringLoad(site, times, seed, async ({ context, fraction }) => {
    const other = await visit(site, context);
    for (let i = 0; i < 1 + fraction() * 5; ++i) {
      await other.evaluate(() => globalThis.faults.clear());
      await after(fraction() * 100);
    }
    await other.close();
  });

/** The clock jumps by up to ten years, back or forth. @param {Site} site */
export const clockJumps = (site, times, seed) =>
  duringLoad(site, times, seed, ({ page, fraction }) =>
    page.evaluate(
      (offset) => {
        const { now } = Date;
        Date.now = () => now() + offset;
      },
      (fraction() - 0.5) * 20 * 365 * 86_400_000,
    ),
  );
