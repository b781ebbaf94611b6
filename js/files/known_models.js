// Models of the Hub whose layouts this package reads, by task. docs/models.md shows the same table.
import { DebertaError } from '../base/errors.js';

/** @typedef {readonly [name: string, megabytes: number, what: string]} KnownModel */

/** @type {Record<string, readonly KnownModel[]>} */
export const knownModels = {
  'token-classification': [['lakshyakh93/deberta_finetuned_pii', 555, 'personal data']],
  'text-classification': [
    ['KoalaAI/Text-Moderation', 557, 'moderation'],
    ['protectai/deberta-v3-base-prompt-injection-v2', 738, 'safe prompts'],
    ['cross-encoder/nli-deberta-v3-xsmall', 283, 'inference'],
    ['microsoft/deberta-base-mnli', 557, 'inference'],
  ],
  'text-ranking': [
    ['mixedbread-ai/mxbai-rerank-xsmall-v1', 142, 'search'],
    ['mixedbread-ai/mxbai-rerank-base-v1', 369, 'search'],
  ],
  'zero-shot-classification': [
    ['MoritzLaurer/deberta-v3-xsmall-zeroshot-v1.1-all-33', 142, 'any labels'],
    ['cross-encoder/nli-deberta-v3-small', 568, 'any labels'],
    ['cross-encoder/nli-deberta-v3-base', 738, 'any labels'],
    ['fastino/gliner2-base-v1', 834, 'any labels'],
  ],
  'zero-shot-token-classification': [
    ['urchade/gliner_small-v2.1', 611, 'any entities'],
    ['urchade/gliner_multi_pii-v1', 1160, 'personal data'],
    ['fastino/gliner2-multi-v1', 1228, 'any entities'],
  ],
  'question-answering': [['deepset/deberta-v3-base-squad2', 735, 'questions']],
  'fill-mask': [['microsoft/deberta-base', 559, 'English']],
  'feature-extraction': [
    ['microsoft/deberta-v3-base', 371, 'English'],
    ['microsoft/mdeberta-v3-base', 1330, 'multilingual'],
  ],
};

/**
 * The error for a pipeline without a model.
 * @param {string} task
 */
export function noModelNamed(task) {
  const models = (knownModels[task] ?? []).map(
    ([name, megabytes, what]) => `\n  '${name}' (${megabytes} MB; ${what})`,
  );
  const examples = models.length ? `, for example one of the Hub:${models.join('')}` : '';
  return new DebertaError('INPUT', `pipeline('${task}'): expected the name of a model${examples}`);
}
