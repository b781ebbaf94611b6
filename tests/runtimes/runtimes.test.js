// The packed package, installed as a user installs it, in each runtime: one program finds entities,
// tokenizes, ends its model, and ends by itself without a word on standard error.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../support/models.mjs';
import { installPackage } from '../support/package.mjs';
import { run } from '../support/programs.mjs';
import { runtime, runtimeNames } from '../support/runtimes.mjs';

/** How each runs a program; Deno by itself allows nothing. */
const options = {
  deno: ['run', '--no-prompt', '--allow-read', '--allow-env', '--allow-sys'],
};

/** What would be asked or told on standard error otherwise. */
const env = { DENO_NO_UPDATE_CHECK: '1' };

let folder;
beforeAll(async () => {
  folder = temporaryFolder();
  await installPackage(folder);
  cpSync(join(root, 'tests/runtimes/smoke.mjs'), join(folder, 'smoke.mjs'));
});
afterAll(cleanUp);

describe.each(runtimeNames)('%s', (name) => {
  let program;
  // The first time it is downloaded.
  beforeAll(async () => {
    program = await runtime(name);
  }, 300_000);

  test('has the version that is asked for', async () => {
    const { stdout } = await run(program, ['--version'], { cwd: folder });
    expect(stdout).toMatch(/^(v(20|22|24)\.|deno 2\.|1\.)/);
    if (name.startsWith('node')) expect(stdout.slice(1, 3)).toBe(name.slice(4));
  });

  test('finds entities at their offsets, tokenizes, and ends', async () => {
    const args = [...(options[name] ?? []), 'smoke.mjs', bundledModel];
    const { status, stdout, stderr } = await run(program, args, { cwd: folder, env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { text, entities, input_ids, offset_mapping, decoded, ...rest } = JSON.parse(stdout);
    const found = entities.map(({ entity_group, word }) => [entity_group, word]);
    expect(found).toContainEqual(['EMAIL', 'ada@example.org']);
    expect(found).toContainEqual(['PHONE', '+44 20 7946 0958']);
    for (const { word, start, end, score } of entities) {
      expect(text.slice(start, end)).toBe(word);
      expect(score).toBeGreaterThan(0.5);
    }
    expect(offset_mapping).toHaveLength(input_ids.length);
    expect(offset_mapping.at(0)).toEqual([0, 0]);
    expect(offset_mapping.at(-2)[1]).toBe(text.length);
    expect(decoded).toBe(text);
    expect(rest).toMatchObject({
      variant: expect.stringMatching(/^(simd|relaxed)(-threads)?$/),
      threads: expect.any(Number),
      after: 'DISPOSED',
    });
  });
});
