// A task is described once: what else names tasks names the same ones.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { findTask, taskNameOf } from '../../../js/pipelines/find_task.js';
import { tasks } from '../../../js/pipelines/tasks.js';
import { root } from '../../../tools/project.mjs';
import { aliases } from '../../../web/react/task_aliases.js';

const names = tasks.map(({ name }) => name);

test('names and aliases are unique, and lead to their task', async () => {
  const all = tasks.flatMap((task) => [task.name, ...(task.aliases ?? [])]);
  expect(new Set(all).size).toBe(all.length);
  for (const task of tasks) {
    for (const name of [task.name, ...(task.aliases ?? [])])
      expect(await findTask(name)).toBe(task);
  }
});

test('an unknown task is an error that names the nearest, and those that there are', () => {
  for (const name of ['translation', 'toString', undefined, null, 7]) {
    expect(() => taskNameOf(name)).toThrow(
      expect.objectContaining({ code: 'INPUT', message: expect.stringContaining(names[0]) }),
    );
  }
  for (const [name, nearest] of [
    ['token_classification', 'token-classification'],
    ['zero_shot_classification', 'zero-shot-classification'],
    ['fillmask', 'fill-mask'],
    ['sentiment', 'sentiment-analysis'],
    ['NER', 'ner'],
  ]) {
    expect(() => taskNameOf(name)).toThrow(`unknown task '${name}'; did you mean '${nearest}'?`);
  }
});

test('the list of the bindings names them, GLiNER2’s task, the model itself and its preparation', () => {
  const header = readFileSync(join(root, 'bindings/tasks.h'), 'utf8');
  const listed = [...header.matchAll(/TASK\("([\w-]+)", (\w+)\)/g)];
  const others = ['extraction', 'forward', 'prepare'];
  expect(listed.map(([, name]) => name).sort()).toEqual([...names, ...others].sort());
  for (const [, name, begin] of listed) expect(begin).toBe(name.replaceAll('-', '_'));
});

test('the types name them with their aliases', () => {
  const file = join(root, 'js/api/pipeline_types.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const all = source.statements.find(
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === 'AllTasks',
  );
  const typed = all.members.map(({ name }) => name.text);
  expect(typed.sort()).toEqual([...names, ...Object.keys(aliases)].sort());
});

describe.each(names)('%s', (name) => {
  const file = name.replaceAll('-', '_');
  test.each([
    `src/tasks/${file}.h`,
    `src/tasks/${file}.cc`,
    `bindings/tasks/${file}.cc`,
    `js/pipelines/${file}.js`,
    `tests/cpp/tasks/${file}_test.cc`,
    `tests/js/package/pipelines/${file}.test.js`,
  ])('has %s', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});
