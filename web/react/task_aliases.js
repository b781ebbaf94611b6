// Other names of tasks. tools/bundle.mjs puts the table itself into the bundle of the hooks, not the tasks.
import { tasks } from '../../js/pipelines/tasks.js';

/** @type {Record<string, string>} */
export const aliases = Object.fromEntries(
  tasks.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name])),
);
