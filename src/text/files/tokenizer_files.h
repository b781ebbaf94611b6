// The files of a Hugging Face tokenizer → the parts of a Tokenizer. Every quirk and refusal of the
// formats lives here.
#ifndef DEBERTA_TEXT_FILES_TOKENIZER_FILES_H_
#define DEBERTA_TEXT_FILES_TOKENIZER_FILES_H_

#include <optional>
#include <string_view>

#include "text/tokenizer.h"
#include "text/tokenizer_parts.h"

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

// kFast takes tokenizer_json if it is there; kSlow takes it where the other files are not. Throws
// kVocab, kMerges, kSpmModel, kTokenizerJson for what is malformed, kTokenizerUnsupported for a
// tokenizer that is neither a byte-level BPE nor a unigram as DeBERTa's.
TokenizerParts read_tokenizer(const TokenizerFiles& files, Reference reference = Reference::kFast);

// What a caller sets in place of the files.
struct TokenizerOptions {
  std::optional<bool> add_prefix_space;
  // false: the ids of the Python tokenizers. For v1 only truncation differs: longest_first shares
  // the odd token otherwise, and what only_first or only_second cannot cut stays whole.
  bool use_fast = true;
};

// from_pretrained. Throws what read_tokenizer() throws.
Tokenizer load_tokenizer(const TokenizerFiles& files, const TokenizerOptions& options = {});

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_TOKENIZER_FILES_H_
