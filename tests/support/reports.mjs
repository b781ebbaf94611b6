// What users of such packages have reported: data beside the repository, which is not part of it.
import { afterAll, describe, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

/** The folder beside the repository. */
export const shared = process.env.DEBERTA_SHARED_DIR ?? join(root, '../shared');

/**
 * A report's cases, or null where there are none: its tests are skipped, with a line that says so.
 * @param {string} file
 */
export function report(file) {
  const path = join(shared, 'reports', file);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  console.warn(`skipped: no ${path} (see DEBERTA_SHARED_DIR)`);
  return null;
}

/**
 * Runs a test for each case of a report, and prints the list of those that passed.
 * @template T
 * @param {string} name of the report
 * @param {(report: any) => [string, T][]} casesOf title and case; the report is its JSON, or null for a text
 * @param {(row: T) => Promise<void> | void} check
 */
export function reported(name, casesOf, check) {
  const isText = name.endsWith('.md');
  const path = join(shared, 'reports', name);
  if (isText && !existsSync(path)) console.warn(`skipped: no ${path} (see DEBERTA_SHARED_DIR)`);
  const content = isText ? null : report(name);
  const isThere = isText ? existsSync(path) : content !== null;
  (isThere ? describe : describe.skip)(name, () => {
    if (!isThere) return test('is not there', () => {});
    const passed = [];
    afterAll(() => process.stdout.write(`${name}: passed\n  ${passed.join('\n  ')}\n`));
    test.each(casesOf(content))('%s', async (title, row) => {
      await check(row);
      passed.push(title);
    });
  });
}
