// Readers of a byte-pair encoding's merges.
#ifndef DEBERTA_TEXT_MODELS_MERGES_H_
#define DEBERTA_TEXT_MODELS_MERGES_H_

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "text/models/bpe.h"

namespace deberta {

// merges.txt: one "left right" per line. Empty lines and lines that begin with "#version" are
// ignored. Throws kMerges.
std::vector<Bpe::Merge> parse_merges_txt(std::string_view content);

// tokenizer.json's list of "left right", or of pairs in newer files. Throws kMerges.
std::vector<Bpe::Merge> parse_merges_json(const nlohmann::json& list);

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_MERGES_H_
