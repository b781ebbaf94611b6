// How the pages of docs/ become those of the site.
import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { siteLink, slugOf } from '../../../docs/.vitepress/markdown.mjs';
import { groupPages, sidebarOf } from '../../../docs/.vitepress/sidebar.mjs';
import { examples } from '../../../docs/.vitepress/theme/examples.js';
import { root } from '../../../tools/project.mjs';
import { buildSite } from '../../../tools/site/build.mjs';
import { withExample } from '../../../tools/site/pages.mjs';

const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => name.replaceAll('\\', '/').slice(0, -3));

describe('the sidebar', () => {
  test('has every page of docs/, each once', () => {
    const { grouped, rest } = groupPages([...pages, 'overview']);
    expect(rest).toEqual([]);
    const listed = grouped.flatMap((group) => group.pages);
    expect([...listed].sort()).toEqual([...pages, 'overview'].sort());
  });

  test('refuses a page that is in no group', () => {
    expect(() => sidebarOf({ overview: 'Documentation', 'no-such-page': 'x' })).toThrow(
      /names no group for no-such-page/,
    );
  });

  test('takes new tasks, and leaves out pages that are not there', () => {
    const [start, tasks, ...more] = sidebarOf({ overview: 'All', 'tasks/new': 'New' });
    expect(more).toEqual([]);
    expect(start.items).toEqual([{ text: 'All', link: '/overview.html' }]);
    expect(tasks.items).toEqual([{ text: 'New', link: '/tasks/new.html' }]);
  });
});

describe('a link of a page', () => {
  const places = { root, repository: 'https://example.org/repo' };
  test.each([
    ['https://example.com/x', 'https://example.com/x'],
    ['#options', '#options'],
    ['../threads.md#what', '../threads.md#what'],
    ['../README.md', '../overview.md'],
    ['../../examples/README.md#next', 'https://example.org/repo/blob/main/examples/README.md#next'],
    ['../../examples/', 'https://example.org/repo/tree/main/examples'],
    [
      '../benchmarks/threads.json',
      'https://example.org/repo/blob/main/docs/benchmarks/threads.json',
    ],
  ])('%s leads to %s', (href, expected) => {
    expect(siteLink(href, 'docs/tasks/fill-mask.md', places)).toBe(expected);
  });

  test.each(['no-such-page.md', '../../no-such-folder/', '../../../package.json'])(
    '%s is refused',
    (href) => {
      expect(() => siteLink(href, 'docs/tasks/fill-mask.md', places)).toThrow(
        `docs/tasks/fill-mask.md links to ${href}`,
      );
    },
  );
});

test.each([
  ['What a call returns', 'what-a-call-returns'],
  [
    '`registerServiceWorker(url?, options?)`'.replaceAll('`', ''),
    'registerserviceworkerurl-options',
  ],
  ['Threads: how many, and why', 'threads-how-many-and-why'],
  ['a — b', 'a--b'],
  ['Größe_2', 'größe_2'],
])('the anchor of "%s" is GitHub’s', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

describe('an example', () => {
  test('stands before the second heading, outside of code', () => {
    const page = '# Title\n\n```sh\n## no heading\n```\n\nText\n\n## Options\n\nMore\n';
    expect(withExample(page, 'redaction')).toBe(
      '# Title\n\n```sh\n## no heading\n```\n\nText\n\n<LiveExample page="redaction" />\n\n## Options\n\nMore\n',
    );
  });

  test('ends a page without one', () => {
    expect(withExample('# Title\n', 'redaction')).toBe(
      '# Title\n\n<LiveExample page="redaction" />\n',
    );
  });

  test('has a page of its own', () => {
    for (const page of Object.keys(examples)) expect(pages).toContain(page);
  });
});

test.each(['deberta-wasm/', '/deberta-wasm', 'https://example.org/'])(
  'the base %s is refused',
  async (base) => {
    await expect(buildSite({ base })).rejects.toThrow(
      `DOCS_BASE must begin and end with a slash, got '${base}'`,
    );
  },
);
