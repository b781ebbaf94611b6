// Finds a task by its name. Token classification is in the bundle of pages; the other tasks are loaded on demand.
import { unknown } from '../base/options.js';
import { taskNames } from './task_names.js';
import { tokenClassificationTask } from './token_classification.js';

/** @typedef {import('./task.js').Task} Task */

/**
 * The name of a task.
 * @param {string} name or an alias
 */
export function taskNameOf(name) {
  if (Object.hasOwn(taskNames, name)) return taskNames[name];
  const names = Object.keys(taskNames);
  const error = unknown('task', name, names);
  error.message += ` Expected ${names.join(', ')}`;
  throw error;
}

/**
 * @param {string} name of a task, or an alias
 * @returns {Promise<Task>}
 */
export async function findTask(name) {
  const own = taskNameOf(name);
  if (own === tokenClassificationTask.name) return tokenClassificationTask;
  const { otherTasks } = await import('./other_tasks.js');
  return /** @type {Task} */ (otherTasks.find((task) => task.name === own));
}
