#include "text/files/save_vocabulary.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;

Tokenizer from(const VocabularyFiles& files, const std::string& config = "") {
  return load_tokenizer({"", files.vocab_json, files.merges_txt, config, "", ""});
}

TEST(SaveVocabulary, writes_the_files_that_were_read) {
  const VocabularyFiles files = save_vocabulary(tiny_tokenizer().parts());
  EXPECT_EQ(files.merges_txt, tiny_merges_txt());
  EXPECT_EQ(json::parse(files.vocab_json), tiny_vocab());
  const VocabularyFiles again = save_vocabulary(from(files).parts());
  EXPECT_EQ(again.vocab_json, files.vocab_json);
  EXPECT_EQ(again.merges_txt, files.merges_txt);
}

TEST(SaveVocabulary, reads_back_as_the_same_tokenizer) {
  const Tokenizer tokenizer = tiny_tokenizer();
  const Tokenizer other = from(save_vocabulary(tokenizer.parts()));
  for (const char* text : {"hello world", "held low", "a [MASK] é😀", "[CLS]x"}) {
    EXPECT_EQ(other.encode(text, {}).ids, tokenizer.encode(text, {}).ids);
  }
}

TEST(SaveVocabulary, is_written_as_python_writes_it) {
  // json.dumps(vocab, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    json& vocab = document["model"]["vocab"];
    vocab["\t\"\\\x01\x7f"] = kTinySize;
    vocab["\U0001f600"] = kTinySize + 1;
    vocab["\uffee"] = kTinySize + 2;
  });
  const std::string text = save_vocabulary(tokenizer.parts()).vocab_json;
  EXPECT_TRUE(text.starts_with("{\n  \"\\t\\\"\\\\\\u0001\x7f\": 271,\n  \"!\": 38,\n")) << text;
  // By code point, where UTF-16 would have the emoji first.
  EXPECT_TRUE(text.ends_with("\"\uffee\": 273,\n  \"\U0001f600\": 272\n}\n"));
}

TEST(SaveVocabulary, leaves_added_tokens_to_the_settings) {
  const std::string config = R"({"additional_special_tokens": ["<e>"]})";
  const Tokenizer tokenizer = tiny_tokenizer(
      [](json& document) {
        document["added_tokens"].push_back({{"id", kTinySize}, {"content", "<x>"}});
      },
      config);
  EXPECT_EQ(tokenizer.vocab_size(), kTinySize + 2);
  EXPECT_EQ(json::parse(save_vocabulary(tokenizer.parts()).vocab_json), tiny_vocab());
}

TEST(SaveVocabulary, of_a_merge_that_came_twice_the_later_rank_counts) {
  const Tokenizer tokenizer =
      tiny_tokenizer([](json& document) { document["model"]["merges"].push_back("h e"); });
  const std::string merges = save_vocabulary(tokenizer.parts()).merges_txt;
  EXPECT_TRUE(merges.starts_with("#version: 0.2\nl l\n")) << merges;
  EXPECT_TRUE(merges.ends_with("l o\nh e\n")) << merges;
}

TEST(SaveVocabulary, refuses_merges_that_the_file_cannot_hold) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["model"]["vocab"]["a b"] = kTinySize;
    document["model"]["vocab"]["a bc"] = kTinySize + 1;
    document["model"]["merges"] = json::parse(R"([["l", "l"], ["a b", "c"]])");
  });
  EXPECT_ERROR(kTokenizerUnsupported, "merge 1: merges.txt cannot hold white space",
               save_vocabulary(tokenizer.parts()));
}

}  // namespace
}  // namespace deberta
