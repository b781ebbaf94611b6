#include "text/files/tokenizer_files.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "text/files/tokenizer_readers.h"
#include "text/models/merges.h"
#include "text/models/vocab.h"

namespace deberta {

JsonSource source_of(std::string_view file) { return {ErrorCode::kTokenizerJson, file, file}; }

void unsupported(const std::string& fact) {
  throw Error(ErrorCode::kTokenizerUnsupported, "tokenizer.json: " + fact);
}

int32_t checked_id(int64_t id) {
  if (id < 0 || id >= Vocab::kMaxTokens) {
    throw Error(ErrorCode::kVocab, "vocab: id " + std::to_string(id) + ", expected 0 to " +
                                       std::to_string(Vocab::kMaxTokens - 1));
  }
  return static_cast<int32_t>(id);
}

int32_t id_of(const nlohmann::json& value) {
  if (!value.is_number_integer())
    throw Error(ErrorCode::kVocab, "vocab: expected an integer as an id");
  return checked_id(value.get<int64_t>());
}

AddedToken parse_added_token(const JsonFields& entry, bool special_by_default) {
  if (!entry.value().is_object()) entry.fail("expected an object as an added token");
  AddedToken token;
  token.content = entry.string("content");
  token.special = entry.boolean("special", special_by_default);
  token.single_word = entry.boolean("single_word", false);
  token.lstrip = entry.boolean("lstrip", false);
  token.rstrip = entry.boolean("rstrip", false);
  token.normalized = entry.boolean("normalized", !token.special);
  return token;
}

void add_token(TokenizerParts& parts, AddedToken token, std::optional<int32_t> id) {
  if (token.content.empty()) return;
  const bool known = parts.vocab.find(token.content).has_value();
  token.id = parts.vocab.add(token.content, id);
  if (!known) parts.ids_outside_vocab.push_back(token.id);
  parts.added_tokens.add(std::move(token));
}

void read_vocab_and_merges(const TokenizerFiles& files, TokenizerParts& parts) {
  if (files.vocab_json.empty()) {
    throw Error(ErrorCode::kVocab, "vocab.json is empty or missing", "vocab.json");
  }
  if (files.merges_txt.empty()) {
    throw Error(ErrorCode::kMerges, "merges.txt is empty or missing", "merges.txt");
  }
  std::vector<Vocab::Entry> entries;
  in_file("vocab.json", [&] {
    parse_integers(files.vocab_json, ErrorCode::kVocab, "vocab.json",
                   [&](std::string& token, int64_t id) {
                     entries.push_back({std::move(token), checked_id(id)});
                   });
    parts.vocab = Vocab(entries);
  });
  in_file("merges.txt", [&] {
    // Python's fast tokenizer has no unknown token here; the slow one keeps each unknown byte.
    const bool keeps = parts.reference == Reference::kSlow;
    parts.bpe = Bpe(parts.vocab, parse_merges_txt(files.merges_txt),
                    {.unknown = keeps ? Bpe::Unknown::kKept : Bpe::Unknown::kDropped});
  });
}

namespace {

template <class Normalizer>
AddedTokens::Normalize normalizing_with(const Normalizer& normalizer) {
  return [&normalizer](std::string_view content) {
    NormalizedText normalized;
    normalizer.normalize(content, {0, static_cast<uint32_t>(content.size())}, normalized);
    return std::string(normalized.text());
  };
}

// Where added tokens are searched: in the text, or in the normalised one.
void place_added_tokens(TokenizerParts& parts) {
  const bool slow = parts.reference == Reference::kSlow;
  if (slow && parts.wordpiece && parts.wordpiece->normalizer.rules().lowercases) {
    const BertNormalizer lower(BertNormalizer::kLowerCase);
    parts.added_tokens.look_for_special_in_original(normalizing_with(lower));
  } else if (slow) {
    parts.added_tokens.look_in_original();
  } else if (parts.unigram) {
    parts.added_tokens.normalize_contents(normalizing_with(parts.unigram->normalizer));
  } else if (parts.wordpiece) {
    parts.added_tokens.normalize_contents(normalizing_with(parts.wordpiece->normalizer));
  }
}

}  // namespace

TokenizerParts read_tokenizer(const TokenizerFiles& files, Reference reference) {
  TokenizerParts parts;
  parts.reference = reference;
  const bool has_others =
      !files.spm_model.empty() || !files.vocab_json.empty() || !files.vocab_txt.empty();
  const bool from_json =
      !files.tokenizer_json.empty() && (reference == Reference::kFast || !has_others);
  if (from_json) {
    in_file("tokenizer.json", [&] { read_tokenizer_json(files.tokenizer_json, parts); });
  } else if (!files.spm_model.empty()) {
    in_file("spm.model", [&] { read_spm_model(files.spm_model, parts); });
  } else if (!files.vocab_txt.empty() && files.vocab_json.empty()) {
    in_file("vocab.txt", [&] { read_vocab_txt(files.vocab_txt, parts); });
  } else {
    read_vocab_and_merges(files, parts);
  }
  // As in transformers, the settings take precedence over tokenizer.json.
  in_file("tokenizer_config.json", [&] { read_settings(files, from_json, parts); });
  place_added_tokens(parts);
  if (reference == Reference::kSlow && !from_json && !parts.wordpiece) {
    parts.unknown_byte_id = parts.special_tokens.unk;
    parts.keeps_unknown_bytes = true;
  }
  return parts;
}

namespace {

void add_gliner_tokens(TokenizerParts& parts) {
  if (parts.vocab.find("<<ENT>>")) return;
  for (const char* content : {"[FLERT]", "<<ENT>>", "<<SEP>>"}) {
    AddedToken token;
    token.content = content;
    token.special = true;
    add_token(parts, std::move(token));
  }
}

}  // namespace

Tokenizer load_tokenizer(const TokenizerFiles& files, const TokenizerOptions& options) {
  TokenizerParts parts =
      read_tokenizer(files, options.use_fast ? Reference::kFast : Reference::kSlow);
  if (options.for_gliner) add_gliner_tokens(parts);
  parts.add_prefix_space = options.add_prefix_space.value_or(parts.add_prefix_space);
  return Tokenizer(std::move(parts));
}

}  // namespace deberta
