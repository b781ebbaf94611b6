// AutoConfig, AutoTokenizer, AutoModel…: the class by what config.json says.
import { configOf } from './config.js';
import { loadSession } from './load.js';
import * as models from './model.js';
import { PreTrainedTokenizer } from './tokenizer.js';

/** @typedef {import('./load.js').ModelLocation} ModelLocation */
/** @typedef {import('./load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('./session.js').Session} Session */

export class AutoConfig {
  /**
   * The configuration, checked as a model's would be.
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   */
  static async from_pretrained(model, options = {}) {
    const session = await loadSession({ name: 'config', configOnly: true }, model, options);
    await session.dispose();
    return configOf(session.config);
  }
}

export class AutoTokenizer {
  /**
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
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
     * @param {ModelLocation} model
     * @param {FromPretrainedOptions} [options]
     * @returns {Promise<V1 | V2>}
     */
    static async from_pretrained(model, options = {}) {
      const plan = { name: 'model', head: V1Class.head };
      const session = await loadSession(plan, model, options);
      return new (session.info?.model_type === 'deberta-v2' ? V2Class : V1Class)(session);
    }
  };

export class AutoModel extends auto(models.DebertaModel, models.DebertaV2Model) {}

export class AutoModelForMaskedLM extends auto(
  models.DebertaForMaskedLM,
  models.DebertaV2ForMaskedLM,
) {}

export class AutoModelForSequenceClassification extends auto(
  models.DebertaForSequenceClassification,
  models.DebertaV2ForSequenceClassification,
) {}

export class AutoModelForTokenClassification extends auto(
  models.DebertaForTokenClassification,
  models.DebertaV2ForTokenClassification,
) {}

export class AutoModelForQuestionAnswering extends auto(
  models.DebertaForQuestionAnswering,
  models.DebertaV2ForQuestionAnswering,
) {}

/** There is none for v1: it is refused by name. */
export class AutoModelForMultipleChoice extends auto(
  models.DebertaV2ForMultipleChoice,
  models.DebertaV2ForMultipleChoice,
) {}
