// axe-core over every tab of the demo, in light and dark, before and after its model has answered.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { accessibilityProblems } from '../support/axe.mjs';
import { eventually, launch } from '../support/browser.mjs';
import { hubModels, startDemoHub } from '../support/demo_hub.mjs';
import { cleanUp } from '../support/models.mjs';

const ready = () => document.documentElement.dataset.ready === 'true';

let browser, server, hub, context, page;
beforeAll(async () => {
  browser = await launch();
  server = await serve(join(root, 'dist/demo'));
  hub = await startDemoHub();
  context = await browser.newContext();
  await hub.route(context);
  page = await context.newPage();
  await page.goto(server.url);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([server, hub].map((each) => each?.close()));
  cleanUp();
});

/** Sees that the page has no problems on a narrow screen. */
async function expectNarrow() {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.setViewportSize(size);
}

test('what is wrong is found, in the scheme where it is wrong', async () => {
  const other = await context.newPage();
  await other.setContent(
    `<html lang="en"><title>page</title><main><h1>page</h1><input>
    <style>@media (prefers-color-scheme: dark) { p { color: #eee } } p { background: white }</style>
    <p>pale in the dark</p></main>`,
  );
  const problems = await accessibilityProblems(other);
  expect(problems.map((line) => /^\w+: [\w-]+/.exec(line)?.[0]).sort()).toEqual([
    ...['dark: color-contrast', 'dark: label', 'light: label'],
  ]);
  await other.close();
});

describe('the tab of personal data', () => {
  test('with entities in its text', async () => {
    await page.waitForFunction(ready);
    await page.waitForSelector('#highlights mark');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('with placeholders, some labels switched off', async () => {
    await page.click('#labels input[name=PERSON]');
    await page.click('#redact');
    await page.waitForSelector('#highlights mark[data-placeholder]');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.click('#redact');
    await page.click('#labels input[name=PERSON]');
  });

  test('without text', async () => {
    await page.fill('#text', '');
    await page.waitForSelector('#found-note:not([hidden])');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('on a narrow screen', expectNarrow);

  test('while it loads, and where the model is not there', async () => {
    const other = await context.newPage();
    let release = () => {};
    await other.route('**/models/pii-tiny/*', async (route) => {
      await new Promise((resolve) => (release = resolve));
      await route.fulfill({ status: 404 });
    });
    await other.goto(server.url);
    expect(await other.isVisible('#progress')).toBe(true);
    expect(await accessibilityProblems(other)).toEqual([]);
    release();
    await eventually(
      () => other.isVisible('#failure'),
      (isVisible) => (release(), isVisible),
    );
    expect(await other.isVisible('#failure')).toBe(true);
    expect(await accessibilityProblems(other)).toEqual([]);
    await other.close();
  });
});

describe('the tab of kinds that one names', () => {
  const status = (pattern) =>
    eventually(
      () => page.textContent('#panel-kinds .hub-status'),
      (text) => pattern.test(text),
    );

  test('before its model is loaded', async () => {
    await page.click('#tab-kinds');
    expect(await status(/kB/)).toMatch(/kB/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('while it loads', async () => {
    hub.always(/\.bin$/, { delay: 60_000 });
    await page.click('#panel-kinds .offer .primary');
    expect(await page.isVisible('#panel-kinds [role=progressbar]')).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await status(/^Stopped/)).toMatch(/^Stopped/);
    hub.clearFaults();
  });

  test('with entities in its text, and with placeholders', async () => {
    await page.click('#panel-kinds .offer .primary');
    expect(await status(/^Ready/)).toMatch(/^Ready/);
    await page.fill('#panel-kinds input[type=range]', '0.05');
    await page.waitForSelector('#panel-kinds mark');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.click('#panel-kinds .actions .primary');
    await page.waitForSelector('#panel-kinds mark[data-placeholder]');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('on a narrow screen', expectNarrow);

  test('without kinds', async () => {
    const remove = page.locator('#panel-kinds .chip .remove');
    while ((await remove.count()) > 0) await remove.first().click();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

describe.each(Object.keys(hubModels))('the tab %s', (id) => {
  const status = (pattern) =>
    eventually(
      () => page.textContent(`#panel-${id} .hub-status`),
      (text) => pattern.test(text),
    );

  test('before its model is loaded', async () => {
    await page.click(`#tab-${id}`);
    expect(await status(/MB/)).toMatch(/MB/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('with an answer', async () => {
    await page.click(`#panel-${id} .offer button`);
    expect(await status(/^Ready/)).toMatch(/^Ready/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test('a tab whose model the Hub does not have', async () => {
  // Another context, whose cache has no model.
  const empty = await browser.newContext();
  const other = await empty.newPage();
  await other.route('https://huggingface.co/**', (route) =>
    route.fulfill({ status: 404, headers: { 'Access-Control-Allow-Origin': '*' } }),
  );
  await other.goto(server.url);
  await other.click('#tab-words');
  await other.waitForSelector('#panel-words .is-failure');
  expect(await accessibilityProblems(other)).toEqual([]);
  await empty.close();
});
