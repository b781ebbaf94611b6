// A site whose answers a scenario changes: headers, missing files, pages instead of files, silence.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

import { isolation, types } from '../../../tools/serve.mjs';

/**
 * @typedef {object} Rule for paths that match
 * @property {RegExp} path
 * @property {number} [after] requests that are answered as usual first
 * @property {number} [status]
 * @property {Record<string, string | null>} [headers] instead of the usual ones; null: not sent
 * @property {string} [body] instead of the file
 * @property {boolean} [silent] no answer ever
 */

/**
 * @typedef {object} SiteOptions
 * @property {boolean} [isolated] all files come with COOP and COEP
 * @property {Record<string, string>} [headers] of all files
 * @property {Rule[]} [rules] the first one that matches
 */

/**
 * @param {string} folder
 * @param {SiteOptions} [options]
 */
export async function startSite(folder, { isolated = false, headers = {}, rules = [] } = {}) {
  /** @type {string[]} */
  const requests = [];
  const open = new Set();
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://host').pathname));
    requests.push(path);
    const rule = rules.find((each) => each.path.test(path) && !(each.after && each.after-- > 0));
    if (rule?.silent) return void open.add(response);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    const exists = rule?.body !== undefined || (await stat(file).catch(() => null))?.isFile();
    const status = rule?.status ?? (exists ? 200 : 404);
    const all = {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': 'no-store',
      ...(isolated && isolation),
      ...headers,
      ...rule?.headers,
    };
    response.writeHead(
      status,
      Object.fromEntries(Object.entries(all).filter(([, value]) => value)),
    );
    response.end(rule?.body ?? (status < 400 ? await readFile(file) : ''));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    close() {
      for (const response of open) response.destroy();
      return new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
