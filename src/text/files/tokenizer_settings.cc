// Reads tokenizer_config.json, special_tokens_map.json and added_tokens.json, as transformers'
// from_pretrained and PreTrainedTokenizerFast do.
#include <climits>
#include <map>
#include <string>
#include <utility>

#include "base/error.h"
#include "text/files/named_special_tokens.h"
#include "text/files/post_processor.h"
#include "text/files/tokenizer_readers.h"

namespace deberta {
namespace {

using nlohmann::json;

// A file of settings; {} for a missing file.
struct Settings {
  Settings(std::string_view content, std::string_view name)
      : source(source_of(name)),
        object(content.empty() ? JsonDocument(json::object()) : parse_object(content, source)) {}

  JsonFields fields() const { return {object, source}; }

  JsonSource source;
  JsonDocument object;
};

// tokenizer_config.json's {"0": {"content": "[PAD]", …}, …}. With a tokenizer.json its flags apply
// but not its ids: a token that tokenizer.json lacks gets the next free id.
void read_added_tokens_decoder(const JsonFields& config, bool ids_count, TokenizerParts& parts) {
  std::map<int32_t, AddedToken> tokens;  // in the order of their ids
  for (const auto& [id, entry] : config.object("added_tokens_decoder").items()) {
    if (id.empty() || id.size() > 9 || id.find_first_not_of("0123456789") != std::string::npos) {
      config.fail("added_tokens_decoder: expected numbers as keys");
    }
    tokens[std::stoi(id)] = parse_added_token(config.of(entry), /*special_by_default=*/false);
  }
  for (auto& [id, token] : tokens) {
    add_token(parts, std::move(token), ids_count ? std::optional(id) : std::nullopt);
  }
}

// Older than added_tokens_decoder: {"<new>": 271, …}.
void read_added_tokens_json(const json& added, bool ids_count, TokenizerParts& parts) {
  std::map<int32_t, AddedToken> tokens;
  for (const auto& [content, id] : added.items()) {
    AddedToken token;
    token.content = content;
    token.normalized = true;
    if (!tokens.emplace(id_of(id), token).second) {
      throw Error(ErrorCode::kVocab, "vocab: two tokens have the id " + number_text(id));
    }
  }
  for (auto& [id, token] : tokens) {
    if (!ids_count && parts.added_tokens.find(token.content) != nullptr) continue;
    add_token(parts, std::move(token), ids_count ? std::optional(id) : std::nullopt);
  }
}

// Sets the ids of the roles. A token that is not an added token becomes one. An added token keeps
// its flags where `keep_flags`, and becomes special in any case.
void add_named_special_tokens(const std::vector<NamedSpecialToken>& roles, bool has_tokenizer_json,
                              bool keep_flags, TokenizerParts& parts) {
  for (const NamedSpecialToken& role : roles) {
    // With a tokenizer.json, DebertaTokenizer's defaults are only a guess.
    const std::optional<int32_t> known = parts.vocab.find(role.token.content);
    if (has_tokenizer_json && !role.is_set && !known) continue;
    const AddedToken* added = parts.added_tokens.find(role.token.content);
    const bool keeps_flags = keep_flags || (has_tokenizer_json && !role.has_flags);
    AddedToken token = added != nullptr && keeps_flags ? *added : role.token;
    token.special = true;
    add_token(parts, std::move(token));
    const int32_t id = *parts.vocab.find(role.token.content);
    if (role.id != nullptr) {
      parts.special_tokens.*role.id = id;
    } else {
      parts.additional_special_tokens.push_back(id);
    }
  }
}

Side side_of(const JsonFields& config, const char* name, Side otherwise) {
  const std::string side = config.string(name);
  if (side.empty()) return otherwise;
  if (side != "left" && side != "right") {
    config.fail(std::string(name) + ": expected 'left' or 'right'");
  }
  return side == "left" ? Side::kLeft : Side::kRight;
}

void read_options(const JsonFields& config, TokenizerParts& parts) {
  // transformers ignores it for a unigram model's Metaspace, and BERT has none.
  const bool prefix_space = config.boolean("add_prefix_space", parts.add_prefix_space);
  if (!parts.unigram && !parts.wordpiece) parts.add_prefix_space = prefix_space;
  parts.padding_side = side_of(config, "padding_side", parts.padding_side);
  parts.truncation_side = side_of(config, "truncation_side", parts.truncation_side);
  parts.clean_up_tokenization_spaces = config.boolean("clean_up_tokenization_spaces", false);
  // "No limit" is stored as 1e30.
  const json* length = config.find("model_max_length");
  if (length != nullptr && length->is_number() && length->get<double>() >= 1 &&
      length->get<double>() <= INT_MAX) {
    parts.model_max_length = length->get<int>();
  }
}

// Options of DebertaV2Tokenizer. A tokenizer.json has steps instead.
void refuse_changes_of_text(const JsonFields& config) {
  for (const char* name : {"do_lower_case", "split_by_punct"}) {
    if (!config.boolean(name, false)) continue;
    throw Error(ErrorCode::kTokenizerUnsupported,
                std::string("tokenizer_config.json: ") + name + " is true");
  }
}

}  // namespace

void read_settings(const TokenizerFiles& files, bool has_tokenizer_json, TokenizerParts& parts) {
  const Settings config_file(files.tokenizer_config_json, "tokenizer_config.json");
  const Settings map_file(files.special_tokens_map_json, "special_tokens_map.json");
  const Settings added(files.added_tokens_json, "added_tokens.json");
  const JsonFields config = config_file.fields();
  if (parts.unigram && !has_tokenizer_json) refuse_changes_of_text(config);

  // Newer settings list all added tokens with their flags; older ones use two more files.
  const bool has_decoder = config.find("added_tokens_decoder") != nullptr;
  std::vector<JsonFields> settings = {config};
  if (has_decoder) {
    read_added_tokens_decoder(config, /*ids_count=*/!has_tokenizer_json, parts);
  } else {
    settings.push_back(map_file.fields());
    in_file("added_tokens.json", [&] {
      read_added_tokens_json(added.object, /*ids_count=*/!has_tokenizer_json, parts);
    });
  }
  if (parts.wordpiece) read_bert_options(config, has_tokenizer_json, parts);
  const auto roles =
      read_named_special_tokens(settings, parts.wordpiece ? TokenizerClass::kBert
                                          : parts.unigram ? TokenizerClass::kDebertaV2
                                                          : TokenizerClass::kDeberta);
  add_named_special_tokens(roles, has_tokenizer_json, has_decoder, parts);
  if (!has_tokenizer_json) {
    set_deberta_templates(parts.special_tokens.cls, parts.special_tokens.sep, parts);
    if (parts.wordpiece) parts.wordpiece->model.set_unknown_id(parts.special_tokens.unk);
  }
  read_options(config, parts);
}

}  // namespace deberta
