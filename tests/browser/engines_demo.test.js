// The demo in each browser engine, with cross-origin isolation and without.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually } from '../support/browser.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';

const typed = ' Ask Grace Hopper.';

let servers;
beforeAll(async () => {
  const folder = join(root, 'dist/demo');
  servers = { isolated: await serve(folder), plain: await serve(folder, { isolated: false }) };
});
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

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
      const state = await until(({ entities }) => entities.at(-1)?.[1] === 'Grace Hopper');
      expect(state.entities.at(-1)).toEqual(['PERSON', 'Grace Hopper']);
      expect(state.text.endsWith(typed)).toBe(true);
    });

    test('redacts and restores', async () => {
      const before = await page.evaluate(shown);
      await page.click('#redact');
      const { text } = await until((state) => !state.text.includes('Grace Hopper'));
      expect(text).toMatch(/ Ask \[PERSON_\d\]\.$/);
      await page.click('#redact');
      const restored = await until((state) => state.text === before.text);
      expect(restored.text).toBe(before.text);
    });

    test('leaves no error and no warning in the console', async () => {
      expect(await page.problems()).toEqual([]);
    });
  });
});
