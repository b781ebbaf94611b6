// The codes of errors: each that can be thrown is in the documentation, and is met by a test.
import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../../tools/project.mjs';
import { tables } from '../../support/documents.mjs';

const read = (file) => readFileSync(join(root, file), 'utf8');

/** What the files below a folder say, together. */
function textOf(folder, pattern) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => pattern.test(name))
    .map((name) => read(join(folder, name)))
    .join('\n');
}

const core = new Map(
  [...read('src/base/error.cc').matchAll(/ErrorCode::(k\w+):\s+return "(\w+)"/g)].map(
    ([, name, code]) => [code, name],
  ),
);
const sources = textOf('js', /\.js$/) + textOf('web', /\.js$/);
const wrapper = new Set(
  [...sources.matchAll(/(?:DebertaError|super)\(\s*'([A-Z][A-Z0-9_]+)'/g)].map(([, code]) => code),
);
/** The first column of the tables of codes, in any document. */
const documented = new Set(
  tables()
    .filter(({ head }) => head[0] === 'code')
    .flatMap(({ rows }) => rows.map(([cell]) => cell.replaceAll('`', ''))),
);

test('there are codes', () => {
  expect(core.size).toBeGreaterThan(20);
  for (const code of ['NETWORK', 'INTEGRITY', 'FILE_CHANGED', 'FILE_NOT_FOUND', 'H5_FORMAT']) {
    expect([...wrapper]).toContain(code);
  }
});

test('the documentation says what each means, and names no other', () => {
  const codes = new Set([...core.keys(), ...wrapper]);
  expect([...codes].filter((code) => !documented.has(code))).toEqual([]);
  expect([...documented].filter((code) => !codes.has(code))).toEqual([]);
});

test('the type of a code names each, and no other', () => {
  const [, union] = /@typedef \{([^}]*)\} ErrorCode/.exec(read('js/base/errors.js'));
  const typed = [...union.matchAll(/'([A-Z0-9_]+)'/g)].map(([, code]) => code);
  expect(typed).toEqual([...new Set([...core.keys(), ...wrapper])].sort());
});

test('a test meets each', () => {
  const ours = new RegExp('error_codes');
  const js = readdirSync(join(root, 'tests'), { recursive: true })
    .filter((name) => /\.(test\.js|mjs)$/.test(name) && !ours.test(name))
    .map((name) => read(join('tests', name)))
    .join('\n');
  const cpp = textOf('tests/cpp', /\.(cc|h)$/);
  const met = (code) =>
    js.includes(`'${code}'`) || (core.has(code) && cpp.includes(core.get(code)));
  expect([...new Set([...core.keys(), ...wrapper])].filter((code) => !met(code))).toEqual([]);
});
