// What users of such packages have reported: data beside the repository, which is not part of it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';

/**
 * A report's cases, or null where there are none: its tests are skipped, with a line that says so.
 * @param {string} file
 */
export function report(file) {
  const folder = process.env.DEBERTA_SHARED_DIR ?? join(root, '../shared');
  const path = join(folder, 'reports', file);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  console.warn(`skipped: no ${path} (see DEBERTA_SHARED_DIR)`);
  return null;
}
