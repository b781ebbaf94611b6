// A small model for each task of the soak.
import * as tiny from '../support/tiny_models.mjs';
import { bundledModel } from '../support/models.mjs';

const classifier = (...labels) => tiny.sequenceClassifier({ labels });

/** @returns {Record<string, string>} folders by task */
export const soakModels = () => ({
  'token-classification': bundledModel,
  'text-classification': classifier('calm', 'loud', 'rude'),
  'zero-shot-classification': classifier('contradiction', 'entailment'),
  'question-answering': tiny.questionAnswerer(),
  'fill-mask': tiny.maskedLanguageModel(),
  'feature-extraction': tiny.encoder(),
  'text-ranking': classifier('LABEL_0'),
});
