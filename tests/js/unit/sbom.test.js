// tools/sbom.mjs: the list of the package's parts is that of THIRD_PARTY_NOTICES, with the versions that are compiled.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { parts, sbom } from '../../../tools/sbom.mjs';
import { root } from '../../../tools/project.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const versionOf = (name) => parts.find((part) => part.name === name).version;

test('names the parts and licences of THIRD_PARTY_NOTICES', () => {
  const [, list] = /\n\n((?: {2}.+\n)+)\n/.exec(read('THIRD_PARTY_NOTICES'));
  const noticed = list.replace(/\n {20,}/g, '  ').matchAll(/^ {2}(.+?) {2,}(.+)$/gm);
  const told = [...noticed].map(([, name, license]) => [name, license]);
  const spdx = { dlmalloc: 'public domain', musl: 'MIT, and other permissive terms' };
  expect(parts.map(({ name, license }) => [name, spdx[name] ?? license])).toEqual(told);
});

test('is CycloneDX 1.6, and each part has a reference of its own', () => {
  const { bomFormat, specVersion, metadata, components, dependencies } = sbom();
  expect([bomFormat, specVersion]).toEqual(['CycloneDX', '1.6']);
  const { name, version, license } = JSON.parse(read('package.json'));
  const { component } = metadata;
  expect(component).toMatchObject({ name, version, licenses: [{ license: { id: license } }] });
  const refs = [component, ...components].map((each) => each['bom-ref']);
  expect(new Set(refs).size).toBe(refs.length);
  expect(dependencies.map(({ ref }) => ref)).toEqual(refs);
  expect(dependencies[0].dependsOn).toEqual(refs.slice(1));
  for (const { purl, licenses } of components) {
    expect(purl).toMatch(/^pkg:(github|gitlab|generic|npm)\/[\w./-]+@[\w.]+$/);
    expect(licenses).toHaveLength(1);
  }
});

test('is the same each time', () => {
  expect(JSON.stringify(sbom())).toBe(JSON.stringify(sbom()));
});

describe('has the versions', () => {
  test('that the set-up and the notices name', () => {
    const setup = read('tools/setup.sh');
    expect(setup).toContain(`emscripten-${versionOf('Emscripten')}-`);
    expect(setup).toContain(`xnnpack-${versionOf('XNNPACK')}`);
    const notices = read('THIRD_PARTY_NOTICES');
    const { devDependencies } = JSON.parse(read('package.json'));
    expect(versionOf('cli-progress')).toBe(devDependencies['cli-progress']);
    for (const name of ['Eigen', 'nlohmann_json', 'Emscripten', 'cli-progress']) {
      expect(notices).toMatch(new RegExp(`ersion ${versionOf(name)}\\b`));
    }
    expect(notices).toContain(`commit ${versionOf('XNNPACK')}`);
    expect(notices.replace(/\s+/g, ' ')).toContain(
      `Unicode Character Database, versions 14.0 and ${versionOf('Unicode data').slice(0, 4)}`,
    );
  });

  // Where the toolchain is, also what its own files say.
  const cache = process.env.DEBERTA_WASM_CACHE ?? join(homedir(), '.cache/deberta-wasm');
  const folder = existsSync(cache)
    ? readdirSync(cache).find((name) => name.includes('-emscripten-'))
    : undefined;
  const inToolchain = (path) => join(cache, folder ?? '', path);
  const emscripten = 'emscripten-root/usr/share/emscripten';
  const isThere = folder !== undefined && existsSync(inToolchain(emscripten));
  (isThere ? test : test.skip)('that are compiled (skipped without the toolchain)', () => {
    const text = (path) => readFileSync(inToolchain(path), 'utf8');
    const defined = (path, names) =>
      names.map((name) => new RegExp(`#\\s*define ${name} (\\d+)`).exec(text(path))?.[1]);
    const eigen = ['EIGEN_WORLD_VERSION', 'EIGEN_MAJOR_VERSION', 'EIGEN_MINOR_VERSION'];
    const json = ['MAJOR', 'MINOR', 'PATCH'].map((each) => `NLOHMANN_JSON_VERSION_${each}`);
    const lib = `${emscripten}/system/lib`;
    const libcxx = defined(`${lib}/libcxx/include/__config`, ['_LIBCPP_VERSION'])[0];
    expect({
      Eigen: defined('headers/Eigen/src/Core/util/Macros.h', eigen).join('.'),
      nlohmann_json: defined('headers/nlohmann/detail/abi_macros.hpp', json).join('.'),
      Emscripten: text(`${emscripten}/emscripten-version.txt`).replace(/["\s]/g, ''),
      musl: text(`${lib}/libc/musl/VERSION`).trim(),
      libcxx: [libcxx.slice(0, -4), libcxx.slice(-4, -2), libcxx.slice(-2)].map(Number).join('.'),
      dlmalloc: /Version ([\d.]+) /.exec(text(`${lib}/dlmalloc.c`))?.[1],
    }).toEqual({
      ...Object.fromEntries(
        ['Eigen', 'nlohmann_json', 'Emscripten', 'musl'].map((name) => [name, versionOf(name)]),
      ),
      libcxx: versionOf('libc++, libc++abi, libunwind, compiler-rt'),
      dlmalloc: versionOf('dlmalloc'),
    });
  });
});
