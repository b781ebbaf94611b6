// What the examples say of themselves: commands, versions, and the list of them.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

const folder = join(root, 'examples');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const read = (...path) => readFileSync(join(folder, ...path), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the list has every example', () => {
  const listed = [...read('README.md').matchAll(/\[[\w-]+\]\(([\w-]+)\)/g)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const readme = () => read(name, 'README.md');
  const hasManifest = existsSync(join(folder, name, 'package.json'));
  const manifest = () => (hasManifest ? JSON.parse(read(name, 'package.json')) : { scripts: {} });

  test('its README says in a few lines what it shows, and the commands', () => {
    expect(readme()).toMatch(/^# .+\n\n```sh\n/);
    expect(readme().split('\n').length).toBeLessThan(30);
    expect(readme()).toContain('models/pii-tiny');
  });

  test('the scripts that its README names are there', () => {
    const named = [...readme().matchAll(/\bnpm (?:run )?(\w+)/g)].map(([, script]) => script);
    const scripts = ['install', ...Object.keys(manifest().scripts ?? {})];
    for (const script of named) expect(scripts).toContain(script);
    if (hasManifest && name !== 'bun') expect(named).toContain('install');
  });

  test('it asks for this version of the package, by name', () => {
    const { dependencies = {}, devDependencies = {} } = manifest();
    if (hasManifest) expect(dependencies['deberta-wasm']).toBe(`^${version}`);
    const files = readdirSync(join(folder, name), { recursive: true, withFileTypes: true });
    const texts = files
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'));
    const versions = texts.flatMap((text) => [...text.matchAll(/deberta-wasm@\^?([\d.]+\d)/g)]);
    for (const [, each] of versions) expect(each).toBe(version);
    // No range takes whatever comes.
    for (const range of Object.values({ ...dependencies, ...devDependencies })) {
      expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
    }
  });
});
