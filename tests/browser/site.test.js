// The documentation site: every page of it in Chromium, below a folder of a host, as on GitHub Pages.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { examples } from '../../docs/.vitepress/theme/examples.js';
import { root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { buildSite, sitePolicy } from '../../tools/site/build.mjs';
import { accessibilityProblems } from '../support/axe.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { answeredBy } from '../support/demo_hub.mjs';
import { startHub } from '../support/hub.mjs';
import { cleanUp } from '../support/models.mjs';
import * as tiny from '../support/tiny_models.mjs';

const folder = join(root, 'build/site/below-a-folder');
const base = '/deberta-wasm/';
const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };
const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const home = repository.url.replace(/^git\+|\.git$/g, '');

/** What is in the folder of the site, without the demo. */
const filesOf = (ending) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.startsWith('demo/'))
    .sort();

let server, browser, address, pages;
beforeAll(async () => {
  await buildSite({ base, folder });
  server = await serve(folder, {
    isolated: false,
    headers: { 'Content-Security-Policy': sitePolicy },
    onRequest(request) {
      if (request.url.startsWith(base)) request.url = request.url.slice(base.length - 1);
      else request.url = '/outside-of-the-site';
    },
  });
  address = `${server.url.slice(0, -1)}${base}`;
  browser = await launch();
  pages = filesOf('.html').filter((name) => name !== '404.html');
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  cleanUp();
});

/** Opens a page, and waits until its scripts run. */
async function open(context, path) {
  const opened = await openPage(context, address + path);
  await opened.page.waitForFunction(() => document.querySelector('#app')?.__vue_app__);
  return opened;
}

/** Of TypeDoc's pages, which come from few templates, one of each. */
const examined = (name) =>
  !name.startsWith('api/') ||
  /\/(index|functions\/pipeline|classes\/Tensor|interfaces\/PipelineParts)\.html$/.test(name);

describe('every page', () => {
  /** By page: what a visit has found. */
  const visits = new Map();
  const failuresOf = (read) =>
    [...visits].map(([name, visit]) => [name, read(visit)]).filter(([, found]) => found.length > 0);

  async function visit(context, name) {
    const { page, problems, requests } = await open(context, name);
    const seen = await page.evaluate(() => ({
      links: [...document.querySelectorAll('a[href]')].map(({ href }) => href),
      anchors: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      headings: document.querySelectorAll('h1').length,
    }));
    const problemsOfAccess = examined(name) ? await accessibilityProblems(page) : [];
    await page.setViewportSize(phone);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    visits.set(name, { problems, requests, ...seen, problemsOfAccess, width });
    await page.close();
  }

  beforeAll(async () => {
    const context = await browser.newContext({ viewport: desktop, colorScheme: 'light' });
    const rest = [...pages];
    const visitSome = async () => {
      for (let name = rest.shift(); name; name = rest.shift()) await visit(context, name);
    };
    await Promise.all([visitSome(), visitSome()]);
    await context.close();
  }, 600_000);

  test('is one of the guides or of the reference', () => {
    expect(pages.length).toBeGreaterThan(60);
    expect(visits.size).toBe(pages.length);
    expect(pages).toEqual(expect.arrayContaining(['index.html', 'api/index.html', 'threads.html']));
    expect(failuresOf(({ headings }) => (headings === 1 ? [] : [headings]))).toEqual([]);
  });

  test('leaves no error and no warning in the console', () => {
    expect(failuresOf(({ problems }) => problems)).toEqual([]);
  });

  test('asks its own origin alone', () => {
    const isForeign = ({ url }) => !url.startsWith(address) && !url.startsWith('data:');
    expect(failuresOf(({ requests }) => requests.filter(isForeign))).toEqual([]);
  });

  test('has no broken link and no broken anchor', () => {
    const isBroken = (link) => {
      const url = new URL(link);
      // /owner/name/blob/main/path
      const [kind, branch, ...path] = url.pathname.split('/').slice(3);
      if (link.startsWith(home) && ['blob', 'tree', 'edit'].includes(kind)) {
        return branch !== 'main' || !existsSync(join(root, ...path));
      }
      if (!link.startsWith(server.url)) return !['https:', 'mailto:'].includes(url.protocol);
      if (!link.startsWith(address)) return true;
      const name = decodeURIComponent(url.pathname.slice(base.length)).replace(
        /(^|\/)$/,
        '$1index.html',
      );
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (anchor && visits.has(name)) return !visits.get(name).anchors.includes(anchor);
      return !existsSync(join(folder, name));
    };
    const pagesOf = new Map();
    for (const [name, { links }] of visits) for (const link of links) pagesOf.set(link, name);
    expect(pagesOf.size).toBeGreaterThan(500);
    expect([...pagesOf].filter(([link]) => isBroken(link))).toEqual([]);
  });

  test('has nothing that axe objects to, in light and dark', () => {
    expect(failuresOf((visit) => visit.problemsOfAccess)).toEqual([]);
  });

  test('is as dark as its reader has it', async () => {
    const { page } = await open(browser, 'threads.html');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await eventually(background, (color) => color === 'rgb(255, 255, 255)')).toBe(
      'rgb(255, 255, 255)',
    );
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await eventually(background, (color) => color !== 'rgb(255, 255, 255)');
    expect(Math.max(...dark.match(/\d+/g).map(Number))).toBeLessThan(64);
    await page.close();
  });

  test('fits on a phone', () => {
    expect(failuresOf(({ width }) => (width > phone.width ? [width] : []))).toEqual([]);
  });
});

describe('the search', () => {
  test('finds a page by its words, and asks its own origin alone', async () => {
    const { page, problems, requests } = await open(browser, 'index.html');
    await page.keyboard.press('Control+k');
    await page.fill('#localsearch-input', 'cross-origin isolation');
    const results = () => page.locator('.VPLocalSearchBox .result').allTextContents();
    const found = await eventually(results, (all) => all.length > 0);
    expect(found.join()).toMatch(/thread/i);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/deberta-wasm\/.+\.html/);
    expect(problems).toEqual([]);
    for (const { url } of requests) expect(url.startsWith(address)).toBe(true);
    await page.close();
  });
});

test('the demo is part of it', async () => {
  const { page, problems } = await open(browser, 'index.html');
  await page.click('.VPNavBar a:has-text("Demo")');
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  expect(page.url()).toBe(`${address}demo/`);
  expect(problems).toEqual([]);
  await page.close();
});

describe('an example', () => {
  const stored = {
    'KoalaAI/Text-Moderation': tiny.sequenceClassifier({ labels: ['OK', 'H', 'V'] }),
    'mixedbread-ai/mxbai-rerank-xsmall-v1': tiny.sequenceClassifier({ labels: ['LABEL_0'] }),
    'MoritzLaurer/deberta-v3-xsmall-zeroshot-v1.1-all-33': tiny.sequenceClassifier({
      labels: ['entailment', 'not_entailment'],
    }),
    'deepset/deberta-v3-base-squad2': tiny.questionAnswerer(),
    'microsoft/deberta-base': tiny.maskedLanguageModel(),
    'urchade/gliner_multi_pii-v1': tiny.gliner(),
    'fastino/gliner2-base-v1': tiny.gliner2(),
  };
  let hub, context;
  beforeAll(async () => {
    hub = await startHub({ repositories: stored });
    context = await browser.newContext();
    await context.route('https://huggingface.co/**', answeredBy(hub));
  });
  afterAll(async () => {
    await context?.close();
    await hub?.close();
  });

  /** The page's example. */
  async function openExample(name) {
    const opened = await open(context, `${name}.html`);
    const example = opened.page.locator('.live-example');
    const isExtra = ({ url }) => /deberta\.js|\.wasm|models\/|huggingface/.test(url);
    return {
      ...opened,
      button: example.locator('button'),
      status: (pattern) =>
        eventually(
          () => example.locator('[role=status]').textContent(),
          (text) => pattern.test(text),
        ),
      rows: () => example.locator('tbody tr').allTextContents(),
      text: () => example.locator('.text').textContent(),
      loaded: () => opened.requests.filter(isExtra),
    };
  }

  const written = Object.entries(examples).filter(([name]) =>
    existsSync(join(root, `docs/${name}.md`)),
  );
  const bundled = written.filter(([, { bundled }]) => bundled).map(([name]) => name);
  const ofHub = written.filter(([, { bundled }]) => !bundled);

  test('is on the page of every task', () => {
    const tasks = readdirSync(join(root, 'docs/tasks')).map((name) => name.slice(0, -3));
    for (const task of tasks) expect(Object.keys(examples)).toContain(`tasks/${task}`);
    expect(tasks.length).toBeGreaterThan(5);
  });

  test.each(bundled)('%s: runs the bundled model, once asked to', async (name) => {
    const { page, problems, button, status, rows, text, loaded } = await openExample(name);
    expect(await status(/MB|kB/)).toMatch(/^\d+(\.\d)? (MB|kB) from this site/);
    expect(loaded()).toEqual([]);
    await button.click();
    expect(await status(/^Ready/)).toMatch(/^Ready: \d+ ms$/);
    expect((await rows()).length).toBeGreaterThan(2);
    if (name === 'redaction') expect(await text()).toMatch(/\[PERSON_1\] at \[EMAIL_1\]/);
    if (name === 'tasks/token-classification') expect(await text()).toMatch(/Ada LovelacePERSON/);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
    for (const { url } of loaded()) expect(url.startsWith(`${address}demo/`)).toBe(true);
    await page.close();
  });

  test.each(ofHub)(
    '%s: says the size of the model, then downloads it',
    async (name, { model, button: run }) => {
      const { page, problems, button, status, rows, loaded } = await openExample(name);
      expect(loaded()).toEqual([]);
      await button.click();
      expect(await status(/MB|kB/)).toMatch(/^[\d.]+ (MB|kB) from huggingface\.co/);
      const weights = () =>
        hub.requests.filter(({ path, method }) => method === 'GET' && path.includes(model));
      expect(weights().filter(({ path }) => path.endsWith('.safetensors'))).toEqual([]);
      expect(await button.textContent()).toMatch(/^Load [\d.]+ (MB|kB) and run$/);
      await button.click();
      expect(await status(/^Ready/)).toMatch(/^Ready/);
      expect(weights().some(({ path }) => path.endsWith('.safetensors'))).toBe(true);
      expect(await button.textContent()).toBe(run);
      expect((await rows()).length).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      await page.close();
    },
  );
});
