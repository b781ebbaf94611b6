// The tasks that pages load together, on demand.
import { featureExtractionTask } from './feature_extraction.js';
import { fillMaskTask } from './fill_mask.js';
import { questionAnsweringTask } from './question_answering.js';
import { textClassificationTask } from './text_classification.js';
import { textRankingTask } from './text_ranking.js';
import { zeroShotClassificationTask } from './zero_shot_classification.js';
import { zeroShotTokenClassificationTask } from './zero_shot_token_classification.js';

/** @type {import('./task.js').Task[]} */
export const otherTasks = [
  featureExtractionTask,
  fillMaskTask,
  questionAnsweringTask,
  textClassificationTask,
  textRankingTask,
  zeroShotClassificationTask,
  zeroShotTokenClassificationTask,
];
