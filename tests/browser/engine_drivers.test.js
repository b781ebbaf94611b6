// What the tests in three engines rely on: their drivers, over a small page.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { serve } from '../../tools/serve.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';
import { cleanUp, temporaryFolder } from '../support/models.mjs';

const site = temporaryFolder();
writeFileSync(
  join(site, 'index.html'),
  '<!doctype html><link rel="icon" href="data:,"><title>page</title>' +
    '<textarea></textarea><button>button</button><script type="module" src="page.js"></script>',
);
writeFileSync(
  join(site, 'page.js'),
  `export const realm = globalThis;
  document.querySelector('button').onclick = ({ isTrusted }) => (document.title = String(isTrusted));`,
);
writeFileSync(join(site, 'worker.js'), `throw new Error('uncaught in a worker');`);

let server;
beforeAll(async () => {
  server = await serve(site);
});
afterAll(async () => {
  await server.close();
  cleanUp();
});

/** Goes wrong in each way that a page can. */
async function misbehave() {
  console.error('told', new Error('as an error'));
  console.warn('told as a warning');
  console.log('told as nothing special');
  setTimeout(() => {
    throw new TypeError('uncaught');
  });
  void Promise.reject(new RangeError('rejected'));
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.body.append(script);
  new Worker('./worker.js', { type: 'module' }).onerror = () => {};
  await new Promise((resolve) => setTimeout(resolve, 400));
  return window.ran === true;
}

/** What is told of it, and nothing else. */
const signs = [
  /^told Error: as an error/,
  /^told as a warning/,
  /uncaught$/,
  /rejected$/,
  /Content.Security.Policy/,
];

describe.each(engineNames)('%s', (name) => {
  let engine, page;
  beforeAll(async () => {
    engine = await launchEngine(name);
    page = await engine.newPage(server.url);
  });
  afterAll(() => engine?.close());

  test('runs functions in the page’s own realm, under its CSP', async () => {
    const result = await page.evaluate(
      async (a, b) => {
        const { realm } = await import('./page.js');
        const bytes = await (await fetch('./page.js')).arrayBuffer();
        return [a + b, realm === globalThis, bytes instanceof ArrayBuffer, crossOriginIsolated];
      },
      ...['x', 'y'],
    );
    expect(result).toEqual(['xy', true, true, true]);
    expect(await page.evaluate('() => location.href')).toBe(server.url);
    expect(await page.evaluate(() => undefined)).toBe(undefined);
  });

  test('gives what a function throws', async () => {
    const thrown = page.evaluate(async () => {
      await null;
      throw Object.assign(new TypeError('a message'), { code: 'A_CODE' });
    });
    await expect(thrown).rejects.toMatchObject({
      name: 'TypeError',
      message: 'a message',
      code: 'A_CODE',
    });
    await expect(page.evaluate('() => nowhere')).rejects.toThrow(/nowhere/);
  });

  test('says when the page leaves while a function runs', async () => {
    const running = page.evaluate(() => new Promise(() => {})).catch(({ message }) => message);
    await page.goto(server.url);
    expect(await running).toMatch(/left|navigation/);
  });

  test('has several pages, which run at the same time', async () => {
    const second = await engine.newPage(server.url);
    const heard = page.evaluate(() => {
      const channel = new BroadcastChannel('test');
      channel.postMessage('first');
      return new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(data)));
    });
    await second.evaluate(() => {
      const channel = new BroadcastChannel('test');
      window.timer = setInterval(() => channel.postMessage('second'), 50);
    });
    expect(await heard).toBe('second');
    await second.close();
  });

  test('types and clicks as a person does', async () => {
    await page.type('textarea', 'Ada');
    await page.click('button');
    const state = () => [document.querySelector('textarea').value, document.title];
    expect(await page.evaluate(state)).toEqual(['Ada', 'true']);
  });

  test('tells what goes wrong in a page', async () => {
    expect(await page.problems()).toEqual([]);
    expect(await page.evaluate(misbehave)).toBe(false);
    const problems = await page.problems();
    for (const sign of signs) expect(problems).toContainEqual(expect.stringMatching(sign));
    expect(problems.join()).not.toContain('nothing special');
    await page.goto(server.url);
  });

  test('keeps what pages store, where it is asked to', async () => {
    const keeping = await launchEngine(name, { keeps: true });
    try {
      const first = await keeping.newPage(server.url);
      await first.evaluate(async () => {
        const cache = await caches.open('test');
        await cache.put('/kept', new Response('kept'));
      });
      expect(await first.evaluate(misbehave)).toBe(false);
      const problems = await first.problems();
      for (const sign of [...signs, /uncaught in a worker/]) {
        expect(problems).toContainEqual(expect.stringMatching(sign));
      }
      expect((await first.screenshot()).subarray(1, 4).toString()).toBe('PNG');
      await keeping.restart();
      const again = await keeping.newPage(server.url);
      expect(await again.problems()).toEqual([]);
      const kept = await again.evaluate(async () => (await caches.match('/kept'))?.text());
      expect(kept).toBe('kept');
    } finally {
      await keeping.close();
    }
  });
});

test('an engine that is not installed fails, and says what to install', async () => {
  const path = process.env.PATH;
  process.env.PATH = site;
  try {
    await expect(launchEngine('webkit')).rejects.toThrow(
      /need WebKitWebDriver, Xvfb, dbus-run-session.*apt-get install webkit2gtk-driver xvfb dbus/,
    );
    await expect(launchEngine('firefox')).rejects.toThrow(/apt-get install firefox-esr/);
  } finally {
    process.env.PATH = path;
  }
});
