#include "text/files/named_special_tokens.h"

#include <string>
#include <string_view>
#include <utility>

#include "text/files/json_fields.h"
#include "text/files/tokenizer_readers.h"

namespace deberta {
namespace {

using nlohmann::json;

struct Role {
  const char* name;
  int32_t SpecialTokens::*id;
  const char* content;  // DebertaTokenizer's default
};

constexpr Role kRoles[] = {
    {"bos_token", &SpecialTokens::bos, "[CLS]"},   {"eos_token", &SpecialTokens::eos, "[SEP]"},
    {"unk_token", &SpecialTokens::unk, "[UNK]"},   {"sep_token", &SpecialTokens::sep, "[SEP]"},
    {"pad_token", &SpecialTokens::pad, "[PAD]"},   {"cls_token", &SpecialTokens::cls, "[CLS]"},
    {"mask_token", &SpecialTokens::mask, "[MASK]"}};

// A special token as settings tell it, "[CLS]" or {"content": "[CLS]", …}; flags that they do not
// tell stay as they are.
void read_special_token(const json& value, std::string_view name, RoleToken& role) {
  if (value.is_object()) {
    role.token = parse_added_token(value, /*special_by_default=*/true);
    role.token.special = true;
    role.has_flags = true;
  } else if (value.is_string()) {
    role.token.content = value.get<std::string>();
  } else {
    bad_file(std::string(name) + " is not a token");
  }
  if (role.token.content.empty()) bad_file(std::string(name) + " is empty");
  role.told = true;
}

}  // namespace

std::vector<RoleToken> read_role_tokens(const std::vector<const json*>& settings,
                                        TokenizerClass of) {
  std::vector<RoleToken> tokens;
  for (const Role& role : kRoles) {
    RoleToken token{.id = role.id, .token = {}};
    token.token.content = role.content;
    token.token.special = true;
    if (of == TokenizerClass::kDeberta) {
      // transformers makes [MASK] an ordinary added token that takes the space before it.
      token.token.lstrip = token.token.normalized = role.id == &SpecialTokens::mask;
    } else {
      token.token.normalized = role.id == &SpecialTokens::unk;
    }
    for (const json* each : settings) {
      if (const json* value = find(*each, role.name)) read_special_token(*value, role.name, token);
    }
    tokens.push_back(std::move(token));
  }
  for (const json* each : settings) {
    const json* list = find(*each, "additional_special_tokens");
    if (list == nullptr) continue;
    if (!list->is_array()) bad_file("additional_special_tokens is not a list");
    for (const json& value : *list) {
      RoleToken token{.id = nullptr, .token = {}};
      token.token.special = true;
      read_special_token(value, "additional_special_tokens", token);
      tokens.push_back(std::move(token));
    }
  }
  return tokens;
}

}  // namespace deberta
