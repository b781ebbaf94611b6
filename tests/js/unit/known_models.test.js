// js/files/known_models.js: the models that an error suggests are those that docs/models.md lists.
import { expect, test } from '@jest/globals';

import { knownModels, noModelNamed } from '../../../js/files/known_models.js';
import { isHubName } from '../../../js/files/hub.js';
import { taskNameOf } from '../../../js/pipelines/find_task.js';
import { tasks } from '../../../js/pipelines/tasks.js';
import { tables } from '../../support/documents.mjs';

const unquoted = (/** @type {string} */ cell) => cell.replaceAll('`', '');

test('docs/models.md has the same table', () => {
  const table = tables().find(
    ({ document, head }) => document === 'docs/models.md' && head.join() === 'task,model,MB,for',
  );
  const told = table.rows.map(([task, model, size, what]) => [
    ...[taskNameOf(unquoted(task)), unquoted(model)], // the table may have an alias, which is shorter
    ...[Number(size.replace(',', '')), what],
  ]);
  const listed = Object.entries(knownModels).flatMap(([task, models]) =>
    models.map((model) => [task, ...model]),
  );
  expect(told).toEqual(listed);
});

test('every model is the name of a repository, of a task that exists', () => {
  const names = tasks.map(({ name }) => name);
  for (const [task, models] of Object.entries(knownModels)) {
    expect(names).toContain(task);
    expect(models.length).toBeGreaterThan(0);
    for (const [model, megabytes] of models) {
      expect([model, isHubName(model), megabytes > 0]).toEqual([model, true, true]);
    }
  }
});

test('a task without known models gets an error without a list', () => {
  expect(noModelNamed('another-task').message).toBe(
    "pipeline('another-task'): expected the name of a model",
  );
});
