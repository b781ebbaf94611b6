// The components of docs/react.md do what the page says.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { bundledModel, cleanUp, temporaryFolder, textClassifier } from '../support/models.mjs';
import { bundleWithReact, versions } from '../support/react.mjs';

const [version] = versions;
const program = `
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RedactedNote } from './RedactedNote.jsx';
import { Mood } from './Mood.jsx';
globalThis.sent = [];
const note = { model: './models/pii-tiny', onSend: (text) => globalThis.sent.push(text) };
createRoot(document.getElementById('root')).render(
  createElement(
    StrictMode,
    null,
    createElement(RedactedNote, note),
    createElement(Mood, { model: './classifier', text: 'It rains.' }),
  ),
);`;

let browser, server, page, problems;
beforeAll(async () => {
  const site = temporaryFolder();
  for (const name of filesOfPage()) {
    cpSync(join(root, 'dist', name), join(site, name), { recursive: true });
  }
  cpSync(bundledModel, join(site, 'models/pii-tiny'), { recursive: true });
  cpSync(textClassifier(), join(site, 'classifier'), { recursive: true });
  const sources = temporaryFolder();
  const docs = readFileSync(join(root, 'docs/react.md'), 'utf8');
  for (const [, code] of docs.matchAll(/```jsx\n(.*?)```/gs)) {
    const [, name] = /export function (\w+)/.exec(code);
    writeFileSync(join(sources, `${name}.jsx`), code);
  }
  writeFileSync(join(sources, 'app.js'), program);
  await bundleWithReact(version, join(sources, 'app.js'), join(site, 'app.js'));
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>page</title>' +
      '<div id="root"></div><script type="module" src="app.js"></script>',
  );
  server = await serve(site, { isolated: false });
  browser = await launch();
  ({ page, problems } = await openPage(browser, server.url));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  cleanUp();
});

test('the form shows what it found, and sends the text without it', async () => {
  await page.fill('textarea', 'Ask Ada Lovelace or ada@example.org.');
  const items = () => page.locator('li').allTextContents();
  const expected = ['PERSON: Ada Lovelace', 'EMAIL: ada@example.org'];
  expect(await eventually(items, (found) => found.length === 2)).toEqual(expected);
  await page.click('form > button');
  expect(await page.evaluate(() => globalThis.sent)).toEqual(['Ask [PERSON_1] or [EMAIL_1].']);
});

test('the form sends nothing that was not read', async () => {
  // Between the keystroke and the answer the button is disabled.
  const wasDisabled = await page.evaluate(async () => {
    const area = document.querySelector('textarea');
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    set.call(area, `${area.value} Or Maria Garcia.`);
    area.dispatchEvent(new Event('input', { bubbles: true }));
    await Promise.resolve();
    return document.querySelector('form > button').disabled;
  });
  expect(wasDisabled).toBe(true);
  await page.waitForSelector('form > button:enabled');
  expect(await page.locator('li').count()).toBe(3);
});

test('the classifier shows its best label', async () => {
  const text = await eventually(
    () => page.textContent('output'),
    (shown) => !shown.includes('%'),
  );
  expect(['calm', 'loud', 'rude']).toContain(text);
});

test('nothing is left in the console', () => {
  expect(problems).toEqual([]);
});
