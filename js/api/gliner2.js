// GLiNER2's interface. Its code is loaded with the first model.
import { loadSession } from '../worker/load.js';

/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} PipelineOptions */
/** @typedef {import('../pipelines/extraction/extraction_types.js').ExtractionMethods} ExtractionMethods */

const WithMethods = /** @type {new () => ExtractionMethods} */ (/** @type {unknown} */ (Object));

/** Finds entities, classes, relations and structures that the caller names. */
export class GLiNER2 extends WithMethods {
  /**
   * from_pretrained() makes objects of this class.
   * @internal
   * @param {ExtractionMethods} methods
   */
  constructor(methods) {
    super();
    Object.assign(this, methods);
  }

  /**
   * Loads a GLiNER2 model.
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {PipelineOptions} [options] of the load
   */
  static async from_pretrained(model, options = {}) {
    const plan = /** @type {const} */ ({ name: 'extraction', head: 'gliner2', tokenizer: true });
    const { extractionsOf } = await import('../pipelines/extraction/extraction.js');
    return new GLiNER2(extractionsOf(await loadSession(plan, model, options)));
  }
}
