// The list of what the package is made of (SBOM), in CycloneDX's format: dist/sbom.cdx.json. npm cannot make it, because
// the package depends on no other: its parts are compiled into the WebAssembly modules, or bundled into its command.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './project.mjs';

/**
 * A part of the modules or of the command. THIRD_PARTY_NOTICES has the licences of the same parts.
 * @typedef {object} Part
 * @property {string} name
 * @property {string} version a release, or the commit
 * @property {string} license an SPDX expression
 * @property {string} source where it comes from
 * @property {string} purl
 * @property {string} [sha256] of Debian's archive of the source, which tools/setup.sh fetches
 */

const github = (name, commit) => ({
  source: `https://github.com/${name}`,
  purl: `pkg:github/${name.toLowerCase()}@${commit}`,
  version: commit,
});

/** @type {Part[]} */
export const parts = [
  {
    name: 'XNNPACK',
    license: 'BSD-3-Clause',
    ...github('google/XNNPACK', '4ea82e5'),
    sha256: '90bde2caef0f880f627bab0dc805a86c4b8070cd98e3243db3046ab3f3be1a99',
  },
  {
    name: 'pthreadpool',
    license: 'BSD-2-Clause',
    ...github('google/pthreadpool', '560c60d'),
    sha256: '4cc3cbd933b28131d2a34edc54f76af9fb41bc490af5eae1a5bd3cd07ea90708',
  },
  {
    name: 'FXdiv',
    license: 'MIT',
    ...github('Maratyszcza/FXdiv', 'b408327'),
    sha256: '7953482badaf4cb34026c3487c257b8e4ab2df061c019bd6fabbbc12ad52c44b',
  },
  {
    name: 'FP16',
    license: 'MIT',
    ...github('Maratyszcza/FP16', '4dfe081'),
    sha256: '7d7782b37b74136e0e12593a2a93ccbe7db831f4374cc408e44623d9b708b54e',
  },
  {
    name: 'Eigen',
    version: '3.4.0',
    license: 'MPL-2.0',
    source: 'https://gitlab.com/libeigen/eigen',
    purl: 'pkg:gitlab/libeigen/eigen@3.4.0',
  },
  {
    name: 'nlohmann_json',
    license: 'MIT',
    ...github('nlohmann/json', 'v3.11.2'),
    version: '3.11.2',
  },
  {
    name: 'Emscripten',
    license: 'MIT',
    ...github('emscripten-core/emscripten', '3.1.69'),
  },
  {
    name: 'musl',
    version: '1.2.5',
    license: 'MIT',
    source: 'https://musl.libc.org',
    purl: 'pkg:generic/musl@1.2.5',
  },
  {
    name: 'libc++, libc++abi, libunwind, compiler-rt',
    version: '18.1.0',
    license: 'Apache-2.0 WITH LLVM-exception',
    source: 'https://github.com/llvm/llvm-project',
    purl: 'pkg:github/llvm/llvm-project@18.1.0',
  },
  {
    name: 'dlmalloc',
    version: '2.8.6',
    license: 'CC0-1.0',
    source: 'https://gee.cs.oswego.edu/dl/html/malloc.html',
    purl: 'pkg:generic/dlmalloc@2.8.6',
  },
  {
    name: 'Unicode data',
    version: '17.0.0',
    license: 'Unicode-3.0',
    source: 'https://www.unicode.org/Public/17.0.0/ucd/',
    purl: 'pkg:generic/unicode-ucd@17.0.0',
  },
  {
    name: 'cli-progress',
    version: '3.12.0',
    license: 'MIT',
    source: 'https://github.com/npkgz/cli-progress',
    purl: 'pkg:npm/cli-progress@3.12.0',
  },
];

/** @param {Part} part */
const componentOf = ({ name, version, license, source, purl, sha256 }) => ({
  type: 'library',
  'bom-ref': purl,
  name,
  version,
  // CycloneDX has a single licence's id in another place than an expression.
  licenses: [license.includes(' ') ? { expression: license } : { license: { id: license } }],
  purl,
  // Of the archive with its sources that is compiled.
  ...(sha256 && { hashes: [{ alg: 'SHA-256', content: sha256 }] }),
  externalReferences: [{ type: 'website', url: source }],
});

/** The same for the same sources: it has neither a time nor a random number. */
export function sbom() {
  const {
    name,
    version,
    license,
    dependencies = {},
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (Object.keys(dependencies).length) throw new Error('dependencies are not in the SBOM');
  const purl = `pkg:npm/${name}@${version}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        licenses: [{ license: { id: license } }],
        purl,
      },
    },
    components: parts.map(componentOf),
    dependencies: [
      { ref: purl, dependsOn: parts.map((part) => part.purl) },
      ...parts.map((part) => ({ ref: part.purl, dependsOn: [] })),
    ],
  };
}

/** Writes it for the package. */
export async function writeSbom() {
  const text = `${JSON.stringify(sbom(), null, 2)}\n`;
  await writeFile(join(root, 'dist/sbom.cdx.json'), text);
}
