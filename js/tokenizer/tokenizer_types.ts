// The types of a tokenizer's calls and properties.
import type { BatchEncoding, Numbers } from './encoding.js';
import type { Tensor } from '../tensor/tensor.js';
import type { TokenizerCallOptions, TokenizerInput } from './call_options.js';

/** Options for tensors as the result. */
export type TensorOptions = TokenizerCallOptions & {
  /** true (the default): int64 tensors [batch, length]. */
  return_tensor?: true;
};

/** Options for arrays as the result. */
export type ArrayOptions = TokenizerCallOptions & {
  /** false: arrays, not nested if the call had one text. */
  return_tensor: false;
};

/** Properties from the tokenizer's files. */
export interface TokenizerSettings {
  /** Number of tokens. */
  readonly vocab_size: number;
  /** The side of padding. */
  readonly padding_side: 'left' | 'right';
  /** The side at which a long text is cut. */
  readonly truncation_side: 'left' | 'right';
  /** Whether the tokenizer adds a space before a text. */
  readonly add_prefix_space: boolean;
  /** The token at the beginning of a text; null if there is none. */
  readonly bos_token: string | null;
  /** The id of bos_token; null if there is none. */
  readonly bos_token_id: number | null;
  /** The token at the end of a text; null if there is none. */
  readonly eos_token: string | null;
  /** The id of eos_token; null if there is none. */
  readonly eos_token_id: number | null;
  /** The token for text that is not in the vocabulary; null if there is none. */
  readonly unk_token: string | null;
  /** The id of unk_token; null if there is none. */
  readonly unk_token_id: number | null;
  /** The token after each text; null if there is none. */
  readonly sep_token: string | null;
  /** The id of sep_token; null if there is none. */
  readonly sep_token_id: number | null;
  /** The token of padding; null if there is none. */
  readonly pad_token: string | null;
  /** The id of pad_token; null if there is none. */
  readonly pad_token_id: number | null;
  /** The token before a text, whose vector represents the text; null if there is none. */
  readonly cls_token: string | null;
  /** The id of cls_token; null if there is none. */
  readonly cls_token_id: number | null;
  /** The token in place of a masked word; null if there is none. */
  readonly mask_token: string | null;
  /** The id of mask_token; null if there is none. */
  readonly mask_token_id: number | null;
}

/** A tokenizer, as a function. */
export interface TokenizerCall {
  /** Token ids of a text or of several, as tensors. */
  (text: TokenizerInput, options?: TensorOptions): Promise<BatchEncoding<Tensor<'int64'>>>;
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

/** The files of a vocabulary: those of byte-level BPE, or SentencePiece's model, or WordPiece's list. */
export interface VocabularyFiles {
  /** The tokens and their ids. */
  'vocab.json': string;
  /** The merges of byte-level BPE. */
  'merges.txt': string;
  /** SentencePiece's model. */
  'spm.model'?: Uint8Array;
  /** The tokens of WordPiece, one a line. */
  'vocab.txt'?: string;
}
