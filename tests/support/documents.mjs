// README.md and the pages of docs/: their blocks of code, tables, headings and links.
//
// What a test does with a block of code follows from its language, and from a comment on the line before it:
//
//   (none)                         js: a program of Node, which prints its `// prints: …` lines; sh: commands of the
//                                  repository; ts: compiles; http: headers that a page works with; json, text: shown
//   <!-- runs in: Node, page -->   js: a program of Node, of a page, or of both
//   <!-- file: NAME -->            a file of a page, which the test of this document serves
//   <!-- run by: TEST -->          that test reads the block from the document
//   <!-- steps: TEST -->           the same, of commands
//   <!-- not run: REASON -->       nothing runs it
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

/** @typedef {{file: string, text: string}} Document */

/** @type {Document[]} README.md and docs/, by path */
export const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort(),
].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** @param {string} file */
export function documentOf(file) {
  const document = documents.find((each) => each.file === file);
  if (!document) throw new Error(`there is no document ${file}`);
  return document;
}

/**
 * @typedef {object} Block
 * @property {string} document its path
 * @property {string} language
 * @property {string} code
 * @property {Record<string, string>} mark what the comment before it says
 */

const fence = /(?:^<!-- ([\w ]+): ([^\n]+) -->\n\n)?^```(\S*)\n(.*?)^```$/gms;

/** @returns {Block[]} all blocks of code, in the order of the documents; not what benchmarks have written */
export function blocks() {
  const read = documents.filter(({ file }) => !file.startsWith('docs/benchmarks/'));
  return read.flatMap(({ file, text }) =>
    [...text.matchAll(fence)].map(([, kind, value, language, code]) => ({
      document: file,
      language,
      code,
      mark: kind ? { [kind]: value } : {},
    })),
  );
}

/**
 * @typedef {object} Table
 * @property {string} document its path
 * @property {string} heading the one above it
 * @property {string[]} head
 * @property {string[][]} rows
 */

const cellsOf = (/** @type {string} */ line) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** @returns {Table[]} all tables */
export function tables() {
  return documents.flatMap(({ file, text }) => {
    const found = [];
    let heading = '';
    let open = null;
    for (const line of withoutCode(text).split('\n')) {
      if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
      if (!line.startsWith('|')) {
        open = null;
      } else if (!open) {
        open = { document: file, heading, head: cellsOf(line), rows: [] };
        found.push(open);
      } else if (!/^\|[ :|-]+\|$/.test(line)) {
        open.rows.push(cellsOf(line));
      }
    }
    return found;
  });
}

/**
 * The options that a document's tables name, with their defaults where those are written as code.
 * @param {string} document
 * @param {string} [first] what is above the first column
 * @returns {[string, string | undefined][]}
 */
export function optionsOf(document, first = 'option') {
  return tables()
    .filter((table) => table.document === document && table.head[0] === first)
    .flatMap(({ head, rows }) =>
      rows.map((row) => [
        /^`(\w+)`$/.exec(row[0])?.[1] ?? row[0],
        /^`(.+)`$/.exec(row[head.indexOf('default')] ?? '')?.[1],
      ]),
    );
}

/** A text without its blocks of code; their lines stay, empty. @param {string} text */
export function withoutCode(text) {
  return text.replace(/^```.*?^```$/gms, (block) => block.replace(/[^\n]/g, ''));
}

/**
 * The anchors of a document's headings, as GitHub and VitePress name them.
 * @param {string} text
 */
export function anchorsOf(text) {
  const seen = new Map();
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, title]) => {
    const name = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times ? `${name}-${times}` : name;
  });
}

/** The targets of a document's links and images. @param {string} text */
export function linksOf(text) {
  const plain = withoutCode(text).replace(/`[^`]*`/g, '');
  return [...plain.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target);
}
