// The environments of the table of threads: this process of Node, or a page of a browser.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { launchEngine } from '../../../tests/support/engines/index.mjs';
import { filesOfPage, root } from '../../project.mjs';
import { serve } from '../../serve.mjs';
import * as measure from './measure.js';

/**
 * @typedef {object} Place
 * @property {string} name with its version
 * @property {(method: 'load' | 'time' | 'diagnostics' | 'unload', ...args: any[]) => Promise<any>} call
 *   of measure.js, load() without the address
 * @property {() => Promise<void>} close
 */

/** @returns {Place} */
function openNode() {
  const entry = pathToFileURL(join(root, 'dist/node.js')).href;
  return {
    name: `Node ${process.versions.node}`,
    call: (method, ...args) =>
      method === 'load' ? measure.load(entry, ...args) : measure[method](...args),
    close: measure.unload,
  };
}

/** @param {'chromium' | 'firefox' | 'webkit'} name @returns {Promise<Place>} */
async function openBrowser(name) {
  const site = mkdtempSync(join(tmpdir(), 'deberta-threads-'));
  for (const file of filesOfPage()) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  cpSync(join(root, 'tools/bench/threads/measure.js'), join(site, 'measure.js'));
  writeFileSync(join(site, 'index.html'), '<!doctype html><link rel="icon" href="data:,">');
  const server = await serve(site);
  const engine = await launchEngine(name);
  const page = await engine.newPage(server.url);
  return {
    name: `${name} ${engine.version()}`,
    async call(method, ...args) {
      const list = method === 'load' ? ['./deberta.js', ...args] : args;
      return page
        .evaluate(
          // Passed as text, because drivers support different types of results.
          async (called, given) =>
            JSON.stringify(
              (await (await import('./measure.js'))[called](...JSON.parse(given))) ?? null,
            ),
          method,
          JSON.stringify(list),
        )
        .then(JSON.parse);
    },
    async close() {
      await engine.close();
      await server.close();
      rmSync(site, { recursive: true, force: true });
    },
  };
}

export const placeNames = ['node', 'chromium', 'firefox', 'webkit'];

/** @param {string} name @returns {Promise<Place>} */
export async function openPlace(name) {
  return name === 'node' ? openNode() : openBrowser(name);
}
