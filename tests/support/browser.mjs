// Debian's Chromium, driven by playwright-core.
import { chromium } from 'playwright-core';

import { netLogFlags } from './net_log.mjs';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const options = { executablePath: chromiumPath, args: flags };

export function launch() {
  return chromium.launch(options);
}

/**
 * A browser that keeps what its pages store, in a folder.
 * @param {string} profile
 */
export function launchWithProfile(profile) {
  return chromium.launchPersistentContext(profile, options);
}

/**
 * A browser that logs all its network activity; the file is complete when it has ended.
 * @param {string} profile the folder of what its pages store
 * @param {string} log
 */
export function launchWithNetLog(profile, log) {
  const args = [...flags, ...netLogFlags(log)];
  return chromium.launchPersistentContext(profile, { ...options, args });
}

/**
 * A browser with an extension.
 * @param {string} profile
 * @param {string} extension the folder of its manifest
 */
export function launchWithExtension(profile, extension) {
  return chromium.launchPersistentContext(profile, {
    ...options,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...flags,
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
}

/**
 * A page that remembers what went wrong in it, and what it asked for.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
export async function openPage(browser, url) {
  const page = await browser.newPage();
  const problems = [];
  const requests = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) =>
    requests.push({ url: request.url(), method: request.method(), body: request.postData() }),
  );
  await page.goto(url);
  return { page, problems, requests };
}

/**
 * The first value of `read` that `accept` takes, or after some seconds the last one.
 * @template T
 * @param {() => Promise<T>} read
 * @param {(value: T) => boolean} accept
 */
export async function eventually(read, accept, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (accept(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
