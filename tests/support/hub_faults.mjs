// What a server of a test does wrong on request, and the answer that it gives then.
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { rangeOf } from '../../tools/serve.mjs';
import { gitOid } from './hub_repositories.mjs';

/**
 * All of it may be combined. Offsets count in the body that this answer sends: within a range, and
 * in the compressed bytes.
 * @typedef {object} Fault
 * @property {'redirect'} [at] meets the redirect of an LFS file instead of its content
 * @property {number} [delay] milliseconds before the answer
 * @property {true} [refuse] the connection closes without an answer
 * @property {number} [status] an answer of this status, without content
 * @property {number} [retryAfter] seconds, with a status
 * @property {true} [redirectLoop] a redirect that never ends
 * @property {true} [html] 200 with a page
 * @property {string} [type] Content-Type
 * @property {true} [pointer] the text that git has in the place of an LFS file; 500 for others
 * @property {true} [ignoreRange] 200 with everything
 * @property {number} [wrongRange] what was asked for from so many bytes later (or earlier) on
 * @property {number} [flip] the lowest bit of this byte is wrong (before compression)
 * @property {string} [encoding] 'length', 'chunked' or 'close' (the body ends with the connection, so
 *   that a cut looks like the end); 'gzip' before one of them, alone it is chunked: 'gzip close'
 * @property {number} [length] Content-Length, whatever is sent; the connection closes after it
 * @property {number} [cut] the connection ends after so many bytes
 * @property {number} [reset] the same, with a TCP reset: of more than a megabyte a part may be lost
 * @property {number} [stall] after so many bytes nothing comes, until the client goes
 * @property {{bytes: number, every: number}} [drip] so many bytes, every so many milliseconds
 * @property {true} [noEtag]
 * @property {true} [hideHeaders] no Access-Control-Expose-Headers: scripts of pages see few headers
 */

const known = new Set(
  (
    'at delay refuse status retryAfter redirectLoop html type pointer ignoreRange wrongRange flip ' +
    'encoding length cut reset stall drip noEtag hideHeaders'
  ).split(' '),
);
const encodings = ['length', 'chunked', 'close'].flatMap((framing) => [framing, `gzip ${framing}`]);

/** A misspelt fault would be a test that tests nothing. @param {Fault} fault */
function checkFault(fault) {
  for (const name of Object.keys(fault))
    if (!known.has(name)) throw new Error(`no fault '${name}'`);
  if (fault.encoding !== undefined && !['gzip', ...encodings].includes(fault.encoding)) {
    throw new Error(`no encoding '${fault.encoding}'`);
  }
  if (fault.drip && !(fault.drip.bytes >= 1)) throw new Error('a drip has a byte at least');
}

/** The faults to come. */
export class Faults {
  /** @type {{match: RegExp | string, fault: Fault, always: boolean}[]} */
  #list = [];

  /** @param {RegExp | string} match @param {Fault[]} faults @param {boolean} always */
  add(match, faults, always) {
    faults.forEach(checkFault);
    this.#list.push(...faults.map((fault) => ({ match, fault, always })));
  }

  clear() {
    this.#list = [];
  }

  /** How many wait for their request. */
  get waiting() {
    return this.#list.filter(({ always }) => !always).length;
  }

  /**
   * What goes wrong with a request; the first fault of those that hold once is used up.
   * @param {string} path decoded
   * @param {{isFile: boolean, at?: 'redirect', once: boolean}} request
   *   isFile: whether a file's content is asked for: a name as match means no other request
   * @returns {Fault}
   */
  take(path, { isFile, at, once }) {
    const matching = this.#list.filter(
      ({ match, fault }) =>
        fault.at === at &&
        (typeof match === 'string' ? isFile && path.endsWith(match) : path.search(match) >= 0),
    );
    const first = once ? matching.find(({ always }) => !always) : undefined;
    if (first) this.#list.splice(this.#list.indexOf(first), 1);
    const always = matching.filter((entry) => entry.always).map(({ fault }) => fault);
    return Object.assign({}, ...always, first?.fault);
  }
}

/**
 * What an address has.
 * @typedef {object} Resource
 * @property {Buffer} content
 * @property {string} type
 * @property {number} [status] 200 if not given; another one knows no ranges
 * @property {string} [etag] strong, quoted
 * @property {Buffer} [pointer] what git has in its place
 * @property {Record<string, string | number>} [headers] further ones
 *
 * A request that is being answered.
 * @typedef {object} Exchange
 * @property {import('node:http').IncomingMessage} request
 * @property {import('node:http').ServerResponse} response
 * @property {{status: number, sent: number}} record
 */

const page = Buffer.from(
  '<!doctype html>\n<title>Sign in</title>\n<p>Sign in to use this network.\n',
);

/**
 * Answers with a resource, or with what the fault makes of it.
 * @param {Exchange} exchange
 * @param {Resource} resource
 * @param {Fault} [fault]
 */
export async function deliver(exchange, resource, fault = {}) {
  const { request, response, record } = exchange;
  const head = (status, headers) => {
    record.status = status;
    response.writeHead(status, headers);
  };
  if (fault.delay) await pause(fault.delay, response);
  if (fault.refuse) return void request.socket.destroy();
  if (fault.hideHeaders) response.removeHeader('Access-Control-Expose-Headers');
  if (fault.status) {
    const wait = fault.retryAfter === undefined ? {} : { 'Retry-After': fault.retryAfter };
    head(fault.status, { 'Content-Type': 'text/plain', ...wait });
    return void response.end();
  }
  if (fault.redirectLoop) return redirectOnwards(exchange);

  const { content, type, etag, status: plainStatus = 200, headers } = changed(resource, fault);
  const size = content.length;
  const range = plainStatus === 200 ? askedRange(request, size, etag, fault) : null;
  if (range === undefined) {
    head(416, { 'Content-Range': `bytes */${size}`, 'Content-Length': 0 });
    return void response.end();
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const words = (fault.encoding ?? 'length').split(' ');
  const zipped = words[0] === 'gzip' && request.method !== 'HEAD';
  const framing = words.at(-1) === 'gzip' ? 'chunked' : words.at(-1);
  let body = content.subarray(first, last + 1);
  if (fault.flip !== undefined && fault.flip < body.length) {
    body = Buffer.from(body);
    body[fault.flip] ^= 1;
  }
  if (zipped) body = gzipSync(body);

  // Without both of them Node lets the end of the connection be the end of the body.
  response.removeHeader('Content-Length');
  if (framing !== 'chunked') response.removeHeader('Transfer-Encoding');
  const closes = framing === 'close' || fault.length !== undefined;
  const all = {
    'Content-Type': fault.type ?? type,
    ...(plainStatus === 200 && { 'Accept-Ranges': 'bytes' }),
    ...(etag && { ETag: etag }),
    ...(range && { 'Content-Range': `bytes ${first}-${last}/${size}` }),
    ...(zipped && { 'Content-Encoding': 'gzip' }),
    ...(framing === 'chunked' && { 'Transfer-Encoding': 'chunked' }),
    ...(framing === 'length' && { 'Content-Length': fault.length ?? body.length }),
    ...(closes && { Connection: 'close' }),
    ...headers,
  };
  if (fault.noEtag) for (const name of ['ETag', 'X-Linked-Etag']) delete all[name];
  head(range ? 206 : plainStatus, all);
  if (request.method === 'HEAD') return void response.end();
  await sendBody(exchange, body, fault);
}

/** @param {Resource} resource @param {Fault} fault @returns {Resource} */
function changed(resource, { html, pointer }) {
  if (html) return { content: page, type: 'text/html; charset=utf-8' };
  if (!pointer) return resource;
  if (!resource.pointer) throw new Error('nothing of LFS, so there is no pointer');
  const etag = `"${gitOid(resource.pointer)}"`;
  return { content: resource.pointer, type: 'text/plain; charset=utf-8', etag };
}

/** @returns {{first: number, last: number} | null | undefined} null: all; undefined: impossible */
function askedRange({ headers }, size, etag, { html, ignoreRange, wrongRange = 0 }) {
  if (html || ignoreRange) return null;
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return null;
  const range = rangeOf(headers.range, size);
  if (!range || wrongRange === 0) return range;
  return { first: Math.min(Math.max(0, range.first + wrongRange), range.last), last: range.last };
}

/** Every step has an address of its own, so that no client can know the loop by it. */
export function redirectOnwards({ request, response, record }) {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('loop', String(Number(url.searchParams.get('loop') ?? 0) + 1));
  record.status = 302;
  response.writeHead(302, { Location: url.pathname + url.search, 'Content-Length': 0 }).end();
}

const pieceSize = 1 << 16;

/** @param {Exchange} exchange @param {Buffer} body @param {Fault} fault */
async function sendBody({ response, record }, body, { cut, reset, stall, drip }) {
  const stop = cut ?? reset ?? stall;
  const end = Math.min(stop ?? body.length, body.length);
  response.flushHeaders();
  const step = drip?.bytes ?? pieceSize;
  for (let at = 0; at < end && !response.destroyed; at += step) {
    if (drip && at > 0) await pause(drip.every, response);
    const piece = body.subarray(at, Math.min(at + step, end));
    record.sent += piece.length;
    // Waits for a slow client, so that `sent` is about what it took.
    if (!response.write(piece)) await eventOf(response, 'drain');
  }
  if (stop === undefined) response.end();
  else if (cut !== undefined) response.socket?.end();
  else if (reset !== undefined) {
    // A reset overtakes what is on its way: let the client have it. Several pauses, because a client in
    // this process reads between two of them, however late they end.
    for (let i = 0; i < 5; ++i) await pause(10, response);
    response.socket?.resetAndDestroy();
  }
}

/** Until the event, or until the client has gone. */
function eventOf(response, name) {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const done = () => {
      response.off(name, done).off('close', done);
      resolve();
    };
    response.on(name, done).on('close', done);
  });
}

/** So many milliseconds, fewer where the client goes. */
async function pause(milliseconds, response) {
  const over = new AbortController();
  const gone = () => over.abort();
  response.once('close', gone);
  await sleep(milliseconds, undefined, { signal: over.signal }).catch(() => {});
  response.off('close', gone);
}
