// A site on a static host, below a folder, with the service worker: counts what it is asked for, can go
// away and come back.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { bundledModel, temporaryFolder } from './models.mjs';

const page = '<!doctype html><link rel="icon" href="data:,"><title>page</title>';

/** A folder with the site in app/. */
export function makeSite() {
  const folder = temporaryFolder();
  const site = join(folder, 'app');
  mkdirSync(site);
  for (const name of filesOfPage()) {
    cpSync(join(root, 'dist', name), join(site, name), { recursive: true });
  }
  cpSync(bundledModel, join(site, 'models/pii-tiny'), { recursive: true });
  cpSync(join(root, 'tests/browser/pages/service_worker_app.js'), join(site, 'app.js'));
  writeFileSync(join(site, 'index.html'), `${page}<script type="module" src="app.js"></script>`);
  writeFileSync(join(site, 'own_worker.js'), "importScripts('service_worker.js');");
  writeFileSync(join(site, 'own_module.js'), "import './service_worker.js';");
  writeFileSync(join(folder, 'frame.html'), `${page}<iframe src="app/"></iframe>`);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"></svg>';
  writeFileSync(join(site, 'image.svg'), svg);
  for (const name of ['first.txt', 'second.txt', 'third.txt', 'api.txt']) {
    writeFileSync(join(site, name), name);
  }
  return folder;
}

/**
 * @param {string} folder of makeSite
 * @param {{isolated?: boolean, headers?: Record<string, string>}} [options]
 */
export async function hostSite(folder, { isolated = false, headers } = {}) {
  /** @type {string[]} */
  const requests = [];
  let loads = 0;
  /** Addresses that lead elsewhere, and responses of their own. */
  const special = {
    '/app/moved': { status: 302, headers: { Location: '/app/?moved' } },
    '/app/private.txt': { status: 200, headers: { 'Cache-Control': 'no-store' }, body: 'private' },
    '/app/ada/pii/resolve/main/config.json': { status: 200, headers: {}, body: '{}' },
  };
  const onRequest = ({ url, method }, response) => {
    if (method === 'POST') {
      loads++;
      response.writeHead(204).end();
      return true;
    }
    requests.push(url);
    const answer = special[url];
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    return Boolean(answer);
  };
  const options = { isolated, headers, onRequest };
  let server = await serve(folder, options);
  const port = Number(new URL(server.url).port);
  return {
    url: `${server.url}app/`,
    requests,
    /** How often the page was loaded, as it tells: it posts, which no service worker answers. */
    loads: () => loads,
    stop: () => server.close(),
    async start() {
      server = await serve(folder, { ...options, port });
    },
    close: () => server.close().catch(() => {}),
  };
}
