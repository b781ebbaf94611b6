// The parts of a tokenizer, which do not depend on the files that it was read from.
#ifndef DEBERTA_TEXT_TOKENIZER_PARTS_H_
#define DEBERTA_TEXT_TOKENIZER_PARTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "text/added_tokens.h"
#include "text/models/bpe.h"
#include "text/models/unigram.h"
#include "text/models/vocab.h"
#include "text/normalizers/spm_normalizer.h"
#include "text/special_tokens.h"
#include "text/template.h"
#include "text/truncation.h"

namespace deberta {

// Which of transformers' tokenizers is followed where they differ.
enum class Reference {
  kFast,  // the Rust library
  kSlow,  // Python's
};

// What a ByteLevel or Roberta post-processor does to the offsets.
struct OffsetTrimming {
  bool spaces = false;             // "trim_offsets": white space at a token's ends is left out …
  bool keeps_prefix_space = true;  // "add_prefix_space": … but not one space before the first word
};

// What makes tokens of words in DeBERTa v2 and v3.
struct UnigramParts {
  Unigram model;
  SpmNormalizer normalizer;
  std::vector<int32_t> byte_ids;  // [256] the pieces that an unknown character becomes; or empty
  bool prefix_at_start_only = false;  // the space before the first word, after an added token not
};

struct TokenizerParts {
  Reference reference = Reference::kFast;
  Vocab vocab;
  Bpe bpe;                              // where there is no unigram
  std::optional<UnigramParts> unigram;  // instead of bpe
  AddedTokens added_tokens;
  std::vector<int32_t> beside_vocabulary;  // ids of the added tokens that vocab.json lacks
  Template single;
  Template pair;
  OffsetTrimming trimming;
  SpecialTokens special_tokens;
  std::vector<int32_t> additional_special_tokens;
  bool add_prefix_space = false;
  int model_max_length = 0;  // 0: the files say none
  Side padding_side = Side::kRight;
  Side truncation_side = Side::kRight;
  bool clean_up_tokenization_spaces = false;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_TOKENIZER_PARTS_H_
