// pipeline(task, model, options): loads a model for a task.
import { configOf } from './config.js';
import { loadSession } from '../worker/load.js';
import { taskOf } from '../pipelines/tasks.js';
import { PreTrainedTokenizer } from '../tokenizer/tokenizer.js';

/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} PipelineOptions */
/** @typedef {import('./pipeline_types.js').AllTasks} AllTasks */

/**
 * Loads a model and returns the function that runs it, in a worker. Calls may overlap; they are answered in order, and
 * a failed call does not affect later ones.
 * @template {keyof AllTasks} T
 * @param {T} task the task, such as 'token-classification'
 * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
 *   the files themselves
 * @param {PipelineOptions} [options] of the load, such as the cache, the callback for progress and the
 *   dtype of the weights
 * @returns {Promise<AllTasks[T]>}
 * @throws {DebertaError}
 */
export async function pipeline(task, model, options = {}) {
  const { name, head, run, more = {} } = taskOf(task);
  const session = await loadSession({ name, head, tokenizer: true }, model, options);
  // null means the default, as Python's None does.
  const bind =
    (/** @type {import('../pipelines/task.js').Method['run']} */ method) =>
    (/** @type {any[]} of the task */ ...args) =>
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
  for (const method in more) Object.assign(call, { [method]: bind(more[method].run) });
  // For engines that have it: `await using ner = await pipeline(…)`.
  if (Symbol.asyncDispose) /** @type {any} made above */ (call)[Symbol.asyncDispose] = dispose;
  return /** @type {any} what the call types say */ (call);
}
