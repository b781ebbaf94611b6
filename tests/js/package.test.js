// What is published: that it is all there, small, and names nobody's machine.
import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { root } from '../../tools/project.mjs';

const dist = join(root, 'dist');
const sizes = new Map();

/** Bytes of a built file with brotli, as web servers send it. */
function compressed(file) {
  if (!sizes.has(file)) {
    sizes.set(file, brotliCompressSync(readFileSync(join(dist, file))).length);
  }
  return sizes.get(file);
}
const variants = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];

test.each(variants)('the wasm module %s is at most 400 kB with brotli', (variant) => {
  expect(compressed(`wasm/deberta-${variant}.wasm`)).toBeLessThanOrEqual(400_000);
});

test.each(variants)(
  'the JavaScript that a page loads for %s is at most 31 kB with brotli',
  (variant) => {
    const files = ['deberta.js', 'worker.js', `wasm/deberta-${variant}.js`];
    expect(files.reduce((sum, file) => sum + compressed(file), 0)).toBeLessThanOrEqual(31_000);
  },
);

test('what a page loads on demand is at most 10 kB with brotli, each', () => {
  const names = readdirSync(dist).filter((name) => /^deberta-.*\.js$/.test(name));
  expect(names.sort()).toEqual(['deberta-checkpoint.js', 'deberta-remote.js']);
  for (const name of names) expect(compressed(name)).toBeLessThanOrEqual(10_000);
});

test('README tells the sizes, within a tenth', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `(\S+\.(?:js|wasm))` +\| ([\d.]+) +\|$/gm)];
  expect(rows).toHaveLength(4 + 2 * variants.length);
  for (const [, file, told] of rows) {
    const kilobytes = compressed(file) / 1000;
    expect([file, Math.abs(Number(told) / kilobytes - 1) < 0.1]).toEqual([file, true]);
  }
});

test('the package holds what its exports name, and neither the demo nor sources', () => {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const paths = files.map(({ path }) => path);
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json')));
  for (const target of Object.values(exports['.'])) expect(paths).toContain(target.slice(2));
  for (const variant of variants) expect(paths).toContain(`dist/wasm/deberta-${variant}.wasm`);
  expect(paths.filter((path) => !/^(dist\/|README|LICENSE|package\.json)/.test(path))).toEqual([]);
  expect(paths.filter((path) => /^dist\/(types\/)?demo\//.test(path))).toEqual([]);
});

test('no built file needs eval, which a strict CSP forbids', () => {
  for (const file of readdirSync(join(dist, 'wasm')).filter((name) => name.endsWith('.js'))) {
    expect(readFileSync(join(dist, 'wasm', file), 'utf8')).not.toMatch(/\beval\(|new Function\(/);
  }
});
