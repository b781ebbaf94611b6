// The properties of a tokenizer: its size, padding and truncation sides, and special tokens.
import { Callable } from '../base/callable.js';

/** @typedef {'bos' | 'eos' | 'unk' | 'sep' | 'pad' | 'cls' | 'mask'} Role */

/** @typedef {import('../worker/protocol.js').TokenizerInfo} TokenizerInfo */

/** @type {readonly Role[]} */
const roles = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'];

/** @type {readonly (keyof TokenizerInfo)[]} */
const settings = ['vocab_size', 'padding_side', 'truncation_side', 'add_prefix_space'];

/** The properties of a tokenizer; those that are passed on unchanged are declared in tokenizer_types.ts. */
export class TokenizerProperties extends Callable {
  /** @type {TokenizerInfo} */
  #info;

  /**
   * @internal
   * @param {import('../worker/session.js').Session} session with a tokenizer
   */
  constructor(session) {
    super();
    this.#info = session.tokenizer;
  }

  static {
    const define = (
      /** @type {string} */ name,
      /** @type {(info: TokenizerInfo) => unknown} */ valueOf,
    ) =>
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        get() {
          return valueOf(this.#info);
        },
      });
    for (const name of settings) define(name, (info) => info[name]);
    for (const role of roles) {
      define(`${role}_token`, ({ special_tokens }) => special_tokens[role] ?? null);
      define(`${role}_token_id`, ({ special_ids }) => special_ids[role] ?? null);
    }
  }

  /** The maximum length of a row in tokens; Infinity if the files do not have it. */
  get model_max_length() {
    return this.#info.model_max_length || Infinity;
  }

  /** Ids of all special tokens. */
  get all_special_ids() {
    return [...this.#info.all_special_ids];
  }

  /** All special tokens. */
  get all_special_tokens() {
    return [...this.#info.all_special_tokens];
  }

  /**
   * The number of special tokens that are added to a text or a pair.
   * @param {boolean} [pair]
   */
  num_special_tokens_to_add(pair = false) {
    const { special_tokens_to_add, special_tokens_to_add_to_pair } = this.#info;
    return pair ? special_tokens_to_add_to_pair : special_tokens_to_add;
  }
}
