// The declarations that the package ships.
import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { root } from '../../../tools/project.mjs';
import { publicPart } from '../../../tools/types.mjs';
import { undocumented } from '../../support/declarations.mjs';

const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).flatMap(({ types }) => types ?? []);
const folder = join(root, 'dist/types');

test('there is one file for each entry, and one at most that they share', () => {
  const expected = entries.map((entry) => basename(entry)).sort();
  expect(expected.length).toBeGreaterThan(1);
  const found = readdirSync(folder).filter((name) => name !== 'shared.d.ts');
  expect(found.sort()).toEqual(expected);
});

test('the script of the service worker exports nothing', () => {
  const [script] = entries.filter((entry) => basename(entry) === 'service_worker.d.ts');
  expect(readFileSync(join(root, script), 'utf8')).toMatch(/\nexport \{\};\n$/);
});

const others = entries.filter((entry) => basename(entry) !== 'service_worker.d.ts');
test.each(others)('%s: every export, option, event and field has a text to hover', (entry) => {
  const { exports, members, missing } = undocumented(join(root, entry));
  expect(exports).toBeGreaterThan(0);
  expect(members).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});

test('a text that lacks is noticed', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'deberta-declarations-')), 'index.d.ts');
  writeFileSync(
    file,
    `export interface A {
       /** A field. */
       a: string;
       b?: B;
     }
     /** An option. */
     type B = {
       c: number;
       /** A method. */
       d(): void;
     };`,
  );
  expect(undocumented(file).missing).toEqual(['A', 'A.b', 'B.c']);
  rmSync(dirname(file), { recursive: true });
});

test('what is inside is not told', () => {
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  expect(text).toMatch(/declare class Session \{\s*#private;\s*\}/);
  for (const name of [
    'WorkerHandle',
    'Capabilities',
    'ModelSource',
    'EncodedRow',
    'Connection',
    'Plan',
  ]) {
    expect(text).not.toMatch(new RegExp(`\\b(type|interface|class) ${name}\\b`));
  }
  // Names of one kind are not numbered.
  expect(text.match(/\b\w+\$\d/g)).toBeNull();
});

describe('a declaration keeps', () => {
  test('of a class that is internal its name alone', () => {
    const kept = publicPart(
      '/** X. @internal */\nexport class A {\n  constructor(b: B);\n  #private;\n}\n',
    );
    expect(kept).toContain('export class A {');
    expect(kept).toContain('#private;');
    expect(kept).not.toContain('constructor');
  });

  test('of an internal constructor that nobody else calls it, and no internal member', () => {
    const kept = publicPart(
      'export class A {\n  /** @internal */\n  constructor(b: B);\n  /** @internal */\n  c: C;\n  /** D. */\n  d: D;\n}\n',
    );
    expect(kept).toMatch(/private constructor\(\);/);
    expect(kept).not.toContain('c: C');
    expect(kept).toContain('/** D. */');
  });

  test('of a comment the texts, and the types where nothing else says them', () => {
    const kept = publicPart(
      '/**\n * Does it.\n * @template {string} T\n * @param {{a: {b: T}}} c what it is\n * @param {T} d\n * @returns {Promise<T>} what comes of it\n * @throws {Error}\n */\nexport function f<T extends string>(c: {a: {b: T}}, d: T): Promise<T>;\n',
    );
    expect(kept).toContain(
      '/**\n * Does it.\n * @param c what it is\n * @returns what comes of it\n * @throws {Error}\n */',
    );
  });

  test('of an alias an import, so that a type has one name', () => {
    const kept = publicPart(
      'export type A = import("./b.js").B;\nexport type L<T> = import("./l.js").L<T>;\nexport type N = import("./n.js").N<string>;\n',
    );
    expect(kept).toContain('import type { B as A } from "./b.js";\nexport type { A };');
    expect(kept).toContain('import type { L } from "./l.js";\nexport type { L };');
    expect(kept).toContain('export type N = import("./n.js").N<string>;');
  });
});
