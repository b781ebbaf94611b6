// Pages are written for GitHub. Here they get the links, anchors and tables that work the same on the site.
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The page of docs/README.md on the site, whose index is its front page. */
export const overview = 'overview';

/** GitHub's anchor of a heading. */
export function slugOf(title) {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-');
}

/**
 * Where a link of a page leads on the site.
 * @param {string} href as it stands in the page
 * @param {string} file the page, from the root of the repository: docs/tasks/fill-mask.md
 * @param {{root: string, repository: string}} places the checkout, and its address on the web
 * @throws {Error} where it leads to nothing
 */
export function siteLink(href, file, { root, repository }) {
  if (/^([a-z][a-z\d+.-]*:|\/\/|#)/i.test(href)) return href;
  const [, path, fragment = ''] = /^([^#]*)(#.*)?$/.exec(href);
  const target = posix.normalize(posix.join(posix.dirname(file), decodeURIComponent(path)));
  const info = statSync(join(root, target), { throwIfNoEntry: false });
  if (target.startsWith('../') || !info) {
    throw new Error(`${file} links to ${href}, which is not in the repository`);
  }
  if (target === 'docs/README.md' || target.replace(/\/$/, '') === 'docs') {
    return posix.relative(posix.dirname(file), `docs/${overview}.md`) + fragment;
  }
  if (target.startsWith('docs/') && target.endsWith('.md')) return href;
  const kind = info.isDirectory() ? 'tree' : 'blob';
  return `${repository}/${kind}/main/${target.replace(/\/$/, '')}${fragment}`;
}

/**
 * A plugin of markdown-it: all links of the project's own pages go through siteLink.
 * @param {import('markdown-it').default} md
 * @param {{root: string, repository: string}} places
 */
export function repositoryLinks(md, places) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const { relativePath } = env;
    if (!relativePath || relativePath.startsWith('api/')) return;
    const file = `docs/${relativePath.replace(`${overview}.md`, 'README.md')}`;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href) token.attrSet('href', siteLink(href, file, places));
    }
  });
}

/**
 * A plugin of markdown-it: an empty cell in a table's head is not a heading.
 * @param {import('markdown-it').default} md
 */
export function emptyCorners(md) {
  md.core.ruler.push('empty-corners', ({ tokens }) => {
    for (const [i, { type }] of tokens.entries()) {
      if (type !== 'th_open' || tokens[i + 1].content !== '') continue;
      tokens[i].tag = tokens[i + 2].tag = 'td';
    }
  });
}
