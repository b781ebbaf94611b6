// The examples that a framework builds: installed from npm with the packed package, built, opened in
// Chromium. What npm installs stays in the cache.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { mustRun, root } from '../../tools/project.mjs';
import { launch, openPage } from '../support/browser.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../support/models.mjs';
import { pack } from '../support/package.mjs';
import { run, start } from '../support/programs.mjs';

const minutes = 60_000;
const env = { CI: '1', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: '' };
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];

let tarball, browser;
beforeAll(async () => {
  tarball = await pack(temporaryFolder());
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  cleanUp();
});

/** The example in the cache, with its packages from npm, this one from the tarball, and the model. */
async function installed(name) {
  const source = join(root, 'examples', name);
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  delete manifest.dependencies['deberta-wasm'];
  const key = createHash('sha256').update(JSON.stringify(manifest)).digest('hex').slice(0, 12);
  const cache = process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm');
  const folder = join(cache, 'examples', `${name}-${key}`);
  const complete = join(folder, '.installed');
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await mustRun('npm', ['install', ...quiet], { cwd: folder });
    writeFileSync(complete, '');
  }
  await mustRun('npm', ['install', '--no-save', '--prefer-offline', tarball, ...quiet], {
    cwd: folder,
  });
  // Nothing that was built before, or that a tool has kept.
  for (const made of ['dist', '.next', 'node_modules/.vite', 'public', 'src', 'app']) {
    rmSync(join(folder, made), { recursive: true, force: true });
  }
  cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('package.json') });
  cpSync(bundledModel, join(folder, 'public/models/pii-tiny'), { recursive: true });
  return folder;
}

/** Runs a program that npm has installed. */
const bin = (folder, name) => join(folder, 'node_modules/.bin', name);

let server, page;
afterEach(async () => {
  await page?.close();
  await server?.stop('SIGTERM');
});

/** Starts a server of the example and opens its page. */
async function open(folder, name, args) {
  server = start(bin(folder, name), args, { cwd: folder, env, seconds: 300 });
  const [url] = await server.printed(/http:\/\/(127\.0\.0\.1|localhost):\d+/);
  const opened = await openPage(browser, url.replace('localhost', '127.0.0.1'));
  page = opened.page;
  return opened;
}

const letter = 'Write to Ada Lovelace at ada@example.org.';
const redacted = 'Write to [PERSON_1] at [EMAIL_1].';
/** (Tools also write there how long they took.) */
function expectBuilt({ status, stdout, stderr }) {
  const problems = `${stdout}\n${stderr}`.split('\n').filter((line) => /warn|error/i.test(line));
  expect([status, problems]).toEqual([0, []]);
}
const isolated = () => page.evaluate(() => crossOriginIsolated);

describe('the form of React and Vite', () => {
  let folder;
  beforeAll(async () => {
    folder = await installed('react-vite');
  }, 5 * minutes);

  async function sendsRedacted({ problems }) {
    await page.waitForSelector('text=stay in your browser', { timeout: minutes });
    expect(await page.isDisabled('text=Send')).toBe(true);
    await page.fill('textarea', 'Hello');
    await page.waitForSelector('button:enabled');
    const states = await page.evaluateHandle(() => {
      const seen = [];
      const [button, output] = ['form > button', '#redacted'].map((each) =>
        document.querySelector(each),
      );
      new MutationObserver(() => seen.push([button.disabled, output.textContent])).observe(
        document.querySelector('form'),
        { subtree: true, attributes: true, childList: true, characterData: true },
      );
      return seen;
    });
    await page.fill('textarea', letter);
    await page.waitForFunction(
      (text) => document.querySelector('#redacted').textContent === text,
      redacted,
    );
    // From the first change until the text has been read, it cannot be sent.
    const all = await states.jsonValue();
    expect(all[0]).toEqual([true, 'Hello']);
    expect(all.find(([disabled]) => !disabled)).toEqual([false, redacted]);
    await page.click('button:enabled:has-text("Send")', { timeout: 30_000 });
    expect(await page.textContent('#sent li')).toBe(redacted);
    expect(await page.inputValue('textarea')).toBe('');
    expect(await isolated()).toBe(true);
    expect(problems).toEqual([]);
  }

  test(
    'built',
    async () => {
      const built = await run(bin(folder, 'vite'), ['build'], { cwd: folder, env });
      expectBuilt(built);
      const args = ['preview', '--host', '127.0.0.1', '--port', '0'];
      await sendsRedacted(await open(folder, 'vite', args));
    },
    5 * minutes,
  );

  test(
    'in development',
    async () => {
      const args = ['--host', '127.0.0.1', '--port', '0'];
      await sendsRedacted(await open(folder, 'vite', args));
    },
    5 * minutes,
  );
});

describe('the page of Next', () => {
  let folder;
  beforeAll(async () => {
    folder = await installed('next');
  }, 5 * minutes);

  test(
    'rendered on the server, marked in the browser',
    async () => {
      const built = await run(bin(folder, 'next'), ['build'], { cwd: folder, env, seconds: 280 });
      expectBuilt(built);
      const args = ['start', '--hostname', '127.0.0.1', '--port', '0'];
      const { problems } = await open(folder, 'next', args);
      const html = await (await fetch(page.url())).text();
      expect(html).toContain(
        '<p id="text">Dear Ada Lovelace, please write to charles@example.org.</p>',
      );
      await page.waitForSelector('mark', { timeout: minutes });
      const marks = () =>
        page
          .locator('mark')
          .evaluateAll((all) => all.map((each) => [each.title, each.textContent]));
      expect(await marks()).toEqual([
        ['PERSON', 'Ada Lovelace'],
        ['EMAIL', 'charles@example.org'],
      ]);
      await page.fill('textarea', 'Ask bob@example.org');
      await page.waitForSelector('mark:has-text("bob@example.org")', { timeout: 30_000 });
      expect(await page.textContent('#text')).toBe('Ask bob@example.org');
      expect(await isolated()).toBe(true);
      expect(problems).toEqual([]);
    },
    6 * minutes,
  );
});
