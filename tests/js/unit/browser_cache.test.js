// The browser's cache, where it stops answering.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { openCache } from '../../../web/cache.js';

const env = { useBrowserCache: true, cacheKey: 'models' };
const never = () => new Promise(() => {});
let cache;
beforeEach(() => {
  jest.useFakeTimers();
  cache = { match: async () => 'found', put: jest.fn(never), delete: jest.fn(never) };
  globalThis.caches = { open: async () => cache };
});
afterEach(() => {
  jest.useRealTimers();
  delete globalThis.caches;
});

/** The outcome of a promise after some seconds. */
async function after(seconds, promise) {
  let outcome = 'waits';
  promise.then(
    (value) => (outcome = value),
    (error) => (outcome = error.message),
  );
  await jest.advanceTimersByTimeAsync(1000 * seconds);
  return outcome;
}

test('an operation that takes too long fails, and later ones fail at once', async () => {
  const opened = await openCache(env);
  expect(await opened.match('a')).toBe('found');
  const writing = opened.put('a', 'response');
  expect(await after(19, writing)).toBe('waits');
  expect(await after(2, writing)).toBe('no answer within 20000 ms');
  for (const operation of ['match', 'put', 'delete']) {
    await expect(opened[operation]('a')).rejects.toThrow('the cache does not answer');
  }
  expect(cache.delete).not.toHaveBeenCalled();
});

test('a cache that cannot be opened in time is none', async () => {
  globalThis.caches.open = never;
  const opening = openCache(env);
  expect(await after(19, opening)).toBe('waits');
  expect(await after(2, opening)).toBe(null);
});

test('what answers in time is as it was', async () => {
  const opened = await openCache(env);
  cache.put = async (key, response) => expect([key, response]).toEqual(['a', 'response']);
  cache.delete = async (key) => key === 'a';
  expect(await opened.put('a', 'response')).toBe(undefined);
  expect(await opened.delete('a')).toBe(true);
  expect(await after(60, opened.match('a'))).toBe('found');
});
