// The package as it is published: packed by npm, and installed from the tarball.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { mustRun, root } from '../../tools/project.mjs';

/**
 * Packs what is in dist/.
 * @param {string} folder where the tarball goes
 * @returns {Promise<string>} the tarball
 */
export async function pack(folder) {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  await mustRun('npm', args, { quiet: true });
  const name = readdirSync(folder).find((each) => each.endsWith('.tgz'));
  return join(folder, /** @type {string} */ (name));
}

/**
 * Installs the package into a folder, as a user does; programs in it and below it find it by name.
 * @param {string} folder an empty one, outside of the tree
 * @param {{linked?: string[]}} [options] linked: packages of this repository that are there, too
 */
export async function installPackage(folder, { linked = [] } = {}) {
  const tarball = await pack(folder);
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  const args = ['install', tarball, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await mustRun('npm', [...args, '--silent'], { cwd: folder });
  for (const name of linked) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
}
