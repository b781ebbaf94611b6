// DebertaModel and its heads: the classes of transformers, implemented by the C++ model.
import { Callable } from '../base/callable.js';
import { configOf } from './config.js';
import { DebertaError } from '../base/errors.js';
import { loadSession } from '../worker/load.js';
import { kindOf } from '../base/checks.js';
import { Tensor } from '../tensor/tensor.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('../worker/session.js').Plan} Plan */
/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('./model_inputs.js').ModelInputs} ModelInputs */
/** @typedef {import('./model_inputs.js').CallOptions} CallOptions */

/**
 * @typedef {object} Seed
 * @property {number} [seed] seed of the random weights, an integer of at least 0; default 0
 */
/** @typedef {Seed & Pick<FromPretrainedOptions, 'threads' | 'signal'>} FromConfigOptions options of from_config */

/**
 * The fields of every output.
 * @typedef {object} BaseOutput
 * @property {Tensor<'float32'>[]} [hidden_states] layers + 1 times [batch, length, hidden], with
 *   output_hidden_states
 * @property {Tensor<'float32'>[]} [attentions] layers times [batch, heads, length, length], with output_attentions
 */

/**
 * The output of a model without a head.
 * @typedef {object} HiddenState
 * @property {Tensor<'float32'>} last_hidden_state [batch, length, hidden]
 */

/**
 * The output of a head.
 * @typedef {object} Logits
 * @property {Tensor<'float32'>} logits scores before the softmax: [batch, labels], [batch, length, labels],
 *   [batch, length, vocab] or [batch, choices]
 */

/**
 * The output of the head for question answering.
 * @typedef {object} SpanLogits
 * @property {Tensor<'float32'>} start_logits scores of each token as the first of an answer: [batch, length]
 * @property {Tensor<'float32'>} end_logits scores of each token as the last of an answer: [batch, length]
 */

/**
 * The additional output of a call with labels.
 * @typedef {object} Loss
 * @property {Tensor<'float32'>} [loss] one number, if the call had labels
 */

/** @typedef {HiddenState & BaseOutput} BaseModelOutput the output of a model without a head */
/** @typedef {Logits & Loss & BaseOutput} LogitsOutput the output of a model with a head */
/** @typedef {SpanLogits & Loss & BaseOutput} QuestionAnsweringModelOutput the output of a model for question answering */
/** @typedef {LogitsOutput} MaskedLMOutput the output of a model for masked words; logits [batch, length, vocab] */
/** @typedef {LogitsOutput} SequenceClassifierOutput the output of a model for sequences; logits [batch, labels] */
/** @typedef {LogitsOutput} TokenClassifierOutput the output of a model for tokens; logits [batch, length, labels] */
/** @typedef {LogitsOutput} MultipleChoiceModelOutput the output of a model for multiple choice; logits [batch, choices] */

/** @typedef {Partial<HiddenState & Logits & SpanLogits> & Loss & BaseOutput} ModelOutput the output of any model;
 *   its fields depend on the class and on the options of the call */

/**
 * @template Output
 * @typedef {(inputs: ModelInputs | PromiseLike<ModelInputs>, options?: CallOptions) => Promise<Output>} ModelCall
 */

/**
 * Reads the inputs of calls; loaded with the first model or, for that of a pipeline, with its first call. From then on a
 * call reads its inputs at once.
 * @type {typeof import('./model_inputs.js').modelInputs | undefined}
 */
let readInputs;
const loadInputs = async () => (readInputs ??= (await import('./model_inputs.js')).modelInputs);

/**
 * A session for a model whose calls are made by callers.
 * @type {typeof loadSession}
 */
export async function loadModel(...args) {
  await loadInputs();
  return loadSession(...args);
}

const CallableModel =
  /** @type {new <Output>() => Callable & AsyncDisposable & ModelCall<Output>} */ (
    /** @type {unknown} */ (Callable)
  );

/**
 * A call runs one batch. Calls are answered in order; a failed call does not affect later ones.
 * @template [Output=ModelOutput]
 * @extends {CallableModel<Output>}
 */
export class PreTrainedModel extends CallableModel {
  /**
   * The head of the class.
   * @internal
   * @type {Plan['head']}
   */
  static head = 'none';
  /** The default of a configuration's model_type. */
  static model_type = 'deberta';

  #session;
  #config;

  /** @param {Session} session with a model */
  constructor(session) {
    super();
    this.#session = session;
    this.#config = configOf(session.config);
  }

  /**
   * Loads a model of this class.
   * @template {typeof PreTrainedModel<any>} T of any output
   * @this {T}
   * @param {ModelLocation} model a Hub name ("owner/name"), the address of a folder, a folder (Node), or
   *   the files themselves
   * @param {FromPretrainedOptions} [options] of the load
   * @returns {Promise<InstanceType<T>>}
   * @throws {DebertaError}
   */
  static async from_pretrained(model, options = {}) {
    const plan = { name: 'model', head: this.head };
    return /** @type {InstanceType<T>} */ (new this(await loadModel(plan, model, options)));
  }

  /**
   * Creates a model of this configuration with random weights, the same for the same seed (transformers'
   * `DebertaModel(config)`).
   * @template {typeof PreTrainedModel<any>} T of any output
   * @this {T}
   * @param {object} config a configuration, or its values
   * @param {FromConfigOptions} [options]
   * @returns {Promise<InstanceType<T>>}
   */
  static async from_config(config, { seed = 0, ...options } = {}) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      const got = typeof seed === 'number' ? seed : kindOf(seed);
      throw new DebertaError('INPUT', `seed: expected an integer of at least 0, got ${got}`);
    }
    const plan = { name: 'model', head: this.head, seed };
    const whole = configOf(config, this.model_type);
    const files = [new File([JSON.stringify(whole)], 'config.json')];
    return /** @type {InstanceType<T>} */ (new this(await loadModel(plan, files, options)));
  }

  /** The configuration: the fields of config.json, and defaults. */
  get config() {
    return this.#config;
  }

  /**
   * The same as calling the model.
   * @override
   * @param {ModelInputs | PromiseLike<ModelInputs>} inputs also the promise that a tokenizer's call returns
   * @param {CallOptions} [options]
   * @returns {Promise<Output>}
   */
  async _call(inputs, options = {}) {
    // Inputs that are there are read at once: the caller may change them after the call.
    const given = 'then' in Object(inputs) ? await inputs : inputs;
    const read = readInputs ?? (await loadInputs());
    const plain = read(/** @type {ModelInputs} */ (given), options, this.#head, this.#config);
    return /** @type {Output} */ (
      outputOf(await this.#session.run('forward', [], plain, options.signal))
    );
  }

  get #head() {
    return /** @type {typeof PreTrainedModel} */ (this.constructor).head;
  }

  /**
   * The same as calling the model.
   * @param {ModelInputs | PromiseLike<ModelInputs>} inputs
   * @param {CallOptions} [options]
   */
  forward(inputs, options) {
    return this._call(inputs, options);
  }

  /** Describes the WebAssembly module, the number of threads and its reason, and the files that were loaded. */
  diagnostics() {
    return this.#session.diagnostics();
  }

  /** Ends the worker and frees its memory. */
  async dispose() {
    await this.#session.dispose();
  }
}

if (Symbol.asyncDispose) {
  Object.defineProperty(PreTrainedModel.prototype, Symbol.asyncDispose, {
    value: PreTrainedModel.prototype.dispose,
  });
}

/**
 * The base class of DeBERTa v1 models.
 * @template [Output=ModelOutput]
 * @extends {PreTrainedModel<Output>}
 */
export class DebertaPreTrainedModel extends PreTrainedModel {}

/**
 * The model without a head: last_hidden_state.
 * @extends {DebertaPreTrainedModel<BaseModelOutput>}
 */
export class DebertaModel extends DebertaPreTrainedModel {}

/**
 * The model with the head for masked words: logits [batch, length, vocab]; the head is the one that the checkpoint holds.
 * @extends {DebertaPreTrainedModel<MaskedLMOutput>}
 */
export class DebertaForMaskedLM extends DebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'masked-lm';
}

/**
 * The model with a head for sequences: logits [batch, labels].
 * @extends {DebertaPreTrainedModel<SequenceClassifierOutput>}
 */
export class DebertaForSequenceClassification extends DebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'sequence-classification';
}

/**
 * The model with a head for tokens: logits [batch, length, labels].
 * @extends {DebertaPreTrainedModel<TokenClassifierOutput>}
 */
export class DebertaForTokenClassification extends DebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'token-classification';
}

/**
 * The model with the head for question answering: start_logits and end_logits [batch, length].
 * @extends {DebertaPreTrainedModel<QuestionAnsweringModelOutput>}
 */
export class DebertaForQuestionAnswering extends DebertaPreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'question-answering';
}

// The configuration decides which of the two models it is, as in transformers.js.

/**
 * The base class of DeBERTa v2 and v3 models.
 * @template [Output=ModelOutput]
 * @extends {PreTrainedModel<Output>}
 */
export class DebertaV2PreTrainedModel extends PreTrainedModel {
  /**
   * The default of a configuration's model_type.
   * @override
   */
  static model_type = 'deberta-v2';
}

/**
 * The model without a head: last_hidden_state.
 * @extends {DebertaV2PreTrainedModel<BaseModelOutput>}
 */
export class DebertaV2Model extends DebertaV2PreTrainedModel {}

/**
 * The model with the head for masked words: logits [batch, length, vocab]; the head is the one that the checkpoint holds.
 * @extends {DebertaV2PreTrainedModel<MaskedLMOutput>}
 */
export class DebertaV2ForMaskedLM extends DebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'masked-lm';
}

/**
 * The model with a head for sequences: logits [batch, labels].
 * @extends {DebertaV2PreTrainedModel<SequenceClassifierOutput>}
 */
export class DebertaV2ForSequenceClassification extends DebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'sequence-classification';
}

/**
 * The model with a head for tokens: logits [batch, length, labels].
 * @extends {DebertaV2PreTrainedModel<TokenClassifierOutput>}
 */
export class DebertaV2ForTokenClassification extends DebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'token-classification';
}

/**
 * The model with the head for question answering: start_logits and end_logits [batch, length].
 * @extends {DebertaV2PreTrainedModel<QuestionAnsweringModelOutput>}
 */
export class DebertaV2ForQuestionAnswering extends DebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'question-answering';
}

/**
 * The model with the head for multiple choice: logits [batch, choices] for inputs [batch, choices, length].
 * @extends {DebertaV2PreTrainedModel<MultipleChoiceModelOutput>}
 */
export class DebertaV2ForMultipleChoice extends DebertaV2PreTrainedModel {
  /**
   * The head of the class.
   * @internal
   * @override
   * @type {Plan['head']}
   */
  static head = 'multiple-choice';
}

/** @typedef {{data: Float32Array, dims: number[]}} PlainTensor */

/**
 * @param {Record<string, PlainTensor | PlainTensor[] | number>} plain
 * @returns {ModelOutput}
 */
function outputOf(plain) {
  const tensor = (/** @type {PlainTensor} */ { data, dims }) => new Tensor('float32', data, dims);
  const entries = Object.entries(plain).map(([name, value]) => {
    if (Array.isArray(value)) return [name, value.map(tensor)];
    if (typeof value === 'number') return [name, new Tensor('float32', [value], [])];
    return [name, tensor(value)];
  });
  return Object.fromEntries(entries);
}
