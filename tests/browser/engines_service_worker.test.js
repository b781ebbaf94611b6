// deberta-wasm/service-worker in three engines: threads and offline use on a host without headers.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { eventually } from '../support/browser.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';
import { cleanUp } from '../support/models.mjs';
import { hostSite, makeSite } from '../support/static_site.mjs';

let folder;
beforeAll(() => {
  folder = makeSite();
});
afterAll(cleanUp);

describe.each(engineNames)('%s', (name) => {
  let engine, host, page;
  beforeAll(async () => {
    engine = await launchEngine(name);
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    host = await hostSite(folder);
    page = await engine.newPage(host.url);
  });
  afterEach(async () => {
    await page.close();
    await host.close();
  });

  /** What registerServiceWorker resolves to, after reloads: a page that leaves meanwhile gives nothing. */
  const staying = () =>
    eventually(
      () =>
        page
          .evaluate(async () => (globalThis.result === undefined ? null : globalThis.result))
          .catch(() => null),
      (result) => result !== null,
    );
  test('one reload isolates the page, and then it is there without the network, with threads', async () => {
    expect(await staying()).toEqual({ isolated: true, offline: true, why: null });
    expect(host.loads()).toBe(2);
    const online = await page.evaluate(() => globalThis.answer());
    expect(online).toMatchObject({ entity: 'ada@example.org', threads: 2 });
    await host.stop();
    await page.goto(host.url);
    expect(await staying()).toEqual({ isolated: true, offline: true, why: null });
    expect(await page.evaluate(() => globalThis.answer())).toEqual(online);
  });
});
