// What the service worker keeps of a page's files, over a cache and a network that the test plays.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { isScript } from '../../web/service_worker/lifecycle.js';
import { PageFiles } from '../../web/service_worker/page_files.js';

const scope = 'https://site.example/app/';
let network, asked;

/** An answer as a browser gives it to a service worker. */
function answer(body, { status = 200, headers = {}, redirected = false } = {}) {
  const response = new Response(body, { status, headers });
  return Object.defineProperties(response, {
    type: { value: 'basic' },
    redirected: { value: redirected },
  });
}

beforeEach(() => {
  /** @type {Map<string, Map<string, Response>>} */
  const stores = new Map();
  globalThis.caches = {
    async open(name) {
      if (!stores.has(name)) stores.set(name, new Map());
      const store = stores.get(name);
      return {
        match: async (url) => store.get(url)?.clone(),
        put: async (url, response) => void store.set(url, response),
      };
    },
    keys: async () => [...stores.keys()],
    match: async (url, { cacheName }) => stores.get(cacheName)?.get(url)?.clone(),
    delete: async (name) => stores.delete(name),
  };
  network = {};
  asked = [];
  globalThis.fetch = async ({ url }) => {
    asked.push(url);
    if (!network[url]) throw new TypeError('Failed to fetch');
    return network[url]();
  };
});
const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.caches;
});

const files = (version = '') => new PageFiles({ scope, version, fallback: null });
const at = (path) => new URL(path, scope).href;
const request = (path, more = {}) => ({
  url: at(path),
  headers: new Headers(),
  cache: 'default',
  mode: 'no-cors',
  destination: 'script',
  ...more,
});

/** Asks as a page does, and waits until what is kept is kept. */
async function ask(from, given) {
  const work = [];
  const response = await from.answer(given, (promise) => work.push(promise));
  await Promise.all(work);
  return response;
}

/** What is given without a network: the text, the status of an answer without one, or null. */
async function offline(from, given) {
  network = {};
  const response = await ask(from, given).catch(() => null);
  return response && ((await response.text()) || response.status);
}

test('the last answer is given where there is no network', async () => {
  network[at('a.js')] = () => answer('first');
  await ask(files(), request('a.js'));
  network[at('a.js')] = () => answer('second');
  await ask(files(), request('a.js'));
  expect(await offline(files(), request('a.js'))).toBe('second');
});

describe('a file that the server has lost', () => {
  const lost = () => answer('', { status: 404 });

  test('stays as it was kept', async () => {
    network[at('a.js')] = () => answer('good');
    await ask(files(), request('a.js'));
    network[at('a.js')] = lost;
    await ask(files(), request('a.js'));
    expect(await offline(files(), request('a.js'))).toBe('good');
  });

  test('stays as the version before kept it', async () => {
    network[at('a.js')] = () => answer('good');
    await ask(files('1'), request('a.js'));
    network[at('a.js')] = lost;
    await ask(files('2'), request('a.js'));
    expect(await offline(files('2'), request('a.js'))).toBe('good');
  });

  test('is absent where there never was one, until there is', async () => {
    const model = request('model/added_tokens.json', { destination: '', mode: 'cors' });
    network[model.url] = lost;
    await ask(files(), model);
    expect(await offline(files(), model)).toBe(404);
    network[model.url] = () => answer('there');
    await files().keep({ loaded: [model.url], precache: [] }, () => false);
    expect(await offline(files(), model)).toBe('there');
  });
});

describe('not kept', () => {
  test.each([
    ['a redirected answer', 'a.js', {}, { redirected: true }],
    ['what varies with cookies', 'a.js', {}, { headers: { Vary: 'Accept, Cookie' } }],
    ['what varies with anything', 'a.js', {}, { headers: { Vary: '*' } }],
    ['what is private', 'a.js', {}, { headers: { 'Cache-Control': 'private' } }],
    ['data that a script fetches with a query', 'find?q=a', { destination: '', mode: 'cors' }, {}],
  ])('%s', async (_, path, how, like) => {
    network[at(path)] = () => answer('secret', like);
    await ask(files(), request(path, how));
    expect(await offline(files(), request(path, how))).toBe(null);
  });

  test('a page that is excluded, also where a page names it', async () => {
    for (const path of ['private/', 'public/']) network[at(path)] = () => answer(path);
    const loaded = [at('private/'), at('public/')];
    await files().keep({ loaded, precache: loaded }, (url) => url.startsWith(at('private/')));
    expect(asked).toEqual([at('public/')]);
  });
});

test('a page is kept under its address, with its query', async () => {
  network[at('?tab=2')] = () => answer('page');
  await files().keep({ loaded: [at('?tab=2')], precache: [] }, () => false);
  const page = request('?tab=2', { mode: 'navigate', destination: 'document' });
  expect(await offline(files(), page)).toBe('page');
});

test('what a page loaded is fetched once, what it will need at each visit', async () => {
  for (const path of ['a.js', 'b.js']) network[at(path)] = () => answer(path);
  const urls = { loaded: [at('a.js')], precache: [at('b.js#part'), 'https://other.example/c.js'] };
  await files().keep(urls, () => false);
  await files().keep(urls, () => false);
  expect(asked.sort()).toEqual([at('a.js'), at('b.js'), at('b.js')]);
});

test('a worker is told by its script, whatever its options', () => {
  const script = new URL('service_worker.js?version=2', scope);
  const scriptURL = at('service_worker.js?version=1');
  expect(isScript({ scriptURL }, script)).toBe(true);
  expect(isScript({ scriptURL: 'https://site.example/service_worker.js' }, script)).toBe(false);
  expect(isScript(null, script)).toBe(false);
});
