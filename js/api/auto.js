// AutoConfig, AutoTokenizer, AutoModel…: the class by what config.json says.
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
   * The configuration, checked as a model's would be.
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

/** Loads the tokenizer of a model, of the class that its files ask for. */
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
      const session = await loadSession(plan, model, options);
      return new (session.info?.model_type === 'deberta-v2' ? V2Class : V1Class)(session);
    }
  };

/** Loads a model without a head, of the class that its config.json asks for. */
export class AutoModel extends auto(models.DebertaModel, models.DebertaV2Model) {}

/** Loads a model for masked words, of the class that its config.json asks for. */
export class AutoModelForMaskedLM extends auto(
  models.DebertaForMaskedLM,
  models.DebertaV2ForMaskedLM,
) {}

/** Loads a model for sequences, of the class that its config.json asks for. */
export class AutoModelForSequenceClassification extends auto(
  models.DebertaForSequenceClassification,
  models.DebertaV2ForSequenceClassification,
) {}

/** Loads a model for tokens, of the class that its config.json asks for. */
export class AutoModelForTokenClassification extends auto(
  models.DebertaForTokenClassification,
  models.DebertaV2ForTokenClassification,
) {}

/** Loads a model for question answering, of the class that its config.json asks for. */
export class AutoModelForQuestionAnswering extends auto(
  models.DebertaForQuestionAnswering,
  models.DebertaV2ForQuestionAnswering,
) {}

/** Loads a model for multiple choice. There is none for v1: it is refused by name. */
export class AutoModelForMultipleChoice extends auto(
  models.DebertaV2ForMultipleChoice,
  models.DebertaV2ForMultipleChoice,
) {}
