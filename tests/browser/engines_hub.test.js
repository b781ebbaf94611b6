// A model of the Hub in each browser engine: it is downloaded by the first visit, and there on the
// next one, also after the browser has ended.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { serveTwice, siteFolder } from '../support/engine_site.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';
import { startHub } from '../support/hub.mjs';
import { bundledModel, cleanUp } from '../support/models.mjs';
import { filesOfOrigin } from '../support/origin_files.mjs';

const name = 'ada/pii';
const weights = 'model.safetensors';

let servers, hub;
beforeAll(async () => {
  servers = await serveTwice(siteFolder());
  hub = await startHub({ repositories: { [name]: bundledModel } });
});
afterAll(async () => {
  await Promise.all([servers?.close(), hub?.close()]);
  cleanUp();
});

/** Loads the model, sees that it answers, and tells where its files came from. */
async function visit(name, remoteHost) {
  const { env, pipeline } = await import('./deberta.js');
  env.remoteHost = remoteHost;
  const ner = await pipeline('ner', name);
  const [entity] = await ner('Ask 😀 ada@example.org', { aggregation_strategy: 'simple' });
  const { load } = await ner.diagnostics();
  await ner.dispose();
  return { found: [entity?.word, entity?.start], origins: load.origins };
}

/** Debian's WebKit has no files for pages. */
const withFiles = ['chromium', 'firefox'];

describe.each(engineNames)('%s', (engineName) => {
  let engine;
  beforeAll(async () => {
    engine = await launchEngine(engineName, { keeps: true });
  });
  afterAll(() => engine?.close());

  const sites = [
    ['with cross-origin isolation', true],
    ['without cross-origin isolation', false],
  ];

  /** What a visit finds, once the page has shown that it is isolated, or is not. */
  async function visitSite(isolated) {
    const page = await engine.newPage((isolated ? servers.isolated : servers.plain).url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
    hub.requests.length = 0;
    const { found, origins } = await page.evaluate(visit, name, hub.url);
    expect(found).toEqual(['ada@example.org', 7]);
    const files = await page.evaluate(filesOfOrigin);
    const names = files && files.map(({ path }) => path.at(-1));
    const expected = [expect.stringMatching(/^model\.safetensors\.\w+$/)];
    expect(names).toEqual(withFiles.includes(engineName) ? expected : null);
    expect(await page.problems()).toEqual([]);
    await page.close();
    return origins;
  }

  test.each(sites)('the first visit downloads, checks and keeps it, %s', async (_, isolated) => {
    const origins = await visitSite(isolated);
    expect(origins[weights]).toEqual({ from: 'network', verified: 'sha256', cached: true });
    const sent = hub.requests.filter(
      ({ path, method }) => method === 'GET' && path.endsWith(weights),
    );
    expect(sent.length).toBeGreaterThan(0);
  });

  test.each(sites)('the next visit asks the Hub for nothing, %s', async (_, isolated) => {
    const origins = await visitSite(isolated);
    expect(Object.values(origins).map(({ from }) => from)).not.toContain('network');
    expect(hub.requests).toEqual([]);
  });

  test('nor does one after the browser has ended', async () => {
    await engine.restart();
    for (const [, isolated] of sites) {
      const origins = await visitSite(isolated);
      expect(origins[weights].from).toBe('cache');
      expect(hub.requests).toEqual([]);
    }
  });
});
