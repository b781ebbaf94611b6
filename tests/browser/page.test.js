// The package in a page that is not the demo.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { cleanUp, damagedModel, temporaryFolder, textClassifier } from '../support/models.mjs';

let browser, server, page, problems;
beforeAll(async () => {
  const site = temporaryFolder();
  for (const name of filesOfPage()) {
    cpSync(join(root, 'dist', name), join(site, name), { recursive: true });
  }
  cpSync(join(root, 'models'), join(site, 'models'), { recursive: true });
  cpSync(textClassifier(), join(site, 'classifier'), { recursive: true });
  cpSync(
    damagedModel('model.safetensors', (content) => content.subarray(0, 5000)),
    join(site, 'cut'),
    { recursive: true },
  );
  // What a page sees of a server that forgot the other files.
  for (const name of filesOfPage().filter((each) => each.startsWith('deberta'))) {
    cpSync(join(root, 'dist', name), join(site, 'alone', name));
  }
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>page</title>',
  );
  server = await serve(site);
  browser = await launch();
  ({ page, problems } = await openPage(browser, server.url));
});
afterAll(async () => {
  await browser.close();
  await server.close();
  cleanUp();
});

test('loads, answers, and gives its worker back', async () => {
  const workers = page.workers().length;
  const result = await page.evaluate(async () => {
    const { pipeline } = await import('./deberta.js');
    const ner = await pipeline('ner', './models/pii-tiny', { threads: 2 });
    const [entity] = await ner('Ask 😀 ada@example.org', { aggregation_strategy: 'simple' });
    // How many of them are used is this machine's business.
    const { threads_started, variant, load } = await ner.diagnostics();
    await ner.dispose();
    const after = await ner('x').catch(({ code }) => code);
    return { entity, threads_started, variant, bytes: load.bytes, after };
  });
  expect(result).toMatchObject({
    entity: { entity_group: 'EMAIL', word: 'ada@example.org', start: 7, end: 22 },
    threads_started: 2,
    variant: 'relaxed-threads',
    after: 'DISPOSED',
  });
  expect(result.bytes).toBeGreaterThan(1e6);
  const left = await eventually(
    async () => page.workers().length,
    (count) => count === workers,
  );
  expect(left).toBe(workers);
});

test('never runs on the page’s own thread', async () => {
  const longest = await page.evaluate(async () => {
    const { pipeline } = await import('./deberta.js');
    const ner = await pipeline('ner', './models/pii-tiny', { threads: 1 });
    let ticks = 0;
    const timer = setInterval(() => ++ticks, 1);
    await ner('Ask Ada Lovelace. '.repeat(200), { aggregation_strategy: 'simple', stride: 64 });
    clearInterval(timer);
    await ner.dispose();
    return ticks;
  });
  expect(longest).toBeGreaterThan(3);
});

test('classifies texts, and pairs', async () => {
  const labels = await page.evaluate(async () => {
    const { pipeline } = await import('./deberta.js');
    const classify = await pipeline('text-classification', './classifier/');
    const result = await classify([{ text: 'a', text_pair: 'b' }], { top_k: null });
    await classify.dispose();
    return result[0].map(({ label }) => label).sort();
  });
  expect(labels).toEqual(['calm', 'loud', 'rude']);
});

test('two models live beside each other, and a damaged third harms neither', async () => {
  const result = await page.evaluate(async () => {
    const { pipeline, DebertaError } = await import('./deberta.js');
    const simple = { aggregation_strategy: 'simple' };
    const both = await Promise.all([
      pipeline('ner', './models/pii-tiny', { threads: 1 }),
      pipeline('ner', './models/pii-tiny', { threads: 2 }),
    ]);
    const error = await pipeline('ner', './cut').catch((failure) => failure);
    const missing = await pipeline('ner', './nowhere').catch((failure) => failure);
    const answers = await Promise.all(both.map((ner) => ner('Ask ada@example.org', simple)));
    await Promise.all(both.map((ner) => ner.dispose()));
    return {
      typed: error instanceof DebertaError && missing instanceof DebertaError,
      codes: [error.code, missing.code],
      found: answers.map((entities) => entities.length),
    };
  });
  expect(result).toEqual({
    typed: true,
    codes: ['SAFETENSORS_TRUNCATED', 'FILE_NOT_FOUND'],
    found: [1, 1],
  });
});

test('a missing worker script is an error, not silence', async () => {
  const code = await page.evaluate(async () => {
    const { pipeline } = await import('./alone/deberta.js');
    return pipeline('ner', './models/pii-tiny').catch((error) => error.code);
  });
  expect(code).toBe('FILE_NOT_FOUND');
});

test('no eval, no blob worker: the CSP has nothing to complain of', () => {
  expect(problems.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
});
