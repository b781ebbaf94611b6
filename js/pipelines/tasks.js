// All tasks.
import { unknown } from '../base/options.js';
import { featureExtractionTask } from './feature_extraction.js';
import { fillMaskTask } from './fill_mask.js';
import { questionAnsweringTask } from './question_answering.js';
import { textClassificationTask } from './text_classification.js';
import { textRankingTask } from './text_ranking.js';
import { tokenClassificationTask } from './token_classification.js';
import { zeroShotClassificationTask } from './zero_shot_classification.js';
import { zeroShotTokenClassificationTask } from './zero_shot_token_classification.js';

/** @type {import('./task.js').Task[]} */
export const tasks = [
  featureExtractionTask,
  fillMaskTask,
  questionAnsweringTask,
  textClassificationTask,
  textRankingTask,
  tokenClassificationTask,
  zeroShotClassificationTask,
  zeroShotTokenClassificationTask,
];

/** Tasks by their names and aliases. */
const byName = new Map(
  tasks.flatMap((task) =>
    [task.name, ...(task.aliases ?? [])].map((name) => /** @type {const} */ ([name, task])),
  ),
);

/** @param {string} name of a task, or an alias */
export function taskOf(name) {
  const task = byName.get(name);
  if (task) return task;
  const names = [...byName.keys()];
  const error = unknown('task', name, names);
  error.message += ` Expected ${names.join(', ')}`;
  throw error;
}
