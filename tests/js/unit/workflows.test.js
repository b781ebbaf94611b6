// .github/workflows: what runs there is pinned, and has no rights that it does not need.
import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { root } from '../../../tools/project.mjs';

const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, content: parse(text) };
});

/** All values of a key, at any depth. */
function valuesOf(key, value) {
  if (typeof value !== 'object' || value === null) return [];
  const here = Object.hasOwn(value, key) ? [value[key]] : [];
  return [...here, ...Object.values(value).flatMap((each) => valuesOf(key, each))];
}

/** A workflow of this repository, or an action at a commit. */
const isPinned = (used) => /^\.\//.test(used) || /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(used);

test('a branch or a tag is not a pin', () => {
  for (const used of ['actions/checkout@v5', 'actions/checkout@main', 'actions/checkout']) {
    expect([used, isPinned(used)]).toEqual([used, false]);
  }
});

describe.each(workflows)('$name', ({ text, content }) => {
  test('takes every action at a commit, with its version beside it', () => {
    const used = valuesOf('uses', content);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((each) => !isPinned(each))).toEqual([]);
    for (const line of text.split('\n').filter((each) => /uses: \w/.test(each))) {
      expect(line).toMatch(/ # v\d+\.\d+\.\d+$/);
    }
  });

  test('may only read what no job asks for', () => {
    expect(content.permissions).toEqual({ contents: 'read' });
  });

  test('runs no text that others write', () => {
    for (const script of valuesOf('run', content)) {
      expect(script).not.toMatch(/\$\{\{[^}]*github\.(event|head_ref)/);
    }
  });
});
