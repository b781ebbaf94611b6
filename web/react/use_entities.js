// useEntities: the entities of a text that changes while the user types.
import { useCallback, useEffect, useRef, useState } from 'react';

import { checkText } from '../../js/base/checks.js';
import { checkNames } from '../../js/base/options.js';
import { recommendedGrouping } from '../../js/pipelines/entities.js';
import { comparable } from './model_key.js';
import { asDebertaError } from './shared_model.js';
import { checkTime, sharingNames, usePipeline } from './use_pipeline.js';

/** @typedef {import('../../js/base/errors.js').DebertaError} DebertaError */
/** @typedef {import('../../js/pipelines/token_classification.js').AggregationStrategy} AggregationStrategy */
/** @typedef {import('../../js/pipelines/token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('../../js/pipelines/token_classification.js').TokenClassificationOptions} TokenClassificationOptions */
/** @typedef {import('../../js/api/pipeline_classes.js').TokenClassificationPipeline} TokenClassificationPipeline */
/** @typedef {import('./shared_model.js').Model} Model */
/** @typedef {import('./use_pipeline.js').UsePipelineOptions} UsePipelineOptions */

/**
 * Options for reading the text.
 * @typedef {object} Finding
 * @property {Exclude<AggregationStrategy, 'none'>} [aggregation_strategy] default: what the model recommends, else
 *   'simple'
 * @property {string[]} [ignore_labels] default ['O']
 * @property {number} [stride] tokens that neighbouring windows of a long text share; the default is large enough
 *   to read the whole text
 * @property {boolean} [align_to_words] true: entities are widened to whole words; default false
 * @property {number} [debounce] milliseconds without a change of the text before it is read; default 150.
 *   The first text, and an empty one, do not wait.
 */
/**
 * The options of useEntities: those of usePipeline, and those for reading the text.
 * @typedef {UsePipelineOptions & Finding} UseEntitiesOptions
 */

/**
 * The result of useEntities: the entities of the text, and the state of the model.
 * @typedef {object} EntitiesState
 * @property {readonly EntityGroup[]} entities of analyzedText
 * @property {string} analyzedText the text to which `start` and `end` of the entities refer: while
 *   the user types, an earlier text than the given one
 * @property {boolean} isStale whether the entities belong to another text than the given one
 * @property {'idle' | 'loading' | 'ready' | 'error'} status of the model; also 'error' if it could
 *   not read the text
 * @property {number} progress of the load, 0 to 100
 * @property {DebertaError | null} error why the model was not loaded, or the text not read; null: no error
 * @property {() => void} retry after an error: loads the model, or reads the text, again
 */

/**
 * @typedef {object} Reading the result of reading a text
 * @property {TokenClassificationPipeline | null} pipe the pipeline that read it; held in an object, because setState
 *   calls functions
 * @property {string} text
 * @property {string} how the options of the call
 * @property {readonly EntityGroup[]} entities
 */

/** An empty text has no entities. @type {Reading} */
const nothing = { pipe: null, text: '', how: '', entities: [] };

/** Tokens that neighbouring windows share: entities up to this length are found whole at any position. */
const sharedTokens = 32;

const defaultDebounce = 150;

/** @type {Record<keyof Finding, 1>} */
const readingNames = {
  aggregation_strategy: 1,
  ignore_labels: 1,
  stride: 1,
  align_to_words: 1,
  debounce: 1,
};

/**
 * Returns the entities of a text. The text is read after a moment without changes; a change aborts the current
 * reading. Components with the same model share it, also with usePipeline.
 * @param {string} text
 * @param {Model | null} model for token classification; null: load nothing yet
 * @param {UseEntitiesOptions} [options] compared by value
 * @returns {EntitiesState}
 */
export function useEntities(text, model, options = {}) {
  const {
    aggregation_strategy,
    ignore_labels,
    stride,
    align_to_words,
    debounce = defaultDebounce,
    ...sharing
  } = options;
  checkText(text);
  checkTime(debounce, 'debounce');
  checkNames(sharing, { ...sharingNames, ...readingNames });
  const state = usePipeline('token-classification', model, sharing);
  const { pipe, status, progress, retry: loadAgain } = state;
  const call = { aggregation_strategy, ignore_labels, stride, align_to_words };
  const how = JSON.stringify(comparable(call));

  const [reading, setReading] = useState(nothing);
  /** The last failed reading: its text, its options and its error. */
  const [failure, setFailure] = useState(
    /** @type {(Omit<Reading, 'entities'> & {error: DebertaError}) | null} */ (null),
  );
  const isFailed =
    failure !== null && failure.pipe === pipe && failure.text === text && failure.how === how;
  const isRead =
    text === '' ||
    (pipe !== null && reading.pipe === pipe && reading.text === text && reading.how === how);
  /** The pipeline that last read a text. */
  const begun = useRef(/** @type {TokenClassificationPipeline | null} */ (null));
  // The entities from before the text was emptied must not come back with the next text. It is set while rendering:
  // an update from an effect has a lower priority than a key press, so the next text could be shown before it.
  if (text === '' && reading.text !== '') setReading({ ...nothing, pipe });

  useEffect(() => {
    if (!pipe || isRead || isFailed) return;
    const controller = new AbortController();
    const { signal } = controller;
    const read = async () => {
      begun.current = pipe;
      try {
        const { max_length, config } = pipe.model;
        const whole = Math.min(sharedTokens, Math.floor((max_length - 2) / 2));
        const entities = await pipe(text, {
          ...call,
          aggregation_strategy: aggregation_strategy ?? recommendedGrouping(config) ?? 'simple',
          stride: stride ?? whole,
          signal,
        });
        if (signal.aborted) return;
        setReading({ pipe, text, how, entities });
        setFailure(null);
      } catch (error) {
        if (!signal.aborted) setFailure({ pipe, text, how, error: asDebertaError(error) });
      }
    };
    // The user goes on typing while the first text is read.
    const isFirst = begun.current !== pipe;
    const timer = setTimeout(read, isFirst ? 0 : debounce);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
    // `how` represents `call` and `stride`, which are new objects at each render.
  }, [pipe, text, how, isRead, isFailed, debounce]);

  const readAgain = useCallback(() => setFailure(null), []);
  const shown = text === '' ? nothing : reading;
  return {
    entities: shown.entities,
    analyzedText: shown.text,
    isStale: !isRead,
    status: isFailed ? 'error' : status,
    progress,
    error: isFailed ? failure.error : state.error,
    retry: isFailed ? readAgain : loadAgain,
  };
}
