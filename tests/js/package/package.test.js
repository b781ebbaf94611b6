// How large what a page loads is. (What is published: tarball.test.js)
import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { root } from '../../../tools/project.mjs';
import { tables } from '../../support/documents.mjs';

const dist = join(root, 'dist');
const sizes = new Map();

/** Bytes of a built file with brotli, as web servers send it. */
function compressed(file) {
  if (!sizes.has(file)) {
    sizes.set(file, brotliCompressSync(readFileSync(join(dist, file))).length);
  }
  return sizes.get(file);
}
const onDemand = [
  'deberta-async_functions.js',
  'deberta-by_name.js',
  'deberta-calls.js',
  'deberta-checkpoint.js',
  'deberta-checks.js',
  'deberta-extraction.js',
  'deberta-in_thread.js',
  'deberta-keep_converted.js',
  'deberta-migration.js',
  'deberta-model_inputs.js',
  'deberta-named_entities.js',
  'deberta-other_tasks.js',
  'deberta-remote.js',
  'deberta-stream.js',
  'deberta-worker_failure.js',
];
const names = readdirSync(dist)
  .filter((name) => /^deberta-.*\.js$/.test(name))
  .sort();
const variants = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];

test.each(variants)('the wasm module %s is at most 320 kB with brotli', (variant) => {
  expect(compressed(`wasm/deberta-${variant}.wasm`)).toBeLessThanOrEqual(320_000);
});

test.each(variants)(
  'the JavaScript that a page loads for %s is at most 37 kB with brotli',
  (variant) => {
    const files = ['deberta.js', `wasm/worker-${variant}.js`];
    expect(files.reduce((sum, file) => sum + compressed(file), 0)).toBeLessThanOrEqual(37_000);
  },
);

test('what a page loads on demand is at most 12 kB with brotli, each', () => {
  expect(names).toEqual([...onDemand, 'deberta-inline.js'].sort());
  for (const name of onDemand) expect(compressed(name)).toBeLessThanOrEqual(12_000);
});

test.each([
  // All code in one file, also that of GLiNER2 (4.5 kB), which pages load on demand.
  ['deberta-inline.js', 62_500],
  ['react.js', 3000],
  ['register_service_worker.js', 2000],
  ['service_worker.js', 2000],
])('%s is at most %i bytes with brotli', (name, most) => {
  expect(compressed(name)).toBeLessThanOrEqual(most);
});

test('the documentation tells the sizes, within a tenth', () => {
  const rows = tables()
    .filter(({ head }) => head[0] === 'file' && head[1] === 'kB')
    .flatMap((table) => table.rows.map(([file, size]) => [file.replaceAll('`', ''), size]));
  expect(rows.map(([file]) => file)).toEqual([
    'deberta.js',
    ...onDemand,
    ...['deberta-inline.js', 'react.js', 'register_service_worker.js', 'service_worker.js'],
    ...variants.flatMap((each) => [`wasm/worker-${each}.js`, `wasm/deberta-${each}.wasm`]),
  ]);
  for (const [file, told] of rows) {
    const kilobytes = compressed(file) / 1000;
    expect([file, Math.abs(Number(told) / kilobytes - 1) < 0.1]).toEqual([file, true]);
  }
});

test('no built file needs eval, which a strict CSP forbids', () => {
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(wasm\/)?[^/]+\.js$/.test(name),
  );
  expect(scripts.length).toBeGreaterThan(10);
  for (const file of scripts) {
    const found = readFileSync(join(dist, file), 'utf8').match(/\beval\(|new Function\(/);
    expect([file, found]).toEqual([file, null]);
  }
});
