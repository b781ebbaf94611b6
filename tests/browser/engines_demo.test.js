// The demo in each browser engine, with cross-origin isolation and without.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { eventually } from '../support/browser.mjs';
import { kindsInNode, startDemoHub } from '../support/demo_hub.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';
import { cleanUp } from '../support/models.mjs';

const typed = 'PS: Ask Maria Garcia.';

let servers, hub, inNode;
beforeAll(async () => {
  const folder = join(root, 'dist/demo');
  hub = await startDemoHub();
  inNode = await kindsInNode();
  const policy = contentSecurityPolicy.replace(
    "connect-src 'self'",
    `$& ${[hub.url, hub.contentUrl].map((url) => new URL(url).origin).join(' ')}`,
  );
  servers = {
    isolated: await serve(folder, { headers: { 'Content-Security-Policy': policy } }),
    plain: await serve(folder, { isolated: false }),
  };
});
afterAll(async () => {
  await Promise.all([...Object.values(servers), hub, inNode].map((server) => server.close()));
  cleanUp();
});

/** What the page shows: its text, and each mark with its label. */
function shown() {
  const element = (selector) => document.querySelector(selector);
  const marks = document.querySelectorAll('#highlights mark');
  return {
    ready: document.documentElement.dataset.ready === 'true',
    threads: Number(element('#threads').textContent),
    variant: element('#variant').textContent,
    text: element('#text').value,
    entities: Array.from(marks, ({ dataset: { label, start, end } }) => [
      label,
      element('#text').value.slice(Number(start), Number(end)),
    ]),
  };
}

/** What the tab of kinds shows. */
function shownKinds() {
  const panel = document.querySelector('#panel-kinds');
  const text = panel.querySelector('textarea').value;
  return {
    text,
    offer: panel.querySelector('.hub-status').textContent,
    names: Array.from(panel.querySelectorAll('.chip .name'), ({ textContent }) => textContent),
    entities: Array.from(panel.querySelectorAll('mark[data-label]'), ({ dataset }) => [
      dataset.label,
      text.slice(Number(dataset.start), Number(dataset.end)),
    ]),
  };
}

/** Gives a field of the tab of kinds a value, as a person does. */
function enterInKinds(selector, value) {
  const field = document.querySelector(`#panel-kinds ${selector}`);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

describe.each(engineNames)('%s', (engineName) => {
  let engine;
  beforeAll(async () => {
    engine = await launchEngine(engineName);
  });
  afterAll(() => engine?.close());

  describe.each([
    ['with cross-origin isolation', true],
    ['without cross-origin isolation', false],
  ])('the demo %s', (_, isolated) => {
    let page;
    beforeAll(async () => {
      page = await engine.newPage((isolated ? servers.isolated : servers.plain).url);
    });
    afterAll(() => page?.close());

    const until = (accept) => eventually(() => page.evaluate(shown), accept, 40);

    test('finds what is in its first text', async () => {
      const { ready, text, entities } = await until(
        (state) => state.ready && state.entities.length > 0,
      );
      expect(ready).toBe(true);
      expect(entities.map(([label]) => label)).toEqual(
        expect.arrayContaining(['PERSON', 'EMAIL', 'PHONE']),
      );
      for (const [label, word] of entities) {
        if (label === 'EMAIL') expect(word).toMatch(/^\S+@\S+$/);
        expect(text).toContain(word);
      }
    });

    test(isolated ? 'runs in threads' : 'runs in one thread', async () => {
      // Told once the first answer is there.
      const { threads, variant } = await until((state) => state.threads > 0);
      if (isolated) expect(threads).toBeGreaterThan(1);
      else expect(threads).toBe(1);
      if (isolated) expect(variant).toMatch(/threads/i);
      else expect(variant).not.toMatch(/threads/i);
    });

    test('finds what is typed', async () => {
      await page.evaluate(() => {
        const area = document.querySelector('#text');
        area.focus();
        area.setSelectionRange(area.value.length, area.value.length);
      });
      await page.type('#text', typed);
      const state = await until(({ entities }) => entities.at(-1)?.[1] === 'Maria Garcia');
      expect(state.entities.at(-1)).toEqual(['PERSON', 'Maria Garcia']);
      expect(state.text.endsWith(typed)).toBe(true);
    });

    test('redacts and restores', async () => {
      const before = await page.evaluate(shown);
      await page.click('#redact');
      const { text } = await until((state) => !state.text.includes('Maria Garcia'));
      expect(text).toMatch(/PS: Ask \[PERSON_\d\]\.$/);
      await page.click('#redact');
      const restored = await until((state) => state.text === before.text);
      expect(restored.text).toBe(before.text);
    });

    test('leaves no error and no warning in the console', async () => {
      expect(await page.problems()).toEqual([]);
    });
  });

  test('finds kinds that one names, with a model of the Hub', async () => {
    const { text, labels, found } = inNode;
    const page = await engine.newPage(servers.isolated.url);
    const until = (accept) => eventually(() => page.evaluate(shownKinds), accept, 40);
    await page.evaluate(async (remoteHost) => {
      const { env } = await import('./deberta.js');
      env.remoteHost = remoteHost;
    }, hub.url);
    // The tabs are made by a script.
    await eventually(
      () => page.evaluate(() => document.querySelector('#tab-kinds') !== null),
      (isThere) => isThere,
    );
    await page.click('#tab-kinds');
    await until(({ offer }) => /kB/.test(offer));
    await page.click('#panel-kinds .offer button.primary');
    expect((await until(({ offer }) => /^Ready/.test(offer))).offer).toMatch(/^Ready/);
    await page.evaluate(() =>
      document.querySelectorAll('#panel-kinds .remove').forEach((button) => button.click()),
    );
    await page.type('#panel-kinds .adding input', labels.join(','));
    await page.click('#panel-kinds .adding button');
    await page.evaluate(enterInKinds, 'textarea', text);
    for (const threshold of [0.3, 0.05]) {
      await page.evaluate(enterInKinds, 'input[type=range]', String(threshold));
      const wanted = (await found(threshold)).map((entity) => [entity.label, entity.text]);
      const isThere = ({ entities }) => JSON.stringify(entities) === JSON.stringify(wanted);
      expect((await until(isThere)).entities).toEqual(wanted);
      expect(wanted.length).toBeGreaterThan(1);
    }
    await page.click('#panel-kinds .actions .primary');
    const redacted = await until((state) => state.text !== text);
    expect(redacted.text).toMatch(/\[\w+_1\]/);
    await page.click('#panel-kinds .actions .primary');
    expect((await until((state) => state.text === text)).text).toBe(text);
    expect(await page.problems()).toEqual([]);
    expect((await page.evaluate(shownKinds)).names).toEqual(labels);
    await page.close();
  }, 180_000);
});
