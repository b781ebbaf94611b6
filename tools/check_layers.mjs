// Includes and imports point only along the arrows below, and never in a circle.
//
//   node tools/check_layers.mjs [--graph] [--docs]
//
//   --graph   prints which folder really uses which
//   --docs    writes that into docs/internals/architecture.md
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { root } from './project.mjs';

/**
 * What each folder of the C++ core may include, itself aside. A folder that is not named here belongs to the one
 * above it; `session` and `deberta.h` are the files of src/ itself.
 */
const src = {
  base: [],
  tensor: ['base'],
  'text/unicode': ['base'],
  'text/normalizers': ['text/unicode', 'base'],
  'text/models': ['text/unicode', 'base'],
  text: ['text/normalizers', 'text/models', 'text/unicode', 'base'],
  'text/files': ['text', 'text/normalizers', 'text/models', 'text/unicode', 'base'],
  io: ['tensor', 'base'],
  ops: ['tensor', 'base'],
  model: ['ops', 'io', 'tensor', 'base'],
  tasks: ['model', 'text', 'text/unicode', 'ops', 'io', 'tensor', 'base'],
  session: ['tasks', 'model', 'text', 'text/files', 'ops', 'io', 'tensor', 'base'],
};

/** What each folder of JavaScript may import. */
const javascript = {
  'js/base': [],
  'js/files': ['js/base'],
  'js/worker': ['js/files', 'js/base'],
  'js/tensor': ['js/base'],
  'js/tokenizer': ['js/tensor', 'js/worker', 'js/files', 'js/base'],
  'js/redaction': ['js/base'],
  'js/pipelines': ['js/redaction', 'js/tokenizer', 'js/tensor', 'js/worker', 'js/base'],
  'js/api': [
    ...['js/pipelines', 'js/redaction', 'js/tokenizer', 'js/tensor', 'js/worker', 'js/files'],
    'js/base',
  ],
  web: ['js/*'],
  node: ['js/*'],
  demo: ['web'],
};

/** Third parties that have one door. */
const doors = [
  [/<xnnpack\.h>/, /^src\/ops\/xnn\.h$/],
  [/<Eigen\//, /^src\/ops\/eigen\.h$/],
  [/<emscripten\//, /^(bindings\/|src\/base\/futex\.cc$)/],
];

const problems = [];

function filesBelow(folder, pattern) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => pattern.test(file));
}

const read = (file) => readFileSync(join(root, file), 'utf8');

/** The longest of `folders` that holds the path. */
function folderOf(path, folders) {
  const holding = folders.filter((folder) => path.startsWith(`${folder}/`) || path === folder);
  return holding.sort((a, b) => b.length - a.length)[0];
}

/** file → files that it includes or imports. */
const edges = new Map();

function checkIncludes() {
  const folders = Object.keys(src);
  const sourceFolder = (path) =>
    path.includes('/') ? folderOf(path, folders) : path.replace(/\.(cc|h)$/, '');
  for (const file of [...filesBelow('src', /\.(cc|h)$/), ...filesBelow('bindings', /\.(cc|h)$/)]) {
    const text = read(file);
    for (const [header, door] of doors) {
      if (header.test(text) && !door.test(file)) problems.push(`${file} matches ${header}`);
    }
    const included = [...text.matchAll(/^#include "([^"]+)"/gm)].map(([, path]) => path);
    if (file.startsWith('bindings/')) {
      for (const path of included) {
        const isAllowed = path === 'deberta.h' || path.startsWith('bindings/');
        if (!isAllowed) problems.push(`${file} includes ${path}`);
      }
    } else if (file !== 'src/deberta.h') {
      const folder = sourceFolder(file.slice('src/'.length));
      if (!src[folder]) problems.push(`${file} is in a folder without a layer`);
      const isAllowed = (path) =>
        [folder, ...(src[folder] ?? [])].includes(sourceFolder(path)) || path.endsWith('.inc');
      for (const path of included) if (!isAllowed(path)) problems.push(`${file} includes ${path}`);
    }
    const targets = included.map((path) =>
      path.startsWith('bindings/') ? path : join('src', path),
    );
    // A .cc file is a leaf: its own header is where others meet it.
    if (file.endsWith('.h')) edges.set(file, targets);
    else edges.set(file, targets);
  }
}

/**
 * Whether a file of JavaScript may use another one.
 * @param {string} file
 * @param {string} path
 */
function mayImport(file, path) {
  const folders = Object.keys(javascript);
  const from = folderOf(file, folders);
  const to = folderOf(path, folders);
  if (from === undefined) return false;
  const allowed = javascript[from];
  return to === from || allowed.includes(to) || (allowed.includes('js/*') && to?.startsWith('js/'));
}

function checkImports() {
  for (const top of ['js', 'web', 'node', 'demo']) {
    for (const file of filesBelow(top, /\.(js|ts)$/)) {
      const text = read(file);
      const code = text.replace(/\/\*\*[\s\S]*?\*\//g, '');
      const targets = [];
      for (const [, target] of code.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)) {
        const path = normalize(join(dirname(file), target));
        // What the build makes, seen from where the file will be.
        if (
          /(^|\/)wasm\//.test(path) ||
          (top === 'demo' && dirname(target) === '.' && !exists(path))
        )
          continue;
        targets.push(path);
        if (!mayImport(file, path)) problems.push(`${file} imports ${target}`);
      }
      // Types point along the same arrows. Within a folder they may refer to each other in circles.
      for (const [, target] of text.matchAll(/import\('(\.[^']+)'\)\.\w/g)) {
        const path = normalize(join(dirname(file), target));
        if (!mayImport(file, path)) problems.push(`${file} takes a type from ${target}`);
      }
      edges.set(file, targets);
      if (top === 'js' && /\b(caches|document|window)\b\s*[.[(]/.test(code)) {
        problems.push(`${file} uses a browser's global`);
      }
    }
  }
}

function exists(path) {
  try {
    read(path);
    return true;
  } catch {
    return false;
  }
}

/** Reports each circle once, from the file where a search first meets it. */
function checkCircles() {
  const state = new Map();
  const visit = (file, path) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      problems.push(`a circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file, []);
}

checkIncludes();
checkImports();
checkCircles();

if (process.argv.includes('--graph')) console.log(graph());
if (process.argv.includes('--docs')) writeGraph();
for (const problem of problems) console.error(problem);
console.error(`${problems.length} wrong directions`);
process.exitCode = problems.length ? 1 : 0;

/** folder → folders that it really uses, a line each. */
function graph() {
  const all = [
    ...Object.keys(javascript),
    'bindings',
    ...Object.keys(src).map((name) => `src/${name}`),
  ];
  const folder = (file) =>
    /^src\/(session|deberta)\.(cc|h)$/.test(file) ? 'src/session' : folderOf(file, all);
  const uses = new Map(all.map((name) => [name, new Set()]));
  for (const [file, targets] of edges) {
    for (const target of targets) {
      const [from, to] = [folder(file), folder(target)];
      if (from && to && from !== to) uses.get(from).add(to);
    }
  }
  const width = Math.max(...all.map((name) => name.length));
  return all
    .map((name) => `${name.padEnd(width)} ─► ${[...uses.get(name)].sort().join(', ')}`.trimEnd())
    .join('\n');
}

/** Puts the graph between its two comments in docs/internals/architecture.md. */
function writeGraph() {
  const page = join(root, 'docs/internals/architecture.md');
  const place = /(<!-- graph: begin -->\n\n```text\n)[^]*?(```\n\n<!-- graph: end -->)/;
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(place, (_, begin, end) => `${begin}${graph()}\n${end}`),
  );
}
