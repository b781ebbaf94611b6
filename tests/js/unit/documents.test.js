// The form of README.md and docs/: lengths, tables, links; and that they name every option there is.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { root } from '../../../tools/project.mjs';
import {
  anchorsOf,
  blocks,
  documentOf,
  documents,
  linksOf,
  optionsOf,
  tables,
  withoutCode,
} from '../../support/documents.mjs';

test('README is a front page: at most 150 lines of at most 160 characters', () => {
  const lines = documentOf('README.md').text.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
  expect(lines.filter((line) => [...line].length > 160)).toEqual([]);
});

test('its picture is light enough for a front page', () => {
  const [picture, ...more] = linksOf(documentOf('README.md').text).filter((link) =>
    link.startsWith('docs/images/'),
  );
  expect(more).toEqual([]);
  expect(statSync(join(root, picture)).size).toBeLessThan(120_000);
});

test('no table of docs/ is wider than 110 characters, but those that commands write', () => {
  const wide = documents
    .filter(({ file }) => file.startsWith('docs/') && !file.startsWith('docs/benchmarks/'))
    .flatMap(({ file, text }) => {
      const written =
        /<!-- table: (?:begin|npm run \S+) -->[^]*?<!-- (?:table: end|end of the table) -->/g;
      const lines = withoutCode(text.replace(written, '')).split('\n');
      return lines
        .filter((line) => line.startsWith('|') && [...line].length > 110)
        .map((line) => `${file}: ${line.slice(0, 60)}`);
    });
  expect(wide).toEqual([]);
});

test('every page begins with its title', () => {
  for (const { file, text } of documents) {
    expect([file, text.replace(/^---\n[^]*?\n---\n+/, '')]).toEqual([
      file,
      expect.stringMatching(/^# \S/),
    ]);
  }
});

test('docs/README.md lists every page', () => {
  const listed = new Set(
    linksOf(documentOf('docs/README.md').text).map((link) => join('docs', link.split('#')[0])),
  );
  const pages = documents
    .map(({ file }) => file)
    .filter((file) => file.startsWith('docs/') && !file.startsWith('docs/benchmarks/'));
  expect(pages.filter((file) => file !== 'docs/README.md' && !listed.has(file))).toEqual([]);
});

/** Markdown files that are no documents, but have links. */
const others = ['js', 'src', 'examples', 'tools', 'models']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  )
  .filter((file) => /README\.md$/.test(file) && !/\/(node_modules|work)\//.test(file));
const linked = [
  ...documents,
  ...[
    ...readdirSync(root).filter((name) => name.endsWith('.md') && name !== 'README.md'),
    ...others,
  ].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
];

test.each(linked.map(({ file, text }) => [file, text]))(
  '%s: every link leads somewhere',
  (file, text) => {
    const broken = linksOf(text).filter((link) => {
      if (/^[a-z]+:/.test(link)) return false; // the web; nothing here asks it
      const [path, anchor] = link.split('#');
      const target = path === '' ? file : normalize(join(dirname(file), path));
      if (target.startsWith('..') || !existsSync(join(root, target))) return true;
      if (anchor === undefined) return false;
      return !anchorsOf(readFileSync(join(root, target), 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  },
);

test('the search for links finds links and anchors', () => {
  expect(linksOf('[a](b.md#c) `[d](e)` ![f](g.png)\n```js\n[h](i)\n```\n')).toEqual([
    'b.md#c',
    'g.png',
  ]);
  expect(anchorsOf('# A `b`, c\n## A b c\n```sh\n# no\n```\n## [x](y.md) & z\n')).toEqual([
    'a-b-c',
    'a-b-c-1',
    'x--z',
  ]);
});

test('a test that a block names reads the document', () => {
  const named = blocks().filter(({ mark }) => mark['run by'] ?? mark.steps);
  expect(named.length).toBeGreaterThan(3);
  for (const { document, mark } of named) {
    const source = readFileSync(join(root, mark['run by'] ?? mark.steps), 'utf8');
    expect([document, source.includes(document)]).toEqual([document, true]);
  }
});

describe('options', () => {
  const sources = ['js', 'web']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.js'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    )
    .join('\n');

  /** Properties of a type that JSDoc describes. */
  function propertiesOf(type) {
    const [, description] =
      new RegExp(`@typedef \\{object\\} ${type}\\b([^]*?)\\*/`).exec(sources) ?? [];
    if (description === undefined) throw new Error(`there is no type ${type}`);
    return [
      ...description.matchAll(/@property \{(?:[^{}]|\{[^}]*\})*\}\s*(?:\*\s*)?\[?(\w+)/g),
    ].map(([, name]) => name);
  }

  test.each([
    [
      'docs/models.md',
      'option',
      ['LoadOptions', 'OwnSourceOptions', 'Credentials', 'RuntimeOptions'],
    ],
    ['docs/models.md', 'ignored option', ['IgnoredOptions', 'IgnoredRegistryOptions']],
    ['docs/models.md', 'input', ['ModelInputs']],
    ['docs/tokenizers.md', 'option', ['TokenizerCallOptions']],
    [
      'docs/tasks/gliner2.md',
      'option',
      ['ExtractionBasics', 'WordLimit', 'ChunkOptions', 'BatchOptions'],
    ],
    ['docs/hub-and-cache.md', '`env`', ['Env']],
    ['docs/hub-and-cache.md', 'ignored setting', ['IgnoredSettings']],
    ['docs/service-worker.md', 'option', ['ServiceWorkerOptions']],
    ['docs/service-worker.md', 'result', ['ServiceWorkerResult']],
    ['docs/performance.md', 'field', ['Diagnostics']],
    ['docs/performance.md', '`load`', ['LoadReport']],
  ])('%s names every %s of %j, and no other', (document, first, types) => {
    const names = [...new Set(types.flatMap(propertiesOf))];
    expect(names.length).toBeGreaterThan(2);
    const told = optionsOf(document, first).map(([name]) => name);
    expect(told.sort()).toEqual(names.sort());
  });

  test('every table of options is in one of the documents that tests compare with the code', () => {
    const compared =
      /^docs\/(tasks\/[\w-]+|redaction|models|tokenizers|command-line|service-worker)\.md$/;
    const found = tables().filter(({ head }) => head[0] === 'option');
    expect(found.length).toBeGreaterThan(10);
    for (const { document } of found) expect(document).toMatch(compared);
  });
});
