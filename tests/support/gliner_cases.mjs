// Cases of GLiNER itself: those of tests/fixtures/gliner, and all of ../shared where it is there.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

const fixtures = join(root, 'tests/fixtures/gliner');
const shared = join(process.env.DEBERTA_SHARED_DIR ?? join(root, '../shared'), 'golden-gliner');
const folders = [fixtures, shared].filter((folder) => existsSync(folder));
if (folders.length === 1) console.warn(`some cases only: no ${shared} (see DEBERTA_SHARED_DIR)`);

/** Encoders of cases that have none of their own, laid out as env.localModelPath. */
export const encoders = join(fixtures, '_backbones');

const names = [...new Set(folders.flatMap((folder) => readdirSync(folder)))].sort();

export const caseNames = names.filter((name) => /^(?!gliner2|index)[a-z]\w*$/.test(name));

/** Cases of GLiNER2; others of its folders are tables. */
export const gliner2Names = names.filter(
  (name) => name.startsWith('gliner2_') && existsSync(join(caseFolder(name), 'expected.json')),
);

/** @param {string} name */
export function caseFolder(name) {
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder));
}

/** @param {string} name */
export const caseExpected = (name) =>
  JSON.parse(readFileSync(join(caseFolder(name), 'expected.json'), 'utf8'));
