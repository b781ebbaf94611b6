// usePipeline: a pipeline that components share.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

import { checkNames } from '../../js/base/options.js';
import { loadNames } from '../../js/worker/load_names.js';
import { DebertaError, pipeline } from '../index.js';
import { modelKey } from './model_key.js';
import { idle, SharedModel } from './shared_model.js';

/** @typedef {import('../../js/api/pipeline_types.js').AllTasks} AllTasks */
/** @typedef {import('../../js/api/pipeline.js').PipelineOptions} PipelineOptions */
/** @typedef {import('./shared_model.js').Model} Model */

/**
 * @typedef {object} Sharing
 * @property {number} [keepAlive] milliseconds that the model stays in memory after the last component
 *   that uses it is unmounted; default 30,000; Infinity: until the page is closed
 */
/** @typedef {Omit<PipelineOptions, 'signal'> & Sharing} UsePipelineOptions the options of pipeline(),
 *   without `signal`, because components share the model */

/**
 * `pipe` is null until `status` is 'ready'. `progress` is an integer from 0 to 100. `retry` loads again
 * after an error, and does nothing otherwise.
 * @template {keyof AllTasks} T
 * @typedef {import('./shared_model.js').SharedState<AllTasks[T]>} PipelineState
 */

/** @type {Map<string, SharedModel<any>>} */
const models = new Map();

const defaultKeepAlive = 30_000;

/** The names of the options. @type {Record<keyof UsePipelineOptions | 'signal', 1>} */
export const sharingNames = { ...loadNames, keepAlive: 1 };

/**
 * Returns a pipeline for a component. Components with the same task, model and options share one: it is
 * loaded once, after the first of them was mounted; nothing is loaded on a server.
 *
 * A pipeline is a function, so do not store it in a state: `setState(pipe)` would call it.
 * @template {keyof AllTasks} T
 * @param {T} task
 * @param {Model | null} model null: load nothing yet
 * @param {UsePipelineOptions} [options] compared by value: an object literal does not load again
 * @returns {PipelineState<T>}
 */
export function usePipeline(task, model, options = {}) {
  const { keepAlive = defaultKeepAlive, progress_callback, ...load } = options;
  checkNames(options, sharingNames);
  checkTime(keepAlive, 'keepAlive');
  if (/** @type {PipelineOptions} */ (load).signal !== undefined) {
    throw new DebertaError('INPUT', 'signal: expected none, because components share the model');
  }
  const key = model === null ? null : modelKey(task, model, load);

  const rendered = { task, model, load, keepAlive, progress_callback };
  const newest = useRef(rendered);
  // Runs before the effect of useSyncExternalStore, which reads it: effects run in the order of the hooks.
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
  throw new DebertaError(
    'INPUT',
    `${name}: expected milliseconds of at least 0, got ${String(value)}`,
  );
}
