// pipeline(task, model, options): loads a model for a task.
import { pipelineOf } from './pipeline_classes.js';
import { loadSession } from '../worker/load.js';
import { findTask, taskNameOf } from '../pipelines/find_task.js';

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
  // Awaited, so that the trace of a failed load has this name.
  return /** @type {any} what the call types say */ (await loadPipeline(task, model, options));
}

/**
 * The same, also for models with one head only.
 * @param {string} task
 * @param {ModelLocation} model
 * @param {PipelineOptions} options
 * @param {{otherHead?: undefined}} [only] nothing: also models with the task's other head
 */
export async function loadPipeline(task, model, options, only) {
  const name = taskNameOf(task);
  // Loaded on demand: the list is only a part of an error.
  if ((model ?? null) === null) throw (await import('../files/migration.js')).noModelNamed(name);
  const found = await findTask(name);
  const { head, otherHead } = found;
  const plan = { name, head, otherHead, tokenizer: true, ...only };
  return pipelineOf(found, await loadSession(plan, model, options));
}
