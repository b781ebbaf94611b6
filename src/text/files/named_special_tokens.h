// The special tokens that settings name by role: "cls_token" and the like.
#ifndef DEBERTA_TEXT_FILES_NAMED_SPECIAL_TOKENS_H_
#define DEBERTA_TEXT_FILES_NAMED_SPECIAL_TOKENS_H_

#include <vector>

#include "base/json_fields.h"
#include "text/added_tokens.h"
#include "text/special_tokens.h"

namespace deberta {

struct RoleToken {
  int32_t SpecialTokens::*id;  // the role; nullptr for one of additional_special_tokens
  AddedToken token;            // without its id
  bool told = false;           // settings name it; else it is DebertaTokenizer's default
  bool has_flags = false;      // settings tell its flags, too
};

// Whose defaults count where settings tell less.
enum class TokenizerClass { kDeberta, kDebertaV2 };

// In the order in which transformers gives ids to those that the vocabulary lacks. Of `settings`,
// later ones win. Throws kTokenizerJson.
std::vector<RoleToken> read_role_tokens(const std::vector<JsonFields>& settings, TokenizerClass of);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_NAMED_SPECIAL_TOKENS_H_
