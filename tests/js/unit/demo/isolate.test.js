// The demo's service worker: for whom it is registered.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

const registerServiceWorker = jest.fn();
jest.unstable_mockModule(
  new URL('../../../../demo/register_service_worker.js', import.meta.url).pathname,
  () => ({ registerServiceWorker }),
  { virtual: true },
);
const { isolate } = await import('../../../../demo/isolate.js');

beforeEach(() => {
  registerServiceWorker.mockReset();
  globalThis.location = { hostname: 'example.github.io' };
  globalThis.crossOriginIsolated = false;
});
afterEach(() => {
  delete globalThis.location;
  delete globalThis.crossOriginIsolated;
});

test.each([false, true])(
  'on a host it is registered, where pages are isolated (%s), too: for use offline',
  async (isIsolated) => {
    globalThis.crossOriginIsolated = isIsolated;
    await isolate();
    expect(registerServiceWorker).toHaveBeenCalledTimes(1);
  },
);

test.each(['localhost', '127.0.0.1', '[::1]'])('not on %s', async (hostname) => {
  globalThis.location = { hostname };
  await isolate();
  expect(registerServiceWorker).not.toHaveBeenCalled();
});

test('a failure keeps the demo from nothing', async () => {
  registerServiceWorker.mockRejectedValue(new Error('blocked'));
  await expect(isolate()).resolves.toBeUndefined();
});
