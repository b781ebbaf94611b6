// A static file server for the demo and the browser tests, on 127.0.0.1.
//
//   node tools/serve.mjs [FOLDER] [--port N] [--no-isolation]
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';

import { root } from './project.mjs';

export const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

// Only what the package needs: no inline script or style, no eval; of other origins only the Hub, for models.
export const contentSecurityPolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data:; connect-src 'self' https://huggingface.co https://*.huggingface.co " +
  "https://*.hf.co; worker-src 'self'; object-src 'none'; base-uri 'none'";

export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The bytes [first, last] that a Range header asks for, null for all, undefined if impossible. */
export function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const first = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return first <= last ? { first, last } : undefined;
}

/**
 * Serves a folder until close().
 * @param {string} folder
 * @param {{port?: number, isolated?: boolean, headers?: Record<string, string>,
 *   onRequest?: (request: object, response: object) => boolean | void}} [options] isolated: send COOP and
 *   COEP, so that pages have threads; onRequest: sees each request first, and has answered if it returns true
 */
export async function serve(folder, { port = 0, isolated = true, headers = {}, onRequest } = {}) {
  const base = await realpath(folder);
  const server = createServer(async (request, response) => {
    const fail = (status) => response.writeHead(status, { 'Content-Type': 'text/plain' }).end();
    try {
      if (onRequest?.(request, response)) return;
      if (request.method !== 'GET' && request.method !== 'HEAD') return void fail(405);
      let path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
      if (path.endsWith('/')) path += 'index.html';
      const file = await realpath(join(base, path));
      if (!file.startsWith(base + sep)) return void fail(404);
      const info = await stat(file);
      if (!info.isFile()) return void fail(404);
      const range = rangeOf(request.headers.range, info.size);
      if (range === undefined) return void fail(416);
      const { first, last } = range ?? { first: 0, last: info.size - 1 };
      response.writeHead(range ? 206 : 200, {
        'Content-Type': types[extname(file)] ?? 'application/octet-stream',
        'Content-Length': last - first + 1,
        'Accept-Ranges': 'bytes',
        'Cache-Control': 'no-cache',
        'Content-Security-Policy': contentSecurityPolicy,
        'X-Content-Type-Options': 'nosniff',
        ...(range && { 'Content-Range': `bytes ${first}-${last}/${info.size}` }),
        ...(isolated && isolation),
        ...headers,
      });
      if (request.method === 'HEAD' || info.size === 0) return void response.end();
      createReadStream(file, { start: first, end: last })
        .on('error', () => response.destroy())
        .pipe(response);
    } catch {
      if (!response.headersSent) fail(404);
      else response.destroy();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const args = process.argv.slice(2);
  const at = args.indexOf('--port');
  const port = at < 0 ? 8080 : Number(args.splice(at, 2)[1]);
  const isolated = !args.includes('--no-isolation');
  const folder = args.find((arg) => !arg.startsWith('--')) ?? join(root, 'dist/demo');
  const { url } = await serve(folder, { port, isolated });
  console.log(`serving ${folder} at ${url}`);
}
