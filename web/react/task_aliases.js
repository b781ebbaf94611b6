// The aliases of tasks. tools/bundle.mjs puts only this table into the bundle of the hooks, not the tasks.
import { tasks } from '../../js/pipelines/tasks.js';

/** @type {Record<string, string>} */
export const aliases = Object.fromEntries(
  tasks.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name])),
);
