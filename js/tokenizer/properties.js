// What a tokenizer says of itself: how large it is, where it pads and cuts, its special tokens.
import { Callable } from '../base/callable.js';

/** @typedef {'bos' | 'eos' | 'unk' | 'sep' | 'pad' | 'cls' | 'mask'} Role */

/** @typedef {import('../worker/protocol.js').TokenizerInfo} TokenizerInfo */

/** The properties of a tokenizer. */
export class TokenizerProperties extends Callable {
  #info;

  /**
   * @internal
   * @param {TokenizerInfo} info
   */
  constructor(info) {
    super();
    this.#info = info;
  }

  /** Number of tokens. */
  get vocab_size() {
    return this.#info.vocab_size;
  }
  /** The longest row that the model takes, in tokens; Infinity where the files say none. */
  get model_max_length() {
    return this.#info.model_max_length || Infinity;
  }
  /** Where padding goes. */
  get padding_side() {
    return this.#info.padding_side;
  }
  /** Where a long text is cut. */
  get truncation_side() {
    return this.#info.truncation_side;
  }
  /** Whether a text begins with a space for the tokenizer. */
  get add_prefix_space() {
    return this.#info.add_prefix_space;
  }
  /** Ids of all special tokens. */
  get all_special_ids() {
    return [...this.#info.all_special_ids];
  }
  /** All special tokens. */
  get all_special_tokens() {
    return [...this.#info.all_special_tokens];
  }
  /** The token at the beginning of a text; null where there is none. */
  get bos_token() {
    return this.#info.special_tokens.bos ?? null;
  }
  /** The id of bos_token; null where there is none. */
  get bos_token_id() {
    return this.#info.special_ids.bos ?? null;
  }
  /** The token at the end of a text; null where there is none. */
  get eos_token() {
    return this.#info.special_tokens.eos ?? null;
  }
  /** The id of eos_token; null where there is none. */
  get eos_token_id() {
    return this.#info.special_ids.eos ?? null;
  }
  /** The token for what is not in the vocabulary; null where there is none. */
  get unk_token() {
    return this.#info.special_tokens.unk ?? null;
  }
  /** The id of unk_token; null where there is none. */
  get unk_token_id() {
    return this.#info.special_ids.unk ?? null;
  }
  /** The token behind each text; null where there is none. */
  get sep_token() {
    return this.#info.special_tokens.sep ?? null;
  }
  /** The id of sep_token; null where there is none. */
  get sep_token_id() {
    return this.#info.special_ids.sep ?? null;
  }
  /** The token of padding; null where there is none. */
  get pad_token() {
    return this.#info.special_tokens.pad ?? null;
  }
  /** The id of pad_token; null where there is none. */
  get pad_token_id() {
    return this.#info.special_ids.pad ?? null;
  }
  /** The token before a text, whose vector stands for it; null where there is none. */
  get cls_token() {
    return this.#info.special_tokens.cls ?? null;
  }
  /** The id of cls_token; null where there is none. */
  get cls_token_id() {
    return this.#info.special_ids.cls ?? null;
  }
  /** The token that stands for a word to be found; null where there is none. */
  get mask_token() {
    return this.#info.special_tokens.mask ?? null;
  }
  /** The id of mask_token; null where there is none. */
  get mask_token_id() {
    return this.#info.special_ids.mask ?? null;
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
