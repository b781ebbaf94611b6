// docs/bundlers.md: its code blocks are files of the fixtures, its table is what the command found.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import prettier from 'prettier';

import { root } from '../../tools/project.mjs';
import { fixtures } from './fixtures.mjs';

/** @typedef {import('./check.mjs').Report} Report */
/** @typedef {import('./check.mjs').PageReport} PageReport */

export const page = join(root, 'docs/bundlers.md');
const fixtureFolder = join(root, 'tests/bundlers/fixtures');

const block = /(<!-- file: (\S+) -->\n\n)```(\w+)\n.*?\n```/gs;

/** The page with each code block as its file is. */
export async function withFiles(text) {
  const contents = new Map();
  for (const [, , file] of text.matchAll(block)) {
    contents.set(file, await readFile(join(fixtureFolder, file), 'utf8'));
  }
  return text.replaceAll(
    block,
    (_, marker, file, language) =>
      `${marker}\`\`\`${language}\n${contents.get(file).trim()}\n\`\`\``,
  );
}

const begin = '<!-- table: npm run test:bundlers -->';
const end = '<!-- end of the table -->';

const yes = 'yes';

function answer(...pages) {
  if (pages.some((one) => one === undefined)) return '—';
  return pages.every(({ wrong }) => !wrong.length) ? yes : '**no**';
}

/** The cells of one library. */
function cells(report, withThreads) {
  if (!report) return Array.from({ length: withThreads ? 6 : 5 }, () => '');
  const { build, pages } = report;
  const built = build === null ? '—' : build.ok ? yes : '**no**';
  const warnings = build === null ? '—' : String(build.warnings.length);
  const production = build && !build.ok ? '**no**' : answer(pages.plain, pages.isolated);
  const inDevelopment = Object.keys(pages).filter((name) => name.startsWith('dev-'));
  const dev = inDevelopment.length ? answer(...inDevelopment.map((name) => pages[name])) : '—';
  const size = production === yes ? String(pages.plain.kilobytes) : '—';
  const threads = production === yes ? String(pages.isolated.threads) : '—';
  return [built, warnings, production, ...(withThreads ? [threads] : []), dev, size];
}

const header = [
  ['Tool', 'Build', 'Warnings', 'Page', 'Threads', 'Dev', 'kB'],
  ['t.js: build', 'Warnings', 'Page', 'Dev', 'kB'],
].flat();

function rowsOf(reports) {
  const rows = new Map();
  for (const { name, title } of fixtures) {
    const of = (library) =>
      reports.find(({ library: its, name: fixture }) => its === library && fixture === name);
    if (!of('deberta-wasm') && !of('transformers.js')) continue;
    rows.set(title, [
      title,
      ...cells(of('deberta-wasm'), true),
      ...cells(of('transformers.js'), false),
    ]);
  }
  return rows;
}

/** The table's rows so far, by tool. */
function oldRows(table) {
  const lines = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return new Map(
    lines.map((line) => {
      const row = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [row[0], row];
    }),
  );
}

/**
 * Writes the rows of these reports; others stay, and so do a row's cells of a library that was not run.
 * @param {Report[]} reports
 */
export async function updateDocs(reports) {
  const text = await withFiles(await readFile(page, 'utf8'));
  const [before, rest] = text.split(begin);
  const [table, after] = rest.split(end);
  const rows = oldRows(table);
  for (const [title, row] of rowsOf(reports)) {
    const old = rows.get(title);
    rows.set(
      title,
      row.map((cell, index) => cell || old?.[index] || ''),
    );
  }
  const ordered = fixtures.flatMap(({ title }) => (rows.has(title) ? [rows.get(title)] : []));
  const line = (row) => `| ${row.join(' | ')} |`;
  const made = [line(header), line(header.map(() => '---')), ...ordered.map(line)].join('\n');
  const whole = `${before}${begin}\n\n${made}\n\n${end}${after}`;
  const settings = await prettier.resolveConfig(page);
  await writeFile(page, await prettier.format(whole, { ...settings, filepath: page }));
}
