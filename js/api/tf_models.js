// The classes of transformers for TensorFlow: they read tf_model.h5, and take Keras' forms of calls.
import { mismatch } from '../base/checks.js';
import * as models from './model.js';
import { Tensor } from '../tensor/tensor.js';

/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('./model_inputs.js').ModelInputs} ModelInputs */

/**
 * Inputs of a Keras model: the token ids alone, a list of inputs in the order of `order`, or inputs by their names.
 * @typedef {Tensor | readonly unknown[] | (ModelInputs & KerasMode) | PromiseLike<ModelInputs>} KerasInputs
 */
/**
 * The mode of a Keras model.
 * @typedef {object} KerasMode
 * @property {false} [training] only false: this package does not train models
 */
/** @typedef {import('./model_inputs.js').CallOptions & KerasMode} KerasCallOptions options of a Keras model's call */
/**
 * @template Output
 * @typedef {(inputs: KerasInputs, options?: KerasCallOptions) => Promise<Output>} KerasCall
 */

const order = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids', 'inputs_embeds'];

/** @param {any} Class a class of models */
const keras = (Class) =>
  /** @type {any} what the types below say */ (
    class extends Class {
      /**
       * Loads tf_model.h5, unless from_tf is false.
       * @param {ModelLocation} model
       * @param {FromPretrainedOptions} [options]
       */
      static from_pretrained(model, options) {
        return super.from_pretrained(model, { from_tf: true, ...options });
      }

      /**
       * @param {KerasInputs} inputs
       * @param {KerasCallOptions} [options]
       */
      async _call(inputs, options = {}) {
        const given = 'then' in Object(inputs) ? await inputs : inputs;
        const { training: mode, ...named } = Object(byName(given));
        const { training = mode ?? false, ...others } = options;
        if (training !== false) throw mismatch('training', 'false', training, training);
        return super._call(named, others);
      }
    }
  );

/** @param {unknown} inputs */
function byName(inputs) {
  const list = inputs instanceof Tensor ? [inputs] : inputs;
  if (!Array.isArray(list)) return inputs;
  if (list.length <= order.length) {
    return Object.fromEntries(list.map((input, i) => [order[i], input]));
  }
  throw mismatch('inputs', `at most ${order.length}: ${order.join(', ')}`, list, list.length);
}

/** @typedef {Omit<typeof models.PreTrainedModel, 'prototype'>} Statics */

const KerasV1 =
  /** @type {Statics & (new <Output>(session: Session) => models.DebertaPreTrainedModel<Output> & KerasCall<Output>)} */ (
    keras(models.DebertaPreTrainedModel)
  );
const KerasV2 =
  /** @type {Statics & (new <Output>(session: Session) => models.DebertaV2PreTrainedModel<Output> & KerasCall<Output>)} */ (
    keras(models.DebertaV2PreTrainedModel)
  );

/**
 * The base class of TensorFlow's DeBERTa v1 models.
 * @template [Output=models.ModelOutput]
 * @extends {KerasV1<Output>}
 */
export class TFDebertaPreTrainedModel extends KerasV1 {}

/**
 * The model without a head, of TensorFlow.
 * @extends {TFDebertaPreTrainedModel<models.BaseModelOutput>}
 */
export class TFDebertaModel extends TFDebertaPreTrainedModel {}

/**
 * The model with the head for masked words, of TensorFlow.
 * @extends {TFDebertaPreTrainedModel<models.MaskedLMOutput>}
 */
export class TFDebertaForMaskedLM extends TFDebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaForMaskedLM.head;
}

/**
 * The model with a head for sequences, of TensorFlow.
 * @extends {TFDebertaPreTrainedModel<models.SequenceClassifierOutput>}
 */
export class TFDebertaForSequenceClassification extends TFDebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaForSequenceClassification.head;
}

/**
 * The model with a head for tokens, of TensorFlow.
 * @extends {TFDebertaPreTrainedModel<models.TokenClassifierOutput>}
 */
export class TFDebertaForTokenClassification extends TFDebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaForTokenClassification.head;
}

/**
 * The model with the head for question answering, of TensorFlow.
 * @extends {TFDebertaPreTrainedModel<models.QuestionAnsweringModelOutput>}
 */
export class TFDebertaForQuestionAnswering extends TFDebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaForQuestionAnswering.head;
}

/**
 * The base class of TensorFlow's DeBERTa v2 and v3 models.
 * @template [Output=models.ModelOutput]
 * @extends {KerasV2<Output>}
 */
export class TFDebertaV2PreTrainedModel extends KerasV2 {}

/**
 * The model without a head, of TensorFlow.
 * @extends {TFDebertaV2PreTrainedModel<models.BaseModelOutput>}
 */
export class TFDebertaV2Model extends TFDebertaV2PreTrainedModel {}

/**
 * The model with the head for masked words, of TensorFlow.
 * @extends {TFDebertaV2PreTrainedModel<models.MaskedLMOutput>}
 */
export class TFDebertaV2ForMaskedLM extends TFDebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaV2ForMaskedLM.head;
}

/**
 * The model with a head for sequences, of TensorFlow.
 * @extends {TFDebertaV2PreTrainedModel<models.SequenceClassifierOutput>}
 */
export class TFDebertaV2ForSequenceClassification extends TFDebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaV2ForSequenceClassification.head;
}

/**
 * The model with a head for tokens, of TensorFlow.
 * @extends {TFDebertaV2PreTrainedModel<models.TokenClassifierOutput>}
 */
export class TFDebertaV2ForTokenClassification extends TFDebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaV2ForTokenClassification.head;
}

/**
 * The model with the head for question answering, of TensorFlow.
 * @extends {TFDebertaV2PreTrainedModel<models.QuestionAnsweringModelOutput>}
 */
export class TFDebertaV2ForQuestionAnswering extends TFDebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaV2ForQuestionAnswering.head;
}

/**
 * The model with the head for multiple choice, of TensorFlow.
 * @extends {TFDebertaV2PreTrainedModel<models.MultipleChoiceModelOutput>}
 */
export class TFDebertaV2ForMultipleChoice extends TFDebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   */
  static head = models.DebertaV2ForMultipleChoice.head;
}
