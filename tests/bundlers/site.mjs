// What the browser talks to: a site under /app/, from a folder or from another server on this machine,
// with or without the headers of isolation. It remembers what was loaded.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { extname, join, sep } from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * @typedef {object} Loaded
 * @property {string} url with the origin
 * @property {number} status
 * @property {string} type
 * @property {Buffer} body
 */

/** A response's body, collected while it is sent. */
function remember(log, url, response) {
  const chunks = [];
  const { write, end, writeHead } = response;
  let type = '';
  response.writeHead = (status, headers) => {
    type = String(headers['content-type'] ?? '');
    return writeHead.call(response, status, headers);
  };
  response.write = (chunk, ...rest) => {
    chunks.push(Buffer.from(chunk));
    return write.call(response, chunk, ...rest);
  };
  response.end = (chunk, ...rest) => {
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk));
    return end.call(response, chunk, ...rest);
  };
  response.on('finish', () => {
    log.push({ url, status: response.statusCode, type, body: Buffer.concat(chunks) });
  });
}

async function sendFile(folder, path, response, headers) {
  const base = await realpath(folder);
  if (path === '' || path.endsWith('/')) path += 'index.html';
  let file = join(base, path);
  // Not realpath(): packages may be links.
  if (!file.startsWith(base + sep)) throw new Error('outside');
  if ((await stat(file)).isDirectory()) file = join(file, 'index.html');
  const { size } = await stat(file);
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'cache-control': 'no-cache',
    ...headers,
  });
  await new Promise((resolve, reject) => {
    createReadStream(file).on('error', reject).on('end', resolve).pipe(response);
  });
}

/**
 * @typedef {object} SiteOptions
 * @property {string} base path that the site is below
 * @property {string} [folder] of its files
 * @property {number} [upstream] port of the server that has it, instead
 * @property {boolean} [stripBase] the other server has it at the root
 * @property {Record<string, string>} [models] folders, by path below the base, that are no part of the
 *   site: they are not remembered
 * @property {boolean} [isolated]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [versioned] names of packages carry versions, name@1.0.0, which folders lack
 * @property {[string, () => string]} [replace] text of pages, and what stands there instead
 */

/** @param {SiteOptions} options */
export async function openSite({
  base,
  folder,
  upstream,
  stripBase = false,
  models = {},
  isolated = false,
  headers = {},
  versioned = false,
  replace,
}) {
  /** @type {Loaded[]} */
  const log = [];
  const extra = () => ({ ...headers, ...(site.isolated && isolation) });
  /** The request as the other server takes it. */
  const forwarded = (request) => {
    const here = `127.0.0.1:${upstream}`;
    const sent = { ...request.headers, host: here };
    delete sent['accept-encoding'];
    if (sent.origin) sent.origin = `http://${here}`;
    if (sent.referer) sent.referer = sent.referer.replace(/^http:\/\/[^/]*/, `http://${here}`);
    const path = stripBase ? request.url.replace(base, '/') : request.url;
    return { host: '127.0.0.1', port: upstream, method: request.method, path, headers: sent };
  };

  const server = createServer(async (request, response) => {
    const fail = (status) => {
      response.writeHead(status, { 'content-type': 'text/plain', ...extra() }).end();
    };
    try {
      const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
      const model = Object.keys(models).find((name) => path.startsWith(base + name));
      if (model) {
        const rest = path.slice(base.length + model.length);
        return await sendFile(models[model], rest, response, extra());
      }
      remember(log, site.url.replace(base, '') + request.url, response);
      if (upstream) {
        const there = httpRequest(forwarded(request), (answer) => {
          response.writeHead(answer.statusCode, { ...answer.headers, ...extra() });
          answer.pipe(response);
        });
        there.on('error', () => (response.headersSent ? response.destroy() : fail(502)));
        return void request.pipe(there);
      }
      if (!path.startsWith(base)) return fail(404);
      let file = path.slice(base.length);
      if (versioned) file = file.replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, '$1');
      if (replace && (file === '' || file.endsWith('.html'))) {
        const page = await readFile(join(folder, file || 'index.html'), 'utf8');
        response.writeHead(200, { 'content-type': types['.html'], ...extra() });
        return void response.end(page.replaceAll(replace[0], replace[1]()));
      }
      await sendFile(folder, file, response, extra());
    } catch {
      if (response.headersSent) response.destroy();
      else fail(404);
    }
  });
  // Development servers talk to their pages over a WebSocket.
  const sockets = new Set();
  server.on('upgrade', (request, socket, head) => {
    if (!upstream) return void socket.destroy();
    const { path, headers: sent } = forwarded(request);
    const there = connect(upstream, '127.0.0.1', () => {
      const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`);
      there.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
      there.write(head);
      there.pipe(socket);
      socket.pipe(there);
    });
    for (const one of [socket, there]) {
      sockets.add(one);
      one.on('error', () => {
        socket.destroy();
        there.destroy();
      });
      one.on('close', () => sockets.delete(one));
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const site = {
    url: `http://127.0.0.1:${port}${base}`,
    isolated,
    log,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
  return site;
}

/** What tells a body from others. */
export const hashOf = (body) => createHash('sha256').update(body).digest('hex');
