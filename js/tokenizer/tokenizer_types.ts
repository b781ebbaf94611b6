// What a tokenizer's calls give.
import type { BatchEncoding, Numbers } from './encoding.js';
import type { Tensor } from '../tensor/tensor.js';
import type { TokenizerCallOptions, TokenizerInput } from './call_options.js';

/** Options that give tensors. */
export type TensorOptions = TokenizerCallOptions & {
  /** true (the default): int64 tensors [batch, length]. */
  return_tensor?: true;
};

/** Options that give arrays. */
export type ArrayOptions = TokenizerCallOptions & {
  /** false: arrays; those of the one text where the call had one. */
  return_tensor: false;
};

/** What a tokenizer's files say of it. */
export interface TokenizerSettings {
  /** Number of tokens. */
  readonly vocab_size: number;
  /** Where padding goes. */
  readonly padding_side: 'left' | 'right';
  /** Where a long text is cut. */
  readonly truncation_side: 'left' | 'right';
  /** Whether a text begins with a space for the tokenizer. */
  readonly add_prefix_space: boolean;
  /** The token at the beginning of a text; null where there is none. */
  readonly bos_token: string | null;
  /** The id of bos_token; null where there is none. */
  readonly bos_token_id: number | null;
  /** The token at the end of a text; null where there is none. */
  readonly eos_token: string | null;
  /** The id of eos_token; null where there is none. */
  readonly eos_token_id: number | null;
  /** The token for what is not in the vocabulary; null where there is none. */
  readonly unk_token: string | null;
  /** The id of unk_token; null where there is none. */
  readonly unk_token_id: number | null;
  /** The token behind each text; null where there is none. */
  readonly sep_token: string | null;
  /** The id of sep_token; null where there is none. */
  readonly sep_token_id: number | null;
  /** The token of padding; null where there is none. */
  readonly pad_token: string | null;
  /** The id of pad_token; null where there is none. */
  readonly pad_token_id: number | null;
  /** The token before a text, whose vector stands for it; null where there is none. */
  readonly cls_token: string | null;
  /** The id of cls_token; null where there is none. */
  readonly cls_token_id: number | null;
  /** The token that stands for a word to be found; null where there is none. */
  readonly mask_token: string | null;
  /** The id of mask_token; null where there is none. */
  readonly mask_token_id: number | null;
}

/** A tokenizer, as a function. */
export interface TokenizerCall {
  /** Token ids of a text or of several, as tensors. */
  (text: TokenizerInput, options?: TensorOptions): Promise<BatchEncoding<Tensor>>;
  /** Token ids of a text, as an array. */
  (
    text: string,
    options: ArrayOptions & {
      /** One text gives one row. */
      return_overflowing_tokens?: false;
    },
  ): Promise<BatchEncoding<number[]>>;
  /** Token ids of several texts, as arrays. */
  (
    texts: readonly string[],
    options: ArrayOptions & {
      /** Each text is a string. */
      is_split_into_words?: false;
    },
  ): Promise<BatchEncoding<number[][]>>;
  /** Token ids of a text or of several. */
  (text: TokenizerInput, options?: TokenizerCallOptions): Promise<BatchEncoding<Numbers>>;
}

/** The files of a vocabulary: those of byte-level BPE, and where there is one SentencePiece's model. */
export interface VocabularyFiles {
  /** The tokens and their ids. */
  'vocab.json': string;
  /** The merges of byte-level BPE. */
  'merges.txt': string;
  /** SentencePiece's model. */
  'spm.model'?: Uint8Array;
}
