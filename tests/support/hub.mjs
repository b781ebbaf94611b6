// A Hugging Face Hub for tests, on 127.0.0.1: two origins, the API, and faults on request.
import { createServer } from 'node:http';

import { Faults, deliver, redirectOnwards } from './hub_faults.mjs';
import { Repository, entryOf, isLfsByName, treeOf } from './hub_repositories.mjs';

/**
 * @typedef {import('./hub_repositories.mjs').Content} Content
 * @typedef {import('./hub_faults.mjs').Fault} Fault
 *
 * @typedef {object} Options
 * @property {Record<string, Content | Record<string, Content>>} repositories name → files of main, or
 *   revision → files; files are a folder, read now, or {path: content}
 * @property {boolean} [api] false: 404 for it, as on a mirror
 * @property {boolean} [raw] false: 404 for /raw/
 * @property {boolean | string[]} [preflight] the headers that pages of other origins may send; false:
 *   neither If-Range nor Authorization
 * @property {number} [pageSize] entries of an answer of /tree/; all, if not given
 * @property {(path: string) => boolean} [lfs] which files are sent by the second origin
 * @property {Record<string, string>} [tokens] name → token without which a repository is not there
 *
 * @typedef {object} Asked a request, as it came
 * @property {'hub' | 'content'} origin
 * @property {string} method
 * @property {string} url
 * @property {string} path decoded; of the second origin the path at the first that led there
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number} status 0: no answer
 * @property {number} sent bytes of the body, as they were framed
 * @property {boolean} open until the answer has ended or its connection has
 * @property {number} time Date.now()
 */

const exposed =
  'X-Repo-Commit, X-Request-Id, X-Error-Code, X-Error-Message, ETag, Link, Accept-Ranges, ' +
  'Content-Range, X-Linked-Size, X-Linked-Etag';
const simpleHeaders = ['range', 'content-type'];

/** @param {Options} options */
export async function startHub({
  repositories,
  api = true,
  raw = true,
  preflight = true,
  pageSize = Infinity,
  lfs = isLfsByName,
  tokens = {},
}) {
  const stored = new Map(
    Object.entries(repositories).map(([name, given]) => [name, new Repository(given, lfs)]),
  );
  const faults = new Faults();
  /** @type {Asked[]} */
  const requests = [];
  /** What the second origin has, by sha256: also what was replaced. */
  const blobs = new Map();
  let signatures = 0;

  const allowed = Array.isArray(preflight)
    ? preflight.map((name) => name.toLowerCase())
    : [...simpleHeaders, ...(preflight ? ['if-range', 'authorization'] : [])];

  /** Answers a preflight; the rest by `answer`. */
  const listener = (origin, pathOf, answer) => async (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const record = {
      origin,
      method: request.method,
      url: url.href,
      path: pathOf(url),
      headers: request.headers,
      status: 0,
      sent: 0,
      open: true,
      time: Date.now(),
    };
    requests.push(record);
    response.on('error', () => {}); // the client has gone
    response.on('close', () => (record.open = false));
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', exposed);
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    // A browser's own cache would hide what a downloader asks for.
    response.setHeader('Cache-Control', 'no-store');
    const exchange = { request, response, record, url };
    try {
      if (request.method === 'OPTIONS') answerPreflight(exchange);
      else if (url.searchParams.has('loop')) redirectOnwards(exchange);
      else await answer(exchange);
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      fail(exchange, error instanceof URIError ? 400 : 500, 'ServerError', String(error));
    }
  };

  function answerPreflight({ request, response, record }) {
    const wanted = (request.headers['access-control-request-headers'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean);
    record.status = wanted.every((name) => allowed.includes(name)) ? 204 : 403;
    response.writeHead(record.status, {
      'Access-Control-Allow-Methods': 'GET, HEAD, POST',
      'Access-Control-Allow-Headers': allowed.join(', '),
    });
    response.end();
  }

  /** Whether a request may see the repository; if not, it is answered. */
  function find(exchange, name) {
    const repository = stored.get(name);
    const { authorization } = exchange.request.headers;
    const token = tokens[name];
    if (repository && (token === undefined || authorization === `Bearer ${token}`)) {
      return repository;
    }
    // The Hub does not tell what is private from what is not there.
    fail(exchange, 401, 'RepoNotFound', 'Invalid username or password.');
    return null;
  }

  /** What a repository has at a revision, or null where an error was the answer. */
  function snapshotOf(exchange, name, revision) {
    const repository = find(exchange, name);
    if (!repository) return null;
    const snapshot = repository.at(revision);
    if (!snapshot) fail(exchange, 404, 'RevisionNotFound', `Invalid rev id: ${revision}`);
    return snapshot ?? null;
  }

  async function answerHub(exchange) {
    const { request, url, record } = exchange;
    const once = request.method !== 'HEAD'; // which delivers nothing
    const segments = url.pathname.slice(1).split('/').map(decodeURIComponent);
    if (segments[0] === 'api') {
      return api ? answerApi(exchange, segments.slice(1)) : fail(exchange, 404);
    }
    const at = segments.findIndex((part, i) => i > 0 && (part === 'resolve' || part === 'raw'));
    if (at < 1 || at > 2) return fail(exchange, 404);
    if (!['GET', 'HEAD'].includes(request.method)) return fail(exchange, 405);
    const { revision, rest } = takeRevision(segments.slice(at + 1));
    const snapshot = snapshotOf(exchange, segments.slice(0, at).join('/'), revision);
    if (!snapshot) return undefined;
    const isRaw = segments[at] === 'raw';
    const file = isRaw && !raw ? undefined : snapshot.files.get(rest.join('/'));
    if (!file) return fail(exchange, 404, 'EntryNotFound', 'Entry not found');
    const headers = { 'X-Repo-Commit': snapshot.commit };
    const text = 'text/plain; charset=utf-8';
    if (isRaw || !file.lfs) {
      const content = file.lfs?.pointer ?? file.content;
      const fault = faults.take(record.path, { isFile: !isRaw, once });
      return deliver(exchange, { content, type: text, etag: `"${file.oid}"`, headers }, fault);
    }
    blobs.set(file.lfs.oid, file);
    const target = new URL(`lfs/${file.lfs.oid}`, contentUrl);
    target.searchParams.set('from', record.path);
    target.searchParams.set('signature', String(++signatures));
    const redirect = {
      status: 302,
      pointer: file.lfs.pointer,
      content: Buffer.from(`Found. Redirecting to ${target}`),
      type: text,
      etag: `"${file.lfs.oid}"`,
      headers: {
        ...headers,
        Location: target.href,
        'X-Linked-Etag': `"${file.lfs.oid}"`,
        'X-Linked-Size': file.lfs.size,
      },
    };
    return deliver(
      exchange,
      redirect,
      faults.take(record.path, { isFile: true, at: 'redirect', once }),
    );
  }

  async function answerContent(exchange) {
    const { request, url, record } = exchange;
    const file = blobs.get(url.pathname.replace('/lfs/', ''));
    if (!file) return fail(exchange, 404);
    if (!['GET', 'HEAD'].includes(request.method)) return fail(exchange, 405);
    const { content, etag, lfs } = file;
    const resource = { content, etag, type: 'application/octet-stream', pointer: lfs.pointer };
    const once = request.method !== 'HEAD';
    return deliver(exchange, resource, faults.take(record.path, { isFile: true, once }));
  }

  /** models/NAME[/tree/REVISION[/FOLDER] | /revision/REVISION | /paths-info/REVISION] */
  async function answerApi(exchange, [kind, ...segments]) {
    const { request, url, record } = exchange;
    const at = segments.findIndex((part, i) => i > 0 && apiMethods.has(part));
    const name = (at < 0 ? segments : segments.slice(0, at)).join('/');
    const method = at < 0 ? 'revision' : segments[at];
    if (kind !== 'models') return fail(exchange, 404);
    if (request.method !== apiMethods.get(method)) return fail(exchange, 405);
    const asked = method === 'paths-info' ? await readPaths(request) : [];
    const { revision, rest } = takeRevision(at < 0 ? ['main'] : segments.slice(at + 1));
    const snapshot = snapshotOf(exchange, name, revision);
    if (!snapshot) return undefined;
    const headers = {};
    let answer;
    if (method === 'paths-info') {
      answer = asked.map((path) => entryOf(snapshot, path)).filter((entry) => entry !== null);
    } else if (method === 'revision') {
      const siblings = [...snapshot.files.keys()].map((rfilename) => ({ rfilename }));
      answer = { id: name, modelId: name, private: name in tokens, sha: snapshot.commit, siblings };
    } else {
      const recursive = ['true', '1'].includes(url.searchParams.get('recursive') ?? '');
      const all = treeOf(snapshot, rest.join('/'), recursive);
      if (all.length === 0 && rest.length > 0) return fail(exchange, 404, 'EntryNotFound');
      const start = Number(atob(url.searchParams.get('cursor') ?? ''));
      answer = all.slice(start, start + pageSize);
      if (start + pageSize < all.length) {
        const next = new URL(url);
        next.searchParams.set('cursor', btoa(String(start + pageSize)));
        headers.Link = `<${next}>; rel="next"`;
      }
    }
    const content = Buffer.from(JSON.stringify(answer));
    const fault = faults.take(record.path, { isFile: false, once: true });
    return deliver(exchange, { content, type: 'application/json; charset=utf-8', headers }, fault);
  }

  const contentServer = createServer(
    listener(
      'content',
      (url) => url.searchParams.get('from') ?? decoded(url.pathname),
      answerContent,
    ),
  );
  const hubServer = createServer(listener('hub', (url) => decoded(url.pathname), answerHub));
  const servers = [contentServer, hubServer];
  const [contentUrl, url] = await Promise.all(servers.map(listen));

  return {
    url,
    contentUrl,
    requests,
    /**
     * Faults for the requests to come, one for each that would send content: not for a redirect, a
     * HEAD, or a request that is refused anyhow.
     * @param {RegExp | string} match a part of the decoded path, also of the API and of /raw/; or the
     *   end of a file's path, which no other request has
     * @param {...Fault} list
     */
    fault: (match, ...list) => faults.add(match, list, false),
    /** A fault of every request; one that holds once comes on top. */
    always: (match, fault) => faults.add(match, [fault], true),
    clearFaults: () => faults.clear(),
    /** How many faults no request has met yet. */
    waitingFaults: () => faults.waiting,
    /** The file changes, or goes where content is null; the old commit keeps it. */
    replace: (name, revision, path, content) => stored.get(name).replace(revision, path, content),
    commit: (name, revision = 'main') => stored.get(name)?.at(revision)?.commit,
    /** Ends also what stalls. */
    close: () => Promise.all(servers.map(close)),
  };
}

const apiMethods = new Map([
  ['tree', 'GET'],
  ['revision', 'GET'],
  ['paths-info', 'POST'],
]);

/** The path as people write it; one that cannot be decoded stays. */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A revision is one segment; the Hub takes refs/pr/4 also as it stands. */
function takeRevision(segments) {
  const length = segments[0] === 'refs' ? 3 : 1;
  return { revision: segments.slice(0, length).join('/'), rest: segments.slice(length) };
}

function fail({ request, response, record }, status, code = '', message = code) {
  const headers = code && { 'X-Error-Code': code, 'X-Error-Message': message };
  const body = JSON.stringify({ error: message });
  record.status = status;
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The paths that a POST asks for, as JSON or as a form, which needs no preflight. */
async function readPaths(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 1e6) throw new Error('too long');
  }
  if (request.headers['content-type']?.includes('form'))
    return new URLSearchParams(text).getAll('paths');
  return [JSON.parse(text).paths].flat();
}

function listen(server) {
  // A client that uses a connection again must not meet its end.
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
  });
}

function close(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
