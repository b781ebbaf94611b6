// Every block of code in README.md and docs/ does what it says. How a block is marked: tests/support/documents.mjs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { eventually, launch, openPage } from '../support/browser.mjs';
import { blocks } from '../support/documents.mjs';
import { startHub } from '../support/hub.mjs';
import { bundledModel, cleanUp, temporaryFolder, textClassifier } from '../support/models.mjs';
import { pack } from '../support/package.mjs';
import * as tiny from '../support/tiny_models.mjs';

const all = blocks();
const notRun = all.filter(({ mark }) => mark['not run']);
const plain = all.filter(({ mark }) => Object.keys(mark).length === 0);

let hub;
beforeAll(async () => {
  // Stand-ins for what the examples load.
  hub = await startHub({
    repositories: {
      'KoalaAI/Text-Moderation': textClassifier(),
      'MoritzLaurer/deberta-v3-xsmall-zeroshot-v1.1-all-33': tiny.sequenceClassifier({
        labels: ['entailment', 'not_entailment'],
      }),
      'deepset/deberta-v3-base-squad2': tiny.questionAnswerer(),
      'lsanochkin/deberta-large-feedback': tiny.maskedLanguageModel(),
      'mixedbread-ai/mxbai-rerank-xsmall-v1': tiny.sequenceClassifier({ labels: ['LABEL_0'] }),
      'urchade/gliner_multi_pii-v1': tiny.gliner(),
      'fastino/gliner2-multi-v1': tiny.gliner2(),
      'protectai/deberta-v3-base-prompt-injection-v2': tiny.sequenceClassifier({
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

const printsOf = (code) => [...code.matchAll(/^\/\/ prints: (.*)$/gm)].map(([, line]) => line);

describe('all blocks', () => {
  test('are of a kind that something runs, or that nothing can run', () => {
    const kinds = new Set(plain.map(({ language }) => language));
    // text and json show what a file or a diagram looks like.
    expect([...kinds].sort()).toEqual(['http', 'js', 'json', 'sh', 'text', 'ts']);
    const marks = new Set(all.flatMap(({ mark }) => Object.keys(mark)));
    const known = ['file', 'graph', 'not run', 'run by', 'runs in', 'steps'];
    expect([...marks].sort()).toEqual(known);
  });

  test('run, but for these', () => {
    expect(notRun.map(({ document, mark }) => `${document}: ${mark['not run']}`)).toEqual([
      'docs/bulk.md: needs a cluster',
      'docs/bulk.md: needs a cluster',
      'docs/contexts.md: the page of examples/cdn, which tests/examples/pages.test.js opens',
      'docs/getting-started.md: a server that does not end; the test serves the folder itself',
      'docs/internals/allocation-failures.md: takes many minutes',
      'docs/internals/fuzzing.md: searches that take minutes',
      'docs/internals/kernels.md: benchmarks that take minutes',
      'docs/internals/robustness.md: takes many minutes',
      'docs/internals/robustness.md: takes minutes',
      'docs/migrating-from-transformers.js.md: it needs tf_model.h5; tests/js/package/tf_models.test.js has these calls',
      'docs/react.md: one line of a component; the hooks avoid it',
      'docs/service-worker.md: copies from an installed package; tests/browser/service_worker.test.js serves the file',
      "docs/service-worker.md: a line of a page's own service worker, which tests/support/static_site.mjs has",
      'docs/typescript.md: CommonJS; tests/types/run.mjs and tests/runtimes test it',
    ]);
  });

  test('that are files belong to documents whose test serves them', () => {
    const documents = new Set(all.filter(({ mark }) => mark.file).map(({ document }) => document));
    // tests/browser/bundlers.test.js, and below
    expect([...documents]).toEqual(['docs/bundlers.md', 'docs/getting-started.md']);
  });
});

/** Programs with a name for each. */
function programs(place) {
  const chosen = all.filter(
    ({ language, mark }) =>
      language === 'js' &&
      (mark['runs in']?.split(', ').includes(place) ||
        (place === 'Node' && Object.keys(mark).length === 0)),
  );
  return chosen.map(({ document, code }, i) => [`${document} (${i + 1})`, code]);
}

test.each(programs('Node'))('a program of %s', async (_, code) => {
  const expected = printsOf(code);
  expect(expected.length).toBeGreaterThan(0);
  const host = `import { env as ofTest } from 'deberta-wasm'; ofTest.remoteHost = '${hub.url}';\n`;
  const program = host + code.replace('https://huggingface.co/', hub.url);
  const args = ['--input-type=module', '--eval', program];
  const { stdout, stderr } = await run(process.execPath, args, { home: temporaryFolder() });
  expect([stdout.trim().split('\n'), stderr]).toEqual([expected, '']);
});

describe('in a page', () => {
  let browser;
  let site;
  beforeAll(async () => {
    browser = await launch();
    site = temporaryFolder();
    for (const name of [...filesOfPage(), 'deberta-inline.js']) {
      cpSync(join(root, 'dist', name), join(site, name), { recursive: true });
    }
    cpSync(join(root, 'dist/wasm'), join(site, 'deberta-wasm'), { recursive: true });
    cpSync(bundledModel, join(site, 'models/pii-tiny'), { recursive: true });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
    writeFileSync(join(site, 'icon.svg'), svg);
    const html = '<!doctype html><title>page</title><link rel="icon" href="icon.svg">';
    writeFileSync(join(site, 'index.html'), `${html}<script type="module" src="app.js"></script>`);
  });
  afterAll(() => browser.close());

  /** What a program prints, and what is wrong with it. */
  async function print(code, lines, headers) {
    const program = code
      .replace(`'deberta-wasm'`, `'./deberta.js'`)
      .replace(`'deberta-wasm/inline'`, `'./deberta-inline.js'`);
    writeFileSync(join(site, 'app.js'), program);
    const server = await serve(site, { isolated: false, headers });
    const printed = [];
    try {
      const page = await browser.newPage();
      page.on('console', (message) => printed.push(message.text()));
      page.on('pageerror', (error) => printed.push(error.message));
      await page.goto(server.url);
      await eventually(
        async () => printed.length,
        (count) => count >= lines,
      );
      const isIsolated = await page.evaluate(() => crossOriginIsolated);
      await page.close();
      return { printed, isIsolated };
    } finally {
      await server.close();
    }
  }

  test.each(programs('page'))('a program of %s', async (_, code) => {
    const expected = printsOf(code);
    expect(expected.length).toBeGreaterThan(0);
    const { printed } = await print(code, expected.length);
    expect(printed).toEqual(expected);
  });

  const headerBlocks = plain.filter(({ language }) => language === 'http');
  test.each(headerBlocks.map(({ document, code }) => [document, code]))(
    'the package works with the headers of %s',
    async (_, text) => {
      const headers = Object.fromEntries(
        text
          .trim()
          .split('\n')
          .map((line) => line.split(/: (.*)/).slice(0, 2)),
      );
      const [[, code]] = programs('page');
      const expected = printsOf(code);
      const { printed, isIsolated } = await print(code, expected.length, headers);
      expect(printed).toEqual(expected);
      expect(isIsolated).toBe('Cross-Origin-Opener-Policy' in headers);
    },
  );

  test('getting started: from an empty folder to a page', async () => {
    const guide = all.filter(({ document }) => document === 'docs/getting-started.md');
    const [steps] = guide.filter(({ mark }) => mark.steps);
    const folder = temporaryFolder();
    const tarball = await pack(folder);
    const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const address = repository.url.replace(/^git\+/, '');
    // What they would fetch is here.
    const here = new Map([
      ['npm install deberta-wasm', `npm install ${tarball} --offline --no-audit --no-fund`],
      [`git clone --depth 1 ${address} checkout`, `ln -s '${root}' checkout`],
    ]);
    const lines = steps.code.trim().split('\n');
    expect(lines).toEqual(expect.arrayContaining([...here.keys()]));
    const script = lines.map((line) => here.get(line) ?? line).join('\n');
    const { status, stderr } = spawnSync('bash', ['-ec', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    const page = join(folder, 'my-page');
    const files = guide.filter(({ mark }) => mark.file);
    expect(files.map(({ mark }) => mark.file)).toEqual(['index.html', 'app.js']);
    for (const { mark, code } of files) writeFileSync(join(page, mark.file), code);
    const server = await serve(page, { isolated: false });
    try {
      const { page: tab, problems } = await openPage(browser, server.url);
      const shown = await eventually(
        () => tab.textContent('#result'),
        (text) => text.includes('·'),
      );
      expect(shown).toBe('Ada Lovelace · ada@example.org');
      expect(problems.filter((text) => !/favicon|404/.test(text))).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

test('what is TypeScript compiles', () => {
  const folder = temporaryFolder();
  const programs = plain.filter(({ language }) => language === 'ts');
  expect(programs.length).toBeGreaterThan(1);
  programs.forEach(({ code }, i) => writeFileSync(join(folder, `program_${i}.ts`), code));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/deberta-wasm'));
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2022', lib: ['es2022', 'esnext.disposable', 'dom'] },
    ...{ strict: true, noEmit: true, types: [] },
  };
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '']);
});

describe('the commands', () => {
  const lines = plain
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((line) => line.replace(/ *#.*/, ''));

  /** What runs these instead. */
  const elsewhere = ['npm install deberta-wasm', 'npm test'];

  /** What a command of the package prints: those that `npx` begins. */
  const printed = {
    info: /head +token-classification/,
    'run redact': /^Ask \[PERSON_1\] at \[EMAIL_1\]\.\n$|"text":"Ask \[EMAIL_1\]"/,
    'run ner': /"entity_group":"PERSON"/,
    'run text-classification': /^(?:(?:calm|loud|rude) +[\d.]+\n){3}$/,
    download: /^build\/moderation\n$/,
    convert: /^build\/pii-(f32|q8)\/model\.safetensors: /,
  };
  const ofPackage = lines.filter((line) => line.includes('npx deberta-wasm'));
  const ofRepository = lines.filter((line) => line.includes('npm start'));

  test('run here, or elsewhere', () => {
    const known = [...ofPackage, ...ofRepository, ...elsewhere];
    expect(lines.filter((line) => !known.includes(line))).toEqual([]);
    expect(lines).toEqual(expect.arrayContaining([...elsewhere, 'npm start']));
    const named = ofPackage.map((line) => /npx deberta-wasm (run \S+|\w+)/.exec(line)[1]);
    expect([...new Set(named)].sort()).toEqual(Object.keys(printed).sort());
  });

  test.each(ofPackage)('%s', async (line) => {
    const [, command] = /npx deberta-wasm (run \S+|\w+)/.exec(line);
    const { stdout, status } = await run('bash', ['-c', line], { env: { HF_ENDPOINT: hub.url } });
    expect([status, stdout]).toEqual([0, expect.stringMatching(printed[command])]);
  });

  test.each(ofRepository)(
    '%s',
    async (line) => {
      if (line === 'npm start') {
        const until = /PERSON +Ada Lovelace[^]*at http:\/\/127\.0\.0\.1:\d+\//;
        const { stdout } = await run('bash', ['-c', line], { until });
        return expect(stdout).toMatch(until);
      }
      const { stdout, stderr, status } = await run('bash', ['-c', line]);
      expect([line, status, status === 0 ? '' : stderr]).toEqual([line, 0, '']);
      const entities = JSON.parse(stdout.slice(stdout.indexOf('[')));
      expect(entities.length).toBeGreaterThan(0);
      for (const { start, end, word } of entities) expect(end - start).toBe(word.length);
    },
    600_000,
  );
});
