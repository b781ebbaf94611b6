// npm run docs: builds the documentation site into dist/site, with the demo in demo/.
//
//   npm run docs [-- --serve]
//   DOCS_BASE=/deberta-wasm/ npm run docs      for a host that serves it from a folder
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import { buildPackage } from '../build.mjs';
import { main, mustRun, root, setUp, ToolError } from '../project.mjs';
import { contentSecurityPolicy, serve } from '../serve.mjs';
import { writeReference } from './api.mjs';
import { assemblePages } from './pages.mjs';

const work = join(root, 'build/site');

export const siteFolder = join(root, 'dist/site');

/** VitePress writes some scripts and styles inline. */
export const sitePolicy = contentSecurityPolicy
  .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
  .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

/**
 * Builds the site. The package must be built: dist/types and dist/demo exist.
 * @param {{base?: string, folder?: string}} [options] base: the host's folder for it; folder: where it goes
 */
export async function buildSite({ base = '/', folder = siteFolder } = {}) {
  if (!/^\/(.+\/)?$/.test(base)) {
    throw new ToolError(`DOCS_BASE must begin and end with a slash, got '${base}'`);
  }
  for (const needed of ['dist/types/index.d.ts', 'dist/demo/deberta.js']) {
    if (!existsSync(join(root, needed))) throw new ToolError(`${needed} is missing: npm run build`);
  }
  const pages = join(work, 'pages');
  await assemblePages(pages);
  await writeReference(join(pages, 'api'), join(work, 'types'));
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js');
  const where = ['--base', base, '--outDir', folder];
  await mustRun(process.execPath, [vitepress, 'build', 'docs', ...where]);
  await cp(join(root, 'dist/demo'), join(folder, 'demo'), { recursive: true });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await main(async () => {
    await buildPackage(await setUp(['npm', 'wasm']));
    await buildSite({ base: process.env.DOCS_BASE });
    console.log(`the site is in ${siteFolder}`);
    if (!process.argv.includes('--serve')) return;
    const { url } = await serve(siteFolder, { headers: { 'Content-Security-Policy': sitePolicy } });
    console.log(`The site is at ${url} (Ctrl+C ends it).`);
  });
}
