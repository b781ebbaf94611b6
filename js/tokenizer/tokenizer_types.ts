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
