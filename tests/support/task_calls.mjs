// Of each task, and of each other function of its pipelines, a tiny model and a call: the arguments before the options.
import { secret } from './pipeline_facts.mjs';
import * as tiny from './tiny_models.mjs';

const classifier = (...labels) => tiny.sequenceClassifier({ labels });
const ranking = { model: () => classifier('LABEL_0'), args: [secret, ['Rome', secret]] };

/** @type {Record<string, {model: () => string, args: unknown[]}>} */
export const taskCalls = {
  'feature-extraction': { model: tiny.encoder, args: [secret] },
  'fill-mask': { model: tiny.maskedLanguageModel, args: [`${secret} [MASK]`] },
  'question-answering': { model: tiny.questionAnswerer, args: ['Who?', `${secret} did it.`] },
  'text-classification': { model: () => classifier('calm', 'loud'), args: [secret] },
  'text-ranking': ranking,
  rerank: ranking,
  'token-classification': { model: tiny.tokenClassifier, args: [`${secret} wrote to Rome.`] },
  redact: { model: tiny.tokenClassifier, args: [`${secret} wrote to Rome.`] },
  'zero-shot-token-classification': { model: tiny.gliner, args: [secret, ['city', 'year']] },
  'zero-shot-token-classification.redact': { model: tiny.gliner, args: [secret] },
  'zero-shot-classification': {
    model: () => classifier('contradiction', 'entailment'),
    args: [secret, ['letter', 'war']],
  },
};
