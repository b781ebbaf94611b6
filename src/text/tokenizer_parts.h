// The parts of a tokenizer, which do not depend on the files that it was read from.
#ifndef DEBERTA_TEXT_TOKENIZER_PARTS_H_
#define DEBERTA_TEXT_TOKENIZER_PARTS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "text/added_tokens.h"
#include "text/models/bpe.h"
#include "text/models/unigram.h"
#include "text/models/vocab.h"
#include "text/models/wordpiece.h"
#include "text/normalizers/bert_normalizer.h"
#include "text/normalizers/spm_normalizer.h"
#include "text/special_tokens.h"
#include "text/template.h"
#include "text/truncation.h"

namespace deberta {

// The transformers tokenizer to follow where its two kinds differ.
enum class Reference {
  kFast,  // the Rust library
  kSlow,  // Python's
};

// How a ByteLevel or Roberta post-processor trims offsets.
struct OffsetTrimming {
  bool spaces = false;             // "trim_offsets": exclude white space at a token's ends …
  bool keeps_prefix_space = true;  // "add_prefix_space": … but not one space before the first word
};

// The model that splits words into tokens in DeBERTa v2 and v3.
struct UnigramParts {
  Unigram model;
  SpmNormalizer normalizer;
  std::vector<int32_t> byte_ids;      // [256] the pieces for an unknown character's bytes; or empty
  bool prefix_at_start_only = false;  // a space before the first word, not after added tokens
};

// The model that splits words into tokens where the vocabulary is BERT's.
struct WordPieceParts {
  WordPiece model;
  BertNormalizer normalizer;
  bool splits_punctuation = true;                  // each mark is a word
  std::set<std::string, std::less<>> never_split;  // for kSlow: words that stay as they are
  std::string decoded_prefix = "##";               // removed by decode(); "": nothing is
  bool cleans_decoded = true;                      // for kFast: decode() removes spaces
};

struct TokenizerParts {
  Reference reference = Reference::kFast;
  Vocab vocab;
  Bpe bpe;                                  // unless one of the others is set
  std::optional<UnigramParts> unigram;      // instead of bpe
  std::optional<WordPieceParts> wordpiece;  // instead of bpe
  AddedTokens added_tokens;
  std::vector<int32_t> ids_outside_vocab;  // of added tokens that vocab.json lacks
  // The token of a byte that the BPE has no token for; −1: it is dropped. Its own text is the
  // byte's character (Python's slow tokenizer), or that of the unknown token.
  int32_t unknown_byte_id = -1;
  bool keeps_unknown_bytes = false;
  Template single;
  Template pair;
  OffsetTrimming trimming;
  SpecialTokens special_tokens;
  std::vector<int32_t> additional_special_tokens;
  bool add_prefix_space = false;
  int model_max_length = 0;  // 0: not set by the files
  Side padding_side = Side::kRight;
  Side truncation_side = Side::kRight;
  bool clean_up_tokenization_spaces = false;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_TOKENIZER_PARTS_H_
