// The examples that are pages, or that change pages: from a CDN, and the extension.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import {
  eventually,
  launch,
  launchWithExtension,
  launchWithProfile,
  openPage,
} from '../support/browser.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../support/models.mjs';
import { installPackage } from '../support/package.mjs';
import { run } from '../support/programs.mjs';

const letter = 'Write to Ada Lovelace at ada@example.org.';
const redacted = 'Write to [PERSON_1] at [EMAIL_1].';

let folder;
beforeAll(async () => {
  folder = temporaryFolder();
  await installPackage(folder, { linked: ['esbuild'] });
});
afterAll(cleanUp);

function example(name) {
  const to = join(folder, name);
  cpSync(join(root, 'examples', name), to, { recursive: true });
  return to;
}

test('the page from a CDN', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // The CDN is another origin on this machine, which has the same files at the same paths.
  const path = `npm/deberta-wasm@${version}`;
  const files = temporaryFolder();
  mkdirSync(join(files, 'npm'));
  cpSync(join(folder, 'node_modules/deberta-wasm'), join(files, path), { recursive: true });
  const cdn = await serve(files, {
    isolated: false,
    headers: { 'Access-Control-Allow-Origin': '*' },
  });
  const site = example('cdn');
  cpSync(bundledModel, join(site, 'models/pii-tiny'), { recursive: true });
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  const moved = page.replace('https://cdn.jsdelivr.net/', cdn.url);
  expect(moved).toContain(`${cdn.url}${path}/dist/deberta.js`);
  writeFileSync(join(site, 'index.html'), moved);
  const policy =
    `default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' ${cdn.url}; ` +
    `connect-src 'self' ${cdn.url}; worker-src blob: ${cdn.url}; img-src data:`;
  const server = await serve(site, {
    isolated: false,
    headers: { 'Content-Security-Policy': policy },
  });
  const browser = await launch();
  try {
    const { page: tab, requests, problems } = await openPage(browser, server.url);
    const status = await eventually(
      () => tab.textContent('#status'),
      (text) => !/^(loading …|\d+ %)$/.test(text),
    );
    expect([status, problems]).toEqual(['ready', []]);
    await tab.click('#redact');
    expect(await eventually(() => tab.textContent('#result'), Boolean)).toBe(redacted);
    const elsewhere = requests.filter(({ url }) => !/^(blob|data):/.test(url));
    for (const { url } of elsewhere) {
      expect(url.startsWith(cdn.url) || url.startsWith(server.url)).toBe(true);
    }
  } finally {
    await browser.close();
    await Promise.all([server.close(), cdn.close()]);
  }
});

describe('the page that works offline', () => {
  let server, context, page;
  beforeAll(async () => {
    const source = example('pwa');
    const { status, stderr } = await run(process.execPath, ['build.js'], {
      cwd: source,
      env: { MODEL: bundledModel },
    });
    expect([status, stderr]).toEqual([0, '']);
    // A static host, which sends no headers for isolation.
    server = await serve(join(source, 'site'), { isolated: false });
    context = await launchWithProfile(temporaryFolder());
    ({ page } = await openPage(context, server.url));
  });
  afterAll(async () => {
    await context?.close();
    await server?.close();
  });

  const status = () => page.textContent('#status');
  async function type(text) {
    await page.fill('#text:enabled', text, { timeout: 30_000 });
    return eventually(
      () => page.textContent('#redacted'),
      (shown) => shown.includes('['),
    );
  }

  test('redacts what is typed, with threads, online', async () => {
    expect(await type(letter)).toBe(redacted);
    expect(await status()).toMatch(/^ready, also offline; threads: [2-4]$/);
  });

  test('does so without a network', async () => {
    await server.close();
    await page.reload();
    expect(await type('Ask bob@example.org')).toBe('Ask [EMAIL_1]');
    expect(await status()).toMatch(/^ready, also offline; threads: [2-4]$/);
  });

  test('can be installed: its manifest and icon are there', async () => {
    const source = (name) => readFileSync(join(folder, 'pwa/site', name), 'utf8');
    const { icons, start_url, display } = JSON.parse(source('manifest.webmanifest'));
    expect([start_url, display]).toEqual(['./', 'standalone']);
    for (const { src } of icons) expect(source(src)).toContain('<svg');
  });
});

describe('the extension', () => {
  let context, worker, server;
  const shown = () => worker.evaluate(() => chrome.action.getBadgeText({ tabId: globalThis.tab }));
  beforeAll(async () => {
    const source = example('extension');
    const { status, stderr } = await run(process.execPath, ['build.js'], {
      cwd: source,
      env: { MODEL: bundledModel },
    });
    expect([status, stderr]).toEqual([0, '']);
    // No test can choose from Chromium's own context menu. The click that would give the extension access
    // to the page is stood in for by a permission, and by the event.
    const path = join(source, 'dist/manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: ['http://127.0.0.1/*'] }));
    const site = temporaryFolder();
    writeFileSync(
      join(site, 'index.html'),
      `<!doctype html><title>letters</title><link rel="icon" href="data:,">
      <textarea id="field">Hello! ${letter} Bye.</textarea>
      <input id="locked" readonly value="${letter}">
      <p id="text">Please: <b>${letter}</b></p><p id="other">Nobody is here.</p>`,
    );
    server = await serve(site, { isolated: false });
    context = await launchWithExtension(temporaryFolder(), join(source, 'dist'));
    worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  });
  afterAll(async () => {
    await context?.close();
    await server?.close();
  });

  /** Chooses from the context menu, on what `select` selects. */
  async function choose(page, select) {
    await page.evaluate(select, letter);
    await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ url: 'http://127.0.0.1/*' });
      globalThis.tab = tab.id;
      await chrome.action.setBadgeText({ tabId: tab.id, text: 'waits' });
      chrome.contextMenus.onClicked.dispatch({ menuItemId: 'redact', frameId: 0 }, tab);
    });
    return eventually(shown, (badge) => !['waits', '…'].includes(badge));
  }

  test('redacts what is selected in a field, and Ctrl-Z undoes it', async () => {
    const { page } = await openPage(context, server.url);
    const badge = await choose(page, (letter) => {
      const field = document.querySelector('#field');
      field.focus();
      const start = field.value.indexOf(letter);
      field.setSelectionRange(start, start + letter.length);
      field.addEventListener('input', () => (globalThis.heard = true));
    });
    expect([badge, await page.inputValue('#field')]).toEqual(['2', `Hello! ${redacted} Bye.`]);
    expect(await page.evaluate(() => globalThis.heard)).toBe(true);
    await page.keyboard.press('Control+Z');
    expect(await page.inputValue('#field')).toBe(`Hello! ${letter} Bye.`);
    await page.close();
  });

  const selectAll = (selector) => `
    document.activeElement?.blur();
    getSelection().selectAllChildren(document.querySelector('${selector}'))`;

  test('redacts what is selected in the page', async () => {
    const { page, problems } = await openPage(context, server.url);
    expect(await choose(page, selectAll('#text'))).toBe('2');
    expect(await page.textContent('#text')).toBe(`Please: ${redacted}`);
    expect(problems).toEqual([]);
    await page.close();
  });

  test('leaves what there is nothing to redact in, and what cannot be changed', async () => {
    const { page } = await openPage(context, server.url);
    expect(await choose(page, selectAll('#other'))).toBe('0');
    expect(await page.textContent('#other')).toBe('Nobody is here.');
    const locked = await choose(page, () => {
      const field = document.querySelector('#locked');
      field.focus();
      field.select();
    });
    expect([locked, await page.inputValue('#locked')]).toEqual(['!', letter]);
    await page.close();
  });

  test('loads nothing from outside of it', async () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'extension/dist/manifest.json'), 'utf8'));
    expect(manifest.content_security_policy.extension_pages).toBe(
      "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
    );
    const code = readFileSync(join(folder, 'extension/dist/background.js'), 'utf8');
    expect(code.match(/\bimport\s*\(|\bimportScripts\(|\beval\(|new Function\(/)).toBe(null);
  });
});
