// pipeline(task, model, options): a model, loaded and ready to be called.
import { configOf } from './config.js';
import { DebertaError } from './errors.js';
import { loadSession } from './load.js';
import { featureExtraction } from './pipelines/feature_extraction.js';
import { fillMask } from './pipelines/fill_mask.js';
import { questionAnswering } from './pipelines/question_answering.js';
import { redactText } from './pipelines/redaction.js';
import { textClassification } from './pipelines/text_classification.js';
import { textRanking } from './pipelines/text_ranking.js';
import { tokenClassification } from './pipelines/token_classification.js';
import { zeroShotClassification } from './pipelines/zero_shot_classification.js';
import { aliases } from './task_aliases.js';
import { PreTrainedTokenizer } from './tokenizer.js';

/** @typedef {import('./load.js').ModelLocation} ModelLocation */
/** @typedef {import('./load.js').FromPretrainedOptions} PipelineOptions */
/** @typedef {import('./session.js').Diagnostics} Diagnostics */
/** @typedef {import('./session.js').ModelInfo & {config: import('./config.js').AnyConfig}} PipelineModel */
/** @typedef {import('./pipelines/token_classification.js').Entity} Entity */
/** @typedef {import('./pipelines/token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('./pipelines/token_classification.js').TokenEntity} TokenEntity */
/** @typedef {import('./pipelines/token_classification.js').TokenClassificationOptions} TokenClassificationOptions */
/** @typedef {import('./pipelines/text_classification.js').LabelScore} LabelScore */
/** @typedef {import('./pipelines/text_classification.js').TextOrPair} TextOrPair */
/** @typedef {import('./pipelines/text_classification.js').TextClassificationOptions} TextClassificationOptions */
/** @typedef {import('./pipelines/text_ranking.js').RankedDocument} RankedDocument */
/** @typedef {import('./pipelines/text_ranking.js').TextRankingOptions} TextRankingOptions */
/** @typedef {import('./pipelines/zero_shot_classification.js').ZeroShotOptions} ZeroShotOptions */
/** @typedef {import('./pipelines/zero_shot_classification.js').ZeroShotResult} ZeroShotResult */
/** @typedef {import('./pipelines/question_answering.js').Answer} Answer */
/** @typedef {import('./pipelines/question_answering.js').QuestionInContext} QuestionInContext */
/** @typedef {import('./pipelines/question_answering.js').QuestionAnsweringOptions} QuestionAnsweringOptions */
/** @typedef {import('./pipelines/fill_mask.js').MaskFilling} MaskFilling */
/** @typedef {import('./pipelines/fill_mask.js').FillMaskOptions} FillMaskOptions */
/** @typedef {import('./pipelines/feature_extraction.js').FeatureExtractionOptions} FeatureExtractionOptions */
/** @typedef {import('./pipelines/redaction.js').RedactTextOptions} RedactTextOptions */
/** @typedef {import('./pipelines/redaction.js').Redaction} Redaction */
/**
 * @template T
 * @typedef {import('./pipelines/results.js').List<T>} List
 */

/**
 * @typedef {object} PipelineParts
 * @property {string} task
 * @property {PipelineModel} model
 * @property {import('./tokenizer.js').PreTrainedTokenizer} tokenizer
 * @property {() => Promise<Diagnostics>} diagnostics which module runs, with how many threads, and why
 * @property {() => Promise<void>} dispose ends the worker and gives its memory back
 */

/** @typedef {TokenClassificationOptions & {aggregation_strategy: 'simple' | 'first' | 'average' | 'max'}} GroupingOptions */

/**
 * @typedef {object} TokenClassificationCall
 * @property {{
 *   (text: string, options: GroupingOptions): Promise<List<EntityGroup>>;
 *   (texts: string[], options: GroupingOptions): Promise<List<List<EntityGroup>>>;
 *   (text: string, options?: TokenClassificationOptions): Promise<List<TokenEntity>>;
 *   (texts: string[], options?: TokenClassificationOptions): Promise<List<List<TokenEntity>>>;
 * }} call
 */
/**
 * @typedef {object} Redacting
 * @property {(text: string, options?: RedactTextOptions) => Promise<Redaction>} redact replaces what the
 *   model finds; restore(text, map) undoes it
 */
/** @typedef {TokenClassificationCall['call'] & PipelineParts & Redacting} TokenClassificationPipeline */

/**
 * @typedef {object} TextClassificationCall
 * @property {{
 *   (input: TextOrPair, options?: TextClassificationOptions): Promise<List<LabelScore>>;
 *   (inputs: TextOrPair[], options?: TextClassificationOptions & {top_k?: 1}): Promise<List<LabelScore>>;
 *   (inputs: TextOrPair[], options: TextClassificationOptions): Promise<List<List<LabelScore>>>;
 * }} call
 */
/**
 * @callback Rank
 * @param {string} query
 * @param {string[]} documents
 * @param {TextRankingOptions} [options]
 * @returns {Promise<List<RankedDocument>>} best first
 */
/**
 * @typedef {object} Reranking
 * @property {Rank} rerank the same as the call of a text-ranking pipeline
 */
/** @typedef {TextClassificationCall['call'] & PipelineParts & Reranking} TextClassificationPipeline */
/** @typedef {Rank & PipelineParts} TextRankingPipeline */

/**
 * @typedef {object} ZeroShotCall
 * @property {{
 *   (text: string, candidate_labels: string | string[], options?: ZeroShotOptions): Promise<ZeroShotResult>;
 *   (texts: string[], candidate_labels: string | string[], options?: ZeroShotOptions): Promise<ZeroShotResult[]>;
 * }} call
 */
/** @typedef {ZeroShotCall['call'] & PipelineParts} ZeroShotClassificationPipeline */

/** @typedef {QuestionAnsweringOptions & {top_k?: 1}} OneAnswer */
/**
 * @typedef {object} QuestionAnsweringCall
 * @property {{
 *   (question: string, context: string, options?: OneAnswer): Promise<Answer>;
 *   (question: string, context: string, options: QuestionAnsweringOptions): Promise<Answer[]>;
 *   (questions: string[], context: string | string[], options?: OneAnswer): Promise<Answer[]>;
 *   (questions: string[], context: string | string[], options: QuestionAnsweringOptions): Promise<Answer[][]>;
 *   (input: QuestionInContext, options?: OneAnswer): Promise<Answer>;
 *   (input: QuestionInContext, options: QuestionAnsweringOptions): Promise<Answer[]>;
 *   (inputs: QuestionInContext[], options?: OneAnswer): Promise<Answer[]>;
 *   (inputs: QuestionInContext[], options: QuestionAnsweringOptions): Promise<Answer[][]>;
 * }} call
 */
/** @typedef {QuestionAnsweringCall['call'] & PipelineParts} QuestionAnsweringPipeline */

/**
 * @typedef {object} FillMaskCall
 * @property {{
 *   (text: string, options?: FillMaskOptions): Promise<List<MaskFilling> | List<MaskFilling[]>>;
 *   (texts: string[], options?: FillMaskOptions): Promise<List<List<MaskFilling> | List<MaskFilling[]>>>;
 * }} call
 */
/** @typedef {FillMaskCall['call'] & PipelineParts} FillMaskPipeline */

/** @typedef {(texts: string | string[], options?: FeatureExtractionOptions) =>
 *   Promise<import('./tensor.js').Tensor & {readonly truncated: boolean}>} FeatureExtractionCall */
/** @typedef {FeatureExtractionCall & PipelineParts} FeatureExtractionPipeline */

/**
 * @typedef {object} PipelineByTask
 * @property {TokenClassificationPipeline} token-classification
 * @property {TokenClassificationPipeline} ner
 * @property {TextClassificationPipeline} text-classification
 * @property {TextClassificationPipeline} sentiment-analysis
 * @property {TextRankingPipeline} text-ranking
 * @property {ZeroShotClassificationPipeline} zero-shot-classification
 * @property {QuestionAnsweringPipeline} question-answering
 * @property {FillMaskPipeline} fill-mask
 * @property {FeatureExtractionPipeline} feature-extraction
 * @property {FeatureExtractionPipeline} embeddings
 */

/** @typedef {(session: import('./session.js').Session, ...args: any[]) => Promise<any>} Run */

/**
 * What a task runs, what it needs of the model, and what its pipelines also have.
 * @type {Record<string, {run: Run, head: NonNullable<import('./session.js').Plan['head']>,
 *   more?: Record<string, Run>}>}
 */
const tasks = {
  'feature-extraction': { run: featureExtraction, head: 'none' },
  'fill-mask': { run: fillMask, head: 'masked-lm' },
  'question-answering': { run: questionAnswering, head: 'question-answering' },
  'text-classification': {
    run: textClassification,
    head: 'sequence-classification',
    more: { rerank: textRanking },
  },
  'text-ranking': { run: textRanking, head: 'sequence-classification' },
  'token-classification': {
    run: tokenClassification,
    head: 'token-classification',
    more: { redact: redactText },
  },
  'zero-shot-classification': { run: zeroShotClassification, head: 'sequence-classification' },
};

/**
 * Loads a model and returns the function that runs it. In browsers it runs in a worker always. Calls
 * may overlap; they are answered in order, and one that fails leaves the next ones as they were.
 * @template {keyof PipelineByTask} T
 * @param {T} task
 * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
 *   the files themselves
 * @param {PipelineOptions} [options]
 * @returns {Promise<PipelineByTask[T]>}
 * @throws {DebertaError}
 */
export async function pipeline(task, model, options = {}) {
  const name = aliases[task] ?? task;
  if (!Object.hasOwn(tasks, name)) {
    const known = [...Object.keys(tasks), ...Object.keys(aliases)].join(', ');
    throw new DebertaError('INPUT', `unknown task '${task}' (${known})`);
  }
  const { run, head, more = {} } = tasks[name];
  const session = await loadSession({ name, head, tokenizer: true }, model, options);
  // null is Python's None: the default.
  const bind =
    (/** @type {Run} */ method) =>
    (/** @type {any[]} */ ...args) =>
      method(session, ...args.map((argument) => argument ?? undefined));
  const call = bind(run);
  const dispose = () => session.dispose();
  Object.assign(call, {
    task: name,
    model: { ...session.info, config: configOf(session.config) },
    tokenizer: new (PreTrainedTokenizer.of(session))(session),
    diagnostics: () => session.diagnostics(),
    dispose,
  });
  for (const method in more) Object.assign(call, { [method]: bind(more[method]) });
  // Where the engine has it: `await using ner = await pipeline(…)`.
  if (Symbol.asyncDispose) /** @type {any} */ (call)[Symbol.asyncDispose] = dispose;
  return /** @type {any} */ (call);
}
