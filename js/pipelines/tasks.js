// All tasks, sorted by name.
import { otherTasks } from './other_tasks.js';
import { tokenClassificationTask } from './token_classification.js';

export const tasks = [...otherTasks, tokenClassificationTask].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
