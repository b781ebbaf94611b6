// The names of tasks, also their aliases. tools/bundle.mjs puts only this table into the bundle of pages, not the tasks.
import { tasks } from './tasks.js';

/**
 * The task's name, by its name and by its aliases.
 * @type {Record<string, string>}
 */
export const taskNames = Object.fromEntries(
  tasks.flatMap(({ name, aliases = [] }) => [name, ...aliases].map((each) => [each, name])),
);
