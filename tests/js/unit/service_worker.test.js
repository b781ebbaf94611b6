// The service worker's headers and settings.
import { expect, test } from '@jest/globals';

import { hasPolicy, isolated, knowsCredentialless } from '../../../web/service_worker/isolation.js';
import { readSettings, writeSettings } from '../../../web/service_worker/settings.js';
import { registerServiceWorker } from '../../../web/register_service_worker.js';

const coop = 'cross-origin-opener-policy';
const coep = 'cross-origin-embedder-policy';

test.each([
  [
    'Chromium 156',
    true,
    'X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  ],
  [
    'Chromium 95',
    false,
    'X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/95.0.0.0 Safari/537.36',
  ],
  [
    'Chrome on iOS',
    false,
    'iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 Mobile/15E148 Safari/604.1',
  ],
  ['Firefox 119', true, 'X11; Linux x86_64; rv:119.0) Gecko/20100101 Firefox/119.0'],
  ['Firefox 118', false, 'X11; Linux x86_64; rv:118.0) Gecko/20100101 Firefox/118.0'],
  ['Firefox on Android', false, 'Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0'],
  [
    'Safari',
    false,
    'Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
  ],
])('%s knows credentialless: %s', (_, expected, rest) => {
  expect(knowsCredentialless(`Mozilla/5.0 (${rest}`)).toBe(expected);
});

test('documents and workers get the headers, and what they load does not', () => {
  for (const destination of ['document', 'iframe', 'worker', 'sharedworker']) {
    expect(hasPolicy({ destination })).toBe(true);
  }
  for (const destination of ['', 'script', 'image', 'style']) {
    expect(hasPolicy({ destination })).toBe(false);
  }
});

test('the headers are added; status, body and other headers stay', async () => {
  const response = new Response('page', { status: 404, statusText: 'No', headers: { X: 'y' } });
  const result = isolated(response, 'require-corp');
  expect([result.status, result.statusText, await result.text()]).toEqual([404, 'No', 'page']);
  expect(Object.fromEntries(result.headers)).toMatchObject({
    [coop]: 'same-origin',
    [coep]: 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    x: 'y',
  });
});

test('what a server says itself stays', () => {
  const headers = { [coop]: 'same-origin-allow-popups', [coep]: 'require-corp; report-to="x"' };
  const result = isolated(new Response('', { headers }), 'credentialless').headers;
  expect([result.get(coop), result.get(coep)]).toEqual(Object.values(headers));
});

test('unsafe-none counts as nothing said', () => {
  const headers = { [coop]: 'unsafe-none', [coep]: ' unsafe-none; report-to="x"' };
  const result = isolated(new Response('', { headers }), 'credentialless').headers;
  expect([result.get(coop), result.get(coep)]).toEqual(['same-origin', 'credentialless']);
});

test('answers without a body, and errors, pass', () => {
  expect(isolated(new Response(null, { status: 204 }), 'require-corp').status).toBe(204);
  expect(isolated(new Response(null, { status: 304 }), 'require-corp').status).toBe(304);
  const error = Response.error();
  expect(isolated(error, 'require-corp')).toBe(error);
});

test('settings come out of the address as they went in', () => {
  const url = new URL('https://example.org/app/service_worker.js?own=1');
  const settings = {
    isolate: false,
    offline: false,
    coep: 'require-corp',
    version: '1 & 2',
    fallback: '../',
    exclude: ['/api/', '/a?b=c&d'],
  };
  writeSettings(settings, url);
  expect(readSettings(url.search)).toEqual(settings);
  expect(url.searchParams.get('own')).toBe('1');
});

test('defaults add nothing to the address', () => {
  const url = new URL('https://example.org/service_worker.js');
  writeSettings({ isolate: true, offline: true, exclude: [] }, url);
  expect(url.search).toBe('');
  expect(readSettings('?coep=nonsense')).toEqual({
    isolate: true,
    offline: true,
    coep: null,
    version: '',
    fallback: null,
    exclude: [],
  });
});

test('on a server nothing is registered, and it is said why', async () => {
  expect(await registerServiceWorker()).toEqual({
    isolated: false,
    offline: false,
    why: 'service workers are registered by pages',
  });
});
