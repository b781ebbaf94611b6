// Addresses of models: pages of extensions and apps have schemes of their own.
import { afterEach, describe, expect, test } from '@jest/globals';

import { env } from '../../../js/base/env.js';
import { openSource } from '../../../js/files/source.js';

const before = { ...env };
afterEach(() => Object.assign(env, before));

const host = {
  baseUrl: 'chrome-extension://abcdef/pages/popup.html',
  openFolder: async () => null,
  openCache: async () => null,
  lock: async () => () => {},
};

/** The address that a file of the model is asked for at. */
async function askedFor(model, options = {}) {
  const asked = [];
  env.fetch = async (url) => {
    asked.push(String(url));
    return new Response('{}', { headers: { 'Content-Length': '2' } });
  };
  const source = await openSource(model, options, env, host);
  const file = await source.open('config.json');
  for await (const _ of file.chunks);
  return asked;
}

describe('a model by its address', () => {
  test.each([
    'https://example.com/models/pii/',
    'chrome-extension://abcdef/models/pii/',
    'moz-extension://12345678-90ab-cdef/models/pii/',
    'capacitor://localhost/models/pii/',
    'app://obsidian.md/models/pii/',
    'tauri://localhost/models/pii/',
    'file:///android_asset/www/models/pii/',
    'HTTPS://example.com/models/pii/',
  ])('%s', async (address) => {
    const expected = new URL('config.json', address).href;
    expect(await askedFor(address)).toEqual([expected]);
    expect(await askedFor(address.slice(0, -1))).toEqual([expected]);
    expect(await askedFor(new URL(address))).toEqual([expected]);
  });

  test.each([
    ['./models/pii', 'chrome-extension://abcdef/pages/models/pii/config.json'],
    ['../models/pii/', 'chrome-extension://abcdef/models/pii/config.json'],
    ['/models/pii', 'chrome-extension://abcdef/models/pii/config.json'],
  ])('%s, relative to the page', async (path, expected) => {
    expect(await askedFor(path)).toEqual([expected]);
  });

  test('that is none is an error of the input', async () => {
    await expect(askedFor('http://')).rejects.toMatchObject({
      code: 'INPUT',
      message: "'http://' is not a model id, URL or folder",
    });
  });

  test('is asked for nothing where no request may be made', async () => {
    const options = { local_files_only: true };
    await expect(askedFor('app://host/models/pii/', options)).rejects.toMatchObject({
      code: 'NETWORK',
    });
  });
});

test('a name of the Hub is not an address', async () => {
  expect(await askedFor('ada/pii')).toEqual(
    expect.arrayContaining([expect.stringContaining('https://huggingface.co/')]),
  );
});
