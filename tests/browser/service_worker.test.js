// deberta-wasm/service-worker: threads and offline use on a host that sends no headers for them.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { launch, launchWithProfile } from '../support/browser.mjs';
import { cleanUp, temporaryFolder } from '../support/models.mjs';
import { hostSite, makeSite } from '../support/static_site.mjs';

let browser, folder;
beforeAll(async () => {
  browser = await launch();
  folder = makeSite();
});
afterAll(async () => {
  await browser?.close();
  cleanUp();
});

let host, context, page;
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await host.close();
});

const begin = async (options) => (host = await hostSite(folder, options));
const address = (options = {}, more = '') =>
  `${host.url}?options=${encodeURIComponent(JSON.stringify(options))}${more}`;

/** Loads the page and waits until it stays. */
async function visit(url = host.url, target = page) {
  await target.goto(url);
  return staying(target);
}

/** What registerServiceWorker resolves to, after reloads if there are any. */
async function staying(target = page) {
  for (;;) {
    await target.waitForFunction(() => globalThis.result !== undefined);
    try {
      return await target.evaluate(() => globalThis.result);
    } catch (error) {
      if (!/context was destroyed|navigation/i.test(error.message)) throw error;
    }
  }
}

const isIsolated = (target = page) => target.evaluate(() => globalThis.crossOriginIsolated);
const get = (url, init) => page.evaluate(([u, i]) => globalThis.get(u, i), [url, init]);
const kept = () => page.evaluate(() => globalThis.kept());

describe('a host without headers', () => {
  test('after one reload the page is isolated, and models have threads', async () => {
    await begin();
    expect(await visit()).toEqual({ isolated: true, offline: true, why: null });
    expect(host.loads()).toBe(2);
    expect(await isIsolated()).toBe(true);
    const { entity, threads } = await page.evaluate(() => globalThis.answer());
    expect([entity, threads]).toEqual(['ada@example.org', 2]);
    // From then on there is nothing to reload for.
    await page.reload();
    expect(await staying()).toMatchObject({ isolated: true });
    expect(host.loads()).toBe(3);
    const other = await context.newPage();
    expect(await visit(host.url, other)).toMatchObject({ isolated: true });
    expect(host.loads()).toBe(4);
  });

  test('without the network the page still is there, and its model answers', async () => {
    await begin();
    await visit();
    const online = await page.evaluate(() => globalThis.answer());
    await host.stop();
    await page.reload();
    expect(await staying()).toEqual({ isolated: true, offline: true, why: null });
    // How many threads run at the same time is measured, and told in `why`.
    const { entity, threads } = await page.evaluate(() => globalThis.answer());
    expect([entity, threads]).toEqual([online.entity, 2]);
    await host.start();
    await page.reload();
    expect(await staying()).toMatchObject({ isolated: true });
  });

  test('a reload past the service worker goes without; the next one is isolated again', async () => {
    await begin();
    await visit();
    const before = host.loads();
    const session = await context.newCDPSession(page);
    const loaded = page.waitForEvent('load');
    await session.send('Page.reload', { ignoreCache: true });
    await loaded;
    // Chromium may show a page that is not isolated the session storage of before it was.
    const { offline } = await staying();
    expect([offline, host.loads() <= before + 2]).toEqual([true, true]);
    await page.reload();
    expect(await staying()).toMatchObject({ isolated: true, why: null });
  });

  test('reload: false leaves it to the next load', async () => {
    await begin();
    const first = await visit(address({ reload: false }));
    const why = 'the page is isolated when it is loaded the next time (reload: false)';
    expect(first).toEqual({ isolated: false, offline: true, why });
    expect(host.loads()).toBe(1);
    expect(await visit(address({ reload: false }))).toMatchObject({ isolated: true, why: null });
    expect(host.loads()).toBe(2);
  });

  test('isolate: false adds nothing', async () => {
    await begin();
    const options = { isolate: false };
    expect(await visit(address(options))).toEqual({ isolated: false, offline: true, why: null });
    await visit(address(options));
    expect([await isIsolated(), host.loads()]).toEqual([false, 2]);
  });

  test('offline: false keeps nothing', async () => {
    await begin();
    const options = { offline: false };
    expect(await visit(address(options))).toEqual({ isolated: true, offline: false, why: null });
    expect(await page.evaluate(() => globalThis.answer())).toMatchObject({ threads: 2 });
    expect(await kept()).toEqual([]);
  });

  test.each(['own_worker.js', 'own_module.js'])('the site’s %s may import it', async (script) => {
    await begin();
    const type = script === 'own_module.js' ? 'module' : 'classic';
    expect(await visit(address({ type }, `&script=${script}`))).toMatchObject({
      isolated: true,
      offline: true,
    });
    expect(host.loads()).toBe(2);
  });
});

test('a page under Trusted Types allows its policy, and the main entry’s', async () => {
  const policies = 'deberta-wasm deberta-wasm-service-worker';
  const csp = `require-trusted-types-for 'script'; trusted-types ${policies}`;
  await begin({ headers: { 'Content-Security-Policy': csp } });
  expect(await visit()).toEqual({ isolated: true, offline: true, why: null });
  expect(await page.evaluate(() => globalThis.answer())).toMatchObject({ threads: 2 });
});

describe('never more than one reload', () => {
  /** How the page's own code sees session storage. */
  const storages = {
    throws: () =>
      Object.defineProperty(globalThis, 'sessionStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      }),
    'takes nothing': () => {
      Storage.prototype.setItem = () => {};
    },
  };
  test.each(Object.keys(storages))('none where session storage %s', async (how) => {
    await begin();
    await page.addInitScript(storages[how]);
    const first = await visit();
    expect(first).toMatchObject({ isolated: false, offline: true });
    expect(first.why).toMatch(/session storage is blocked/);
    expect(host.loads()).toBe(1);
    // The next load of the reader's own is isolated.
    await page.reload();
    expect(await staying()).toMatchObject({ isolated: true, why: null });
    expect(host.loads()).toBe(2);
  });

  test('none where the reader lets no site store anything; the model answers all the same', async () => {
    const profile = temporaryFolder();
    mkdirSync(join(profile, 'Default'));
    const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(blocked));
    await begin();
    const strict = await launchWithProfile(profile);
    const target = await strict.newPage();
    const { isolated, offline, why } = await visit(host.url, target);
    expect([isolated, offline]).toEqual([false, false]);
    expect(why).toMatch(/could not start: .*denied/);
    expect(await target.evaluate(() => globalThis.answer())).toMatchObject({ threads: 1 });
    expect(host.loads()).toBe(1);
    await strict.close();
  });

  test('one where isolation does not come, in spite of all', async () => {
    await begin({ headers: { 'Cross-Origin-Opener-Policy': 'same-origin-allow-popups' } });
    const first = await visit();
    expect(first).toMatchObject({ isolated: false, offline: true });
    expect(first.why).toMatch(/was reloaded, and is not isolated: its server sends other/);
    expect(host.loads()).toBe(2);
    await page.reload();
    await staying();
    expect(host.loads()).toBe(3);
  });

  test('none in a frame', async () => {
    await begin();
    await page.goto(new URL('../frame.html', host.url).href);
    const [, frame] = page.frames();
    const { isolated, why } = await frame.evaluate(() => globalThis.result);
    expect(isolated).toBe(false);
    expect(why).toMatch(/in a frame/);
    expect(host.loads()).toBe(1);
  });

  test('none where the script is not there', async () => {
    await begin();
    const { isolated, offline, why } = await visit(address({}, '&script=nowhere.js'));
    expect([isolated, offline]).toEqual([false, false]);
    expect(why).toMatch(/could not start: .*404/);
    expect(host.loads()).toBe(1);
  });

  test('none outside of its scope', async () => {
    await begin();
    const { why } = await visit(address({ scope: 'models/' }));
    expect(why).toMatch(/outside of the service worker’s scope, http.*\/app\/models\//);
    expect(host.loads()).toBe(1);
  });

  test('none where the page is insecure', async () => {
    await begin();
    let loads = 0;
    await context.route('http://pages.test/**', async (route) => {
      if (route.request().isNavigationRequest()) loads++;
      const { pathname, search } = new URL(route.request().url());
      const response = await fetch(new URL(pathname + search, host.url));
      await route.fulfill({
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    });
    const { why } = await visit('http://pages.test/app/');
    expect(why).toBe('service workers need https or localhost, the page is at http://pages.test');
    expect(loads).toBe(1);
  });
});

describe('a host with headers', () => {
  test('there is no reload, the headers stay, and the first visit is kept', async () => {
    await begin({ isolated: true });
    const precache = ['second.txt'];
    expect(await visit(address({ precache }))).toEqual({
      isolated: true,
      offline: true,
      why: null,
    });
    expect(host.loads()).toBe(1);
    await page.evaluate(() => globalThis.answer());
    await waitForKept('app.js', 'second.txt', 'register_service_worker.js');
    await host.stop();
    const response = await page.reload();
    expect(response.fromServiceWorker()).toBe(true);
    expect(response.headers()['cross-origin-embedder-policy']).toBe('require-corp');
    expect(await staying()).toMatchObject({ isolated: true, offline: true });
    expect(await page.evaluate(() => globalThis.answer())).toMatchObject({ threads: 2 });
    expect(await get('second.txt')).toEqual({ status: 200, text: 'second.txt' });
  });

  async function waitForKept(...wanted) {
    await page.waitForFunction(
      async (names) => {
        const all = await globalThis.kept();
        return names.every((name) => all.includes(name));
      },
      wanted,
      { polling: 100 },
    );
  }
});

describe('what is kept', () => {
  test('the network’s answer is newer: it is taken wherever there is one', async () => {
    await begin();
    await visit();
    expect(await get('first.txt')).toEqual({ status: 200, text: 'first.txt' });
    const before = host.requests.length;
    await get('first.txt');
    expect(host.requests.slice(before)).toEqual(['/app/first.txt']);
    await host.stop();
    expect(await get('first.txt')).toEqual({ status: 200, text: 'first.txt' });
    expect(await get('second.txt')).toEqual({ status: 0, text: '' });
  });

  test('that a file is not there is known offline, too', async () => {
    await begin();
    await visit();
    expect((await get('nothing.json')).status).toBe(404);
    await host.stop();
    expect((await get('nothing.json')).status).toBe(404);
  });

  test('parts of files are not taken for the files', async () => {
    await begin();
    await visit();
    const range = { headers: { Range: 'bytes=0-2' } };
    expect(await get('first.txt', range)).toEqual({ status: 206, text: 'fir' });
    expect(await kept()).not.toContain('first.txt');
    await get('first.txt');
    await host.stop();
    // A server may answer so, too: with the whole file.
    expect(await get('first.txt', range)).toEqual({ status: 200, text: 'first.txt' });
  });

  test('neither what is private, nor what is excluded, nor what the package’s own cache has', async () => {
    await begin();
    await visit(address({ exclude: ['api'] }));
    for (const name of ['private.txt', 'api.txt', 'ada/pii/resolve/main/config.json']) {
      expect((await get(name)).status).toBe(200);
    }
    expect((await get('first.txt', { cache: 'no-store' })).status).toBe(200);
    expect((await get('second.txt', { headers: { Authorization: 'x' } })).status).toBe(200);
    await get('third.txt');
    const names = await kept();
    expect(names).toContain('third.txt');
    const config = 'ada/pii/resolve/main/config.json';
    for (const name of ['private.txt', 'api.txt', 'first.txt', 'second.txt', config]) {
      expect(names).not.toContain(name);
    }
  });

  test('a redirect leads where it led', async () => {
    await begin();
    await visit();
    await page.goto(`${host.url}moved`);
    expect(page.url()).toBe(`${host.url}?moved`);
    expect(await staying()).toMatchObject({ isolated: true });
  });

  test('a page is found whatever follows its question mark; others only with a fallback', async () => {
    await begin();
    await visit();
    await host.stop();
    await page.goto(`${host.url}?utm_source=x`);
    expect(await isIsolated()).toBe(true);
    const other = await context.newPage();
    await expect(other.goto(`${host.url}never/visited`)).rejects.toThrow(/net::ERR/);
    await host.start();
    await visit(address({ fallback: './' }));
    await host.stop();
    await page.goto(`${host.url}never/visited`);
    expect([await page.title(), await isIsolated()]).toEqual(['page', true]);
  });

  test('a page of an older version, still open, finds its files', async () => {
    await begin();
    await visit(address({ version: '1' }));
    await get('first.txt');
    const newer = await context.newPage();
    await visit(address({ version: '2' }), newer);
    await newer.evaluate(() => globalThis.get('second.txt'));
    expect(await page.evaluate(() => globalThis.caches.keys())).toHaveLength(2);
    expect(await get('first.txt')).toMatchObject({ status: 200 });
    await host.stop();
    expect(await get('first.txt')).toMatchObject({ status: 200 });
    await host.start();
    // The version after the next one removes it.
    const newest = await context.newPage();
    await visit(address({ version: '3' }), newest);
    const names = await newest.evaluate(() => globalThis.caches.keys());
    expect(names.map((name) => name.split(' ')[1])).toEqual(['2', '3']);
  });

  test('a new version that cannot be fetched leaves the old one at work', async () => {
    await begin();
    await visit(address({ version: '1' }));
    await host.stop();
    expect(await visit(address({ version: '2' }))).toEqual({
      isolated: true,
      offline: true,
      why: null,
    });
  });
});

describe('docs/service-worker.md', () => {
  const docs = readFileSync(join(root, 'docs/service-worker.md'), 'utf8');
  const blocks = [...docs.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

  test('its example has threads and finds entities', async () => {
    const program = blocks[0]
      .replace(`'deberta-wasm'`, `'./deberta.js'`)
      .replace(`'deberta-wasm/service-worker'`, `'./register_service_worker.js'`);
    const report = 'globalThis.done = [isolated, offline, why, await find.diagnostics()];';
    writeFileSync(join(folder, 'app/docs.js'), program + report);
    const html = '<!doctype html><title>docs</title><script type="module" src="docs.js"></script>';
    writeFileSync(join(folder, 'app/docs.html'), html);
    await begin();
    await page.goto(`${host.url}docs.html`);
    await page.waitForFunction(() => globalThis.done !== undefined);
    const [isolated, offline, why, { variant }] = await page.evaluate(() => globalThis.done);
    expect([isolated, offline, why]).toEqual([true, true, null]);
    expect(variant).toMatch(/threads/);
  });

  test('its last lines take the service worker away', async () => {
    await begin();
    await visit();
    await page.evaluate(`(async () => { ${blocks.at(-1)} })()`);
    expect(await kept()).toEqual([]);
    await page.goto(`${host.url}?plain`);
    expect(await isIsolated()).toBe(false);
  });
});

describe('images of other origins that do not say who may show them', () => {
  let other;
  beforeEach(async () => (other = await hostSite(folder)));
  afterEach(() => other.close());

  test.each([
    [undefined, 7],
    ['credentialless', 7],
    ['require-corp', 'blocked'],
  ])('under coep %s', async (coep, expected) => {
    await begin({ headers: { 'Content-Security-Policy': "img-src 'self' http://127.0.0.1:*" } });
    expect(await visit(address({ coep }))).toMatchObject({ isolated: true });
    const width = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const element = new Image();
          element.onload = () => resolve(element.naturalWidth);
          element.onerror = () => resolve('blocked');
          element.src = url;
        }),
      `${other.url}image.svg`,
    );
    expect(width).toBe(expected);
  });
});
