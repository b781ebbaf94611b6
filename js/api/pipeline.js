// pipeline(task, model, options): a model, loaded and ready to be called.
import { configOf } from './config.js';
import { DebertaError } from '../base/errors.js';
import { loadSession } from '../worker/load.js';
import { featureExtraction } from '../pipelines/feature_extraction.js';
import { fillMask } from '../pipelines/fill_mask.js';
import { questionAnswering } from '../pipelines/question_answering.js';
import { redactText } from '../pipelines/redaction.js';
import { textClassification } from '../pipelines/text_classification.js';
import { textRanking } from '../pipelines/text_ranking.js';
import { tokenClassification } from '../pipelines/token_classification.js';
import { zeroShotClassification } from '../pipelines/zero_shot_classification.js';
import { aliases } from './task_aliases.js';
import { PreTrainedTokenizer } from '../tokenizer/tokenizer.js';

/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} PipelineOptions */
/** @typedef {import('./pipeline_types.js').AllTasks} AllTasks */

/** @typedef {(session: import('../worker/session.js').Session, ...args: any[]) => Promise<any>} Run */

/**
 * What a task runs, what it needs of the model, and what its pipelines also have.
 * @type {Record<string, {run: Run, head: NonNullable<import('../worker/session.js').Plan['head']>,
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
 * @template {keyof AllTasks} T
 * @param {T} task what the model is asked to do, such as 'token-classification'
 * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
 *   the files themselves
 * @param {PipelineOptions} [options] of the load: where it is cached, who hears of its progress, what
 *   the weights are kept in
 * @returns {Promise<AllTasks[T]>}
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
