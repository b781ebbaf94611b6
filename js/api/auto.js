// AutoConfig, AutoTokenizer, AutoModel…: config.json decides which class is loaded.
import { configOf } from './config.js';
import { loadSession } from '../worker/load.js';
import * as models from './model.js';
import { PreTrainedTokenizer } from '../tokenizer/tokenizer.js';

/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('../worker/session.js').Session} Session */

/** Loads the configuration of a model. */
export class AutoConfig {
  /**
   * Loads the configuration and checks it as a load of the model would.
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {FromPretrainedOptions} [options] of the load
   */
  static async from_pretrained(model, options = {}) {
    const session = await loadSession({ name: 'config', configOnly: true }, model, options);
    await session.dispose();
    return configOf(session.config);
  }
}

/** Loads the tokenizer of a model. Its files decide on the class. */
export class AutoTokenizer {
  /**
   * Loads the tokenizer.
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {FromPretrainedOptions} [options] of the load
   */
  static from_pretrained(model, options) {
    return PreTrainedTokenizer.from_pretrained(model, options);
  }
}

/** @param {Session} session */
const isV2 = (session) => session.info?.model_type === 'deberta-v2';

/**
 * @template {models.DebertaPreTrainedModel} V1
 * @template {models.DebertaV2PreTrainedModel} V2
 * @param {{new (session: Session): V1, head: typeof models.PreTrainedModel.head}} V1Class
 * @param {new (session: Session) => V2} V2Class
 */
const auto = (V1Class, V2Class) =>
  class {
    /**
     * Loads the model.
     * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
     *   the files themselves
     * @param {FromPretrainedOptions} [options] of the load
     * @returns {Promise<V1 | V2>}
     */
    static async from_pretrained(model, options = {}) {
      const plan = { name: 'model', head: V1Class.head };
      const session = await models.loadModel(plan, model, options);
      return new (isV2(session) ? V2Class : V1Class)(session);
    }
  };

// The classes of a head, for v1 and v2.
const baseModels = /** @type {const} */ ([models.DebertaModel, models.DebertaV2Model]);
const maskedLanguageModels = /** @type {const} */ ([
  models.DebertaForMaskedLM,
  models.DebertaV2ForMaskedLM,
]);
const sequenceClassifiers = /** @type {const} */ ([
  models.DebertaForSequenceClassification,
  models.DebertaV2ForSequenceClassification,
]);
const tokenClassifiers = /** @type {const} */ ([
  models.DebertaForTokenClassification,
  models.DebertaV2ForTokenClassification,
]);
const questionAnswerers = /** @type {const} */ ([
  models.DebertaForQuestionAnswering,
  models.DebertaV2ForQuestionAnswering,
]);

/** Loads a model without a head. config.json decides on the class. */
export class AutoModel extends auto(...baseModels) {}

/** Loads a model for masked words. config.json decides on the class. */
export class AutoModelForMaskedLM extends auto(...maskedLanguageModels) {}

/** Loads a model for sequences. config.json decides on the class. */
export class AutoModelForSequenceClassification extends auto(...sequenceClassifiers) {}

/** Loads a model for tokens. config.json decides on the class. */
export class AutoModelForTokenClassification extends auto(...tokenClassifiers) {}

/** Loads a model for question answering. config.json decides on the class. */
export class AutoModelForQuestionAnswering extends auto(...questionAnswerers) {}

/** Loads a model for multiple choice. v1 has no such class, so its checkpoints are refused. */
export class AutoModelForMultipleChoice extends auto(
  models.DebertaV2ForMultipleChoice,
  models.DebertaV2ForMultipleChoice,
) {}

/** The heads that pipelines use. @type {(readonly any[])[]} their outputs differ */
const heads = [maskedLanguageModels, sequenceClassifiers, tokenClassifiers, questionAnswerers];

/**
 * The model of a pipeline's session.
 * @param {Session} session
 * @param {string | undefined} head
 * @returns {models.PreTrainedModel}
 */
export function modelOf(session, head) {
  const [V1Class, V2Class] = heads.find(([{ head: of }]) => of === head) ?? baseModels;
  return new (isV2(session) ? V2Class : V1Class)(session);
}
