// Every code block of README.md does what it says.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { cleanUp, temporaryFolder, textClassifier } from '../support/models.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/(<!-- file: (\S+) -->\n\n)?```(\w+)\n(.*?)```/gs)].map(
  ([, , file, language, code]) => ({ file, language, code }),
);
const ofLanguage = (language) => blocks.filter((block) => block.language === language);

let hub;
beforeAll(async () => {
  const folder = temporaryFolder();
  const repository = join(folder, 'KoalaAI/Text-Moderation/resolve/main');
  mkdirSync(repository, { recursive: true });
  cpSync(textClassifier(), repository, { recursive: true });
  hub = await serve(folder);
});
afterAll(async () => {
  await hub.close();
  cleanUp();
});

/** A command in the repository, with a cache of its own. */
function run(command, args, input) {
  return new Promise((resolve) => {
    // Not spawnSync: the server of this process has to answer.
    import('node:child_process').then(({ spawn }) => {
      const child = spawn(command, args, {
        cwd: root,
        env: { ...process.env, HOME: temporaryFolder() },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
      child.on('close', (status) => resolve({ stdout, stderr, status }));
      child.stdin.end(input);
    });
  });
}

test('there is no block of a kind that nobody runs', () => {
  const kinds = new Set(blocks.map(({ language }) => language));
  expect([...kinds].sort()).toEqual(['http', 'js', 'sh']);
});

const programs = ofLanguage('js').filter(({ file }) => !file);
test.each(programs.map(({ code }, index) => [index + 1, code]))(
  'Node program %i',
  async (_, code) => {
    const expected = [...code.matchAll(/^\/\/ prints: (.*)$/gm)].map(([, line]) => line);
    expect(expected.length).toBeGreaterThan(0);
    const program = code.replace('https://huggingface.co/', hub.url);
    const { stdout, stderr } = await run(process.execPath, [
      ...['--input-type=module', '--eval', program],
    ]);
    expect(stdout.trim().split('\n')).toEqual(expected.length ? expected : [stderr]);
  },
);

test('the page', async () => {
  const site = temporaryFolder();
  for (const name of ['deberta.js', 'worker.js', 'wasm']) {
    cpSync(join(root, 'dist', name), join(site, name), { recursive: true });
  }
  cpSync(join(root, 'models'), join(site, 'models'), { recursive: true });
  const [{ file, code }] = ofLanguage('js').filter((block) => block.file);
  writeFileSync(join(site, file), code);
  writeFileSync(
    join(site, 'index.html'),
    `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${file}"></script>`,
  );
  const [{ code: lines }] = ofLanguage('http');
  const headers = Object.fromEntries(
    lines
      .trim()
      .split('\n')
      .map((line) => line.split(': ')),
  );
  const server = await serve(site, { isolated: false, headers });
  const browser = await launch();
  try {
    const { page, problems } = await openPage(browser, server.url);
    const shown = await eventually(
      () => page.textContent('body'),
      (text) => text.includes('·'),
    );
    expect(problems).toEqual([]);
    expect(shown.trim()).toBe('Ada Lovelace · ada@example.org');
    expect(await page.title()).toBe('100%');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  } finally {
    await browser.close();
    await server.close();
  }
});

test('the commands', () => {
  const commands = ofLanguage('sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((line) => line.replace(/ *#.*/, ''));
  const known = new Map([
    [
      'npm start',
      (output) => expect(output).toMatch(/PERSON +Ada Lovelace[^]*at http:\/\/127\.0\.0\.1:\d+\//),
    ],
    ['npm test', null], // what runs this
    ['npm run build', null], // what ran before this, and what the two below do again
    ['npm run build -- native-release', null], // the native tests, run by npm test
  ]);
  for (const command of commands) {
    if (known.get(command) === null) continue;
    if (command === 'npm start') {
      // Ends by itself once it serves.
      const { stdout } = spawnSync('timeout', ['--signal=INT', '45', 'npm', 'start'], {
        cwd: root,
        encoding: 'utf8',
      });
      known.get(command)(stdout);
      continue;
    }
    const { stdout, status } = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' });
    expect([command, status]).toEqual([command, 0]);
    const entities = JSON.parse(stdout.slice(stdout.indexOf('[')));
    expect(entities.length).toBeGreaterThan(0);
    for (const { start, end, word } of entities) expect(end - start).toBe(word.length);
  }
}, 240_000);
