// Includes and imports point only along the arrows of src/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { root } from './project.mjs';

/** What each folder may look at, itself aside. */
const src = {
  base: [],
  tensor: ['base'],
  text: ['base'],
  io: ['tensor', 'base'],
  ops: ['tensor', 'base'],
  model: ['ops', 'io', 'tensor', 'base'],
  tasks: ['model', 'text', 'ops', 'io', 'tensor', 'base'],
};
const top = { demo: [], web: ['js'], js: [] };

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

for (const file of [...filesBelow('src', /\.(cc|h)$/), ...filesBelow('bindings', /\.(cc|h)$/)]) {
  const text = readFileSync(join(root, file), 'utf8');
  const folder = file.split('/')[1];
  for (const [, included] of text.matchAll(/^#include "([^"]+)"/gm)) {
    const target = included.split('/')[0];
    if (file.startsWith('src/') && folder in src) {
      const allowed = target === folder || src[folder].includes(target);
      if (!allowed) problems.push(`${file} includes ${included}`);
    } else if (file.startsWith('bindings/')) {
      const allowed = included === 'deberta.h' || target === 'bindings';
      if (!allowed) problems.push(`${file} includes ${included}`);
    }
  }
  for (const [header, door] of doors) {
    if (header.test(text) && !door.test(file)) problems.push(`${file} matches ${header}`);
  }
}

for (const folder of Object.keys(top)) {
  for (const file of filesBelow(folder, /\.js$/)) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, target] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
      const place = normalize(join(dirname(file), target)).split('/')[0];
      const built = target.startsWith('./wasm/') || target === './deberta.js';
      const allowed = built || place === folder || top[folder].includes(place);
      if (!allowed) problems.push(`${file} imports ${target}`);
    }
    if (folder === 'js' && /\b(caches|document|window)\b\s*[.[(]/.test(text)) {
      problems.push(`${file} uses what only a browser has`);
    }
  }
}

for (const problem of problems) console.error(problem);
console.log(problems.length ? `${problems.length} wrong directions` : 'every arrow points down');
process.exitCode = problems.length ? 1 : 0;
