// Pages as users of transformers.js write them run with this package after changing their import: a worker that holds a
// pipeline, with its messages of progress, and a module of a page.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { siteFolder } from '../support/engine_site.mjs';
import { cleanUp } from '../support/models.mjs';
import * as tiny from '../support/tiny_models.mjs';

const pages = join(root, 'tests/drop-in/pages');

let browser, server;
beforeAll(async () => {
  const site = siteFolder({
    'acme/deberta-sentiment': tiny.sequenceClassifier({ labels: ['NEGATIVE', 'POSITIVE'] }),
    'acme/deberta-embeddings': tiny.encoder(),
  });
  for (const name of readdirSync(pages)) {
    const text = readFileSync(join(pages, name), 'utf8');
    writeFileSync(join(site, name), text.replace("'@huggingface/transformers'", "'/deberta.js'"));
  }
  writeFileSync(
    join(site, 'embeddings.html'),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./embeddings.js"></script>',
  );
  server = await serve(site);
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  cleanUp();
});

test('a worker that holds a pipeline answers, and tells its progress', async () => {
  const { page, problems } = await openPage(browser, server.url);
  await page.fill('#input', 'I love it');
  const output = await eventually(() => page.textContent('#output'), Boolean);
  expect(problems).toEqual([]);
  expect(await page.textContent('#status')).toBe('Ready!');
  expect(JSON.parse(output)).toEqual([{ label: expect.any(String), score: expect.any(Number) }]);
  await page.close();
});

test("a page's module compares embeddings", async () => {
  const { page, problems } = await openPage(browser, `${server.url}embeddings.html`);
  const title = await eventually(() => page.title(), Boolean);
  // Where the browser has WebGPU, the page asks for it.
  expect(problems.filter((problem) => !problem.includes("'webgpu'"))).toEqual([]);
  expect(title).toBe('2,256 true 1.000');
  await page.close();
});
