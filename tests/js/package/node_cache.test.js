import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { FolderCache } from '../../../node/cache.js';
import { root } from '../../../tools/project.mjs';
import { cleanUp, temporaryFolder } from '../../support/models.mjs';

afterAll(cleanUp);

test('what is put is found again, with its length', async () => {
  const cache = new FolderCache(temporaryFolder());
  const key = 'https://huggingface.co/a/b/resolve/main/config.json';
  expect(await cache.match(key)).toBe(undefined);
  await cache.put(key, new Response('{"a": 1}'));
  const found = await cache.match(key);
  expect(found.headers.get('content-length')).toBe('8');
  expect(await found.json()).toEqual({ a: 1 });
  expect(await cache.delete(key)).toBe(true);
  expect(await cache.match(key)).toBe(undefined);
});

test('keys that differ do not meet', async () => {
  const cache = new FolderCache(temporaryFolder());
  await cache.put('https://x/a/config.json', new Response('a'));
  await cache.put('https://x/b/config.json', new Response('b'));
  expect(await (await cache.match('https://x/a/config.json')).text()).toBe('a');
});

test('a body that breaks off leaves what was there', async () => {
  const folder = temporaryFolder();
  const cache = new FolderCache(folder);
  await cache.put('k', new Response('old'));
  const broken = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('new'));
      controller.error(new Error('cut'));
    },
  });
  await expect(cache.put('k', new Response(broken))).rejects.toThrow();
  expect(await (await cache.match('k')).text()).toBe('old');
  expect(readdirSync(folder)).toHaveLength(1);
});

/** As in a container, with a user id that has no entry and without HOME. */
test('a user without a home has no cache, unless it is named', () => {
  const program = `
    import os from 'node:os';
    import { syncBuiltinESMExports } from 'node:module';
    os.homedir = () => { throw new Error('uv_os_homedir returned ENOENT'); };
    syncBuiltinESMExports();
    const { openCache } = await import(process.argv[1]);
    const named = await openCache({ useFSCache: true, cacheDir: '/cache' });
    console.log(await openCache({ useFSCache: true, cacheDir: null }), named.constructor.name);`;
  const args = ['--input-type=module', '--eval', program, join(root, 'node/cache.js')];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('null FolderCache\n');
});
