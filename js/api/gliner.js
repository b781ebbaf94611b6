// GLiNER's own interface, over the pipeline.
import { loadPipeline } from './pipeline.js';

/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('./pipeline.js').PipelineOptions} PipelineOptions */
/** @typedef {import('./pipeline_classes.js').ZeroShotTokenClassificationPipeline} Pipe */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').CandidateLabels} CandidateLabels */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').ZeroShotTokenOptions} ZeroShotTokenOptions */

/** Finds entities of any kind, by name. */
export class GLiNER {
  #pipe;

  /**
   * from_pretrained() makes objects of this class.
   * @param {Pipe} pipe of the task 'zero-shot-token-classification'
   */
  constructor(pipe) {
    this.#pipe = pipe;
  }

  /**
   * Loads a GLiNER model.
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {PipelineOptions} [options] of the load
   */
  static async from_pretrained(model, options = {}) {
    const only = { otherHead: undefined };
    return new GLiNER(await loadPipeline('zero-shot-token-classification', model, options, only));
  }

  /**
   * Finds the entities of a text.
   * @param {string} text
   * @param {CandidateLabels} labels the kinds to look for
   * @param {ZeroShotTokenOptions} [options]
   */
  predict_entities(text, labels, options) {
    return this.#pipe(text, labels, options);
  }

  /**
   * The same as predict_entities.
   * @param {string} text
   * @param {CandidateLabels} labels the kinds to look for
   * @param {ZeroShotTokenOptions} [options]
   */
  predictEntities(text, labels, options) {
    return this.#pipe(text, labels, options);
  }

  /**
   * Finds the entities of several texts: a list for each.
   * @param {readonly string[]} texts
   * @param {CandidateLabels | readonly CandidateLabels[]} labels the kinds to look for, in all texts or in each
   * @param {ZeroShotTokenOptions} [options]
   */
  inference(texts, labels, options) {
    return this.#pipe([texts].flat(), labels, options);
  }

  /**
   * Replaces entities with placeholders such as [PERSON_1]; restore(text, map) undoes it.
   * @param {string} text
   * @param {import('../pipelines/zero_shot_token_classification.js').RedactNamedOptions} [options]
   */
  redact(text, options) {
    return this.#pipe.redact(text, options);
  }

  /** The model's configuration. */
  get config() {
    return this.#pipe.model.config;
  }

  /** Describes the WebAssembly module, the threads, and the files that were loaded. */
  diagnostics() {
    return this.#pipe.diagnostics();
  }

  /** Ends the worker and frees its memory. Pending calls fail. */
  dispose() {
    return this.#pipe.dispose();
  }
}
