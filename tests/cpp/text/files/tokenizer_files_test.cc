// Contents of Hugging Face's files that are accepted, and that are refused.
#include "text/files/tokenizer_files.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Ids = std::vector<int32_t>;
using Change = std::function<void(json&)>;

// The contents of the files; empty for a missing file.
struct Files {
  std::string tokenizer, vocab, merges, config, special_tokens, added_tokens;

  Tokenizer read() const {
    return load_tokenizer({tokenizer, vocab, merges, config, special_tokens, added_tokens});
  }
};

Files vocab_and_merges() {
  Files files;
  files.vocab = tiny_vocab().dump();
  files.merges = tiny_merges_txt();
  return files;
}

Ids ids_of(const Tokenizer& tokenizer, std::string_view text) {
  return tokenizer.encode(text, {}).ids;
}

// --- the forms that are read

TEST(TokenizerFiles, every_form_gives_the_same) {
  const Tokenizer expected = tiny_tokenizer();
  Files crlf = vocab_and_merges();
  crlf.merges = tiny_merges_txt("\r\n");
  Files no_newline = vocab_and_merges();
  no_newline.merges.pop_back();
  const Tokenizer others[] = {vocab_and_merges().read(), crlf.read(), no_newline.read(),
                              tiny_tokenizer([](json& document) {  // merges as pairs
                                json pairs = json::array();
                                for (const auto& [left, right] : tiny_merges())
                                  pairs.push_back({left, right});
                                document["model"]["merges"] = pairs;
                              })};
  for (const char* text :
       {"", "hello world", " held  low\n", "a [MASK] b[SEP]", "naïve 😀", "it's 1234 [CLS]x"}) {
    for (const Tokenizer& other : others) {
      EXPECT_EQ(other.vocab_size(), expected.vocab_size());
      for (const bool pair : {false, true}) {
        const Encoding a = pair ? expected.encode_pair(text, "or", {}) : expected.encode(text, {});
        const Encoding b = pair ? other.encode_pair(text, "or", {}) : other.encode(text, {});
        EXPECT_EQ(a.ids, b.ids) << text;
        EXPECT_EQ(a.offsets, b.offsets) << text;
        EXPECT_EQ(a.type_ids, b.type_ids) << text;
        EXPECT_EQ(a.word_ids, b.word_ids) << text;
        EXPECT_EQ(a.sequence_ids, b.sequence_ids) << text;
        EXPECT_EQ(a.special_tokens_mask, b.special_tokens_mask) << text;
      }
    }
  }
}

TEST(TokenizerFiles, tokenizer_json_takes_precedence_over_the_others) {
  Files files = vocab_and_merges();
  files.tokenizer = tiny_tokenizer_json().dump();
  files.vocab = "not read";
  EXPECT_EQ(ids_of(files.read(), "hello"), (Ids{kCls, kHello, kSep}));
}

TEST(TokenizerFiles, ignore_merges_takes_whole_words) {
  const Change change = [](json& document) {
    document["model"]["vocab"]["Ġhello"] = kTinySize;
    document["model"]["ignore_merges"] = true;
  };
  EXPECT_EQ(ids_of(tiny_tokenizer(change), " hello"), (Ids{kCls, kTinySize, kSep}));
}

TEST(TokenizerFiles, the_byte_level_step_may_be_in_a_sequence) {
  const Change change = [](json& document) {
    document["pre_tokenizer"] = {{"type", "Sequence"},
                                 {"pretokenizers", {document["pre_tokenizer"]}}};
  };
  EXPECT_EQ(ids_of(tiny_tokenizer(change), " world"), (Ids{kCls, kSpaceWorld, kSep}));
}

TEST(TokenizerFiles, dropout_of_nothing_is_none) {
  for (const json& dropout : {json(), json(0), json(0.0)}) {
    EXPECT_NO_THROW(
        tiny_tokenizer([&](json& document) { document["model"]["dropout"] = dropout; }));
  }
}

TEST(TokenizerFiles, model_max_length) {
  const auto length = [](const std::string& value) {
    return tiny_tokenizer([](json&) {}, "{\"model_max_length\":" + value + "}").model_max_length();
  };
  EXPECT_EQ(length("512"), 512);
  EXPECT_EQ(length("1"), 1);
  EXPECT_EQ(length("512.0"), 512);
  EXPECT_EQ(length("2147483647"), 2147483647);
  for (const char* none : {"1e30", "1000000000000000019884624838656", "0", "-1", "null",
                           "2147483648", "18446744073709551615"}) {
    EXPECT_EQ(length(none), 0) << none;
  }
}

TEST(TokenizerFiles, the_settings_prefix_space_wins) {
  EXPECT_EQ(ids_of(tiny_tokenizer([](json&) {}, R"({"add_prefix_space": true})"), "world"),
            (Ids{kCls, kSpaceWorld, kSep}));
  Files files = vocab_and_merges();
  files.config = R"({"add_prefix_space": true})";
  EXPECT_EQ(ids_of(files.read(), "world"), (Ids{kCls, kSpaceWorld, kSep}));
  const Change prefixing = [](json& document) {
    document["pre_tokenizer"]["add_prefix_space"] = true;
  };
  EXPECT_EQ(ids_of(tiny_tokenizer(prefixing, R"({"add_prefix_space": false})"), "lo"),
            (Ids{kCls, kLo, kSep}));
  EXPECT_EQ(ids_of(tiny_tokenizer(prefixing, R"({"add_prefix_space": null})"), "lo"),
            (Ids{kCls, byte_id(' '), kLo, kSep}));
}

TEST(TokenizerFiles, odd_names_are_tokens_like_others) {
  Files files = vocab_and_merges();
  json vocab = tiny_vocab();
  vocab["__proto__"] = kTinySize;
  vocab["constructor"] = kTinySize + 1;
  files.vocab = vocab.dump();
  files.added_tokens = R"({"__proto__": )" + std::to_string(kTinySize) + R"(, "toString": 273})";
  const Tokenizer tokenizer = files.read();
  EXPECT_EQ(tokenizer.token(kTinySize), "__proto__");
  EXPECT_EQ(tokenizer.token(kTinySize + 1), "constructor");
  EXPECT_EQ(ids_of(tokenizer, "toString__proto__"), (Ids{kCls, kTinySize + 2, kTinySize, kSep}));
}

// --- added and special tokens outside vocab.json

TEST(TokenizerFiles, added_tokens_json) {
  Files files = vocab_and_merges();
  files.added_tokens = R"({"<new>": 271, "lo": 270})";
  const Tokenizer tokenizer = files.read();
  EXPECT_EQ(tokenizer.vocab_size(), 272);
  EXPECT_EQ(ids_of(tokenizer, "a<new>"), (Ids{kCls, byte_id('a'), 271, kSep}));
  // Cuts a word that the merges would join.
  EXPECT_EQ(ids_of(tokenizer, "hello"), (Ids{kCls, kHe, byte_id('l'), kLo, kSep}));
}

TEST(TokenizerFiles, added_tokens_decoder) {
  Files files = vocab_and_merges();
  files.config = R"({"added_tokens_decoder": {
    "4": {"content": "[MASK]", "lstrip": false, "rstrip": true, "special": true},
    "275": {"content": "<new>", "lstrip": true, "single_word": true}}})";
  files.special_tokens = R"({"mask_token": {"content": "[MASK]", "rstrip": true}})";
  const Tokenizer tokenizer = files.read();
  EXPECT_EQ(tokenizer.vocab_size(), 276);
  EXPECT_EQ(ids_of(tokenizer, "a <new>"), (Ids{kCls, byte_id('a'), 275, kSep}));
  EXPECT_EQ(std::ranges::count(ids_of(tokenizer, "a<new>a"), 275), 0);
  EXPECT_EQ(ids_of(tokenizer, "[MASK] a"), (Ids{kCls, kMask, byte_id('a'), kSep}));
}

TEST(TokenizerFiles, special_tokens_by_name) {
  for (const char* settings :
       {R"({"cls_token": "<s>", "sep_token": "</s>"})",
        R"({"cls_token": {"content": "<s>", "lstrip": false, "normalized": true},
            "sep_token": {"content": "</s>"}})"}) {
    for (const bool in_map : {false, true}) {
      Files files = vocab_and_merges();
      json vocab = tiny_vocab();
      vocab["<s>"] = kTinySize;
      vocab["</s>"] = kTinySize + 1;
      files.vocab = vocab.dump();
      (in_map ? files.special_tokens : files.config) = settings;
      EXPECT_EQ(ids_of(files.read(), "a</s>"),
                (Ids{kTinySize, byte_id('a'), kTinySize + 1, kTinySize + 1}));
    }
  }
}

TEST(TokenizerFiles, a_special_token_as_an_object_has_its_own_flags) {
  Files files = vocab_and_merges();
  files.special_tokens = R"({"mask_token": {"content": "[MASK]", "lstrip": false, "rstrip": true},
                             "unk_token": {"content": "[UNK]", "lstrip": true}})";
  EXPECT_EQ(ids_of(files.read(), "a [MASK]  b [UNK]"),
            (Ids{kCls, byte_id('a'), byte_id(' '), kMask, byte_id('b'), kUnk, kSep}));
}

TEST(TokenizerFiles, the_decoder_sets_a_special_tokens_flags) {
  Files files = vocab_and_merges();
  files.config = R"({"mask_token": "[MASK]", "added_tokens_decoder":
      {"4": {"content": "[MASK]", "lstrip": false, "special": true}}})";
  EXPECT_EQ(ids_of(files.read(), "a [MASK]"), (Ids{kCls, byte_id('a'), byte_id(' '), kMask, kSep}));
}

TEST(TokenizerFiles, special_tokens_map_takes_precedence_over_older_settings) {
  Files files = vocab_and_merges();
  files.config = R"({"cls_token": "[PAD]"})";
  files.special_tokens = R"({"cls_token": "[UNK]"})";
  EXPECT_EQ(ids_of(files.read(), "a").front(), kUnk);
}

TEST(TokenizerFiles, additional_special_tokens_are_found_in_the_text) {
  Files files = vocab_and_merges();
  files.config = R"({"additional_special_tokens": ["<e>", {"content": "hello"}]})";
  EXPECT_EQ(ids_of(files.read(), "a<e>hello"), (Ids{kCls, byte_id('a'), kTinySize, kHello, kSep}));
}

TEST(TokenizerFiles, a_model_without_a_type_is_a_bpe) {
  const Tokenizer tokenizer =
      tiny_tokenizer([](json& document) { document["model"].erase("type"); });
  EXPECT_EQ(ids_of(tokenizer, "hello"), (Ids{kCls, kHello, kSep}));
}

TEST(TokenizerFiles, special_tokens_that_the_vocabulary_lacks_are_appended) {
  Files files = vocab_and_merges();
  json vocab = json::object();
  const json whole = tiny_vocab();
  for (const auto& [token, id] : whole.items()) {
    if (id >= kByte0) vocab[token] = id.get<int>() - kByte0;
  }
  files.vocab = vocab.dump();
  const Tokenizer tokenizer = files.read();
  const Ids ids = ids_of(tokenizer, "a[MASK]");
  ASSERT_EQ(ids.size(), 4u);
  EXPECT_EQ(tokenizer.token(ids[0]), "[CLS]");
  EXPECT_EQ(tokenizer.token(ids[2]), "[MASK]");
  EXPECT_EQ(tokenizer.token(ids[3]), "[SEP]");
  EXPECT_EQ(tokenizer.vocab_size(), kTinySize);
}

// --- refusals

void refuses(ErrorCode code, const std::string& part, const Change& change) {
  expect_error(code, part, [&] { tiny_tokenizer(change); });
}

void refuses_model(ErrorCode code, const std::string& part, const char* member, const json& value) {
  refuses(code, part, [&](json& document) { document["model"][member] = value; });
}

constexpr ErrorCode kBadFile = ErrorCode::kTokenizerJson;
constexpr ErrorCode kUnsupported = ErrorCode::kTokenizerUnsupported;

TEST(TokenizerFilesRefuse, other_files_than_a_json_object) {
  for (std::string Files::*file :
       {&Files::tokenizer, &Files::config, &Files::special_tokens, &Files::added_tokens}) {
    const auto reads = [&](const std::string& content) {
      Files files = vocab_and_merges();
      files.*file = content;
      files.read();
    };
    EXPECT_ERROR(kTokenizerJson, "json: not JSON at byte", reads("<html>"));
    EXPECT_ERROR(kTokenizerJson, "json: not JSON at byte", reads("{"));
    EXPECT_ERROR(kTokenizerJson, "json: expected an object, got a list", reads("[]"));
    EXPECT_ERROR(kTokenizerJson, "json: expected an object, got a string", reads("\"text\""));
    EXPECT_ERROR(kTokenizerJson, "json: expected an object, got null", reads("null"));
    EXPECT_ERROR(kTokenizerJson, "a key occurs twice", reads(R"({"a":1,"a":2})"));
    EXPECT_ERROR(kTokenizerJson, "nested deeper", reads("{\"a\":" + std::string(9999, '[')));
  }
}

TEST(TokenizerFilesRefuse, missing_files) {
  EXPECT_ERROR(kVocab, "vocab.json is empty or missing", Files().read());
  Files files = vocab_and_merges();
  files.merges.clear();
  EXPECT_ERROR(kMerges, "merges.txt is empty or missing", files.read());
}

TEST(TokenizerFilesRefuse, a_vocab_json_that_is_none) {
  const auto reads = [](const std::string& content) {
    Files files = vocab_and_merges();
    files.vocab = content;
    files.read();
  };
  EXPECT_ERROR(kVocab, "vocab.json: not JSON", reads("{\"a\":"));
  EXPECT_ERROR(kVocab, "expected an object of integers", reads("[\"a\"]"));
  EXPECT_ERROR(kVocab, "expected an object of integers", reads(R"({"a":"0"})"));
  EXPECT_ERROR(kVocab, "id -1, expected 0 to 16777215", reads(R"({"a":-1})"));
  EXPECT_ERROR(kVocab, "id 4294967296, expected 0", reads(R"({"a":4294967296})"));
  EXPECT_ERROR(kVocab, "twice", reads(R"({"a":0,"a":1})"));
  EXPECT_ERROR(kMerges, "merge 0: its left side is not in the vocabulary", reads("{}"));
}

TEST(TokenizerFilesRefuse, a_model_of_another_kind) {
  refuses(kBadFile, "expected a model", [](json& document) { document.erase("model"); });
  refuses(kBadFile, "expected a model", [](json& document) { document["model"] = nullptr; });
  for (const char* type : {"WordLevel", "bpe", ""}) {
    refuses_model(kUnsupported, "expected a BPE, a Unigram or a WordPiece", "type", type);
  }
  refuses_model(kUnsupported, "the pre_tokenizer ByteLevel of a WordPiece", "type", "WordPiece");
  refuses_model(kBadFile, "type: expected a string", "type", 1);
  refuses(kBadFile, "expected a vocab", [](json& document) { document["model"] = "BPE"; });
}

TEST(TokenizerFilesRefuse, options_that_change_the_tokens) {
  refuses_model(kUnsupported, "continuing_subword_prefix is set", "continuing_subword_prefix",
                "##");
  refuses_model(kUnsupported, "end_of_word_suffix is set", "end_of_word_suffix", "</w>");
  refuses_model(kUnsupported, "byte_fallback is true", "byte_fallback", true);
  refuses_model(kUnsupported, "dropout is set", "dropout", 0.1);
  refuses_model(kUnsupported, "dropout is set", "dropout", "0.1");
  refuses_model(kBadFile, "byte_fallback: expected true or false", "byte_fallback", 1);
  refuses_model(kBadFile, "ignore_merges: expected true or false", "ignore_merges", "yes");
  refuses_model(kBadFile, "end_of_word_suffix: expected a string", "end_of_word_suffix", false);
  refuses(kUnsupported, "a BPE with a normalizer", [](json& document) {
    document["normalizer"] = {{"type", "Lowercase"}};
  });
}

TEST(TokenizerFilesRefuse, other_pre_tokenizers) {
  const auto refuses_step = [](ErrorCode code, const char* part, const json& step) {
    refuses(code, part, [&](json& document) { document["pre_tokenizer"] = step; });
  };
  const json byte_level = {{"type", "ByteLevel"}, {"add_prefix_space", false}};
  refuses_step(kUnsupported, "expected a ByteLevel pre_tokenizer", nullptr);
  refuses_step(kUnsupported, "other than one ByteLevel step", {{"type", "Whitespace"}});
  refuses_step(kUnsupported, "other than one ByteLevel step", "ByteLevel");
  refuses_step(kUnsupported, "other than one ByteLevel step", json::object());
  refuses_step(kUnsupported, "without its pattern",
               {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}});
  refuses_step(kBadFile, "use_regex: expected true or false",
               {{"type", "ByteLevel"}, {"use_regex", "no"}});
  refuses_step(kBadFile, "add_prefix_space: expected true or false",
               {{"type", "ByteLevel"}, {"add_prefix_space", 1}});
  refuses_step(kBadFile, "pretokenizers: expected a list", {{"type", "Sequence"}});
  refuses_step(kBadFile, "pretokenizers: expected a list",
               {{"type", "Sequence"}, {"pretokenizers", byte_level}});
  refuses_step(kUnsupported, "expected a ByteLevel pre_tokenizer",
               {{"type", "Sequence"}, {"pretokenizers", json::array()}});
  refuses_step(kUnsupported, "other than one ByteLevel step",
               {{"type", "Sequence"}, {"pretokenizers", {byte_level, byte_level}}});
  refuses_step(kUnsupported, "other than one ByteLevel step",
               {{"type", "Sequence"}, {"pretokenizers", {{{"type", "Digits"}}, byte_level}}});
}

TEST(TokenizerFilesRefuse, malformed_vocabularies) {
  refuses(kBadFile, "expected a vocab and merges",
          [](json& document) { document["model"].erase("vocab"); });
  refuses_model(ErrorCode::kVocab, "expected an object", "vocab",
                json::array({json::array({"a", 0})}));
  const auto refuses_id = [](const std::string& part, const json& id) {
    refuses(ErrorCode::kVocab, part,
            [&](json& document) { document["model"]["vocab"]["x y"] = id; });
  };
  refuses_id("id -1, expected 0 to 16777215", -1);
  refuses_id("id 16777216, expected 0 to 16777215", 16777216);
  refuses_id("id 9223372036854775807", INT64_MAX);
  refuses_id("id -", UINT64_MAX);
  refuses_id("expected an integer as an id", 1.5);
  refuses_id("expected an integer as an id", "1");
  refuses_id("expected an integer as an id", true);
  refuses_id("expected an integer as an id", nullptr);
  refuses_id("two tokens have the id 270", kLo);
  refuses(ErrorCode::kVocab, "a byte has no token, and unk_token is not in it", [](json& document) {
    document["model"]["vocab"].erase("a");
    document["model"]["unk_token"] = "<none>";
  });
}

TEST(TokenizerFilesRefuse, malformed_merges) {
  refuses(kBadFile, "expected a vocab and merges",
          [](json& document) { document["model"].erase("merges"); });
  refuses_model(ErrorCode::kMerges, "merges: expected a list", "merges", "a b");
  refuses_model(ErrorCode::kMerges, "merges: expected a list", "merges", json::object());
  for (const char* merge : {"", "ab", " a", "a ", " ", "l o x", "l  o", "l o "}) {
    refuses_model(ErrorCode::kMerges, "merge 1: expected two tokens", "merges", {"l l", merge});
  }
  for (const json& merge : {json(), json(1), json::array(), json({"l"}), json({"l", "o", "x"}),
                            json({"l", 1}), json({{"l", "o"}})}) {
    refuses_model(ErrorCode::kMerges, "merge 1: expected a pair", "merges",
                  json::array({"l l", merge}));
  }
  refuses_model(ErrorCode::kMerges, "merge 0: its result", "merges", {"a b"});
  refuses_model(ErrorCode::kMerges, "merge 0: its left side", "merges", {"ab b"});
  Files files = vocab_and_merges();
  files.merges += "l o x\n";
  EXPECT_ERROR(kMerges, "merge 10: expected two tokens", files.read());
  files.merges = "<!doctype html>";
  EXPECT_ERROR(kMerges, "merge 0: its left side", files.read());
  files.merges = "not merges at all\n";
  EXPECT_ERROR(kMerges, "merge 0: expected two tokens", files.read());
}

TEST(TokenizerFilesRefuse, malformed_added_tokens) {
  const auto refuses_token = [](ErrorCode code, const std::string& part, const json& token) {
    refuses(code, part, [&](json& document) { document["added_tokens"].push_back(token); });
  };
  refuses(kBadFile, "added_tokens: expected a list",
          [](json& document) { document["added_tokens"] = json::object(); });
  refuses_token(kBadFile, "an added token has no id", {{"content", "x"}});
  refuses_token(kBadFile, "an added token has no id", "x");
  refuses_token(kBadFile, "content: expected a string", {{"id", 300}, {"content", 7}});
  for (const char* name : {"special", "single_word", "lstrip", "rstrip", "normalized"}) {
    refuses_token(kBadFile, std::string(name) + ": expected true or false",
                  {{"id", 300}, {"content", "<x>"}, {name, "true"}});
  }
  refuses_token(ErrorCode::kVocab, "id -1", {{"id", -1}, {"content", "<x>"}});
  refuses_token(ErrorCode::kVocab, "id 16777216", {{"id", 16777216}, {"content", "<x>"}});
  refuses_token(ErrorCode::kVocab, "expected an integer", {{"id", "300"}, {"content", "<x>"}});
  refuses_token(ErrorCode::kVocab, "the ids 1 and 300", {{"id", 300}, {"content", "[CLS]"}});
  refuses_token(ErrorCode::kVocab, "two tokens have the id 1", {{"id", 1}, {"content", "<x>"}});
}

TEST(TokenizerFilesRefuse, malformed_post_processors) {
  const auto refuses_processor = [](ErrorCode code, const std::string& part,
                                    const json& processor) {
    refuses(code, part, [&](json& document) { document["post_processor"] = processor; });
  };
  refuses_processor(kUnsupported, "unknown post_processor", {{"type", "Other"}});
  refuses_processor(kUnsupported, "unknown post_processor", json::object());
  refuses_processor(kBadFile, "post_processor has no", {{"type", "BertProcessing"}});
  refuses_processor(kBadFile, "processors: expected a list", {{"type", "Sequence"}});
  refuses_processor(kBadFile, "trim_offsets: expected true or false",
                    {{"type", "ByteLevel"}, {"trim_offsets", 1}});
  const json bert = {{"type", "BertProcessing"}, {"cls", {"[CLS]", 1}}, {"sep", {"[SEP]", 2}}};
  refuses_processor(kUnsupported, "two post_processors that add special tokens",
                    {{"type", "Sequence"}, {"processors", {bert, bert}}});
  refuses_processor(kBadFile, "post_processor has no sep",
                    {{"type", "BertProcessing"}, {"cls", {"[CLS]", 1}}, {"sep", "[SEP]"}});
  refuses_processor(kBadFile, "post_processor has no cls",
                    {{"type", "RobertaProcessing"}, {"sep", {"[SEP]", 2}}, {"cls", json::array()}});
  refuses_processor(ErrorCode::kVocab, "expected an integer",
                    {{"type", "BertProcessing"}, {"cls", {"[CLS]", "1"}}, {"sep", {"[SEP]", 2}}});
}

TEST(TokenizerFilesRefuse, malformed_templates) {
  const auto refuses_template = [](ErrorCode code, const std::string& part, const Change& change) {
    refuses(code, part, [&](json& document) { change(document["post_processor"]); });
  };
  for (const char* name : {"single", "pair"}) {
    const std::string field = name;
    refuses_template(kBadFile, field + ": expected a list, got nothing",
                     [&](json& p) { p.erase(name); });
    refuses_template(kBadFile, field + ": expected a list, got a string",
                     [&](json& p) { p[name] = "[CLS] $A"; });
    refuses_template(kBadFile, "unknown piece", [&](json& p) { p[name] = {{{"Other", "A"}}}; });
    refuses_template(kBadFile, "unknown piece", [&](json& p) { p[name] = json::array({"$A"}); });
    refuses_template(kBadFile, "id: expected a string",
                     [&](json& p) { p[name][1]["Sequence"]["id"] = 0; });
    refuses_template(ErrorCode::kVocab, "id -1",
                     [&](json& p) { p[name][1]["Sequence"]["type_id"] = -1; });
  }
  const char* undefined = "names a special token that it does not define";
  refuses_template(kBadFile, undefined, [](json& p) { p.erase("special_tokens"); });
  refuses_template(kBadFile, undefined, [](json& p) { p["special_tokens"].erase("[SEP]"); });
  refuses_template(kBadFile, undefined, [](json& p) { p["special_tokens"]["[SEP]"].erase("ids"); });
  refuses_template(kBadFile, undefined, [](json& p) { p["special_tokens"]["[SEP]"]["ids"] = 2; });
  refuses_template(kBadFile, "a special id has no token",
                   [](json& p) { p["special_tokens"]["[SEP]"]["ids"] = {kTinySize}; });
  refuses_template(ErrorCode::kVocab, "expected an integer",
                   [](json& p) { p["special_tokens"]["[SEP]"]["ids"] = {"[SEP]"}; });
}

TEST(TokenizerFilesRefuse, malformed_settings) {
  const auto refuses_settings = [](ErrorCode code, const std::string& part,
                                   const std::string& config) {
    expect_error(code, part, [&] {
      Files files = vocab_and_merges();
      files.config = config;
      files.read();
    });
  };
  refuses_settings(kBadFile, "add_prefix_space: expected", R"({"add_prefix_space": "true"})");
  refuses_settings(kBadFile, "cls_token: expected a string or an object", R"({"cls_token": 5})");
  refuses_settings(kBadFile, "cls_token: expected a string or an object",
                   R"({"cls_token": ["[CLS]"]})");
  refuses_settings(kBadFile, "content: expected a string", R"({"sep_token": {"content": 5}})");
  refuses_settings(kBadFile, "lstrip: expected", R"({"sep_token": {"content": "x", "lstrip": 0}})");
  for (const char* id : {"", "-1", "x", "1e3", " 1", "9999999999"}) {
    refuses_settings(
        kBadFile, "added_tokens_decoder: expected numbers as keys",
        "{\"added_tokens_decoder\": {\"" + std::string(id) + "\": {\"content\": \"<x>\"}}}");
  }
  refuses_settings(ErrorCode::kVocab, "id 99999999",
                   R"({"added_tokens_decoder": {"99999999": {"content": "<x>"}}})");
  refuses_settings(ErrorCode::kVocab, "the ids 1 and 300",
                   R"({"added_tokens_decoder": {"300": {"content": "[CLS]"}}})");
  refuses_settings(kBadFile, "expected an object as an added token",
                   R"({"added_tokens_decoder": {"300": "<x>"}})");
}

TEST(TokenizerFilesRefuse, special_tokens_of_nothing) {
  for (const char* config :
       {R"({"cls_token": ""})", R"({"sep_token": {}})", R"({"cls_token": 7})",
        R"({"additional_special_tokens": [""]})", R"({"additional_special_tokens": "<e>"})",
        R"({"added_tokens_decoder": [{"content": "[PAD]"}]})"}) {
    Files files = vocab_and_merges();
    files.config = config;
    EXPECT_ERROR(kTokenizerJson, "", files.read());
  }
}

TEST(TokenizerFilesRefuse, special_ids_without_a_token) {
  EXPECT_ERROR(kTokenizerJson, "no token", tiny_tokenizer([](json& document) {
                 document["post_processor"] = {{"type", "BertProcessing"},
                                               {"cls", {"[CLS]", kCls}},
                                               {"sep", {"[SEP]", 99999}}};
               }));
}

TEST(TokenizerFilesRefuse, malformed_added_tokens_json) {
  const auto refuses_file = [](const std::string& part, const std::string& content) {
    expect_error(ErrorCode::kVocab, part, [&] {
      Files files = vocab_and_merges();
      files.added_tokens = content;
      files.read();
    });
  };
  refuses_file("expected an integer", R"({"<x>": "300"})");
  refuses_file("id -1", R"({"<x>": -1})");
  refuses_file("id 16777216", R"({"<x>": 16777216})");
  refuses_file("the ids 1 and 300", R"({"[CLS]": 300})");
  refuses_file("two tokens have the id 300", R"({"<x>": 300, "<y>": 300})");
}

}  // namespace
}  // namespace deberta
