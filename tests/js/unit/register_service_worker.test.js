// Registration of the service worker, with fakes in place of the browser.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { registerServiceWorker } from '../../../web/register_service_worker.js';
import { reloadOnce } from '../../../web/service_worker/reload_once.js';

const page = 'https://example.org/app/';

/** An active worker, as pages see it. */
function workerOf(scriptURL) {
  return Object.assign(new EventTarget(), {
    scriptURL,
    state: 'activated',
    postMessage: jest.fn(),
  });
}

function registrationOf(scriptURL, scope) {
  return { active: workerOf(scriptURL), installing: null, waiting: null, scope };
}

/** Gives the globals a page has, and restores them after the test. */
const replaced = new Map();
function define(globals) {
  for (const [name, value] of Object.entries(globals)) {
    if (!replaced.has(name)) {
      replaced.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    }
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

let container, reload, stored;
beforeEach(() => {
  stored = new Map();
  reload = jest.fn();
  container = Object.assign(new EventTarget(), {
    controller: null,
    register: jest.fn(),
    getRegistration: jest.fn(async () => undefined),
  });
  const window = {};
  window.parent = window;
  define({
    window,
    document: { baseURI: page },
    location: { href: page, origin: 'https://example.org', reload },
    navigator: { serviceWorker: container },
    isSecureContext: true,
    crossOriginIsolated: false,
    sessionStorage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => stored.set(key, value),
      removeItem: (key) => stored.delete(key),
    },
  });
});
afterEach(() => {
  jest.useRealTimers();
  for (const [name, descriptor] of replaced) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else delete globalThis[name];
  }
  replaced.clear();
});

const notFound = new TypeError('A bad HTTP response code (404) was received');

test('a script that cannot be loaded is an error, even if another worker controls the page', async () => {
  container.register.mockRejectedValue(notFound);
  const other = registrationOf('https://example.org/sw.js', 'https://example.org/');
  container.getRegistration.mockResolvedValue(other);
  container.controller = other.active;
  expect(await registerServiceWorker('wrong/service_worker.js')).toEqual({
    isolated: false,
    offline: false,
    why: `the service worker could not start: ${notFound.message}`,
  });
  expect(reload).not.toHaveBeenCalled();
  expect(other.active.postMessage).not.toHaveBeenCalled();
});

test('without a network an older version of the script is at work, under other options, too', async () => {
  container.register.mockRejectedValue(new TypeError('Failed to fetch'));
  const older = registrationOf(`${page}service_worker.js?version=1`, page);
  container.getRegistration.mockResolvedValue(older);
  container.controller = older.active;
  define({ crossOriginIsolated: true });
  expect(await registerServiceWorker('service_worker.js', { version: '2' })).toEqual({
    isolated: true,
    offline: true,
    why: null,
  });
  expect(older.active.postMessage).toHaveBeenCalledTimes(1);
});

test('a worker with a narrower scope controls the page: it is named, and nothing is reloaded', async () => {
  const own = registrationOf('https://example.org/service_worker.js', 'https://example.org/');
  const nearer = registrationOf(`${page}sw.js`, page);
  container.register.mockResolvedValue(own);
  container.getRegistration.mockResolvedValue(nearer);
  container.controller = nearer.active;
  expect(await registerServiceWorker('/service_worker.js')).toEqual({
    isolated: false,
    offline: false,
    why: `another service worker controls the page, that of the scope ${page}`,
  });
  expect(reload).not.toHaveBeenCalled();
});

test('a page that another worker had is controlled once this one has claimed it', async () => {
  const own = registrationOf(`${page}service_worker.js`, page);
  container.register.mockResolvedValue(own);
  container.getRegistration.mockResolvedValue(own);
  container.controller = workerOf('https://example.org/sw.js');
  own.active.postMessage.mockImplementation(({ type }) => {
    if (type !== 'deberta-wasm:claim') return;
    container.controller = own.active;
    container.dispatchEvent(new Event('controllerchange'));
  });
  expect(await registerServiceWorker('service_worker.js', { isolate: false })).toEqual({
    isolated: false,
    offline: true,
    why: null,
  });
  const types = own.active.postMessage.mock.calls.map(([{ type }]) => type);
  expect(types).toEqual(['deberta-wasm:claim', 'deberta-wasm:keep']);
});

test('two calls at once reload once, and neither resolves while the page goes away', async () => {
  jest.useFakeTimers();
  const resolved = jest.fn();
  void reloadOnce(page).then(resolved);
  void reloadOnce(page).then(resolved);
  await jest.advanceTimersByTimeAsync(9000);
  expect(reload).toHaveBeenCalledTimes(1);
  expect(resolved).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(2000);
  expect(resolved.mock.calls).toEqual([
    ['the page did not reload within 10 s'],
    ['the page did not reload within 10 s'],
  ]);
});
