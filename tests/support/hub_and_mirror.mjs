// A Hub and a mirror of it for the tests of a file. Each test has a cache of its own.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { env } from '../../dist/node.js';
import { startHub } from './hub.mjs';
import { cleanUp, temporaryFolder } from './models.mjs';

/**
 * @param {import('./hub.mjs').Options['repositories']} repositories
 * @returns {{hub: any, mirror: any}} once tests run; the mirror lists no files
 */
export function hubAndMirror(repositories) {
  const servers = { hub: null, mirror: null };
  const before = { ...env };
  beforeAll(async () => {
    servers.hub = await startHub({ repositories });
    servers.mirror = await startHub({ repositories, api: false });
  });
  beforeEach(() => {
    env.remoteHost = servers.hub.url;
    env.cacheDir = temporaryFolder();
    env.retry = { attempts: 4, delay: 5, stall: 1000 };
  });
  afterEach(() => {
    Object.assign(env, before);
    for (const each of Object.values(servers)) {
      each.clearFaults();
      each.requests.length = 0;
    }
  });
  afterAll(async () => {
    await Promise.all(Object.values(servers).map((each) => each.close()));
    cleanUp();
  });
  return servers;
}

/**
 * The tests of what a model of any family does with these servers.
 * @param {{hub: any, mirror: any}} servers
 * @param {() => Promise<Record<string, {verified: string}>>} load tells where the files came from
 * @param {string} weights the name of their file
 */
export function testTransfers(servers, load, weights) {
  test('a mirror that lists no files will do', async () => {
    env.remoteHost = servers.mirror.url;
    await load();
    servers.mirror.requests.length = 0;
    await load();
    expect(servers.mirror.requests).toEqual([]);
  });

  test('a download that broke off resumes', async () => {
    servers.hub.fault(weights, { cut: 50_000 });
    const origins = await load();
    expect(origins[weights].verified).toBe('sha256');
  });
}
