// What a tokenizer says of itself: how large it is, where it pads and cuts, its special tokens.
import { Callable } from '../base/callable.js';

/** @typedef {'bos' | 'eos' | 'unk' | 'sep' | 'pad' | 'cls' | 'mask'} Role */

/** @typedef {import('../worker/protocol.js').TokenizerInfo} TokenizerInfo */

/** @type {readonly Role[]} */
const roles = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'];

/** @type {readonly (keyof TokenizerInfo)[]} */
const settings = ['vocab_size', 'padding_side', 'truncation_side', 'add_prefix_space'];

/** The properties of a tokenizer; those that it only passes on are declared in tokenizer_types.ts. */
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

  /** The longest row that the model takes, in tokens; Infinity where the files say none. */
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
   * How many special tokens a text, or a pair, gets.
   * @param {boolean} [pair]
   */
  num_special_tokens_to_add(pair = false) {
    const { special_tokens_to_add, special_tokens_to_add_to_pair } = this.#info;
    return pair ? special_tokens_to_add_to_pair : special_tokens_to_add;
  }
}
