#include "text/tokenizer_files.h"

#include <algorithm>
#include <climits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/json.h"

namespace deberta {
namespace {

using nlohmann::json;
using Kind = TemplatePiece::Kind;

[[noreturn]] void bad_file(const std::string& fact) {
  throw Error(ErrorCode::kTokenizerJson, fact);
}

[[noreturn]] void unsupported(const std::string& fact) {
  throw Error(ErrorCode::kTokenizerUnsupported, "tokenizer.json: " + fact);
}

// A member that is there and not null.
const json* find(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto member = object.find(name);
  return member == object.end() || member->is_null() ? nullptr : &*member;
}

bool flag(const json& object, const char* name, bool otherwise) {
  const json* member = find(object, name);
  if (member == nullptr) return otherwise;
  if (!member->is_boolean()) bad_file(std::string(name) + " is not true or false");
  return member->get<bool>();
}

std::string text(const json& object, const char* name) {
  const json* member = find(object, name);
  if (member == nullptr) return "";
  if (!member->is_string()) bad_file(std::string(name) + " is not a string");
  return member->get<std::string>();
}

int32_t checked_id(int64_t id) {
  if (id < 0 || id >= Vocab::kMostTokens) {
    throw Error(ErrorCode::kVocab, "vocab: id " + std::to_string(id) + ", expected 0 to " +
                                       std::to_string(Vocab::kMostTokens - 1));
  }
  return static_cast<int32_t>(id);
}

int32_t id_of(const json& value) {
  if (!value.is_number_integer()) throw Error(ErrorCode::kVocab, "vocab: an id is not an integer");
  return checked_id(value.get<int64_t>());
}

json read_object(std::string_view content, const char* name) {
  if (content.empty()) return json::object();
  json document = parse_json(content, ErrorCode::kTokenizerJson, name);
  if (!document.is_object()) bad_file(std::string(name) + ": not an object");
  return document;
}

Vocab read_vocab(const json& object) {
  if (!object.is_object()) throw Error(ErrorCode::kVocab, "vocab: not an object");
  std::vector<Vocab::Entry> entries;
  entries.reserve(object.size());
  for (const auto& [token, id] : object.items()) entries.push_back({token, id_of(id)});
  return Vocab(entries);
}

// "left right"; `rank` names it in an error.
Bpe::Merge parse_merge(std::string_view line, size_t rank) {
  const size_t space = line.find(' ');
  if (space == 0 || space == std::string_view::npos || space + 1 == line.size() ||
      line.find(' ', space + 1) != std::string_view::npos) {
    throw Error(ErrorCode::kMerges,
                "merge " + std::to_string(rank) + ": expected two tokens with a space between");
  }
  return {std::string(line.substr(0, space)), std::string(line.substr(space + 1))};
}

std::vector<Bpe::Merge> parse_merges_txt(std::string_view content) {
  std::vector<Bpe::Merge> merges;
  while (!content.empty()) {
    std::string_view line = content.substr(0, content.find('\n'));
    content.remove_prefix(std::min(content.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with("#version")) continue;
    merges.push_back(parse_merge(line, merges.size()));
  }
  return merges;
}

// As strings, and as pairs, which newer files have.
std::vector<Bpe::Merge> parse_merges_json(const json& list) {
  if (!list.is_array()) throw Error(ErrorCode::kMerges, "merges: not a list");
  std::vector<Bpe::Merge> merges;
  merges.reserve(list.size());
  for (const json& merge : list) {
    const size_t rank = merges.size();
    if (merge.is_string()) {
      merges.push_back(parse_merge(merge.get_ref<const std::string&>(), rank));
    } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() &&
               merge[1].is_string()) {
      merges.emplace_back(merge[0].get<std::string>(), merge[1].get<std::string>());
    } else {
      throw Error(ErrorCode::kMerges, "merge " + std::to_string(rank) + ": not a pair of tokens");
    }
  }
  return merges;
}

AddedToken parse_added_token(const json& object, bool special_by_default) {
  if (!object.is_object()) bad_file("an added token is not an object");
  AddedToken token;
  token.content = text(object, "content");
  token.special = flag(object, "special", special_by_default);
  token.single_word = flag(object, "single_word", false);
  token.lstrip = flag(object, "lstrip", false);
  token.rstrip = flag(object, "rstrip", false);
  token.normalized = flag(object, "normalized", !token.special);
  return token;
}

void add(TokenizerParts& parts, AddedToken token, std::optional<int32_t> id = std::nullopt) {
  if (token.content.empty()) return;
  token.id = parts.vocab.add(token.content, id);
  parts.added_tokens.add(std::move(token));
}

// --- vocab.json and merges.txt: what DebertaTokenizerFast makes of them ---

struct NamedToken {
  std::string_view name;
  AddedToken token;
};

// A special token as settings tell it, "[CLS]" or {"content": "[CLS]", …}; flags that they do not
// tell stay as they are.
void read_special_token(const json& value, std::string_view name, AddedToken& token) {
  if (value.is_object()) {
    token = parse_added_token(value, /*special_by_default=*/true);
    token.special = true;
  } else if (value.is_string()) {
    token.content = value.get<std::string>();
  } else {
    bad_file(std::string(name) + " is not a token");
  }
  if (token.content.empty()) bad_file(std::string(name) + " is empty");
}

// The special tokens with DebertaTokenizer's defaults, in the order in which transformers gives ids
// to those that the vocabulary lacks. `settings`: later ones win.
std::vector<NamedToken> special_tokens(const std::vector<const json*>& settings) {
  std::vector<NamedToken> specials;
  for (const auto& [name, content] : {std::pair("bos_token", "[CLS]"),
                                      {"eos_token", "[SEP]"},
                                      {"unk_token", "[UNK]"},
                                      {"sep_token", "[SEP]"},
                                      {"pad_token", "[PAD]"},
                                      {"cls_token", "[CLS]"},
                                      {"mask_token", "[MASK]"}}) {
    AddedToken token;
    token.content = content;
    token.special = true;
    // transformers makes [MASK] an ordinary added token that takes the space before it.
    token.lstrip = token.normalized = std::string_view(name) == "mask_token";
    for (const json* each : settings) {
      if (const json* value = find(*each, name)) read_special_token(*value, name, token);
    }
    specials.push_back({name, std::move(token)});
  }
  for (const json* each : settings) {
    const json* list = find(*each, "additional_special_tokens");
    if (list == nullptr) continue;
    if (!list->is_array()) bad_file("additional_special_tokens is not a list");
    for (const json& value : *list) {
      AddedToken token;
      token.special = true;
      read_special_token(value, "additional_special_tokens", token);
      specials.push_back({"additional_special_tokens", std::move(token)});
    }
  }
  return specials;
}

int32_t id_of_special(std::string_view name, const std::vector<NamedToken>& specials,
                      const Vocab& vocab) {
  return *vocab.find(std::ranges::find(specials, name, &NamedToken::name)->token.content);
}

// tokenizer_config.json's {"0": {"content": "[PAD]", …}, …}
void read_added_tokens_decoder(const json& decoder, TokenizerParts& parts) {
  if (!decoder.is_object()) bad_file("tokenizer_config.json: added_tokens_decoder is no object");
  for (const auto& [id, entry] : decoder.items()) {
    if (id.empty() || id.size() > 9 || id.find_first_not_of("0123456789") != std::string::npos) {
      bad_file("tokenizer_config.json: an id of added_tokens_decoder is not a number");
    }
    add(parts, parse_added_token(entry, /*special_by_default=*/false), std::stoi(id));
  }
}

void read_vocab_and_merges(const TokenizerFiles& files, const json& config, TokenizerParts& parts) {
  if (files.vocab_json.empty()) throw Error(ErrorCode::kVocab, "vocab.json is empty or missing");
  if (files.merges_txt.empty()) throw Error(ErrorCode::kMerges, "merges.txt is empty or missing");
  std::vector<Vocab::Entry> entries;
  parse_integers(files.vocab_json, ErrorCode::kVocab, "vocab.json",
                 [&](std::string& token, int64_t id) {
                   entries.push_back({std::move(token), checked_id(id)});
                 });
  parts.vocab = Vocab(entries);
  parts.bpe = Bpe(parts.vocab, parse_merges_txt(files.merges_txt), /*whole_words=*/false);

  // Newer settings tell all added tokens, with their flags; older ones leave them to two more
  // files.
  const json* decoder = find(config, "added_tokens_decoder");
  std::vector<const json*> settings = {&config};
  const json map = read_object(files.special_tokens_map_json, "special_tokens_map.json");
  if (decoder != nullptr) {
    read_added_tokens_decoder(*decoder, parts);
  } else {
    settings.push_back(&map);
    const json added = read_object(files.added_tokens_json, "added_tokens.json");
    for (const auto& [content, id] : added.items()) {
      AddedToken token;
      token.content = content;
      token.normalized = true;
      add(parts, std::move(token), id_of(id));
    }
  }
  const std::vector<NamedToken> specials = special_tokens(settings);
  for (const NamedToken& special : specials) {
    const auto is_same = [&](const AddedToken& token) {
      return token.content == special.token.content;
    };
    const bool told = decoder != nullptr && std::ranges::any_of(parts.added_tokens.all(), is_same);
    if (!told) add(parts, special.token);
  }

  const int32_t cls = id_of_special("cls_token", specials, parts.vocab);
  const int32_t sep = id_of_special("sep_token", specials, parts.vocab);
  parts.single =
      Template{{{Kind::kSpecial, cls, 0}, {Kind::kText, 0, 0}, {Kind::kSpecial, sep, 0}}};
  parts.pair = Template{{{Kind::kSpecial, cls, 0},
                         {Kind::kText, 0, 0},
                         {Kind::kSpecial, sep, 0},
                         {Kind::kPair, 0, 1},
                         {Kind::kSpecial, sep, 1}}};
}

// --- tokenizer.json ---

// Finds the ByteLevel step and refuses steps that would change the words.
void read_pre_tokenizer(const json* step, TokenizerParts& parts, bool& byte_level) {
  if (step == nullptr) return;
  const std::string type = text(*step, "type");
  if (type == "Sequence") {
    const json* steps = find(*step, "pretokenizers");
    if (steps == nullptr || !steps->is_array())
      bad_file("tokenizer.json: pretokenizers is no list");
    for (const json& each : *steps) read_pre_tokenizer(&each, parts, byte_level);
  } else if (type == "ByteLevel" && !byte_level) {
    if (!flag(*step, "use_regex", true)) unsupported("a ByteLevel step without its pattern");
    parts.add_prefix_space = flag(*step, "add_prefix_space", true);
    byte_level = true;
  } else {
    unsupported("a pre-tokenizer other than one ByteLevel step");
  }
}

Template read_template(const json& list, const TokenizerParts& parts, const json& special_tokens) {
  if (!list.is_array()) bad_file("tokenizer.json: a template is not a list");
  Template result;
  for (const json& item : list) {
    TemplatePiece piece;
    const json* special = find(item, "SpecialToken");
    const json* body = special != nullptr ? special : find(item, "Sequence");
    if (body == nullptr) bad_file("tokenizer.json: an unknown piece in a template");
    const std::string name = text(*body, "id");
    const json* type_id = find(*body, "type_id");
    if (type_id != nullptr) piece.type_id = id_of(*type_id);
    if (special == nullptr) {
      piece.kind = name == "B" ? Kind::kPair : Kind::kText;
      result.pieces.push_back(piece);
      continue;
    }
    piece.kind = Kind::kSpecial;
    const json* entry = find(special_tokens, name.c_str());
    const json* ids = entry == nullptr ? nullptr : find(*entry, "ids");
    if (ids == nullptr || !ids->is_array()) {
      bad_file("tokenizer.json: a template names a special token that it does not define");
    }
    for (const json& id : *ids) {
      piece.id = id_of(id);
      if (piece.id >= parts.vocab.size()) bad_file("tokenizer.json: a special id has no token");
      result.pieces.push_back(piece);
    }
  }
  return result;
}

// ["[SEP]", 2] of BertProcessing and RobertaProcessing.
int32_t special_of(const json& processor, const char* name, const Vocab& vocab) {
  const json* entry = find(processor, name);
  if (entry == nullptr || !entry->is_array() || entry->size() != 2) {
    bad_file(std::string("tokenizer.json: post_processor has no ") + name);
  }
  const int32_t id = id_of((*entry)[1]);
  if (vocab.token(id).empty()) bad_file("tokenizer.json: a special id has no token");
  return id;
}

void read_post_processor(const json* processor, TokenizerParts& parts) {
  const std::string type = processor == nullptr ? "ByteLevel" : text(*processor, "type");
  if (type == "TemplateProcessing") {
    const json* single = find(*processor, "single");
    const json* pair = find(*processor, "pair");
    const json* specials = find(*processor, "special_tokens");
    if (single == nullptr || pair == nullptr) bad_file("tokenizer.json: a template is missing");
    const json none = json::object();
    parts.single = read_template(*single, parts, specials == nullptr ? none : *specials);
    parts.pair = read_template(*pair, parts, specials == nullptr ? none : *specials);
  } else if (type == "BertProcessing" || type == "RobertaProcessing") {
    const int32_t cls = special_of(*processor, "cls", parts.vocab),
                  sep = special_of(*processor, "sep", parts.vocab);
    const bool bert = type == "BertProcessing";
    const TemplatePiece first{Kind::kSpecial, cls, 0}, middle{Kind::kSpecial, sep, 0};
    parts.single = Template{{first, {Kind::kText, 0, 0}, middle}};
    parts.pair = Template{{first, {Kind::kText, 0, 0}, middle}};
    if (!bert) parts.pair.pieces.push_back(middle);  // <s> A </s></s> B </s>
    parts.pair.pieces.push_back({Kind::kPair, 0, bert ? 1 : 0});
    parts.pair.pieces.push_back({Kind::kSpecial, sep, bert ? 1 : 0});
  } else if (type == "ByteLevel") {  // adds nothing
    parts.single = Template{{{Kind::kText, 0, 0}}};
    parts.pair = Template{{{Kind::kText, 0, 0}, {Kind::kPair, 0, 1}}};
  } else {
    unsupported("an unknown post_processor");
  }
}

void refuse_bpe_options(const json& model) {
  for (const char* name : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (!text(model, name).empty()) unsupported(std::string(name) + " is set");
  }
  if (flag(model, "byte_fallback", false)) unsupported("byte_fallback is true");
  const json* dropout = find(model, "dropout");
  if (dropout != nullptr && *dropout != 0) unsupported("dropout is set");
}

void read_tokenizer_json(std::string_view content, TokenizerParts& parts) {
  const json document = read_object(content, "tokenizer.json");
  const json* model = find(document, "model");
  if (model == nullptr) bad_file("tokenizer.json: no model");
  const std::string type = text(*model, "type");
  // Older files do not tell the type; merges, which are asked for below, are a BPE's.
  if (find(*model, "type") != nullptr && type != "BPE")
    unsupported("the model is not a BPE, the one kind that this version runs");
  if (find(document, "normalizer") != nullptr) unsupported("it has a normalizer");
  refuse_bpe_options(*model);
  const json* vocab = find(*model, "vocab");
  const json* merges = find(*model, "merges");
  if (vocab == nullptr || merges == nullptr) bad_file("tokenizer.json: no vocab or no merges");
  parts.vocab = read_vocab(*vocab);
  parts.bpe = Bpe(parts.vocab, parse_merges_json(*merges), flag(*model, "ignore_merges", false));

  bool byte_level = false;
  read_pre_tokenizer(find(document, "pre_tokenizer"), parts, byte_level);
  if (!byte_level) unsupported("the words are not split at byte level");
  if (const json* added = find(document, "added_tokens")) {
    if (!added->is_array()) bad_file("tokenizer.json: added_tokens is not a list");
    for (const json& entry : *added) {
      const json* id = find(entry, "id");
      if (id == nullptr) bad_file("tokenizer.json: an added token has no id");
      add(parts, parse_added_token(entry, /*special_by_default=*/false), id_of(*id));
    }
  }
  read_post_processor(find(document, "post_processor"), parts);
}

}  // namespace

TokenizerParts read_tokenizer(const TokenizerFiles& files) {
  const json config = read_object(files.tokenizer_config_json, "tokenizer_config.json");
  TokenizerParts parts;
  if (files.tokenizer_json.empty()) {
    read_vocab_and_merges(files, config, parts);
  } else {
    read_tokenizer_json(files.tokenizer_json, parts);
  }
  // As in transformers, the settings beside tokenizer.json win.
  parts.add_prefix_space = flag(config, "add_prefix_space", parts.add_prefix_space);
  // "No limit" is written as 1e30.
  const json* length = find(config, "model_max_length");
  if (length != nullptr && length->is_number() && length->get<double>() >= 1 &&
      length->get<double>() <= INT_MAX) {
    parts.model_max_length = length->get<int>();
  }
  return parts;
}

}  // namespace deberta
