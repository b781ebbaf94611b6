// The merges of a byte-pair encoding, as files write them.
#ifndef DEBERTA_TEXT_MODELS_MERGES_H_
#define DEBERTA_TEXT_MODELS_MERGES_H_

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "text/models/bpe.h"

namespace deberta {

// merges.txt: "left right" a line. Lines that begin with "#version" and empty ones are left out.
// Throws kMerges.
std::vector<Bpe::Merge> parse_merges_txt(std::string_view content);

// tokenizer.json's list: of "left right", or of pairs, which newer files have. Throws kMerges.
std::vector<Bpe::Merge> parse_merges_json(const nlohmann::json& list);

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_MERGES_H_
