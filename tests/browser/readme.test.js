// Every code block of README.md does what it says.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { startHub } from '../support/hub.mjs';
import { cleanUp, temporaryFolder, textClassifier } from '../support/models.mjs';
import { sequenceClassifier } from '../support/tiny_models.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/(<!-- file: (\S+) -->\n\n)?```(\w+)\n(.*?)```/gs)].map(
  ([, , file, language, code]) => ({ file, language, code }),
);
const ofLanguage = (language) => blocks.filter((block) => block.language === language);

let hub;
beforeAll(async () => {
  // Stand-ins for what the examples load.
  hub = await startHub({
    repositories: {
      'KoalaAI/Text-Moderation': textClassifier(),
      'mixedbread-ai/mxbai-rerank-xsmall-v1': sequenceClassifier({ labels: ['LABEL_0'] }),
      'protectai/deberta-v3-base-prompt-injection-v2': sequenceClassifier({
        labels: ['SAFE', 'INJECTION'],
      }),
    },
  });
});
afterAll(async () => {
  await hub.close();
  cleanUp();
});

/**
 * A command in the repository. (Not spawnSync: the server of this process has to answer.)
 * @param {{home?: string, env?: object, until?: RegExp}} [options] until: ends the command once it has printed that
 */
function run(command, args, { home, env, until } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...(home && { HOME: home }), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, which can be ended as one
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      if (until?.test(stdout)) process.kill(-child.pid, 'SIGINT');
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('close', (status) => resolve({ stdout, stderr, status }));
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
    const host = `import { env as ofTest } from 'deberta-wasm'; ofTest.remoteHost = '${hub.url}';\n`;
    const program = host + code.replace('https://huggingface.co/', hub.url);
    const args = ['--input-type=module', '--eval', program];
    const { stdout, stderr } = await run(process.execPath, args, { home: temporaryFolder() });
    expect([stdout.trim().split('\n'), stderr]).toEqual([expected, '']);
  },
);

test('the page', async () => {
  const site = temporaryFolder();
  for (const name of filesOfPage()) {
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

/**
 * What a command of README shows; null: npm test itself, and what it has run before this.
 * (tests/js/package/tarball.test.js installs the package.)
 */
const commands = {
  'npm install deberta-wasm': null,
  'npm start': /PERSON +Ada Lovelace[^]*at http:\/\/127\.0\.0\.1:\d+\//,
  'npm test': null,
  'npm run build': null,
  'npm run build -- native-release': null,
};

/** What a command of the package prints: those that `npx` begins. */
const printed = {
  info: /head +token-classification/,
  run: /PERSON +Ada Lovelace|"text":"Ask \[EMAIL_1\]"/,
  download: /^build\/moderation\n$/,
  convert: /^build\/pii-(f32|q8)\/model\.safetensors: /,
};

test('the commands', async () => {
  const lines = ofLanguage('sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((line) => line.replace(/ *#.*/, ''));
  expect(lines).toEqual(expect.arrayContaining(Object.keys(commands)));
  for (const line of lines.filter((each) => commands[each] !== null)) {
    const until = commands[line];
    const env = { HF_ENDPOINT: hub.url };
    const { stdout, stderr, status } = await run('bash', ['-c', line], { until, env });
    const [, command] = /npx deberta-wasm (\w+)/.exec(line) ?? [];
    if (command) {
      expect([line, status, stdout]).toEqual([line, 0, expect.stringMatching(printed[command])]);
      continue;
    }
    if (until) {
      expect(stdout).toMatch(until);
      continue;
    }
    expect([line, status, status === 0 ? '' : stderr]).toEqual([line, 0, '']);
    const entities = JSON.parse(stdout.slice(stdout.indexOf('[')));
    expect(entities.length).toBeGreaterThan(0);
    for (const { start, end, word } of entities) expect(end - start).toBe(word.length);
  }
}, 600_000);
