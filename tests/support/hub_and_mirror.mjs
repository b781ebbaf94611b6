// A Hub and a mirror of it for the tests of a file. Each test has a cache of its own.
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';

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
