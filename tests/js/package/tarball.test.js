// What npm publishes: the files of the tarball, and what a program sees that has installed it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, normalize } from 'node:path';

import { root, variants } from '../../../tools/project.mjs';
import { bundledModel, cleanUp, damagedModel, temporaryFolder } from '../../support/models.mjs';
import { installPackage } from '../../support/package.mjs';
import { run } from '../../support/programs.mjs';

let folder, installed, paths;
beforeAll(async () => {
  folder = temporaryFolder();
  await installPackage(folder);
  installed = join(folder, 'node_modules/deberta-wasm');
  paths = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(installed, path)).isFile())
    .sort();
});
afterAll(cleanUp);

const read = (path) => readFileSync(join(installed, path), 'utf8');
const manifest = () => JSON.parse(read('package.json'));

describe('the tarball', () => {
  test('holds what is built, and four files beside it', () => {
    expect(paths.filter((path) => !path.startsWith('dist/'))).toEqual([
      'LICENSE',
      'README.md',
      'THIRD_PARTY_NOTICES',
      'package.json',
    ]);
    const odd = paths.filter(
      (path) => path.startsWith('dist/') && !/\.(js|js\.map|wasm|d\.ts|cdx\.json)$/.test(path),
    );
    expect(odd).toEqual([]);
    expect(paths.filter((path) => /demo|test|\.tsbuildinfo/.test(path))).toEqual([]);
  });

  test('holds every file that package.json names', () => {
    const { exports, bin, main, module, jsdelivr, unpkg, types } = manifest();
    const named = new Set();
    const collect = (target) => {
      if (typeof target === 'string') named.add(normalize(target));
      else for (const each of Object.values(target ?? {})) collect(each);
    };
    collect([exports, bin, main, module, jsdelivr, unpkg, types]);
    expect(named.size).toBeGreaterThan(3);
    for (const name of named) {
      const [begin, end] = name.split('*');
      const isThere = (path) =>
        end === undefined ? path === name : path.startsWith(begin) && path.endsWith(end);
      expect([name, paths.some(isThere)]).toEqual([name, true]);
    }
  });

  test('holds the modules of each variant, and nothing else in that folder', () => {
    const expected = variants.flatMap((variant) => [
      `dist/wasm/deberta-${variant}.js`,
      `dist/wasm/deberta-${variant}.wasm`,
      `dist/wasm/worker-${variant}.js`,
    ]);
    const found = paths.filter((path) => path.startsWith('dist/wasm/') && !path.endsWith('.map'));
    expect(found).toEqual(expected.sort());
  });

  test('has at most 3 MB', () => {
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    expect(statSync(join(folder, tarball)).size).toBeLessThanOrEqual(3_000_000);
  });

  test('names no folder of the machine that built it', () => {
    const here = [root, homedir()].filter((path) => path.length > 4);
    for (const path of paths) {
      const content = readFileSync(join(installed, path), 'latin1');
      for (const each of here) expect([path, content.includes(`${each}/`)]).toEqual([path, false]);
    }
  });

  test('says where the project is, and what it is found by', () => {
    const { homepage, repository, bugs, keywords, license } = manifest();
    const { hostname, pathname } = new URL(homepage);
    expect(repository).toEqual({ type: 'git', url: `git+https://${hostname}${pathname}.git` });
    expect(bugs.url).toBe(`https://${hostname}${pathname}/issues`);
    expect(new Set(keywords).size).toBe(keywords.length);
    for (const word of ['deberta', 'transformers.js', 'named-entity-recognition', 'pii', 'wasm']) {
      expect(keywords).toContain(word);
    }
    expect(license).toBe('MIT');
  });

  test('begins its README with how it is installed', () => {
    const [, first] = /```\w+\n(.*)\n/.exec(read('README.md'));
    expect(first).toBe('npm install deberta-wasm');
  });
});

describe('source maps', () => {
  test('belong to the JavaScript of pages, and hold its sources', () => {
    const maps = paths.filter((path) => path.endsWith('.map'));
    expect(maps).toEqual(expect.arrayContaining(['dist/deberta.js.map']));
    for (const path of maps) {
      const { sources, sourcesContent } = JSON.parse(read(path));
      expect(sources.length).toBeGreaterThan(0);
      expect(sourcesContent).toHaveLength(sources.length);
      sources.forEach((source, i) => {
        expect([path, source]).toEqual([path, expect.not.stringMatching(/^(\/|file:)/)]);
        expect([source, typeof sourcesContent[i]]).toEqual([source, 'string']);
      });
    }
  });

  test('are there where a file names one', () => {
    const scripts = paths.filter((path) => path.endsWith('.js'));
    const named = scripts.flatMap((path) =>
      [...read(path).matchAll(/^\/\/# sourceMappingURL=(.+)$/gm)].map(([, url]) =>
        normalize(join(dirname(path), url)),
      ),
    );
    expect(named.sort()).toEqual(paths.filter((path) => path.endsWith('.map')));
  });
});

/** What is in the modules, and a sentence of its licence that has to travel with it. */
const notices = {
  XNNPACK: [
    'Copyright (c) Facebook, Inc. and its affiliates. All rights reserved.\nCopyright 2019 Google LLC',
    'Redistributions in binary form must reproduce the above copyright notice',
    'Neither the name Facebook nor the names of its contributors may be used',
  ],
  pthreadpool: [
    'Copyright (c) 2015-2017 Georgia Institute of Technology',
    'Redistributions in binary form must reproduce the above copyright notice',
  ],
  FXdiv: [
    'Copyright (c) 2016-2017 Marat Dukhan',
    'The above copyright notice and this permission notice shall be included',
  ],
  FP16: [
    'Copyright (c) 2017 Georgia Institute of Technology',
    'The above copyright notice and this permission notice shall be included',
  ],
  Eigen: [
    'This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.',
    'Their source, unmodified, is at https://gitlab.com/libeigen/eigen/-/tree/3.4.0',
  ],
  nlohmann_json: [
    'Copyright (c) 2013-2022 Niels Lohmann',
    'Florian Loitsch',
    'Bjoern Hoehrmann',
    'The above copyright notice and this permission notice shall be included',
  ],
  Emscripten: [
    'Emscripten authors',
    'The above copyright notice and this permission notice shall be included',
  ],
  musl: [
    'Copyright © 2005-2020 Rich Felker, et al.',
    'The above copyright notice and this permission notice shall be included',
    'Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.',
    'software is freely granted, provided that this notice is preserved',
    'Arm Limited',
  ],
  'libc++, libc++abi, libunwind, compiler-rt': [
    'Licensed under the Apache License, Version 2.0, with LLVM Exceptions.',
    'portions of this Software are embedded into an Object form of such source code',
  ],
  dlmalloc: ['written by Doug Lea and released to the public domain'],
  'Unicode data': [
    'Copyright © 1991-2025 Unicode, Inc.',
    'provided that either (a) this copyright and permission notice appear with all copies',
  ],
  'cli-progress': [
    'Copyright (c) 2015-2022 Andi Dittrich',
    'The above copyright notice and this permission notice shall be included',
  ],
};

describe('THIRD_PARTY_NOTICES', () => {
  const oneLine = (text) => text.replace(/\s+/g, ' ');
  /** The text of each component, by its name. */
  const sections = () => {
    const [head, ...parts] = read('THIRD_PARTY_NOTICES').split(/^=+\n(.+)\n=+\n/m);
    return {
      head,
      ...Object.fromEntries(parts.flatMap((part, i) => (i % 2 ? [] : [[part, parts[i + 1]]]))),
    };
  };

  test.each(Object.entries(notices))('%s', (name, sentences) => {
    const { head, [name]: text } = sections();
    expect(head).toContain(`  ${name}`);
    for (const sentence of sentences) expect(oneLine(text ?? '')).toContain(oneLine(sentence));
  });

  test('names every source that the set-up fetches, and nothing that is not listed here', () => {
    const setup = readFileSync(join(root, 'tools/setup.sh'), 'utf8');
    const [, fetched] = /for name in ([a-z0-9 ]+); do\n/.exec(setup);
    const names = Object.keys(sections()).map((name) => name.toLowerCase());
    for (const name of fetched.split(' ')) expect(names).toContain(name);
    expect(Object.keys(sections()).slice(1)).toEqual(Object.keys(notices));
  });
});

describe('a program in Node', () => {
  function program(name, code) {
    writeFileSync(join(folder, name), code);
    return run(process.execPath, [name], { cwd: folder, env: { NO_COLOR: '1', NODE_OPTIONS: '' } });
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  const canRequire = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);

  test('imports it', async () => {
    const code = `
      import { pipeline } from 'deberta-wasm';
      const find = await pipeline('ner', ${JSON.stringify(bundledModel)}, { threads: 1 });
      console.log((await find.redact('Ask ada@example.org')).text);
      await find.dispose();`;
    expect(await program('imports.mjs', code)).toEqual({
      status: 0,
      stdout: 'Ask [EMAIL_1]\n',
      stderr: '',
    });
  });

  (canRequire ? test : test.skip)('requires it, where Node requires ES modules', async () => {
    const code = `
      const { DebertaError, pipeline } = require('deberta-wasm');
      (async () => {
        const find = await pipeline('ner', ${JSON.stringify(bundledModel)}, { threads: 1 });
        console.log((await find.redact('Ask ada@example.org')).text);
        await find.dispose();
        const imported = await import('deberta-wasm');
        console.log(imported.DebertaError === DebertaError);
      })();`;
    expect(await program('requires.cjs', code)).toEqual({
      status: 0,
      stdout: 'Ask [EMAIL_1]\ntrue\n',
      stderr: '',
    });
  });

  test('runs the command', () => {
    const command = join(folder, 'node_modules/.bin/deberta-wasm');
    const version = execFileSync(command, ['--version'], { encoding: 'utf8' });
    expect(version).toBe(`${manifest().version}\n`);
  });

  beforeAll(() => {
    const odd = damagedModel('config.json', () => '{}');
    cpSync(odd, join(folder, 'odd'), { recursive: true });
  });

  /** The lines that Node prints of an error that nobody catches. */
  async function uncaught(code) {
    const { status, stderr, stdout } = await program('fails.mjs', code);
    expect([status, stdout]).toEqual([1, '']);
    return stderr.trimEnd().split('\n');
  }

  test.each([
    [
      'a load',
      `
import { pipeline } from 'deberta-wasm';
async function loadModel() {
  return await pipeline('ner', './no-such-folder');
}
await loadModel();`,
      'DebertaError: no folder ./no-such-folder',
      ['openSource', 'loadSession', 'pipeline', 'loadModel'],
    ],
    [
      'what the caller gives',
      `
import { pipeline } from 'deberta-wasm';
const find = await pipeline('ner', ${JSON.stringify(bundledModel)}, { threads: 1 });
async function readLetter(letter) {
  return await find(letter);
}
await readLetter(42);`,
      'DebertaError: text: expected a string, got a number',
      ['checkText', 'tokenClassification', 'readLetter'],
    ],
    [
      'the worker',
      `
import { pipeline } from 'deberta-wasm';
async function loadModel() {
  return await pipeline('ner', './odd', { threads: 1 });
}
await loadModel();`,
      expect.stringMatching(/^DebertaError: config\.json: model_type: /),
      ['call', 'Session.load', 'pipeline', 'loadModel'],
    ],
  ])(
    'an error of %s that nobody catches is a few readable lines',
    async (_, code, message, names) => {
      const lines = await uncaught(code);
      expect(lines.length).toBeLessThan(25);
      for (const line of lines) expect(line.length).toBeLessThan(200);
      expect(lines).toEqual(expect.arrayContaining([message]));
      const stack = lines.filter((line) => /^ {4}at /.test(line));
      const at = names.map((name) =>
        stack.findIndex((line) => new RegExp(`${name}\\b`).test(line)),
      );
      expect([at.includes(-1) ? stack : at]).toEqual([[...at].sort((a, b) => a - b)]);
      // The program's own line, by its number.
      const number = code.split('\n').findIndex((line) => line.includes('return await')) + 1;
      expect(stack.join('\n')).toContain(`fails.mjs:${number}:`);
    },
  );
});
