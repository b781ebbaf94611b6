// The special tokens that settings name by role, such as "cls_token".
#ifndef DEBERTA_TEXT_FILES_NAMED_SPECIAL_TOKENS_H_
#define DEBERTA_TEXT_FILES_NAMED_SPECIAL_TOKENS_H_

#include <vector>

#include "base/json_fields.h"
#include "text/added_tokens.h"
#include "text/special_tokens.h"

namespace deberta {

struct NamedSpecialToken {
  int32_t SpecialTokens::*id;  // the role; nullptr for an additional special token
  AddedToken token;            // without its id
  bool is_set = false;         // by settings; else it is the class's default
  bool has_flags = false;      // settings also set its flags
};

// The class whose defaults apply where settings are incomplete.
enum class TokenizerClass { kDeberta, kDebertaV2, kBert };

// In the order in which transformers assigns ids to tokens that the vocabulary lacks. Later
// `settings` take precedence. Throws kTokenizerJson.
std::vector<NamedSpecialToken> read_named_special_tokens(const std::vector<JsonFields>& settings,
                                                         TokenizerClass of);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_NAMED_SPECIAL_TOKENS_H_
