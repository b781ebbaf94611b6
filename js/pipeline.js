// pipeline(task, model, options): a model, loaded and ready to be called.
import { env } from './env.js';
import { DebertaError } from './errors.js';
import { textClassification } from './pipelines/text_classification.js';
import { tokenClassification } from './pipelines/token_classification.js';
import { Session } from './session.js';
import { openSource } from './source.js';
import { tokenize } from './tokenizer.js';

/** @typedef {import('./session.js').LoadOptions & import('./source.js').SourceOptions} PipelineOptions */
/** @typedef {import('./session.js').Diagnostics} Diagnostics */
/** @typedef {import('./session.js').ModelInfo} ModelInfo */
/** @typedef {import('./pipelines/token_classification.js').Entity} Entity */
/** @typedef {import('./pipelines/token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('./pipelines/token_classification.js').TokenEntity} TokenEntity */
/** @typedef {import('./pipelines/token_classification.js').TokenClassificationOptions} TokenClassificationOptions */
/** @typedef {import('./pipelines/text_classification.js').LabelScore} LabelScore */
/** @typedef {import('./pipelines/text_classification.js').TextOrPair} TextOrPair */
/** @typedef {import('./pipelines/text_classification.js').TextClassificationOptions} TextClassificationOptions */

/**
 * @typedef {object} PipelineParts
 * @property {string} task
 * @property {ModelInfo} model
 * @property {(text: string, options?: import('./tokenizer.js').TokenizeOptions) =>
 *   Promise<import('./tokenizer.js').TokenizedText>} tokenizer
 * @property {() => Promise<Diagnostics>} diagnostics which module runs, with how many threads, and why
 * @property {() => Promise<void>} dispose ends the worker and gives its memory back
 */

/** @typedef {TokenClassificationOptions & {aggregation_strategy: 'simple' | 'first' | 'average' | 'max'}} GroupingOptions */

/**
 * @typedef {object} TokenClassificationCall
 * @property {{
 *   (text: string, options: GroupingOptions): Promise<EntityGroup[]>;
 *   (texts: string[], options: GroupingOptions): Promise<EntityGroup[][]>;
 *   (text: string, options?: TokenClassificationOptions): Promise<TokenEntity[]>;
 *   (texts: string[], options?: TokenClassificationOptions): Promise<TokenEntity[][]>;
 * }} call
 */
/** @typedef {TokenClassificationCall['call'] & PipelineParts} TokenClassificationPipeline */

/**
 * @typedef {object} TextClassificationCall
 * @property {{
 *   (input: TextOrPair, options?: TextClassificationOptions): Promise<LabelScore[]>;
 *   (inputs: TextOrPair[], options?: TextClassificationOptions & {top_k?: 1}): Promise<LabelScore[]>;
 *   (inputs: TextOrPair[], options: TextClassificationOptions): Promise<LabelScore[][]>;
 * }} call
 */
/** @typedef {TextClassificationCall['call'] & PipelineParts} TextClassificationPipeline */

/**
 * @typedef {object} PipelineByTask
 * @property {TokenClassificationPipeline} token-classification
 * @property {TokenClassificationPipeline} ner
 * @property {TextClassificationPipeline} text-classification
 * @property {TextClassificationPipeline} sentiment-analysis
 */

/** What a task runs: (session, input, options) => result. */
const tasks = {
  'token-classification': tokenClassification,
  'text-classification': textClassification,
};

/** @type {Record<string, string>} */
const aliases = { ner: 'token-classification', 'sentiment-analysis': 'text-classification' };

/**
 * The package's `pipeline` for a host.
 * @param {import('./source.js').Host} host
 */
export function makePipeline(host) {
  /**
   * Loads a model and returns the function that runs it. In browsers it runs in a worker always.
   * @template {keyof PipelineByTask} T
   * @param {T} task
   * @param {string | URL | Iterable<File> | FileList} model a Hub name ("owner/name"), the address of a
   *   folder, a folder (Node), or the files themselves
   * @param {PipelineOptions} [options]
   * @returns {Promise<PipelineByTask[T]>}
   * @throws {DebertaError}
   */
  return async function pipeline(task, model, options = {}) {
    const name = aliases[task] ?? task;
    if (!Object.hasOwn(tasks, name)) {
      const known = [...Object.keys(tasks), ...Object.keys(aliases)].join(', ');
      throw new DebertaError('INPUT', `unknown task '${task}' (${known})`);
    }
    const run = /** @type {any} */ (tasks)[name];
    const source = await openSource(model, options, env, host);
    const session = await Session.load(host, name, source, options);
    const call = (/** @type {any} */ input, /** @type {any} */ callOptions) =>
      run(session, input, callOptions);
    const dispose = () => session.dispose();
    Object.assign(call, {
      task: name,
      model: session.info,
      tokenizer: (/** @type {string} */ text, /** @type {any} */ tokenizeOptions) =>
        tokenize(session, text, tokenizeOptions),
      diagnostics: () => session.diagnostics(),
      dispose,
    });
    // Where the engine has it: `await using ner = await pipeline(…)`.
    if (Symbol.asyncDispose) /** @type {any} */ (call)[Symbol.asyncDispose] = dispose;
    return /** @type {any} */ (call);
  };
}
