// DebertaModel and its heads: transformers' classes over the C++ model.
import { Callable } from './callable.js';
import { configOf } from './config.js';
import { DebertaError } from './errors.js';
import { modelInputs } from './model_inputs.js';
import { loadSession } from './load.js';
import { kindOf } from './checks.js';
import { Tensor } from './tensor.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./session.js').Plan} Plan */
/** @typedef {import('./load.js').ModelLocation} ModelLocation */
/** @typedef {import('./load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('./model_inputs.js').ModelInputs} ModelInputs */
/** @typedef {import('./model_inputs.js').CallOptions} CallOptions */

/**
 * What a model gives; which fields there are depends on its class and on what was asked for.
 * @typedef {object} ModelOutput
 * @property {Tensor} [last_hidden_state] [batch, length, hidden]
 * @property {Tensor} [logits] [batch, labels], [batch, length, labels], [batch, length, vocab] or
 *   [batch, choices]
 * @property {Tensor} [start_logits] [batch, length]
 * @property {Tensor} [end_logits]
 * @property {Tensor} [loss] one number, where labels were given
 * @property {Tensor[]} [hidden_states] layers + 1 times [batch, length, hidden]
 * @property {Tensor[]} [attentions] layers times [batch, heads, length, length]
 */

/** @typedef {(inputs: ModelInputs, options?: CallOptions) => Promise<ModelOutput>} ModelCall */

/** Called, it runs one batch. Calls are answered in order; one that fails leaves the model as it was. */
export class PreTrainedModel extends /** @type {new () => Callable & ModelCall} */ (Callable) {
  /** @type {Plan['head']} */
  static head = 'none';
  /** Of a configuration that does not say it. */
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
   * @template {typeof PreTrainedModel} T
   * @this {T}
   * @param {ModelLocation} model
   * @param {FromPretrainedOptions} [options]
   * @returns {Promise<InstanceType<T>>}
   * @throws {DebertaError}
   */
  static async from_pretrained(model, options = {}) {
    const plan = { name: 'model', head: this.head };
    return /** @type {any} */ (new this(await loadSession(plan, model, options)));
  }

  /**
   * A model of this configuration with random weights, the same for the same seed (transformers'
   * `DebertaModel(config)`).
   * @template {typeof PreTrainedModel} T
   * @this {T}
   * @param {object} config
   * @param {{seed?: number} & Pick<FromPretrainedOptions, 'threads' | 'signal'>} [options]
   * @returns {Promise<InstanceType<T>>}
   */
  static async from_config(config, { seed = 0, ...options } = {}) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      const got = typeof seed === 'number' ? seed : kindOf(seed);
      throw new DebertaError('INPUT', `seed: expected an integer from 0 on, got ${got}`);
    }
    const plan = { name: 'model', head: this.head, seed };
    const whole = configOf(config, this.model_type);
    const files = [new File([JSON.stringify(whole)], 'config.json')];
    return /** @type {any} */ (new this(await loadSession(plan, files, options)));
  }

  get config() {
    return this.#config;
  }

  /**
   * @override
   * @param {ModelInputs} inputs
   * @param {CallOptions} [options]
   * @returns {Promise<ModelOutput>}
   */
  async _call(inputs, options = {}) {
    const plain = modelInputs(inputs, options, this.#head, this.#config);
    return outputOf(await this.#session.run('forward', [], plain, options.signal));
  }

  get #head() {
    return /** @type {typeof PreTrainedModel} */ (this.constructor).head;
  }

  /** The same as calling the model. @param {ModelInputs} inputs @param {CallOptions} [options] */
  forward(inputs, options) {
    return this._call(inputs, options);
  }

  diagnostics() {
    return this.#session.diagnostics();
  }

  /** Ends the worker: its memory is given back. */
  async dispose() {
    await this.#session.dispose();
  }
}

if (Symbol.asyncDispose) {
  Object.defineProperty(PreTrainedModel.prototype, Symbol.asyncDispose, {
    value: PreTrainedModel.prototype.dispose,
  });
}

export class DebertaPreTrainedModel extends PreTrainedModel {}

/** last_hidden_state */
export class DebertaModel extends DebertaPreTrainedModel {}

/** logits [batch, length, vocab]; the head is the one that the checkpoint holds */
export class DebertaForMaskedLM extends DebertaPreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'masked-lm';
}

/** logits [batch, labels] */
export class DebertaForSequenceClassification extends DebertaPreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'sequence-classification';
}

/** logits [batch, length, labels] */
export class DebertaForTokenClassification extends DebertaPreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'token-classification';
}

/** start_logits and end_logits [batch, length] */
export class DebertaForQuestionAnswering extends DebertaPreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'question-answering';
}

// Which of the two models it is, its configuration decides, as in transformers.js.

export class DebertaV2PreTrainedModel extends PreTrainedModel {
  /** @override */
  static model_type = 'deberta-v2';
}

/** last_hidden_state */
export class DebertaV2Model extends DebertaV2PreTrainedModel {}

/** logits [batch, length, vocab]; the head is the one that the checkpoint holds */
export class DebertaV2ForMaskedLM extends DebertaV2PreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'masked-lm';
}

/** logits [batch, labels] */
export class DebertaV2ForSequenceClassification extends DebertaV2PreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'sequence-classification';
}

/** logits [batch, length, labels] */
export class DebertaV2ForTokenClassification extends DebertaV2PreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'token-classification';
}

/** start_logits and end_logits [batch, length] */
export class DebertaV2ForQuestionAnswering extends DebertaV2PreTrainedModel {
  /** @override @type {Plan['head']} */
  static head = 'question-answering';
}

/** logits [batch, choices] for inputs [batch, choices, length] */
export class DebertaV2ForMultipleChoice extends DebertaV2PreTrainedModel {
  /** @override @type {Plan['head']} */
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
