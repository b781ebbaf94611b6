// The demo, as a person uses it: with threads where the server isolates the page, without where not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { hubModels, kindsInNode, kindsModel, startDemoHub } from '../support/demo_hub.mjs';
import { cleanUp } from '../support/models.mjs';

const text = 'Please call Grace Hopper on +1 202-555-0143 or write to grace@example.org.';

let browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  cleanUp();
});

describe.each([
  ['with COOP and COEP', true],
  ['without them', false],
])('the demo, served %s', (_, isolated) => {
  let server, page, problems, requests;
  beforeAll(async () => {
    server = await serve(join(root, 'dist/demo'), { isolated });
    ({ page, problems, requests } = await openPage(browser, server.url));
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  });
  afterAll(async () => {
    await page?.close();
    await server.close();
  });

  const marks = () =>
    page.$$eval('#highlights mark', (elements) =>
      elements.map(({ dataset }) => [dataset.label, Number(dataset.start), Number(dataset.end)]),
    );
  const found = async (value) =>
    (await marks()).map(([label, start, end]) => [label, value.slice(start, end)]);

  test('is served under a strict CSP', async () => {
    expect(contentSecurityPolicy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
    const response = await fetch(server.url);
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  });

  test(isolated ? 'has threads' : 'has one thread', async () => {
    // Told once the first answer is there.
    const shown = await eventually(
      () => page.textContent('#threads'),
      (value) => /\d/.test(value),
    );
    const threads = Number(shown);
    if (isolated) expect(threads).toBeGreaterThan(1);
    else expect(threads).toBe(1);
    const variant = await page.textContent('#variant');
    expect(variant).toMatch(isolated ? /relaxed.*threads/i : /relaxed/i);
  });

  test('highlights what is typed, at exact offsets and with its label', async () => {
    await page.fill('#text', '');
    await page.focus('#text');
    await page.keyboard.type(text);
    const expected = [
      ['PERSON', 'Grace Hopper'],
      ['PHONE', '+1 202-555-0143'],
      ['EMAIL', 'grace@example.org'],
    ];
    // Until the answer to the last key is shown, what is shown is an earlier one.
    const entities = await eventually(
      () => found(text),
      (value) => JSON.stringify(value) === JSON.stringify(expected),
    );
    expect(entities).toEqual(expected);
  });

  test('redacts and restores', async () => {
    await page.click('#redact');
    const shown = () => page.inputValue('#text');
    const redacted = await eventually(shown, (value) => !value.includes('Grace Hopper'));
    expect(redacted).toMatch(/\[PERSON_1\].*\[PHONE_1\].*\[EMAIL_1\]/);
    await page.click('#redact');
    expect(await eventually(shown, (value) => value === text)).toBe(text);
  });

  test('checks numbers, unless that is switched off', async () => {
    const numbers = 'Visa 4111 1111 1111 1111, Visa 4111 1111 1111 1112, from ::1.';
    const cards = async () =>
      (await found(numbers)).filter(([label]) => label === 'CREDIT_CARD').map(([, word]) => word);
    const [right, wrong] = ['4111 1111 1111 1111', '4111 1111 1111 1112'];
    await page.fill('#text', numbers);
    const one = (/** @type {string[]} */ words) => words.length === 1;
    expect(await eventually(cards, one)).toEqual([right]);
    await page.click('#checks');
    expect(await eventually(cards, (words) => words.length === 2)).toEqual([right, wrong]);
    await page.click('#checks');
    expect(await eventually(cards, one)).toEqual([right]);
  });

  test('sends nothing but requests for its own files', () => {
    expect(requests.length).toBeGreaterThan(5);
    for (const { url, method, body } of requests) {
      expect(new URL(url).origin).toBe(new URL(server.url).origin);
      expect([method, body]).toEqual(['GET', null]);
      expect(decodeURIComponent(url)).not.toMatch(/Grace|555/);
    }
  });

  test('leaves no error and no warning in the console', () => {
    expect(problems).toEqual([]);
  });
});

test('on a host without headers, not a local one, the service worker gives it threads', async () => {
  const server = await serve(join(root, 'dist/demo'), { isolated: false });
  const context = await browser.newContext();
  const address = server.url.replace('127.0.0.1', 'demo.localhost');
  const { page, problems } = await openPage(context, address);
  const threads = () => page.textContent('#threads').catch(() => '');
  const shown = await eventually(threads, (value) => Number(value) > 1);
  expect(Number(shown)).toBeGreaterThan(1);
  await server.close();
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  expect(await eventually(threads, (value) => Number(value) > 1)).toBe(shown);
  expect(problems).toEqual([]);
  await context.close();
});

describe('the tabs with models of the Hub', () => {
  const secret = 'Xanthippe';
  const notFound = { status: 404, headers: { 'Access-Control-Allow-Origin': '*' } };
  let server, hub, context, page, problems, requests;

  beforeAll(async () => {
    server = await serve(join(root, 'dist/demo'), { isolated: false });
    hub = await startDemoHub();
    context = await browser.newContext();
    await hub.route(context);
    ({ page, problems, requests } = await openPage(context, server.url));
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  });
  afterAll(async () => {
    await context?.close();
    await Promise.all([server, hub].map((each) => each?.close()));
  });

  const atHub = () => requests.filter(({ url }) => url.startsWith('https://huggingface.co/'));
  const panel = (id) => page.locator(`#panel-${id}`);
  const statusOf = async (id, pattern) =>
    eventually(
      () => panel(id).locator('.hub-status').textContent(),
      (text) => pattern.test(text),
    );

  test('ask for nothing before one is opened', async () => {
    expect(await page.locator('[role=tab]').allTextContents()).toHaveLength(5);
    expect(await panel('personal-data').isVisible()).toBe(true);
    for (const id of ['kinds', 'zero-shot', 'questions', 'words']) {
      expect(await panel(id).isVisible()).toBe(false);
    }
    expect(atHub()).toEqual([]);
  });

  test('move the focus by arrow keys, which opens none', async () => {
    await page.focus('#tab-personal-data');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement.id)).toBe('tab-kinds');
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement.id)).toBe('tab-words');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement.id)).toBe('tab-personal-data');
    expect(atHub()).toEqual([]);
  });

  test.each(Object.entries(hubModels))(
    '%s: names model and size first, and loads no weights before its button',
    async (id, name) => {
      await page.click(`#tab-${id}`);
      expect(await panel(id).isVisible()).toBe(true);
      expect(await panel('personal-data').isVisible()).toBe(false);
      // What is said of the other tab's model is not to be read as this one's.
      expect(await page.locator('h1').textContent()).not.toMatch(/personal/);
      expect(await page.locator('#runtime').isVisible()).toBe(false);
      const size = /(\d+\.\d MB) from huggingface\.co/;
      const [, megabytes] = size.exec(await statusOf(id, size));
      expect(Number.parseFloat(megabytes)).toBeGreaterThan(1);
      expect(await panel(id).textContent()).toContain(name);
      const weights = () => atHub().filter(({ url }) => url.includes(`${name}/resolve/`));
      const sent = () =>
        hub.requests.filter(({ path, method }) => method === 'GET' && /\.safetensors$/.test(path));
      expect(sent().filter(({ path }) => path.includes(name))).toEqual([]);

      await panel(id)
        .getByRole('button', { name: `Download ${megabytes} and start` })
        .click();
      expect(await statusOf(id, /^Ready/)).toMatch(/^Ready\. \d+ tokens? in .* ms, 1 thread$/);
      expect(weights().length).toBeGreaterThan(0);
      const rows = await panel(id).locator('tbody tr').allTextContents();
      expect(rows).toHaveLength({ 'zero-shot': 3, questions: 3, words: 5 }[id]);
      for (const row of rows) expect(row).toMatch(/\d%/);
    },
  );

  test('sort each line into the columns of the topics', async () => {
    await page.click('#tab-zero-shot');
    const areas = panel('zero-shot').locator('textarea');
    await areas.nth(0).fill(`It rains.\n\n${secret} sings.`);
    await areas.nth(1).fill('weather, music, ,weather');
    await panel('zero-shot').getByRole('button', { name: 'Sort' }).click();
    const cells = () =>
      panel('zero-shot')
        .locator('tr')
        .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
    const table = await eventually(cells, ([, first]) => first?.[0] === 'It rains.');
    expect(table[0]).toEqual(['Text', 'weather', 'music']);
    expect(table.slice(1).map(([text]) => text)).toEqual(['It rains.', `${secret} sings.`]);
    for (const [, ...scores] of table.slice(1)) {
      expect(scores.reduce((sum, score) => sum + Number.parseFloat(score), 0)).toBeCloseTo(100, 0);
    }
  });

  test('say what is wrong, and go on', async () => {
    await page.click('#tab-words');
    const [area] = await panel('words').locator('textarea').all();
    const button = panel('words').getByRole('button', { name: 'Fill in' });
    await area.fill(`${secret} has no gap.`);
    await button.click();
    const told = await statusOf('words', /mask/i);
    expect(told).not.toContain(secret);
    await area.fill('A [MASK] day.');
    await button.click();
    expect(await statusOf('words', /^Ready/)).toMatch(/^Ready/);
  });

  test('have nothing to download where the browser has it', async () => {
    const second = await openPage(context, server.url);
    await second.page.click('#tab-questions');
    const status = () => second.page.textContent('#panel-questions .hub-status');
    const text = await eventually(status, (value) => /already/.test(value));
    expect(text).toMatch(/^\d+\.\d MB, on this device already: nothing to download\.$/);
    expect(second.requests.filter(({ url }) => url.includes('huggingface.co'))).toEqual([]);
    await second.page.close();
  });

  test('send no text, and leave no error in the console', () => {
    for (const { url, body } of requests) {
      expect(decodeURIComponent(url) + (body ?? '')).not.toContain(secret);
    }
    expect(problems).toEqual([]);
  });

  test.each([
    ['has no such model', (route) => route.fulfill(notFound)],
    ['cannot be reached', (route) => route.abort()],
  ])('say so where the Hub %s, and ask again', async (_, refuse) => {
    const other = await browser.newContext();
    let answer = refuse;
    await other.route('https://huggingface.co/**', (route) => answer(route));
    const { page } = await openPage(other, server.url);
    await page.click('#tab-words');
    await page.waitForSelector('#panel-words .is-failure');
    expect(await page.isDisabled('#panel-words .offer button')).toBe(true);
    answer = hub.answer;
    await page.click('#tab-words');
    const status = () => page.textContent('#panel-words .hub-status');
    expect(await eventually(status, (text) => /MB/.test(text))).toMatch(/MB from huggingface/);
    await other.close();
  });
});

describe('the tab of kinds that one names', () => {
  const secret = 'Xanthippe';
  let inNode, text, labels, found;
  let server, hub, context, page, problems, requests, panel;

  beforeAll(async () => {
    inNode = await kindsInNode();
    ({ text, labels, found } = inNode);
    server = await serve(join(root, 'dist/demo'), { isolated: false });
    hub = await startDemoHub();
    context = await browser.newContext();
    await context.addInitScript(countCalls);
    await hub.route(context);
    ({ page, problems, requests } = await openPage(context, server.url));
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    panel = page.locator('#panel-kinds');
  });
  afterAll(async () => {
    await context?.close();
    await Promise.all([server, hub, inNode].map((each) => each?.close()));
  });

  const offerOf = async (pattern, of = panel) =>
    eventually(
      () => of.locator('.hub-status').textContent(),
      (value) => pattern.test(value),
    );
  const button = (name) => panel.getByRole('button', { name, exact: true });
  const names = () => panel.locator('.chip .name').allTextContents();
  const marks = () =>
    panel
      .locator('mark')
      .evaluateAll((all) =>
        all.map(({ dataset }) => [dataset.label, Number(dataset.start), Number(dataset.end)]),
      );
  const isSame = (wanted) => (value) => JSON.stringify(value) === JSON.stringify(wanted);
  const chooseThreshold = (value) => panel.locator('input[type=range]').fill(String(value));
  /** Sees that the marks are what the engine finds above a threshold. */
  async function expectFound(threshold) {
    const wanted = (await found(threshold)).map(({ label, start, end }) => [label, start, end]);
    expect(await eventually(marks, isSame(wanted))).toEqual(wanted);
    return wanted;
  }

  test('names model and size first, and loads no weights before its button', async () => {
    await page.click('#tab-kinds');
    expect(await page.locator('h1').textContent()).toBe('Find what you name');
    expect(await panel.getByLabel('GLiNER model of the Hub').inputValue()).toBe(kindsModel);
    expect(await offerOf(/MB|kB/)).toMatch(/^\d+ kB from huggingface\.co/);
    const sent = hub.requests.filter(({ method, path }) => method === 'GET' && /\.bin$/.test(path));
    expect(sent).toEqual([]);
  });

  test('a download that is stopped can be started again', async () => {
    hub.always(/\.bin$/, { delay: 3000 });
    await panel.getByRole('button', { name: /^Download .* and start$/ }).click();
    expect(await panel.getByRole('progressbar').isVisible()).toBe(true);
    expect(await button('Stop').evaluate((stop) => stop === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await offerOf(/^Stopped/)).toMatch(/^Stopped\. /);
    expect(await panel.getByRole('progressbar').isVisible()).toBe(false);
    hub.clearFaults();
    await page.keyboard.press('Enter');
    expect(await offerOf(/^Ready/)).toMatch(/^Ready\. /);
  });

  test('marks what the engine finds, at exact offsets, of labels that one adds and removes', async () => {
    const first = await names();
    expect(first.length).toBeGreaterThan(3);
    // The focus stays among the buttons, and ends in the field.
    await button(`Remove ${first[0]}`).focus();
    for (const _ of first) await page.keyboard.press('Delete');
    expect(await names()).toEqual([]);
    await page.keyboard.type(`${labels[0]}, ${labels[1]}`);
    await page.keyboard.press('Enter');
    await page.keyboard.type(`${labels[2]},${labels[0]}`);
    await page.keyboard.press('Enter');
    expect(await names()).toEqual(labels);
    await panel.locator('textarea').fill(text);
    await chooseThreshold(0.3);
    expect((await expectFound(0.3)).length).toBeGreaterThan(1);
    const counts = await panel.locator('.chip .count').allTextContents();
    const wanted = (await found(0.3)).map(({ label }) => label);
    expect(counts.map(Number)).toEqual(
      labels.map((label) => wanted.filter((each) => each === label).length),
    );
    const rows = await panel.locator('tbody tr').allTextContents();
    expect(rows).toHaveLength(wanted.length);
  });

  test('a threshold takes no call of the model', async () => {
    await panel.locator('.speed').getByText(/token/).waitFor();
    const before = await page.evaluate(() => globalThis.calls);
    expect(before).toBeGreaterThan(0);
    const numbers = new Set();
    for (const threshold of [0.05, 0.2, 0.4, 0.6, 0.8, 0.95]) {
      await chooseThreshold(threshold);
      numbers.add((await expectFound(threshold)).length);
    }
    expect(numbers.size).toBeGreaterThan(2);
    expect(await page.evaluate(() => globalThis.calls)).toBe(before);
    await chooseThreshold(0.3);
  });

  test('redacts, follows the list of kinds, and restores', async () => {
    const [{ label }] = await expectFound(0.3).then(() => found(0.3));
    const shown = () => panel.locator('textarea').inputValue();
    await button('Redact').click();
    const redacted = await eventually(shown, (value) => value !== text);
    expect(redacted).toContain(`[${label}_1]`);
    await button(`Remove ${label}`).click();
    const partly = await eventually(shown, (value) => !value.includes(`[${label}_1]`));
    expect(partly).not.toContain(`[${label}_`);
    await button('Restore').click();
    expect(await eventually(shown, isSame(text))).toBe(text);
  });

  test('says what is wrong, and goes on', async () => {
    const field = panel.getByLabel('Add a kind');
    await field.fill('<<ENT>>');
    await field.press('Enter');
    expect(await offerOf(/ENT/)).toMatch(/^labels: expected none with '<<ENT>>'/);
    await button('Remove <<ENT>>').click();
    expect(await offerOf(/^Ready/)).toMatch(/^Ready/);
  });

  test('takes any model by its name', async () => {
    const field = panel.getByLabel('GLiNER model of the Hub');
    await field.fill('nobody/nothing');
    await field.press('Enter');
    await panel.locator('.is-failure').waitFor();
    expect(await panel.getByRole('button', { name: /start$/i }).isDisabled()).toBe(true);
    await field.fill(`https://huggingface.co/${hubModels.words}`);
    await field.press('Enter');
    expect(await field.inputValue()).toBe(hubModels.words);
    expect(await offerOf(/MB/)).toMatch(/MB from huggingface/);
    await panel.getByRole('button', { name: /^Download/ }).click();
    expect(await offerOf(/gliner_config/)).toMatch(/gliner_config\.json/);
    await button('English').click();
    expect(await offerOf(/already/)).toMatch(/nothing to download/);
    await button('Start').click();
    expect(await offerOf(/^Ready/)).toMatch(/^Ready/);
  });

  test('works where the Hub cannot be reached, once it is cached', async () => {
    const other = await openPage(context, server.url);
    await other.page.route('https://huggingface.co/**', (route) => route.abort());
    await other.page.click('#tab-kinds');
    const of = other.page.locator('#panel-kinds');
    expect(await offerOf(/already/, of)).toMatch(/nothing to download/);
    await of.getByRole('button', { name: 'Start', exact: true }).click();
    expect(await offerOf(/^Ready/, of)).toMatch(/^Ready/);
    await of.locator('textarea').fill(`${text} ${secret}`);
    await of.locator('input[type=range]').fill('0.05');
    expect(
      await eventually(
        () => of.locator('mark').count(),
        (n) => n > 0,
      ),
    ).toBeGreaterThan(0);
    expect(other.requests.filter(({ url }) => url.includes('huggingface.co'))).toEqual([]);
    await other.page.close();
  });

  test('sends no text and no kind, and leaves no error in the console', async () => {
    await panel.locator('textarea').fill(secret);
    const field = panel.getByLabel('Add a kind');
    await field.fill(`${secret} kind`);
    await field.press('Enter');
    await eventually(
      () => panel.locator('.status').textContent(),
      (value) => !/Reading/.test(value),
    );
    for (const { url, body } of requests) {
      expect(decodeURIComponent(url) + (body ?? '')).not.toContain(secret);
    }
    // The one that the browser itself reports of a name that the Hub does not have.
    expect(problems.filter((problem) => !/status of 40\d/.test(problem))).toEqual([]);
  });
});

/** Counts the calls of models in a page. */
function countCalls() {
  globalThis.calls = 0;
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.method === 'run') ++globalThis.calls;
    return postMessage.call(this, message, ...rest);
  };
}
