// What the service worker keeps of a site, where the browser's part is played by stand-ins.
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';

const scope = 'https://example.org/app/';

/** Cache storage in memory. */
function cacheStorage() {
  const all = new Map();
  const withoutSearch = (url) => url.split('?')[0];
  const find = (entries, url, { ignoreSearch = false } = {}) => {
    if (!ignoreSearch) return entries.get(url)?.clone();
    const key = [...entries.keys()].find((each) => withoutSearch(each) === withoutSearch(url));
    return entries.get(key)?.clone();
  };
  return {
    all,
    async keys() {
      return [...all.keys()];
    },
    async open(name) {
      if (!all.has(name)) all.set(name, new Map());
      const entries = all.get(name);
      return {
        match: async (url, options) => find(entries, url, options),
        put: async (url, response) => void entries.set(url, response),
      };
    },
    match: async (url, { cacheName, ...options }) => find(all.get(cacheName), url, options),
    delete: async (name) => all.delete(name),
  };
}

/** A response as fetch() gives it: of the own origin, and perhaps through a redirect. */
function answer(body, { redirected = false, ...init } = {}) {
  /** @param {Response} response */
  const complete = (response) =>
    Object.defineProperties(response, {
      type: { value: 'basic' },
      redirected: { value: redirected },
      clone: { value: () => complete(Response.prototype.clone.call(response)) },
    });
  return complete(new Response(body, init));
}

/** A request as service workers see it. */
const request = (path, destination = '') => ({
  url: new URL(path, scope).href,
  method: 'GET',
  mode: destination === 'document' ? 'navigate' : 'cors',
  destination,
  cache: 'default',
  headers: new Headers(),
});

const globals = ['self', 'location', 'caches', 'fetch'];
const before = globals.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
const define = (name, value) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

/** The listeners of web/service_worker.js; each test begins with nothing kept. */
const listeners = {};
let server;
beforeAll(async () => {
  define('self', {
    registration: { scope },
    addEventListener: (type, listener) => (listeners[type] = listener),
  });
  const search = '?isolate=no&coep=require-corp&exclude=account/';
  define('location', { origin: 'https://example.org', search });
  await import('../../../web/service_worker.js');
});
afterAll(() => {
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else delete globalThis[name];
  }
});
beforeEach(() => {
  define('caches', cacheStorage());
  server = jest.fn();
  define('fetch', server);
});

/** Dispatches an event and waits for all that it began. */
async function dispatch(type, event) {
  const work = [];
  let response;
  listeners[type]({
    ...event,
    waitUntil: (promise) => work.push(promise),
    respondWith: (promise) => (response = promise),
  });
  const result = await response;
  await Promise.all(work);
  return result;
}

/** What a page gets online. */
function online(path, response, destination) {
  server.mockResolvedValueOnce(response);
  return dispatch('fetch', { request: request(path, destination) });
}

/** What a page gets without a network: [status, body], or 'nothing'. */
async function offline(path, destination) {
  server.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const response = await dispatch('fetch', { request: request(path, destination) }).catch(
    () => null,
  );
  return response ? [response.status, await response.text()] : 'nothing';
}

const keep = (loaded, needed = []) =>
  dispatch('message', { data: { type: 'deberta-wasm:keep', loaded, needed } });
const kept = () =>
  [...globalThis.caches.all.values()].flatMap((entries) =>
    [...entries.keys()].map((url) => url.replace(scope, '')),
  );

test('what is excluded is not kept, also where the page itself names it', async () => {
  server.mockImplementation(async () => answer('content'));
  await keep([`${scope}account/`, `${scope}app.js`], [`${scope}account/data.json`]);
  expect(kept()).toEqual(['app.js']);
  expect(server.mock.calls.map(([{ url }]) => url)).toEqual([`${scope}app.js`]);
});

test('messages of another form are let pass', async () => {
  for (const data of [null, 'x', { type: 'deberta-wasm:keep' }]) {
    await expect(dispatch('message', { data })).resolves.toBeUndefined();
  }
  expect(server).not.toHaveBeenCalled();
});

test('a file that is missing for a moment stays kept', async () => {
  await online('model.json', answer('good'));
  expect((await online('model.json', answer('', { status: 404 }))).status).toBe(404);
  expect(await offline('model.json')).toEqual([200, 'good']);
});

test('that a file of a model is missing is kept, that a script is missing is not', async () => {
  await online('optional.json', answer('', { status: 404 }));
  await online('chunk.js', answer('', { status: 404 }), 'script');
  expect(await offline('optional.json')).toEqual([404, '']);
  expect(await offline('chunk.js', 'script')).toBe('nothing');
});

test('a needed file that was missing is fetched again', async () => {
  await online('late.json', answer('', { status: 404 }));
  server.mockResolvedValueOnce(answer('there'));
  await keep([], [`${scope}late.json`]);
  expect(await offline('late.json')).toEqual([200, 'there']);
});

test.each([
  [{ ETag: '"1"', 'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }, ['if-none-match', '"1"']],
  [
    { 'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT' },
    ['if-modified-since', 'Thu, 01 Jan 2026 00:00:00 GMT'],
  ],
])('a needed file is compared with the server’s: %j', async (headers, condition) => {
  const urls = [`${scope}model.bin`];
  server.mockResolvedValueOnce(answer('1', { headers }));
  await keep([], urls);
  server.mockResolvedValueOnce(answer(null, { status: 304 }));
  await keep([], urls);
  expect([...server.mock.calls[1][0].headers]).toEqual([condition]);
  expect(await offline('model.bin')).toEqual([200, '1']);
  server.mockResolvedValueOnce(answer('2', { headers }));
  await keep([], urls);
  expect(await offline('model.bin')).toEqual([200, '2']);
});

test('what has nothing to compare, and what pages ask for anyway, is fetched once', async () => {
  server.mockImplementation(async () => answer('1'));
  await keep([], [`${scope}model.bin`]);
  server.mockImplementation(async () => answer('1', { headers: { ETag: '"1"' } }));
  await keep([`${scope}app.js`], [`${scope}model.bin`]);
  await keep([`${scope}app.js`], [`${scope}model.bin`]);
  expect(server).toHaveBeenCalledTimes(2);
});

test('what came through a redirect is no page of the first address', async () => {
  await online('moved', answer('page', { redirected: true }));
  expect(await offline('moved')).toEqual([200, 'page']);
  expect(await offline('moved', 'document')).toBe('nothing');
});

test.each(['Cookie', 'Accept-Encoding, cookie', '*'])('Vary: %s is not kept', async (Vary) => {
  await online('account.json', answer('of Ada', { headers: { Vary } }));
  await online('../', answer('of Ada', { headers: { Vary } }), 'document');
  expect(kept()).toEqual([]);
});

test('other values of Vary are kept', async () => {
  await online('app.js', answer('x', { headers: { Vary: 'Accept-Encoding, X-Cookie-Law' } }));
  expect(kept()).toEqual(['app.js']);
});

test('answers to a query are kept of pages and of the files that pages name, not of fetch()', async () => {
  for (const destination of ['document', 'script', 'style', 'image', 'font', 'worker']) {
    await online(`${destination}?v=1`, answer('x'), destination);
  }
  await online('account?t=1', answer('x'));
  await online('missing?t=1', answer('', { status: 404 }));
  await online('video?t=1', answer('x'), 'video');
  expect(kept()).toEqual([
    'document?v=1',
    'script?v=1',
    'style?v=1',
    'image?v=1',
    'font?v=1',
    'worker?v=1',
  ]);
});
