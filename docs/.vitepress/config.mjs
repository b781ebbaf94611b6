// The documentation site. tools/site puts its pages into build/site/pages: those of docs/, and the API reference.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

import { emptyCorners, overview, repositoryLinks, slugOf } from './markdown.mjs';
import { sidebarOf } from './sidebar.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const srcDir = join(root, 'build/site/pages');
const {
  description,
  repository: of,
  version,
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const repository = of.url.replace(/^git\+|\.git$/g, '');

/** The first heading of a page. */
const titleOf = (page) =>
  /^# (.+)$/m.exec(readFileSync(join(srcDir, `${page}.md`), 'utf8'))?.[1].replaceAll('`', '') ??
  page;

const pages = readdirSync(srcDir, { recursive: true })
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.slice(0, -3))
  .sort();

const sidebar = sidebarOf(
  Object.fromEntries(
    pages
      .filter((page) => page !== 'index' && !page.startsWith('api/'))
      .map((page) => [page, titleOf(page)]),
  ),
);

/** A long name may break between its words. */
const breakable = (name) => name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '<wbr>');

/** The pages of a folder of the reference, by their names. */
function referenceOf(text, folder) {
  const items = pages
    .filter(
      (page) => page.startsWith(`api/${folder}/`) && !page.slice(5 + folder.length).includes('/'),
    )
    .map((page) => ({ text: breakable(page.slice(5 + folder.length)), link: `/${page}.html` }));
  return { text, items };
}

const reference = [
  { text: 'API reference', items: [{ text: 'Entries', link: '/api/' }] },
  {
    text: 'deberta-wasm',
    items: [{ text: 'All names, and types', link: '/api/deberta-wasm/' }],
  },
  referenceOf('Functions', 'deberta-wasm/functions'),
  referenceOf('Classes', 'deberta-wasm/classes'),
  referenceOf('Interfaces', 'deberta-wasm/interfaces'),
  {
    text: 'deberta-wasm/react',
    items: [
      { text: 'All names, and types', link: '/api/deberta-wasm/react/' },
      ...referenceOf('', 'deberta-wasm/react/functions').items,
    ],
  },
  {
    text: 'deberta-wasm/service-worker',
    items: [
      { text: 'All names, and types', link: '/api/deberta-wasm/service-worker/' },
      ...referenceOf('', 'deberta-wasm/service-worker/functions').items,
    ],
  },
];

const icon = readFileSync(join(root, 'demo/index.html'), 'utf8').match(/href="(data:image[^"]+)"/);

export default defineConfig({
  srcDir,
  cacheDir: join(root, 'build/site/cache'),
  lang: 'en',
  title: 'deberta-wasm',
  description,
  // Addresses that every host serves as they are.
  cleanUrls: false,
  metaChunk: true,
  // Pages are small, and readers may pay for what they load.
  router: { prefetchLinks: false },
  head: [['link', { rel: 'icon', href: icon[1] }]],
  // What the package itself needs.
  vite: { build: { target: 'es2022', chunkSizeWarningLimit: 2000 } },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // A link within a page works on GitHub and here.
    anchor: { slugify: slugOf },
    headers: { slugify: slugOf },
    config: (md) => md.use(emptyCorners).use(repositoryLinks, { root, repository }),
  },
  transformPageData(page) {
    if (page.relativePath.startsWith('api/')) page.frontmatter.editLink = false;
    if (page.relativePath === `${overview}.md`) page.filePath = 'README.md';
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/getting-started.html', activeMatch: '^/(?!api/|index|$)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      // A page of its own, which the site's router leaves alone.
      { text: 'Demo', link: '/demo/', target: '_self' },
      { text: version, link: `${repository}/blob/main/CHANGELOG.md` },
    ],
    sidebar: { '/api/': reference, '/': sidebar },
    outline: { level: [2, 3], label: 'On this page' },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
    editLink: { text: 'Edit this page on GitHub', pattern: `${repository}/edit/main/docs/:path` },
    footer: { message: 'MIT licence. Your text stays in the page.' },
  },
});
