// The package, as npm packs it, in pages that bundlers built: four of the matrix, which `npm run
// test:bundlers` runs whole.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { check } from '../bundlers/check.mjs';
import { page, withFiles } from '../bundlers/docs.mjs';
import { fixtures, quick } from '../bundlers/fixtures.mjs';
import { pack } from '../bundlers/install.mjs';
import { launch } from '../support/browser.mjs';

const models = { 'models/pii-tiny/': join(root, 'models/pii-tiny') };
const minutes = 60_000;

let browser;
let tarball;
beforeAll(async () => {
  browser = await launch();
  tarball = await pack();
});
afterAll(() => browser.close());

const chosen = fixtures.filter(({ name }) => quick.includes(name));
test.each(chosen.map((fixture) => [fixture.title, fixture]))(
  '%s builds a page that answers, with threads where it is isolated, and serves it in development',
  async (_, fixture) => {
    const options = { tarball, library: 'deberta-wasm', dev: true, browser, models };
    const { wrong, pages } = await check(fixture, options);
    expect(wrong).toEqual([]);
    expect(Object.keys(pages)).toEqual(['plain', 'isolated', 'dev-plain', 'dev-isolated']);
  },
  12 * minutes, // packages are installed the first time
);

test('the examples of docs/bundlers.md are the files that are tested', async () => {
  const text = readFileSync(page, 'utf8');
  expect(await withFiles(text)).toBe(text);
});
