#include "bindings/tokenizer_calls.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/encodings.h"

namespace deberta::bindings {
namespace {

using emscripten::val;
using Texts = std::span<const std::string_view>;

val decode(const Tokenizer& tokenizer, Texts, const Options& options) {
  DecodeOptions decode_with;
  options.read("skip_special_tokens", decode_with.skip_special_tokens);
  options.read("clean_up_tokenization_spaces", decode_with.clean_up_tokenization_spaces);
  options.read("errors", decode_with.errors,
               {{"replace", DecodeErrors::kReplace},
                {"ignore", DecodeErrors::kIgnore},
                {"strict", DecodeErrors::kStrict}});
  const std::vector<int32_t> ids = vector_of<int32_t>(options["ids"]);
  std::span<const int32_t> rest = ids;
  val texts = val::array();
  unsigned index = 0;
  for (uint32_t length : vector_of<uint32_t>(options["lengths"])) {
    if (length > rest.size())
      throw Error(ErrorCode::kInput, "lengths: their sum exceeds the number of ids");
    texts.set(index++, tokenizer.decode(rest.first(length), decode_with));
    rest = rest.subspan(length);
  }
  return texts;
}

// The vocabulary's entries; "" for an id without one.
val tokens_of(const Tokenizer& tokenizer, Texts, const Options& options) {
  val tokens = val::array();
  unsigned index = 0;
  for (int32_t id : vector_of<int32_t>(options["ids"])) tokens.set(index++, tokenizer.token(id));
  return tokens;
}

// The text that tokens stand for; they need not be in the vocabulary.
val text_of(const Tokenizer& tokenizer, Texts texts, const Options&) {
  return val(tokenizer.text_of(texts));
}

// −1 for an unknown token.
val ids_of(const Tokenizer& tokenizer, Texts texts, const Options&) {
  std::vector<int32_t> ids;
  for (std::string_view text : texts) ids.push_back(tokenizer.id(text).value_or(-1));
  return array_of(ids);
}

// Every entry by its id; "" where there is none.
val vocabulary(const Tokenizer& tokenizer, Texts, const Options&) {
  val tokens = val::array();
  for (int id = 0; id < tokenizer.vocab_size(); ++id) tokens.set(id, tokenizer.token(id));
  return tokens;
}

val save_vocabulary(const Tokenizer& tokenizer, Texts, const Options&) {
  const VocabularyFiles files = save_vocabulary(tokenizer.parts());
  val object = val::object();
  if (!files.vocab_txt.empty()) {
    object.set("vocab.txt", files.vocab_txt);
  } else if (files.spm_model.empty()) {
    object.set("vocab.json", files.vocab_json);
    object.set("merges.txt", files.merges_txt);
  } else {
    const std::string& bytes = files.spm_model;
    object.set("spm.model", val::global("Uint8Array")
                                .new_(emscripten::typed_memory_view(
                                    bytes.size(), reinterpret_cast<const uint8_t*>(bytes.data()))));
  }
  return object;
}

// {ids, pair_ids?} → with special tokens added: the ids, their types, and a mask of the special
// ones.
val with_special_tokens(const Tokenizer& tokenizer, Texts, const Options& options) {
  const std::vector<int32_t> ids = vector_of<int32_t>(options["ids"]);
  const std::vector<int32_t> pair = vector_of<int32_t>(options["pair_ids"]);
  std::optional<Tokenizer::Ids> pair_ids;
  if (present(options["pair_ids"])) pair_ids = pair;
  val object = val::object();
  object.set("ids", array_of(tokenizer.build_inputs_with_special_tokens(ids, pair_ids)));
  object.set("type_ids", array_of(tokenizer.create_token_type_ids_from_sequences(ids, pair_ids)));
  object.set("mask", array_of(tokenizer.get_special_tokens_mask(ids, pair_ids, false)));
  return object;
}

val special_tokens_mask(const Tokenizer& tokenizer, Texts, const Options& options) {
  return array_of(
      tokenizer.get_special_tokens_mask(vector_of<int32_t>(options["ids"]), std::nullopt, true));
}

using Method = val (*)(const Tokenizer&, Texts, const Options&);

const char* name_of(Side side) { return side == Side::kLeft ? "left" : "right"; }

}  // namespace

TokenizerOptions tokenizer_options(const Options& options) {
  TokenizerOptions result;
  options.read("add_prefix_space", result.add_prefix_space);
  options.read("use_fast", result.use_fast);
  return result;
}

val to_js(const Tokenizer& tokenizer) {
  val ids = val::object();
  val tokens = val::object();
  const SpecialTokens& special = tokenizer.special_tokens();
  for (const auto& [role, id] : {std::pair("bos", special.bos),
                                 {"eos", special.eos},
                                 {"unk", special.unk},
                                 {"sep", special.sep},
                                 {"pad", special.pad},
                                 {"cls", special.cls},
                                 {"mask", special.mask}}) {
    if (id < 0) continue;
    ids.set(role, id);
    tokens.set(role, tokenizer.token(id));
  }
  val all_tokens = val::array();
  const std::vector<int32_t> all = tokenizer.special_ids();
  for (size_t i = 0; i < all.size(); ++i) all_tokens.set(i, tokenizer.token(all[i]));
  val info = val::object();
  info.set("special_ids", ids);
  info.set("special_tokens", tokens);
  info.set("all_special_ids", val::array(all));
  info.set("all_special_tokens", all_tokens);
  info.set("additional_special_ids", val::array(tokenizer.additional_special_tokens()));
  info.set("vocab_size", tokenizer.base_vocab_size());
  info.set("model_max_length", tokenizer.model_max_length());
  info.set("padding_side", std::string(name_of(tokenizer.padding_side())));
  info.set("truncation_side", std::string(name_of(tokenizer.truncation_side())));
  info.set("add_prefix_space", tokenizer.add_prefix_space());
  info.set("clean_up_tokenization_spaces", tokenizer.clean_up_tokenization_spaces());
  info.set("tokenizer_class", tokenizer.class_index());
  info.set("special_tokens_to_add", tokenizer.num_special_tokens_to_add(false));
  info.set("special_tokens_to_add_to_pair", tokenizer.num_special_tokens_to_add(true));
  return info;
}

val call_tokenizer(const std::string& name, const Tokenizer& tokenizer, Texts texts,
                   const Options& options) {
  static const std::map<std::string_view, Method> methods = {
      {"encode", encode_texts},
      {"decode", decode},
      {"tokensOf", tokens_of},
      {"idsOf", ids_of},
      {"textOf", text_of},
      {"vocabulary", vocabulary},
      {"saveVocabulary", save_vocabulary},
      {"withSpecialTokens", with_special_tokens},
      {"specialTokensMask", special_tokens_mask},
  };
  const auto method = methods.find(name);
  if (method == methods.end()) throw Error(ErrorCode::kInput, "unknown tokenizer method " + name);
  return method->second(tokenizer, texts, options);
}

}  // namespace deberta::bindings
