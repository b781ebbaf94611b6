#include <string>
#include <utility>

#include "base/error.h"
#include "text/files/json_fields.h"
#include "text/files/post_processor.h"
#include "text/files/tokenizer_readers.h"
#include "text/models/merges.h"

namespace deberta {
namespace {

using nlohmann::json;

Vocab read_vocab(const json& object) {
  if (!object.is_object()) throw Error(ErrorCode::kVocab, "vocab: not an object");
  std::vector<Vocab::Entry> entries;
  entries.reserve(object.size());
  for (const auto& [token, id] : object.items()) entries.push_back({token, id_of(id)});
  return Vocab(entries);
}

void refuse_bpe_options(const json& model) {
  for (const char* name : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (!text(model, name).empty()) unsupported(std::string(name) + " is set");
  }
  if (flag(model, "byte_fallback", false)) unsupported("byte_fallback is true");
  const json* dropout = find(model, "dropout");
  if (dropout != nullptr && *dropout != 0) unsupported("dropout is set");
}

void read_model(const json& document, TokenizerParts& parts) {
  const json* model = find(document, "model");
  if (model == nullptr) bad_file("tokenizer.json: no model");
  const std::string type = text(*model, "type");
  if (type == "Unigram") return read_unigram_json(document, parts);
  // Older files do not tell the type; merges, which are asked for below, are a BPE's.
  if (find(*model, "type") != nullptr && type != "BPE")
    unsupported("the model is neither a BPE nor a Unigram");
  if (find(document, "normalizer") != nullptr) unsupported("it has a normalizer");
  refuse_bpe_options(*model);
  const json* vocab = find(*model, "vocab");
  const json* merges = find(*model, "merges");
  if (vocab == nullptr || merges == nullptr) bad_file("tokenizer.json: no vocab or no merges");
  parts.vocab = read_vocab(*vocab);
  parts.bpe = Bpe(parts.vocab, parse_merges_json(*merges), flag(*model, "ignore_merges", false));
}

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

void read_added_tokens(const json& document, TokenizerParts& parts) {
  const json* added = find(document, "added_tokens");
  if (added == nullptr) return;
  if (!added->is_array()) bad_file("tokenizer.json: added_tokens is not a list");
  for (const json& entry : *added) {
    const json* id = find(entry, "id");
    if (id == nullptr) bad_file("tokenizer.json: an added token has no id");
    add_token(parts, parse_added_token(entry, /*special_by_default=*/false), id_of(*id));
  }
}

// "truncation" and "padding" tell a side, which transformers takes where its own settings do not.
Side direction_of(const json& document, const char* name) {
  const json* settings = find(document, name);
  return settings != nullptr && text(*settings, "direction") == "Left" ? Side::kLeft : Side::kRight;
}

}  // namespace

void read_tokenizer_json(std::string_view content, TokenizerParts& parts) {
  const json document = read_object(content, "tokenizer.json");
  read_model(document, parts);
  if (!parts.unigram) {
    bool byte_level = false;
    read_pre_tokenizer(find(document, "pre_tokenizer"), parts, byte_level);
    if (!byte_level) unsupported("the words are not split at byte level");
  }
  read_added_tokens(document, parts);
  read_post_processor(find(document, "post_processor"), parts);
  if (parts.unigram && parts.trimming.spaces) unsupported("a unigram with trim_offsets");
  parts.truncation_side = direction_of(document, "truncation");
  parts.padding_side = direction_of(document, "padding");
}

}  // namespace deberta
