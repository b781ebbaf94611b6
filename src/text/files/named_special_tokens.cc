#include "text/files/named_special_tokens.h"

#include <string>
#include <string_view>
#include <utility>

#include "text/files/tokenizer_readers.h"

namespace deberta {
namespace {

using nlohmann::json;

struct Role {
  const char* name;
  int32_t SpecialTokens::*id;
  const char* content;  // the default; BertTokenizer has none for bos_token and eos_token
};

constexpr Role kRoles[] = {
    {"bos_token", &SpecialTokens::bos, "[CLS]"},   {"eos_token", &SpecialTokens::eos, "[SEP]"},
    {"unk_token", &SpecialTokens::unk, "[UNK]"},   {"sep_token", &SpecialTokens::sep, "[SEP]"},
    {"pad_token", &SpecialTokens::pad, "[PAD]"},   {"cls_token", &SpecialTokens::cls, "[CLS]"},
    {"mask_token", &SpecialTokens::mask, "[MASK]"}};

// Reads a special token of the settings, "[CLS]" or {"content": "[CLS]", …}; flags that it does not
// set stay unchanged.
void read_special_token(const JsonFields& entry, const std::string& name, NamedSpecialToken& role) {
  const json& value = entry.value();
  if (value.is_object()) {
    role.token = parse_added_token(entry, /*special_by_default=*/true);
    role.token.special = true;
    role.has_flags = true;
  } else if (value.is_string()) {
    role.token.content = value.get<std::string>();
  } else {
    entry.fail(name + ": expected a string or an object with its content");
  }
  if (role.token.content.empty()) entry.fail(name + " is empty");
  role.is_set = true;
}

}  // namespace

std::vector<NamedSpecialToken> read_named_special_tokens(const std::vector<JsonFields>& settings,
                                                         TokenizerClass of) {
  std::vector<NamedSpecialToken> tokens;
  for (const Role& role : kRoles) {
    const bool is_end = role.id == &SpecialTokens::bos || role.id == &SpecialTokens::eos;
    NamedSpecialToken token{.id = role.id, .token = {}};
    if (of != TokenizerClass::kBert || !is_end) token.token.content = role.content;
    token.token.special = true;
    if (of == TokenizerClass::kDeberta) {
      // transformers makes [MASK] an ordinary added token that includes the space before it.
      token.token.lstrip = token.token.normalized = role.id == &SpecialTokens::mask;
    } else if (of == TokenizerClass::kDebertaV2) {
      token.token.normalized = role.id == &SpecialTokens::unk;
    }
    for (const JsonFields& each : settings) {
      const json* value = each.find(role.name);
      if (value != nullptr) read_special_token(each.of(*value), role.name, token);
    }
    if (!token.token.content.empty()) tokens.push_back(std::move(token));
  }
  constexpr const char* kAdditional = "additional_special_tokens";
  for (const JsonFields& each : settings) {
    if (each.find(kAdditional) == nullptr) continue;
    for (const json& value : each.list(kAdditional)) {
      NamedSpecialToken token{.id = nullptr, .token = {}};
      token.token.special = true;
      read_special_token(each.of(value), kAdditional, token);
      tokens.push_back(std::move(token));
    }
  }
  return tokens;
}

}  // namespace deberta
