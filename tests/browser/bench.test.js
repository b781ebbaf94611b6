// The benchmark runs from end to end in each environment, on a small model. No time is looked at.
import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findPython } from '../../tools/bench/models.mjs';
import { root, run } from '../../tools/project.mjs';
import { cleanUp, temporaryFolder } from '../support/models.mjs';

afterAll(cleanUp);

const withTorch = findPython() ? test : test.skip;

withTorch.each(['chromium', 'node'])(
  'the benchmark in %s: both sides answer alike, and are timed (needs python3 with torch)',
  async (where) => {
    const file = join(temporaryFolder(), 'smoke.json');
    const args = [join(root, 'tools/bench/run.mjs'), '--smoke', '--in', where, '--json', file];
    const { code, stdout } = await run(process.execPath, args, { capture: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/1×16 .*\n32 sentences .*\nload to first answer/);
    const { threads } = JSON.parse(readFileSync(file, 'utf8'));
    expect(threads).toHaveLength(1);
    const [{ rows, memory, peak }] = threads;
    expect(rows.map(({ name }) => name)).toEqual(['1×16', '32 sentences']);
    for (const { difference, ours, peer, operations } of rows) {
      expect(difference).toBeLessThan(1e-3);
      expect([ours.runs, peer.runs]).toEqual([2, 2]);
      expect(operations).toBeGreaterThan(0);
    }
    expect(memory.ours).toBeGreaterThan(1e6);
    expect(memory.peer).toBeGreaterThan(1e6);
    expect(peak).toBeGreaterThan(0);
  },
  300_000,
);

withTorch(
  'GLiNER’s export computes what the reference computes, and ours agrees (needs python3 with torch)',
  async () => {
    const cases = ['marker_rnn', 'max_len'].map((name) =>
      join(root, 'tests/fixtures/gliner', name),
    );
    const script = join(root, 'tools/bench/exported_gliner.py');
    expect((await run(findPython(), [script, ...cases])).code).toBe(0);
    const file = join(temporaryFolder(), 'smoke.json');
    const args = ['--smoke', '--model', 'small-gliner', '--in', 'node', '--json', file];
    const { code } = await run(process.execPath, [join(root, 'tools/bench/run.mjs'), ...args]);
    expect(code).toBe(0);
    const [{ rows }] = JSON.parse(readFileSync(file, 'utf8')).threads;
    expect(rows.map(({ name }) => name)).toEqual(['48×5']);
    expect(rows[0].difference).toBeLessThan(1e-3);
  },
  300_000,
);
