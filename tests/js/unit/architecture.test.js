// docs/internals/architecture.md shows the folders as they are.
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { root } from '../../../tools/project.mjs';
import { blocks } from '../../support/documents.mjs';

test('the graph of folders is what check_layers finds (node tools/check_layers.mjs --docs)', () => {
  const tool = join(root, 'tools/check_layers.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [tool, '--graph'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '0 wrong directions\n']);
  expect(stdout).toMatch(/^js\/base +─►$/m);
  const shown = blocks().filter(({ mark }) => mark.graph === 'begin');
  expect(shown.map(({ document, code }) => [document, code])).toEqual([
    ['docs/internals/architecture.md', stdout],
  ]);
});
