// usePipeline: a pipeline that components share.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

import { DebertaError, pipeline } from '../index.js';
import { modelKey } from './model_key.js';
import { idle, SharedModel } from './shared_model.js';

/** @typedef {import('../../js/api/pipeline_types.js').AllTasks} AllTasks */
/** @typedef {import('../../js/api/pipeline.js').PipelineOptions} PipelineOptions */
/** @typedef {import('./shared_model.js').Model} Model */

/**
 * @typedef {object} Sharing
 * @property {number} [keepAlive] milliseconds that the model stays in memory after the last component
 *   that uses it is gone; default 30,000; Infinity: for as long as the page lives
 */
/** @typedef {Omit<PipelineOptions, 'signal'> & Sharing} UsePipelineOptions the options of pipeline(), but
 *   for `signal`: a model that components share ends with the last of them */

/**
 * `pipe` is null until `status` is 'ready'. `progress` is a whole number from 0 to 100. `retry` loads again
 * after an error, and does nothing otherwise.
 * @template {keyof AllTasks} T
 * @typedef {import('./shared_model.js').SharedState<AllTasks[T]>} PipelineState
 */

/** @type {Map<string, SharedModel<any>>} */
const models = new Map();

const defaultKeepAlive = 30_000;

/**
 * A pipeline for a component. Components that ask for the same task, model and options share one: it is
 * loaded once, after the first of them was mounted, and nothing is loaded on a server.
 *
 * A pipeline is a function, so do not put it into a state: `setState(pipe)` would call it.
 * @template {keyof AllTasks} T
 * @param {T} task
 * @param {Model | null} model null: nothing is loaded, yet
 * @param {UsePipelineOptions} [options] compared by value: an object literal does not load again
 * @returns {PipelineState<T>}
 */
export function usePipeline(task, model, options = {}) {
  const { keepAlive = defaultKeepAlive, progress_callback, ...load } = options;
  checkTime(keepAlive, 'keepAlive');
  if (/** @type {PipelineOptions} */ (load).signal !== undefined) {
    throw new DebertaError('INPUT', 'signal: expected none, because components share the model');
  }
  const key = model === null ? null : modelKey(task, model, load);

  const rendered = { task, model, load, keepAlive, progress_callback };
  const newest = useRef(rendered);
  // Before the effect of useSyncExternalStore, which reads it: effects run in the order of the hooks.
  useEffect(() => {
    newest.current = rendered;
  });
  const subscribe = useCallback(
    (/** @type {() => void} */ onChange) => {
      if (key === null) return () => {};
      return sharedModel(key, newest.current).use({
        onChange,
        onProgress: (info) => newest.current.progress_callback?.(info),
        keepAlive: () => newest.current.keepAlive,
      });
    },
    [key],
  );
  const state = () => (key !== null && models.get(key)?.state) || idle;
  return useSyncExternalStore(subscribe, state, () => idle);
}

/**
 * @param {string} key
 * @param {{task: keyof AllTasks, model: Model | null, load: object}} request
 * @returns {SharedModel<any>}
 */
function sharedModel(key, { task, model, load }) {
  const existing = models.get(key);
  if (existing) return existing;
  /** @type {SharedModel<any>} */
  const shared = new SharedModel(
    (control) => pipeline(task, /** @type {any} */ (model), { ...load, ...control }),
    () => {
      if (models.get(key) === shared) models.delete(key);
    },
  );
  models.set(key, shared);
  return shared;
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function checkTime(value, name) {
  if (typeof value === 'number' && value >= 0) return;
  throw new DebertaError('INPUT', `${name}: expected milliseconds from 0 on, got ${String(value)}`);
}
