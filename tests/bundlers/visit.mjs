// One visit of a fixture's page, in a browser that has stored nothing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} Visit
 * @property {any} result what the page shows, null if nothing
 * @property {string[]} problems errors in the console, uncaught ones, what could not be loaded
 * @property {string[]} warnings in the console
 * @property {import('./site.mjs').Loaded[]} fromCdn what a public CDN was asked for
 */

// transformers.js asks this CDN for onnxruntime-web unless it is told otherwise. Tests have no network:
// the same files of the same versions come from node_modules.
const publicCdn = 'https://cdn.jsdelivr.net/npm/';

async function answerAsCdn(route, modules, log) {
  const url = route.request().url();
  const path = url.slice(publicCdn.length).replace(/^(@[^/]+\/)?([^/@]+)@[^/]+/, '$1$2');
  const type = /\.m?js$/.test(path) ? 'text/javascript' : 'application/wasm';
  const body = await readFile(join(modules, path)).catch(() => null);
  if (!body) return route.fulfill({ status: 404 });
  log.push({ url, status: 200, type, body });
  const headers = {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-type': type,
  };
  await route.fulfill({ body, headers });
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{seconds: number, modules: string}} options seconds: the most that the answer may take;
 *   modules: the folder of installed packages
 * @returns {Promise<Visit>}
 */
export async function visit(browser, url, { seconds, modules }) {
  const context = await browser.newContext();
  const problems = [];
  const warnings = [];
  const fromCdn = [];
  try {
    await context.route(`${publicCdn}**`, (route) => answerAsCdn(route, modules, fromCdn));
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      if (message.type() === 'warning') warnings.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('crash', () => problems.push('the page crashed'));
    const read = () => globalThis.document.querySelector('#result')?.textContent || null;
    let text = null;
    try {
      await page.goto(url, { timeout: seconds * 1000, waitUntil: 'commit' });
      const handle = await page.waitForFunction(read, undefined, { timeout: seconds * 1000 });
      text = await handle.jsonValue();
    } catch (error) {
      const first = String(error.message).split('\n')[0];
      problems.push(`the page showed no result within ${seconds} s (${first})`);
    }
    return { result: JSON.parse(text), problems, warnings, fromCdn };
  } finally {
    await context.close();
  }
}
