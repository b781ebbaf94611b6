#include "fuzz/seeds.h"

#include <filesystem>
#include <fstream>

#include "fuzz/input.h"
#include "io/torch_files.h"
#include "text/tiny_tokenizer.h"
#include "text/tiny_unigram.h"

namespace deberta::fuzz {
namespace {

using nlohmann::json;
namespace pickle = testing::pickle;

class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  void add(const char* target, const std::string& name, const std::string& input) const {
    const std::filesystem::path folder = std::filesystem::path(path_) / target;
    std::filesystem::create_directories(folder);
    std::ofstream(folder / name, std::ios::binary) << input;
  }

 private:
  std::string path_;
};

const std::string kPieces("\7\0", 2);  // the seed of the pieces

std::string state_dict(bool nested) {
  const std::string weights = pickle::storage("FloatStorage", "0", 6);
  const std::string halves = pickle::storage("HalfStorage", "1", 4);
  const std::string tensors =
      pickle::dict({{"a.weight", pickle::tensor(weights, 0, {2, 3}, {3, 1})},
                    {"a.turned", pickle::tensor(weights, 0, {3, 2}, {1, 3})},
                    {"b", pickle::tensor(halves, 2, {2}, {1})},
                    {"steps", pickle::integer(7)}});
  return pickle::whole(nested ? pickle::dict({{"epoch", pickle::integer(1)}, {"model", tensors}})
                              : tensors);
}

void add_torch(const Folder& folder) {
  const std::string floats(24, '\x3f'), halves("\0\x3c\0\x3d\0\x3e\0\x3f", 8);
  for (const bool nested : {false, true}) {
    const std::string name = nested ? "nested" : "plain";
    const std::string dict = state_dict(nested);
    folder.add("state_dict", name, kPieces + dict);
    folder.add("torch_zip", name,
               kPieces + testing::torch_file(dict, {{"0", floats}, {"1", halves}}));
    const auto size = [](uint64_t elements) { return testing::little_endian(elements, 8); };
    const std::string keys = pickle::whole("](" + pickle::text("0") + pickle::text("1") + "e");
    const std::string magic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
    const std::string version = pickle::whole("M\xe9\x03");
    folder.add("torch_legacy", name,
               kPieces + magic + version +
                   pickle::whole(pickle::dict({{"little_endian", "\x88"}})) + dict + keys +
                   size(6) + floats + size(4) + halves);
  }
}

// u8 × 4 and two 16-bit numbers: read_options(), then use_fast and has pair.
std::string options(int truncation, int max_length, int stride, bool fast, bool pair) {
  return std::string(1, '\1') + static_cast<char>(truncation) +
         testing::little_endian(static_cast<uint64_t>(max_length), 2) +
         testing::little_endian(static_cast<uint64_t>(stride), 2) + static_cast<char>(fast) +
         static_cast<char>(pair);
}

const char* const kText = " Hello [MASK] world, h\u00e9llo\u2026 \ufb01x";
const char* const kPair = "hello\tworld \U0001f642";

json small_vocab() {
  json vocab{{"[PAD]", 0}, {"[CLS]", 1}, {"[SEP]", 2}, {"[UNK]", 3}, {"[MASK]", 4}};
  int id = 5;
  for (const char* token : {"h", "e", "l", "o", "w", "r", "d", "Ġ", "he", "ll", "hell", "hello"}) {
    vocab[token] = id++;
  }
  return vocab;
}

void add_byte_level(const Folder& folder) {
  json document = testing::tiny_tokenizer_json();
  document["model"]["vocab"] = small_vocab();
  document["model"]["merges"] = {"h e", "l l", "he ll", "hell o"};
  document["decoder"] = nullptr;
  const std::string settings =
      R"({"tokenizer_class":"DebertaTokenizer","model_max_length":512,"cls_token":"[CLS]"})";
  const std::string special = R"({"mask_token":{"content":"[MASK]","lstrip":true}})";
  const std::string added = R"({"[NEW]":17})";
  folder.add("tokenizer_json", "byte_level",
             options(0, 0, 0, true, true) +
                 joined({document.dump(), settings, special, added, kText, kPair}));
  document["post_processor"] = {{"type", "RobertaProcessing"},
                                {"sep", {"[SEP]", 2}},
                                {"cls", {"[CLS]", 1}},
                                {"trim_offsets", true},
                                {"add_prefix_space", true}};
  document["pre_tokenizer"]["add_prefix_space"] = true;
  folder.add("tokenizer_json", "roberta",
             options(1, 6, 1, true, true) + joined({document.dump(), "", "", "", kText, kPair}));
  folder.add("vocab_and_merges", "all",
             options(1, 8, 2, false, true) +
                 joined({small_vocab().dump(), "#version: 0.2\nh e\nl l\nhe ll\nhell o\n", settings,
                         special, added, kText, kPair}));
  folder.add("vocab_and_merges", "two",
             options(0, 0, 0, true, false) +
                 joined({small_vocab().dump(), "h e\nl l\n", "", "", "", kText, kPair}));
}

json unigram_document(bool byte_fallback) {
  json pieces = json::array({{"[PAD]", 0.0}, {"[CLS]", 0.0}, {"[SEP]", 0.0}, {"[UNK]", 0.0}});
  for (const std::string& piece : testing::tiny_pieces()) pieces.push_back({piece, -3.5});
  return {
      {"version", "1.0"},
      {"added_tokens", json::array({{{"id", 1}, {"content", "[CLS]"}, {"special", true}}})},
      {"normalizer",
       {{"type", "Sequence"},
        {"normalizers",
         json::array(
             {{{"type", "Strip"}, {"strip_left", true}, {"strip_right", true}},
              {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", " "}}})}}},
      {"pre_tokenizer",
       {{"type", "Metaspace"},
        {"replacement", "▁"},
        {"prepend_scheme", "always"},
        {"split", true}}},
      {"decoder",
       {{"type", "Metaspace"},
        {"replacement", "▁"},
        {"prepend_scheme", "always"},
        {"split", true}}},
      {"model",
       {{"type", "Unigram"}, {"unk_id", 3}, {"vocab", pieces}, {"byte_fallback", byte_fallback}}}};
}

std::string small_spm_model() {
  using Kind = Unigram::Kind;
  SpmModel model;
  for (const char* special : {"[PAD]", "[CLS]", "[SEP]"}) {
    model.pieces.push_back({special, 0, Kind::kControl});
  }
  model.pieces.push_back({"[UNK]", 0, Kind::kUnknown});
  model.pieces.push_back({"[MASK]", 0, Kind::kUserDefined});
  for (const std::string& piece : testing::tiny_pieces()) {
    model.pieces.push_back({piece, -10 + static_cast<double>(piece.size()), Kind::kNormal});
  }
  model.unknown_id = testing::kUnkPiece;
  static const std::string charsmap = testing::make_charsmap({{"\t", " "}});
  model.charsmap = charsmap;
  return write_spm_model(model);
}

void add_unigram(const Folder& folder) {
  folder.add("tokenizer_json", "unigram",
             options(0, 0, 0, true, true) +
                 joined({unigram_document(false).dump(), "", "", "", kText, kPair}));
  const std::string settings = R"({"tokenizer_class":"DebertaV2Tokenizer","split_by_punct":false})";
  for (const bool fast : {false, true}) {
    folder.add("spm_model", fast ? "fast" : "slow",
               options(1, 9, 3, fast, true) +
                   joined({small_spm_model(), settings, "", R"({"[NEW]":30})", kText, kPair}));
    folder.add("charsmap", fast ? "clusters" : "prefixes",
               std::string(1, static_cast<char>(fast ? 6 : 7)) +
                   joined({testing::make_charsmap({{"a", "bb"}, {"ab", ""}, {"\u00e9", "e"}}),
                           "xabab  \u00e9a\u0301 a"}));
  }
}

void add_wordpiece(const Folder& folder) {
  std::string vocab;
  json entries;
  for (const char* token : {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "he", "##llo",
                            "world", "##l", "h", "##e", ",", "fi", "x"}) {
    entries[token] = static_cast<int>(entries.size());
    vocab += std::string(token) + "\n";
  }
  const std::string settings = R"({"tokenizer_class":"BertTokenizer","do_lower_case":true})";
  for (const bool fast : {false, true}) {
    folder.add("wordpiece", fast ? "fast" : "slow",
               options(1, 9, 3, fast, true) + joined({vocab, settings, "", "", kText, kPair}));
  }
  const json document = {
      {"version", "1.0"},
      {"added_tokens", json::array({{{"id", 4}, {"content", "[MASK]"}, {"special", true}}})},
      {"normalizer",
       {{"type", "BertNormalizer"},
        {"clean_text", true},
        {"handle_chinese_chars", true},
        {"strip_accents", nullptr},
        {"lowercase", true}}},
      {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
      {"post_processor",
       {{"type", "BertProcessing"}, {"sep", {"[SEP]", 3}}, {"cls", {"[CLS]", 2}}}},
      {"decoder", {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}}},
      {"model",
       {{"type", "WordPiece"},
        {"unk_token", "[UNK]"},
        {"continuing_subword_prefix", "##"},
        {"max_input_chars_per_word", 100},
        {"vocab", entries}}}};
  folder.add("tokenizer_json", "wordpiece",
             options(0, 0, 0, true, true) + joined({document.dump(), "", "", "", kText, kPair}));
}

void add_calls(const Folder& folder) {
  for (char tokenizer = 0; tokenizer < 8; ++tokenizer) {
    folder.add("text", "tokenizer" + std::to_string(tokenizer),
               tokenizer + options(1, 12, 2, true, true).substr(0, 7) + joined({kText, kPair}));
  }
  for (char model = 0; model < 11; ++model) {
    const std::string name = "model" + std::to_string(model);
    std::string call{model, 0, 3, 2, 3, 4};  // 2 sequences of 3 tokens, with their ids
    for (char id = 1; id <= 6; ++id) call += id;
    folder.add("forward", name, call);
    for (char task = 0; task < 7; ++task) {
      std::string texts;
      for (const std::string_view text : {"hello world", " [MASK] h\u00e9llo", "o"}) {
        texts += static_cast<char>(text.size());
        texts += text;
      }
      folder.add("tasks", name + "_" + std::to_string(task),
                 std::string{model, task, 1, 1, 2, 0} + texts);
    }
  }
}

}  // namespace

void write_seeds(const std::string& path) {
  const Folder folder(path);
  add_torch(folder);
  add_byte_level(folder);
  add_unigram(folder);
  add_wordpiece(folder);
  add_calls(folder);
}

}  // namespace deberta::fuzz
