// The classes of pipelines, one for each task, as in transformers.js.
import { modelOf } from './auto.js';
import { Callable } from '../base/callable.js';
import { DebertaError } from '../base/errors.js';
import { Session } from '../worker/session.js';
import { PreTrainedTokenizer } from '../tokenizer/tokenizer.js';

/** @typedef {import('../pipelines/task.js').Task} Task */
/** @typedef {import('../pipelines/task.js').Method} Method */

/**
 * A class that only pipeline() makes objects of.
 * @template P
 * @typedef {abstract new (...args: never[]) => P} PipelineClass
 */

class AnyPipeline extends Callable {
  #run;

  /**
   * @param {Task} task
   * @param {Session} session with a model and a tokenizer
   */
  constructor(task, session) {
    super();
    if (!(session instanceof Session)) {
      throw new DebertaError('INPUT', 'a pipeline is made by pipeline(task, model), not by new');
    }
    const { name, head, run, more = {} } = task;
    const bind =
      (/** @type {Method['run']} */ method) =>
      (/** @type {any[]} of the task */ ...args) =>
        method(session, ...args.map((argument) => argument ?? undefined));
    this.#run = bind(run);
    const dispose = () => session.dispose();
    Object.assign(this, {
      task: name,
      model: Object.assign(modelOf(session, head), session.info),
      tokenizer: new (PreTrainedTokenizer.of(session))(session),
      diagnostics: () => session.diagnostics(),
      dispose,
    });
    for (const method in more) Object.assign(this, { [method]: bind(more[method].run) });
    // For engines that have it: `await using ner = await pipeline(…)`.
    if (Symbol.asyncDispose) /** @type {any} */ (this)[Symbol.asyncDispose] = dispose;
  }

  /**
   * @override
   * @param {any[]} args of the task
   */
  async _call(...args) {
    return this.#run(...args);
  }
}

/**
 * @template P
 * @returns {PipelineClass<P>}
 */
const classOf = () => /** @type {any} what the call types say */ (class extends AnyPipeline {});

/** @typedef {import('./pipeline_types.js').PipelineParts} Pipeline */
/** @type {PipelineClass<Pipeline>} */
export const Pipeline = /** @type {any} what the call types say */ (AnyPipeline);

/** @typedef {import('./pipeline_types.js').FeatureExtractionPipeline} FeatureExtractionPipeline */
/**
 * Turns texts into vectors.
 * @type {PipelineClass<FeatureExtractionPipeline>}
 */
export const FeatureExtractionPipeline = classOf();

/** @typedef {import('./pipeline_types.js').FillMaskPipeline} FillMaskPipeline */
/**
 * Fills the masks of texts.
 * @type {PipelineClass<FillMaskPipeline>}
 */
export const FillMaskPipeline = classOf();

/** @typedef {import('./pipeline_types.js').QuestionAnsweringPipeline} QuestionAnsweringPipeline */
/**
 * Finds answers in texts.
 * @type {PipelineClass<QuestionAnsweringPipeline>}
 */
export const QuestionAnsweringPipeline = classOf();

/** @typedef {import('./pipeline_types.js').TextClassificationPipeline} TextClassificationPipeline */
/**
 * Classifies texts.
 * @type {PipelineClass<TextClassificationPipeline>}
 */
export const TextClassificationPipeline = classOf();

/** @typedef {import('./pipeline_types.js').TextRankingPipeline} TextRankingPipeline */
/**
 * Ranks documents by relevance to a query.
 * @type {PipelineClass<TextRankingPipeline>}
 */
export const TextRankingPipeline = classOf();

/** @typedef {import('./pipeline_types.js').TokenClassificationPipeline} TokenClassificationPipeline */
/**
 * Finds named entities.
 * @type {PipelineClass<TokenClassificationPipeline>}
 */
export const TokenClassificationPipeline = classOf();

/** @typedef {import('./pipeline_types.js').ZeroShotClassificationPipeline} ZeroShotClassificationPipeline */
/**
 * Classifies texts by labels that the model was not trained on.
 * @type {PipelineClass<ZeroShotClassificationPipeline>}
 */
export const ZeroShotClassificationPipeline = classOf();

const classes = new Map(
  Object.entries({
    'feature-extraction': FeatureExtractionPipeline,
    'fill-mask': FillMaskPipeline,
    'question-answering': QuestionAnsweringPipeline,
    'text-classification': TextClassificationPipeline,
    'text-ranking': TextRankingPipeline,
    'token-classification': TokenClassificationPipeline,
    'zero-shot-classification': ZeroShotClassificationPipeline,
  }),
);

/**
 * The pipeline of a task.
 * @param {Task} task
 * @param {Session} session with a model and a tokenizer
 */
export function pipelineOf(task, session) {
  const Class = /** @type {any} */ (classes.get(task.name) ?? Pipeline);
  return new Class(task, session);
}
