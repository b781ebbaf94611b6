// The browser engines that tests run in, with one interface.
//
//   const engine = await launchEngine('firefox');
//   const page = await engine.newPage('http://127.0.0.1:8080/');
//   await page.evaluate(async (name) => (await import('./deberta.js'))[name] !== undefined, 'pipeline');
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { chromiumPath } from '../browser.mjs';
import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox.mjs';
import { removeFolder } from './processes.mjs';
import { launchWebkit } from './webkit.mjs';
import { miniBrowser } from './webkit_display.mjs';
import { launchWebkitOverProfile } from './webkit_profile.mjs';

/**
 * @typedef {object} Page
 * @property {(url: string) => Promise<unknown>} goto until the page has loaded
 * @property {(program: string | ((...args: any[]) => any), ...args: any[]) => Promise<any>} evaluate a function
 *   (async, too) or its source, in the page; what it throws is a PageError
 * @property {(selector: string) => Promise<void>} click
 * @property {(selector: string, text: string) => Promise<void>} type key by key, after what is there
 * @property {() => Promise<Buffer>} screenshot a PNG file
 * @property {() => Promise<string[]>} problems the console's errors and warnings, uncaught errors, and
 *   what the CSP refused
 * @property {() => Promise<unknown>} close
 *
 * @typedef {'chromium' | 'firefox' | 'webkit'} EngineName
 *
 * @typedef {object} Engine
 * @property {EngineName} name
 * @property {() => string} version
 * @property {(url: string) => Promise<Page>} newPage
 * @property {() => Promise<void>} restart ends the browser and starts it over the same profile
 * @property {() => Promise<void>} close
 */

/** @type {EngineName[]} */
export const engineNames = ['chromium', 'firefox', 'webkit'];

const engines = {
  chromium: {
    launch: launchChromium,
    launchOverProfile: launchChromium,
    needs: [[chromiumPath, 'chromium']],
  },
  firefox: {
    launch: (profile) => launchFirefox(profile),
    launchOverProfile: (profile) => launchFirefox(profile),
    needs: [[process.env.FIREFOX_PATH ?? 'firefox-esr', 'firefox-esr']],
  },
  webkit: {
    launch: launchWebkit,
    launchOverProfile: launchWebkitOverProfile,
    needs: [
      [process.env.WEBKIT_DRIVER_PATH ?? 'WebKitWebDriver', 'webkit2gtk-driver'],
      [miniBrowser, 'webkit2gtk-driver'],
      ['Xvfb', 'xvfb'],
      ['dbus-run-session', 'dbus'],
    ],
  },
};

/** @param {string} program a path, or a name that is looked up in PATH */
function isInstalled(program) {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(folder === '' ? program : join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * @param {EngineName} name
 * @param {{keeps?: boolean}} [options] keeps: what pages store is there after restart(). WebKit then has
 *   one page, without click() and type()
 * @returns {Promise<Engine>}
 */
export async function launchEngine(name, { keeps = false } = {}) {
  const { needs, launch, launchOverProfile } = engines[name];
  const missing = needs.filter(([program]) => !isInstalled(program));
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, debian]) => debian))].join(' ');
    const programs = missing.map(([program]) => program).join(', ');
    throw new Error(
      `the tests in ${name} need ${programs}, which this machine does not have: ` +
        `run 'tools/setup.sh browser', or 'apt-get install ${packages}' on Debian`,
    );
  }
  const profile = mkdtempSync(join(tmpdir(), `deberta-${name}-`));
  const start = () => (keeps ? launchOverProfile : launch)(profile);
  let browser = await start().catch((error) => {
    removeFolder(profile);
    throw error;
  });
  return {
    name,
    version: () => browser.version,
    async newPage(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    async restart() {
      await browser.close();
      browser = await start();
    },
    async close() {
      await browser.close();
      removeFolder(profile);
    },
  };
}
