// The benchmark in pages of headless Chromium.
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';

import { launch } from '../../tests/support/browser.mjs';
import { serve } from '../serve.mjs';
import { cache } from './models.mjs';
import { makeSite, peerBuilds } from './site.mjs';

/** @typedef {import('./node.mjs').Environment} Environment */

/** @param {string} build of peerBuilds @returns {Promise<Environment>} */
export async function startChromium(build) {
  const { entry, ...wasmFiles } = peerBuilds[build];
  const { site, loops } = await makeSite(peerBuilds[build]);
  const server = await serve(cache);
  const browser = await launch();
  const address = `${server.url}${basename(site)}`;
  const ofPeer = (file) => `${address}/ort/${file}`;
  const wasmPaths = Object.fromEntries(
    Object.entries(wasmFiles).map(([name, file]) => [name, ofPeer(file)]),
  );
  return {
    name: `Chromium ${browser.version()}`,
    addressOf: (folder) => `${server.url}${folder}`,
    engine: {
      runtime: { entry: ofPeer(entry), wasmPaths },
      loops: loops.map((file) => `${address}/${file}`),
    },
    async open() {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`page: ${error.message}`));
      await page.goto(`${address}/page/`);
      await page.waitForFunction(() => 'bench' in globalThis);
      return {
        call: (method, ...args) =>
          page.evaluate(([name, list]) => globalThis.bench[name](...list), [method, args]),
        close: () => page.close(),
      };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(site, { recursive: true, force: true });
    },
  };
}
