// deberta-wasm/react in a page, under StrictMode, with the oldest and the newest React.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { bundledModel, cleanUp, temporaryFolder, textClassifier } from '../support/models.mjs';
import { bundleWithReact, versions } from '../support/react.mjs';

const model = './models/pii-tiny';
const weights = (requests) => requests.filter(({ url }) => url.endsWith('.safetensors')).length;

let browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  cleanUp();
});

describe.each(versions)('React %s', (version) => {
  let server, site, page, problems, requests;
  beforeAll(async () => {
    site = temporaryFolder();
    for (const name of filesOfPage()) {
      cpSync(join(root, 'dist', name), join(site, name), { recursive: true });
    }
    cpSync(bundledModel, join(site, 'models/pii-tiny'), { recursive: true });
    cpSync(textClassifier(), join(site, 'classifier'), { recursive: true });
    const entry = join(root, 'tests/browser/pages/react_app.js');
    await bundleWithReact(version, entry, join(site, 'app.js'));
    const head = '<!doctype html><link rel="icon" href="data:,"><title>page</title>';
    const script = '<script type="module" src="app.js"></script>';
    writeFileSync(join(site, 'index.html'), `${head}<div id="root"></div>${script}`);
    // What renderToString gives for the component before it was mounted.
    writeFileSync(
      join(site, 'rendered.html'),
      `${head}<div id="root"><p id="a">idle</p></div>${script}`,
    );
    server = await serve(site);
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    await open('');
  });
  afterEach(async () => {
    expect(problems).toEqual([]);
    await page.close();
  });

  async function open(path) {
    await page?.close();
    ({ page, problems, requests } = await openPage(browser, server.url + path));
    await page.waitForFunction(() => globalThis.app !== undefined);
  }
  const render = (...elements) => page.evaluate((all) => globalThis.app.render(...all), elements);
  const statuses = (id) =>
    page.evaluate((name) => globalThis.app.renders[name].map(({ status }) => status), id);
  const reaches = (id, status) =>
    page.waitForFunction(
      ([name, wanted]) => globalThis.app.last(name)?.status === wanted,
      [id, status],
    );
  const modelWorkers = () => page.workers().length;

  test('is the one that is meant', async () => {
    expect(await page.evaluate(() => globalThis.app.version)).toBe(version);
  });

  test('a load goes from idle over loading to ready, and its progress from 0 to 100', async () => {
    await render(['Model', { id: 'a', model }]);
    await reaches('a', 'ready');
    const seen = await page.evaluate(() =>
      globalThis.app.renders.a.map(({ status, progress, pipe, error }) => ({
        status,
        progress,
        pipe: typeof pipe,
        error,
      })),
    );
    expect(seen[0]).toEqual({ status: 'idle', progress: 0, pipe: 'object', error: null });
    expect(seen.at(-1)).toEqual({ status: 'ready', progress: 100, pipe: 'function', error: null });
    expect(new Set(seen.map(({ status }) => status))).toEqual(
      new Set(['idle', 'loading', 'ready']),
    );
    const progress = seen.map((each) => each.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.every(Number.isInteger)).toBe(true);
  });

  test('components share one model: one download, one worker, one pipeline', async () => {
    await render(
      ['Model', { id: 'a', model }],
      ['Model', { id: 'b', model, task: 'token-classification' }],
      ['Highlights', { id: 'c', model }],
    );
    for (const id of ['a', 'b', 'c']) await reaches(id, 'ready');
    const isOne = await page.evaluate(() => {
      const { last } = globalThis.app;
      return last('a').pipe === last('b').pipe;
    });
    expect(isOne).toBe(true);
    expect(weights(requests)).toBe(1);
    expect(modelWorkers()).toBe(1);
  });

  test('rendering again loads nothing again; other options do', async () => {
    await render(['Model', { id: 'a', model }]);
    await reaches('a', 'ready');
    for (let i = 0; i < 5; ++i) await render(['Model', { id: 'a', model, options: {} }]);
    expect(new Set((await statuses('a')).slice(-3))).toEqual(new Set(['ready']));
    expect(weights(requests)).toBe(1);
    await render(['Model', { id: 'a', model, options: { dtype: 'q8' } }]);
    await reaches('a', 'loading');
    await reaches('a', 'ready');
    expect(weights(requests)).toBe(2);
  });

  test('the model outlives a component by keepAlive, and then gives its memory back', async () => {
    const element = (keepAlive) => ['Model', { id: 'a', model, options: { keepAlive } }];
    await render(element(60_000));
    await reaches('a', 'ready');
    await page.evaluate(() => (globalThis.first = globalThis.app.last('a').pipe));
    await render();
    await render(element(60_000));
    // It is there at the first render.
    const again = await page.evaluate(() => globalThis.app.last('a').pipe === globalThis.first);
    expect(again).toBe(true);
    expect(modelWorkers()).toBe(1);
    await render(element(0));
    await render();
    expect(
      await eventually(
        async () => modelWorkers(),
        (count) => count === 0,
      ),
    ).toBe(0);
    const code = await page.evaluate(() => globalThis.first('x').catch((error) => error.code));
    expect(code).toBe('DISPOSED');
    expect(weights(requests)).toBe(1);
  });

  test('a failure is typed, and retry loads', async () => {
    const late = join(site, 'late');
    rmSync(late, { recursive: true, force: true });
    await render(
      ['Model', { id: 'a', model: './late' }],
      ['Highlights', { id: 'b', model: './late' }],
    );
    await reaches('a', 'error');
    await reaches('b', 'error');
    expect(await page.evaluate(() => globalThis.app.last('a').error.code)).toBe('FILE_NOT_FOUND');
    expect(await page.evaluate(() => globalThis.app.isTyped('b'))).toBe(true);
    cpSync(bundledModel, late, { recursive: true });
    await page.evaluate(() => globalThis.app.last('b').retry());
    await reaches('a', 'ready');
    await reaches('b', 'ready');
    // The browser itself reports files that are not there.
    problems.splice(0, problems.length, ...problems.filter((text) => !/status of 404/.test(text)));
  });

  test('null loads nothing, yet', async () => {
    await render(['Model', { id: 'a', model: null }]);
    await reaches('a', 'idle');
    expect(weights(requests)).toBe(0);
    await render(['Model', { id: 'a', model }]);
    await reaches('a', 'ready');
  });

  test('what a server rendered is taken over without a warning', async () => {
    await open('rendered.html');
    await page.evaluate((props) => globalThis.app.hydrate(['Model', props]), { id: 'a', model });
    await reaches('a', 'ready');
    expect((await statuses('a'))[0]).toBe('idle');
    expect(await page.textContent('#a')).toBe('ready');
  });

  describe('useEntities', () => {
    const text = 'Please call Grace Hopper or write to grace@example.org.';
    const shown = () => page.textContent('#c output');
    const typed = async (value, options = {}) => {
      await render(['Highlights', { id: 'c', model, options }]);
      await reaches('c', 'ready');
      await page.locator('#c textarea').pressSequentially(value);
    };

    test('finds the entities of what is typed, and never shows one at a wrong place', async () => {
      await typed(text, { debounce: 5 });
      const expected = 'Grace Hopper|grace@example.org';
      expect(await eventually(shown, (value) => value === expected)).toBe(expected);
      const seen = await page.evaluate(() => globalThis.app.renders.c);
      for (const { entities, analyzedText, given, isStale } of seen) {
        expect(isStale).toBe(given !== analyzedText);
        for (const { word, start, end } of entities) {
          expect(analyzedText.slice(start, end)).toBe(word);
        }
      }
    });

    test('waits for a pause, and aborts what the next key overtakes', async () => {
      await render(['Highlights', { id: 'c', model, options: { debounce: 40 } }]);
      await reaches('c', 'ready');
      // Counts what reaches the worker.
      await page.evaluate(() => {
        globalThis.calls = [];
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (message, ...rest) {
          if (message.method === 'run' || message.abort) globalThis.calls.push(message);
          return postMessage.call(this, message, ...rest);
        };
      });
      await page.locator('#c textarea').pressSequentially('Ask Ada');
      const first = 'Ask Ada';
      await page.waitForFunction((value) => globalThis.app.last('c').analyzedText === value, first);
      const calls = () => page.evaluate(() => globalThis.calls.length);
      // In one task: no timer can run in between.
      const before = await calls();
      await page.evaluate((value) => {
        const area = document.querySelector('#c textarea');
        const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
        for (let length = 8; length <= value.length; ++length) {
          set.call(area, value.slice(0, length));
          area.dispatchEvent(new Event('input', { bubbles: true }));
        }
      }, text);
      await page.waitForFunction((value) => globalThis.app.last('c').analyzedText === value, text);
      expect(await calls()).toBe(before + 1);
      // A long text is overtaken while the worker reads it.
      await page.fill('#c textarea', 'Ask Ada Lovelace. '.repeat(2000));
      await page.waitForFunction((count) => globalThis.calls.length === count, before + 2);
      await page.fill('#c textarea', text);
      expect(await eventually(shown, (value) => value.startsWith('Grace'))).toMatch(/^Grace/);
      const aborts = await page.evaluate(
        () => globalThis.calls.filter(({ abort }) => abort === true).length,
      );
      expect(aborts).toBeGreaterThanOrEqual(1);
    });

    test('waits for a pause also while the first text is read', async () => {
      // It is read for as long as the test lasts: the worker gets no call.
      await page.evaluate(() => {
        globalThis.calls = [];
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (message, ...rest) {
          if (message.method === 'run') return void globalThis.calls.push(message);
          return postMessage.call(this, message, ...rest);
        };
      });
      await render(['Highlights', { id: 'c', model, options: { debounce: 3_600_000 } }]);
      await reaches('c', 'ready');
      await page.fill('#c textarea', 'A');
      await page.waitForFunction(() => globalThis.calls.length > 0);
      await page.fill('#c textarea', 'As');
      // Timers that are due earlier have run by then.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
      expect(await page.evaluate(() => globalThis.calls.length)).toBe(1);
    });

    test('reads a text beyond the model’s length to its end', async () => {
      await render(['Highlights', { id: 'c', model, options: { debounce: 0 } }]);
      await reaches('c', 'ready');
      await page.fill('#c textarea', `${'It rains. '.repeat(1000)}Ask ada@example.org`);
      await page.waitForFunction(() => globalThis.app.last('c').analyzedText.length > 1000);
      expect(await shown()).toMatch(/ada@example\.org$/);
    });

    test('an empty text has no entities, at once, and none come back with the next one', async () => {
      await typed(text, { debounce: 0 });
      await eventually(shown, (value) => value.startsWith('Grace'));
      await page.fill('#c textarea', '');
      const state = await page.evaluate(() => globalThis.app.last('c'));
      expect(state).toMatchObject({ entities: [], analyzedText: '', isStale: false });
      const count = await page.evaluate(() => globalThis.app.renders.c.length);
      await page.fill('#c textarea', 'x');
      await page.waitForFunction(() => globalThis.app.last('c').analyzedText === 'x');
      const later = await page.evaluate((n) => globalThis.app.renders.c.slice(n), count);
      for (const { analyzedText } of later) expect(['', 'x']).toContain(analyzedText);
    });

    test('a text that cannot be read is an error of that text alone, and retry reads it', async () => {
      await typed('Ask Ada', { debounce: 0 });
      await page.waitForFunction(() => globalThis.app.last('c').analyzedText === 'Ask Ada');
      // A stride as long as the window leaves no room to go on.
      await render(['Highlights', { id: 'c', model, options: { debounce: 0, stride: 2 ** 30 } }]);
      await reaches('c', 'error');
      const state = () => page.evaluate(() => globalThis.app.last('c'));
      expect(await state()).toMatchObject({ isStale: true, analyzedText: 'Ask Ada' });
      expect(await page.evaluate(() => globalThis.app.isTyped('c'))).toBe(true);
      const before = (await statuses('c')).length;
      await page.evaluate(() => globalThis.app.last('c').retry());
      // It is read again, and fails again.
      await page.waitForFunction((count) => {
        const later = globalThis.app.renders.c.slice(count).map(({ status }) => status);
        return later.includes('ready') && later.at(-1) === 'error';
      }, before);
      await render(['Highlights', { id: 'c', model, options: { debounce: 0 } }]);
      await reaches('c', 'ready');
      expect(await state()).toMatchObject({ isStale: false, error: null });
    });
  });
});
