// The site that the tests in every engine open: the package, the bundled model, models of all heads,
// and the reference's cases; served twice, with cross-origin isolation and without.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { temporaryFolder } from './models.mjs';

/** The folder of a page that imports the package. @param {Record<string, string>} models name → folder */
export function siteFolder(models = {}) {
  const site = temporaryFolder();
  for (const file of filesOfPage()) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  for (const [name, folder] of Object.entries(models)) {
    cpSync(folder, join(site, 'models', name), { recursive: true });
  }
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>page</title>',
  );
  return site;
}

/**
 * @param {string} folder
 * @returns {Promise<{isolated: Server, plain: Server, close: () => Promise<unknown>}>}
 * @typedef {Awaited<ReturnType<typeof serve>>} Server
 */
export async function serveTwice(folder) {
  const policy = contentSecurityPolicy.replace("connect-src 'self'", '$& http://127.0.0.1:*');
  const headers = { 'Content-Security-Policy': policy };
  const [isolated, plain] = await Promise.all([
    serve(folder, { headers }),
    serve(folder, { headers, isolated: false }),
  ]);
  return { isolated, plain, close: () => Promise.all([isolated.close(), plain.close()]) };
}
