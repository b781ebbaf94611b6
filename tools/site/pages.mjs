// The sources of the site: the pages of docs/, the front page, and the examples that run in them.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { overview } from '../../docs/.vitepress/markdown.mjs';
import { examples } from '../../docs/.vitepress/theme/examples.js';
import { root } from '../project.mjs';

/**
 * A page with its example, before the page's second heading. Lines of code are not headings.
 * @param {string} text markdown
 * @param {string} page
 */
export function withExample(text, page) {
  const tag = `<LiveExample page="${page}" />`;
  let isCode = false;
  let at = 0;
  for (const line of text.split('\n')) {
    if (/^ *```/.test(line)) isCode = !isCode;
    if (!isCode && line.startsWith('## ')) break;
    at += line.length + 1;
  }
  return `${text.slice(0, at).trimEnd()}\n\n${tag}\n\n${text.slice(at)}`.trimEnd() + '\n';
}

/**
 * Copies docs/ to where VitePress reads it.
 * @param {string} folder is emptied first
 */
export async function assemblePages(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const docs = join(root, 'docs');
  const isPage = (path) => !path.startsWith(join(docs, '.vitepress'));
  await cp(docs, folder, { recursive: true, filter: isPage });
  const names = await readdir(folder);
  if (names.includes('README.md')) {
    await rename(join(folder, 'README.md'), join(folder, `${overview}.md`));
  }
  await cp(join(root, 'tools/site/front_page.md'), join(folder, 'index.md'));
  for (const page of Object.keys(examples)) {
    const path = join(folder, `${page}.md`);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) await writeFile(path, withExample(text, page));
  }
}
