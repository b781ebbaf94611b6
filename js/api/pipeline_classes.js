// The classes of pipelines, one for each task, as in transformers.js.
import { modelOf } from './auto.js';
import { Callable, withDefaults } from '../base/callable.js';
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
  #task;
  #session;

  /**
   * @param {Task} task
   * @param {Session} session with a model and a tokenizer
   */
  constructor(task, session) {
    super();
    if (!(session instanceof Session)) {
      throw new DebertaError('INPUT', 'a pipeline is made by pipeline(task, model), not by new');
    }
    const { name, more = {} } = task;
    const bind =
      (/** @type {Method['run']} */ method) =>
      (/** @type {any[]} of the task */ ...args) =>
        method(session, ...withDefaults(args));
    this.#task = task;
    this.#session = session;
    const dispose = () => session.dispose();
    Object.assign(this, {
      task: name,
      model: Object.assign(modelOf(session, session.head), session.info),
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
    // Not through bind(): each frame less leaves room for the program's own in the trace of an error.
    return this.#task.run(this.#session, ...withDefaults(args));
  }

  /**
   * @param {any} source
   * @param {any} [options]
   */
  async *stream(source, options) {
    const { streamOf } = await import('../pipelines/stream.js');
    yield* streamOf(this.#session, this.#task, source, options);
  }
}

/** The class of all pipelines. */
export class Pipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').PipelineParts>} */ (
    /** @type {unknown} */ (AnyPipeline)
  ) {}

/** @type {any} each class says how it is called */
const base = Pipeline;

/** Turns texts into vectors. */
export class FeatureExtractionPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').FeatureExtractionCalls>} */ (
    base
  ) {}

/** Fills the masks of texts. */
export class FillMaskPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').FillMaskCalls>} */ (base) {}

/** Finds answers in texts. */
export class QuestionAnsweringPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').QuestionAnsweringCalls>} */ (
    base
  ) {}

/** Classifies texts. */
export class TextClassificationPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').TextClassificationCalls>} */ (
    base
  ) {}

/** Ranks documents by relevance to a query. */
export class TextRankingPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').TextRankingCalls>} */ (base) {}

/** Finds and redacts named entities, such as names and addresses. */
export class TokenClassificationPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').TokenClassificationCalls>} */ (
    base
  ) {}

/** Classifies texts by labels that the model was not trained on. */
export class ZeroShotClassificationPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').ZeroShotClassificationCalls>} */ (
    base
  ) {}

/** Finds and redacts entities of any kind, by name. */
export class ZeroShotTokenClassificationPipeline
  extends /** @type {PipelineClass<import('./pipeline_types.js').ZeroShotTokenClassificationCalls>} */ (
    base
  ) {}

const classes = new Map(
  Object.entries({
    'feature-extraction': FeatureExtractionPipeline,
    'fill-mask': FillMaskPipeline,
    'question-answering': QuestionAnsweringPipeline,
    'text-classification': TextClassificationPipeline,
    'text-ranking': TextRankingPipeline,
    'token-classification': TokenClassificationPipeline,
    'zero-shot-classification': ZeroShotClassificationPipeline,
    'zero-shot-token-classification': ZeroShotTokenClassificationPipeline,
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
