// Builds a fixture and opens its page: in production and in development, with and without isolation.
import { join } from 'node:path';

import { compressedBytes } from './compressed.mjs';
import { rendered, wrongs } from './expected.mjs';
import { prepare } from './install.mjs';
import { runCommand, startServer } from './processes.mjs';
import { openSite } from './site.mjs';
import { visit } from './visit.mjs';

/** @typedef {import('./fixtures.mjs').Fixture} Fixture */

/**
 * @typedef {object} PageReport
 * @property {string[]} wrong
 * @property {string[]} warnings in the console
 * @property {number | null} threads
 * @property {number} kilobytes loaded, in Brotli, without the model
 * @property {string[]} files loaded
 *
 * @typedef {object} Report
 * @property {string} name
 * @property {string} library
 * @property {{ok: boolean, seconds: number, warnings: string[], output: string} | null} build
 * @property {Record<string, PageReport>} pages 'plain', 'isolated', and both again for 'dev'
 * @property {string[]} wrong everything that is
 */

const limits = { build: 300, listen: 120, page: 60, devPage: 120 };

/**
 * The lines of a build's output that warn, without those that count them. (`(!)` is how Vite and Rollup mark
 * them.)
 * @param {string} output
 */
export function warningsOf(output) {
  const lines = output.split('\n').filter((line) => /\bwarn(ing)?s?\b|⚠|\(!\)/i.test(line));
  return lines.filter((line) => !/compiled with \d+ warning/.test(line));
}

/** What the page loaded: each file once, although threads ask for theirs again. */
async function summarize(loaded) {
  const files = new Map(loaded.map((file) => [`${file.url}`, file]));
  let total = 0;
  for (const { body } of files.values()) total += await compressedBytes(body);
  return { kilobytes: Math.round(total / 1000), files: [...files.keys()] };
}

/** What is wrong with the files that a page with this package loaded. */
function wrongFiles(fixture, loaded, inProduction) {
  const wrong = [];
  const missing = loaded.filter(({ status }) => status >= 400);
  for (const { url, status } of missing) wrong.push(`${url} answered ${status}`);
  const modules = new Set(loaded.map(({ url }) => url.replace(/[?#].*/, '')));
  const wasm = [...modules].filter((url) => url.endsWith('.wasm'));
  if (wasm.length !== 1) {
    wrong.push(
      `expected 1 WebAssembly module to be loaded, found ${wasm.length}: ${wasm.join(' ')}`,
    );
  }
  const named = wasm.filter((url) => /\/deberta-(simd|relaxed)(-threads)?\.wasm$/.test(url));
  if (inProduction && fixture.hashed && named.length) {
    wrong.push(`expected a name made of the content, found ${named.join(' ')}`);
  }
  return wrong;
}

function wrongRendering(loaded) {
  const page = loaded.find(({ type, status }) => type.startsWith('text/html') && status === 200);
  const html = page?.body.toString() ?? '';
  return html.includes(rendered) ? [] : [`the server's page lacks the text '${rendered}'`];
}

/** What is wrong with the answer of a program of the server, which runs a model in Node. */
async function wrongRoute(address) {
  try {
    const signal = AbortSignal.timeout(limits.devPage * 1000);
    const answer = await fetch(address, { method: 'POST', body: 'Maria Garcia called.', signal });
    const text = await answer.text();
    if (answer.ok && text === '[PERSON_1] called.') return [];
    return [`${answer.status} ${text.slice(0, 500)}`];
  } catch (error) {
    return [error.message];
  }
}

/**
 * @param {Fixture} fixture
 * @param {{tarball: string, library: import('./install.mjs').Library, dev: boolean,
 *   browser: import('playwright-core').Browser, models: Record<string, string>,
 *   say?: (text: string) => void}} options
 * @returns {Promise<Report>}
 */
export async function check(fixture, options) {
  const { tarball, library, dev, browser, models, say = () => {} } = options;
  /** @type {Report} */
  const report = { name: fixture.name, library, build: null, pages: {}, wrong: [] };
  const { folder, manifest } = await prepare(fixture, tarball, library);
  const { scripts } = manifest;
  const ours = library === 'deberta-wasm';
  const modules = join(folder, 'node_modules');

  /** Opens the page of a site with and without isolation. */
  async function openPages(site, others, mode) {
    for (const isolated of [false, true]) {
      const name = `${mode}${isolated ? 'isolated' : 'plain'}`;
      for (const one of [site, ...others]) one.log.length = 0;
      site.isolated = isolated;
      const seconds = mode ? limits.devPage : limits.page;
      const seen = await visit(browser, site.url, { seconds, modules });
      const loaded = [site, ...others].flatMap(({ log }) => log).concat(seen.fromCdn);
      const wrong = wrongs(seen, { isolated, library });
      if (ours && seen.result && !seen.result.error) {
        wrong.push(...wrongFiles(fixture, loaded, mode === ''));
      }
      if (ours && fixture.rendered) wrong.push(...wrongRendering(loaded));
      report.pages[name] = {
        wrong,
        warnings: seen.warnings,
        threads: seen.result?.threads ?? null,
        ...(await summarize(mode ? [] : loaded)),
      };
      report.wrong.push(...wrong.map((text) => `${name || 'page'} page: ${text}`));
      say(`${name} page: ${wrong.join('\n  ') || `answers, ${seen.result.threads} threads`}`);
    }
  }

  // Another origin: as a CDN, it allows every page to read its files, and says no more.
  const headers = { 'access-control-allow-origin': '*' };
  const otherFolders = { page: modules, assets: join(folder, fixture.output ?? '') };
  const other =
    fixture.otherOrigin &&
    (await openSite({
      base: fixture.otherOrigin === 'page' ? '/npm/' : '/',
      folder: otherFolders[fixture.otherOrigin],
      headers,
      versioned: fixture.otherOrigin === 'page',
    }));
  const others = other ? [other] : [];
  const env = {
    ...(other && { CDN: other.url }),
    ...(fixture.route && { PII_MODEL: models['models/pii-tiny/'] }),
  };
  /** Calls the server's own program. */
  async function callRoute(port, mode) {
    if (!ours || !fixture.route) return;
    const wrong = await wrongRoute(`http://127.0.0.1:${port}/app/${fixture.route}`);
    report.wrong.push(...wrong.map((text) => `${mode}route: ${text}`));
    say(`${mode}route: ${wrong.join('\n  ') || 'answers'}`);
  }
  try {
    if (scripts.build) {
      const { ok, seconds, output } = await runCommand(folder, scripts.build, {
        env,
        seconds: limits.build,
      });
      report.build = { ok, seconds, warnings: warningsOf(output), output };
      say(`build: ${ok ? 'ok' : `failed\n${output}`} (${seconds.toFixed(1)} s)`);
      if (!ok) report.wrong.push(`build: ${output.trim().split('\n').slice(-30).join('\n')}`);
    }
    if (report.build?.ok ?? true) {
      const server =
        scripts.start &&
        (await startServer(folder, scripts.start, { env, seconds: limits.listen }));
      const replace =
        fixture.otherOrigin === 'page'
          ? ['https://cdn.jsdelivr.net/npm/', () => other.url]
          : undefined;
      const site = await openSite({
        base: '/app/',
        folder: join(folder, fixture.output ?? ''),
        upstream: server ? server.port : undefined,
        models,
        replace,
      });
      try {
        await openPages(site, others, '');
        if (server) await callRoute(server.port, '');
      } finally {
        await site.close();
        await server?.stop();
      }
    }
    if (dev && scripts.dev) {
      let server;
      try {
        server = await startServer(folder, scripts.dev, { env, seconds: limits.listen });
      } catch (error) {
        report.wrong.push(`dev: ${error.message}`);
        say(`dev: ${error.message}`);
        report.pages['dev-plain'] = {
          wrong: [error.message],
          warnings: [],
          threads: null,
          kilobytes: 0,
          files: [],
        };
      }
      if (server) {
        const { devAtRoot: stripBase } = fixture;
        const site = await openSite({ base: '/app/', upstream: server.port, stripBase, models });
        try {
          await openPages(site, [], 'dev-');
          await callRoute(server.port, 'dev-');
        } finally {
          await site.close();
          await server.stop();
        }
      }
    }
  } finally {
    await other?.close();
  }
  return report;
}
