// The files of a Hugging Face tokenizer → the parts of a Tokenizer. Every quirk and refusal of the
// formats lives here.
#ifndef DEBERTA_TEXT_FILES_TOKENIZER_FILES_H_
#define DEBERTA_TEXT_FILES_TOKENIZER_FILES_H_

#include <optional>
#include <string_view>

#include "text/tokenizer.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// The files' contents; "" for a missing file. A byte-level BPE needs tokenizer_json, or vocab_json
// and merges_txt; a unigram model needs tokenizer_json or spm_model; a WordPiece needs
// tokenizer_json or vocab_txt.
struct TokenizerFiles {
  std::string_view tokenizer_json;
  std::string_view vocab_json;
  std::string_view merges_txt;
  std::string_view tokenizer_config_json;
  std::string_view special_tokens_map_json;
  std::string_view added_tokens_json;
  std::string_view spm_model = {};
  std::string_view vocab_txt = {};
};

// kFast reads tokenizer_json if it exists; kSlow reads it only where the other files are missing.
// Throws kVocab, kMerges, kSpmModel, kTokenizerJson for malformed files, and kTokenizerUnsupported
// for a tokenizer that is neither a byte-level BPE nor a unigram model like DeBERTa's nor a
// WordPiece like BERT's.
TokenizerParts read_tokenizer(const TokenizerFiles& files, Reference reference = Reference::kFast);

// Settings from the caller that override the files.
struct TokenizerOptions {
  std::optional<bool> add_prefix_space;
  // false: the ids of the Python tokenizers. For v1 only truncation differs: longest_first takes
  // the odd token from the other segment, and where only_first or only_second cannot cut enough,
  // nothing is cut.
  bool use_fast = true;
  // The tokenizer of a GLiNER model: a tokenizer that lacks its tokens gets them, as GLiNER adds
  // them to its encoder's: [FLERT], <<ENT>> and <<SEP>>.
  bool for_gliner = false;
};

// from_pretrained. Throws what read_tokenizer() throws.
Tokenizer load_tokenizer(const TokenizerFiles& files, const TokenizerOptions& options = {});

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_TOKENIZER_FILES_H_
