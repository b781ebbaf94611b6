// The files of a Hugging Face tokenizer → the parts of a Tokenizer. Every quirk and refusal of the
// formats lives here.
#ifndef DEBERTA_TEXT_TOKENIZER_FILES_H_
#define DEBERTA_TEXT_TOKENIZER_FILES_H_

#include <string_view>
#include <vector>

#include "text/added_tokens.h"
#include "text/bpe.h"
#include "text/special_tokens.h"
#include "text/template.h"
#include "text/vocab.h"

namespace deberta {

// Contents; "" for a file that is not there. Either tokenizer_json or vocab_json and merges_txt.
struct TokenizerFiles {
  std::string_view tokenizer_json;
  std::string_view vocab_json;
  std::string_view merges_txt;
  std::string_view tokenizer_config_json;
  std::string_view special_tokens_map_json;
  std::string_view added_tokens_json;
};

// What a ByteLevel or Roberta post-processor does to the offsets.
struct OffsetTrimming {
  bool spaces = false;             // "trim_offsets": white space at a token's ends is left out …
  bool keeps_prefix_space = true;  // "add_prefix_space": … but not one space before the first word
};

struct TokenizerParts {
  Vocab vocab;
  Bpe bpe;
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

// Throws kVocab, kMerges, kTokenizerJson for what is malformed, kTokenizerUnsupported for a
// tokenizer that is not a byte-level BPE.
TokenizerParts read_tokenizer(const TokenizerFiles& files);

}  // namespace deberta

#endif  // DEBERTA_TEXT_TOKENIZER_FILES_H_
