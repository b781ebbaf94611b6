// AutoConfig, AutoTokenizer, AutoModel…: the class by what config.json says.
import { DebertaConfig } from './config.js';
import { loadSession } from './load.js';
import {
  DebertaForMaskedLM,
  DebertaForQuestionAnswering,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaModel,
} from './model.js';
import { PreTrainedTokenizer } from './tokenizer.js';

/** @typedef {import('./load.js').ModelLocation} ModelLocation */
/** @typedef {import('./load.js').FromPretrainedOptions} FromPretrainedOptions */

// Every model that this package runs is a DebertaModel: the core refuses others by name.

export class AutoConfig {
  /**
   * The configuration, checked as a model's would be.
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   * @returns {Promise<DebertaConfig>}
   */
  static async from_pretrained(model, options = {}) {
    const session = await loadSession({ name: 'config', configOnly: true }, model, options);
    await session.dispose();
    return new DebertaConfig(/** @type {object} */ (session.config));
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

export class AutoModel {
  /**
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   */
  static from_pretrained(model, options) {
    return DebertaModel.from_pretrained(model, options);
  }
}

export class AutoModelForMaskedLM {
  /**
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   */
  static from_pretrained(model, options) {
    return DebertaForMaskedLM.from_pretrained(model, options);
  }
}

export class AutoModelForSequenceClassification {
  /**
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   */
  static from_pretrained(model, options) {
    return DebertaForSequenceClassification.from_pretrained(model, options);
  }
}

export class AutoModelForTokenClassification {
  /**
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   */
  static from_pretrained(model, options) {
    return DebertaForTokenClassification.from_pretrained(model, options);
  }
}

export class AutoModelForQuestionAnswering {
  /**
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   */
  static from_pretrained(model, options) {
    return DebertaForQuestionAnswering.from_pretrained(model, options);
  }
}
