// The demo, as a person uses it: with threads where the server isolates the page, without where not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';

const text = 'Please call Grace Hopper on +1 202-555-0143 or write to grace@example.org.';

let browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each([
  ['with COOP and COEP', true],
  ['without them', false],
])('the demo, served %s', (_, isolated) => {
  let server, page, problems, requests;
  beforeAll(async () => {
    server = await serve(join(root, 'dist/demo'), { isolated });
    ({ page, problems, requests } = await openPage(browser, server.url));
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  });
  afterAll(async () => {
    await page?.close();
    await server.close();
  });

  const marks = () =>
    page.$$eval('#highlights mark', (elements) =>
      elements.map(({ dataset }) => [dataset.label, Number(dataset.start), Number(dataset.end)]),
    );
  const found = async (value) =>
    (await marks()).map(([label, start, end]) => [label, value.slice(start, end)]);

  test('is served under a strict CSP', async () => {
    expect(contentSecurityPolicy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
    const response = await fetch(server.url);
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  });

  test(isolated ? 'has threads' : 'has one thread', async () => {
    // Told once the first answer is there.
    const shown = await eventually(
      () => page.textContent('#threads'),
      (value) => /\d/.test(value),
    );
    const threads = Number(shown);
    if (isolated) expect(threads).toBeGreaterThan(1);
    else expect(threads).toBe(1);
    const variant = await page.textContent('#variant');
    expect(variant).toMatch(isolated ? /relaxed.*threads/i : /relaxed/i);
  });

  test('highlights what is typed, at exact offsets and with its label', async () => {
    await page.fill('#text', '');
    await page.focus('#text');
    await page.keyboard.type(text);
    const expected = [
      ['PERSON', 'Grace Hopper'],
      ['PHONE', '+1 202-555-0143'],
      ['EMAIL', 'grace@example.org'],
    ];
    // Until the answer to the last key is shown, what is shown is an earlier one.
    const entities = await eventually(
      () => found(text),
      (value) => JSON.stringify(value) === JSON.stringify(expected),
    );
    expect(entities).toEqual(expected);
  });

  test('redacts and restores', async () => {
    await page.click('#redact');
    const shown = () => page.inputValue('#text');
    const redacted = await eventually(shown, (value) => !value.includes('Grace Hopper'));
    expect(redacted).toMatch(/\[PERSON_1\].*\[PHONE_1\].*\[EMAIL_1\]/);
    await page.click('#redact');
    expect(await eventually(shown, (value) => value === text)).toBe(text);
  });

  test('sends nothing but requests for its own files', () => {
    expect(requests.length).toBeGreaterThan(5);
    for (const { url, method, body } of requests) {
      expect(new URL(url).origin).toBe(new URL(server.url).origin);
      expect([method, body]).toEqual(['GET', null]);
      expect(decodeURIComponent(url)).not.toMatch(/Grace|555/);
    }
  });

  test('leaves no error and no warning in the console', () => {
    expect(problems).toEqual([]);
  });
});
