// The files of a Hugging Face tokenizer → the parts of a Tokenizer. Every quirk and refusal of the
// formats lives here.
#ifndef DEBERTA_TEXT_TOKENIZER_FILES_H_
#define DEBERTA_TEXT_TOKENIZER_FILES_H_

#include <optional>
#include <string_view>
#include <vector>

#include "text/added_tokens.h"
#include "text/bpe.h"
#include "text/special_tokens.h"
#include "text/spm_normalizer.h"
#include "text/template.h"
#include "text/unigram.h"
#include "text/vocab.h"

namespace deberta {

// Contents; "" for a file that is not there. Of a byte-level BPE tokenizer_json, or vocab_json and
// merges_txt; of a unigram tokenizer_json or spm_model.
struct TokenizerFiles {
  std::string_view tokenizer_json;
  std::string_view vocab_json;
  std::string_view merges_txt;
  std::string_view tokenizer_config_json;
  std::string_view special_tokens_map_json;
  std::string_view added_tokens_json;
  std::string_view spm_model = {};
};

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

// kFast takes tokenizer_json if it is there; kSlow takes it where the other files are not. Throws
// kVocab, kMerges, kSpmModel, kTokenizerJson for what is malformed, kTokenizerUnsupported for a
// tokenizer that is neither a byte-level BPE nor a unigram as DeBERTa's.
TokenizerParts read_tokenizer(const TokenizerFiles& files, Reference reference = Reference::kFast);

}  // namespace deberta

#endif  // DEBERTA_TEXT_TOKENIZER_FILES_H_
