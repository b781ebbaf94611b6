#include <string>
#include <utility>

#include "base/error.h"
#include "text/files/post_processor.h"
#include "text/files/tokenizer_readers.h"
#include "text/models/merges.h"

namespace deberta {
namespace {

using nlohmann::json;

void refuse_bpe_options(const JsonFields& model) {
  for (const char* name : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (!model.string(name).empty()) unsupported(std::string(name) + " is set");
  }
  if (model.boolean("byte_fallback", false)) unsupported("byte_fallback is true");
  const json* dropout = model.find("dropout");
  if (dropout != nullptr && *dropout != 0) unsupported("dropout is set");
}

// Bytes without a token become the unknown token; without one they are dropped.
void read_bpe(const JsonFields& model, const json& merges, TokenizerParts& parts) {
  const std::string unknown = model.string("unk_token");
  parts.unknown_byte_id = parts.vocab.find(unknown).value_or(-1);
  Bpe::Options options{.whole_words = model.boolean("ignore_merges", false)};
  if (parts.unknown_byte_id >= 0) {
    options.unknown = model.boolean("fuse_unk", false) ? Bpe::Unknown::kFused : Bpe::Unknown::kKept;
  }
  parts.bpe = Bpe(parts.vocab, parse_merges_json(merges), options);
  if (!unknown.empty() && parts.unknown_byte_id < 0 && !parts.bpe.is_complete()) {
    throw Error(ErrorCode::kVocab, "vocab: a byte has no token, and unk_token is not in it");
  }
}

void read_model(const JsonFields& document, TokenizerParts& parts) {
  const json* found = document.find("model");
  if (found == nullptr) document.fail("expected a model");
  const JsonFields model = document.of(*found);
  const std::string type = model.string("type");
  if (type == "Unigram") return read_unigram_json(document, parts);
  // Older files do not name the type. They are a WordPiece's if they limit words, and a BPE's if
  // they have merges, which are required below.
  const bool has_type = model.find("type") != nullptr;
  const bool limits_words = model.find("max_input_chars_per_word") != nullptr;
  if (type == "WordPiece" || (!has_type && limits_words)) {
    return read_wordpiece_json(document, parts);
  }
  if (has_type && type != "BPE")
    unsupported("expected a BPE, a Unigram or a WordPiece as the model");
  if (document.find("normalizer") != nullptr) unsupported("a BPE with a normalizer");
  refuse_bpe_options(model);
  const json* vocab = model.find("vocab");
  const json* merges = model.find("merges");
  if (vocab == nullptr || merges == nullptr) document.fail("expected a vocab and merges");
  parts.vocab = read_vocab(*vocab);
  read_bpe(model, *merges, parts);
}

// Finds the ByteLevel step, and refuses other steps, which would split words differently.
void read_pre_tokenizer(const JsonFields& step, TokenizerParts& parts, bool& byte_level) {
  const std::string type = step.string("type");
  if (type == "Sequence") {
    for (const json& each : step.list("pretokenizers")) {
      read_pre_tokenizer(step.of(each), parts, byte_level);
    }
  } else if (type == "ByteLevel" && !byte_level) {
    if (!step.boolean("use_regex", true)) unsupported("a ByteLevel step without its pattern");
    parts.add_prefix_space = step.boolean("add_prefix_space", true);
    byte_level = true;
  } else {
    unsupported("a pre-tokenizer other than one ByteLevel step");
  }
}

void read_added_tokens(const JsonFields& document, TokenizerParts& parts) {
  if (document.find("added_tokens") == nullptr) return;
  for (const json& each : document.list("added_tokens")) {
    const JsonFields entry = document.of(each);
    const json* id = entry.find("id");
    if (id == nullptr) document.fail("an added token has no id");
    add_token(parts, parse_added_token(entry, /*special_by_default=*/false), id_of(*id));
  }
}

// "truncation" and "padding" name a side, which transformers uses where its own settings do not
// name one.
Side direction_of(const JsonFields& document, const char* name) {
  const json* settings = document.find(name);
  const bool left = settings != nullptr && document.of(*settings).string("direction") == "Left";
  return left ? Side::kLeft : Side::kRight;
}

}  // namespace

Vocab read_vocab(const json& object) {
  if (!object.is_object()) throw Error(ErrorCode::kVocab, "vocab: expected an object");
  std::vector<Vocab::Entry> entries;
  entries.reserve(object.size());
  for (const auto& [token, id] : object.items()) entries.push_back({token, id_of(id)});
  return Vocab(entries);
}

void read_tokenizer_json(std::string_view content, TokenizerParts& parts) {
  const JsonDocument object = parse_object(content, source_of("tokenizer.json"));
  const JsonFields document(object, source_of("tokenizer.json"));
  read_model(document, parts);
  if (!parts.unigram && !parts.wordpiece) {
    bool byte_level = false;
    if (const json* step = document.find("pre_tokenizer")) {
      read_pre_tokenizer(document.of(*step), parts, byte_level);
    }
    if (!byte_level) unsupported("expected a ByteLevel pre_tokenizer");
  }
  read_added_tokens(document, parts);
  read_post_processor(document, parts);
  if (parts.unigram && parts.trimming.spaces) unsupported("a unigram model with trim_offsets");
  if (parts.wordpiece && parts.trimming.spaces) unsupported("a WordPiece with trim_offsets");
  parts.truncation_side = direction_of(document, "truncation");
  parts.padding_side = direction_of(document, "padding");
}

}  // namespace deberta
