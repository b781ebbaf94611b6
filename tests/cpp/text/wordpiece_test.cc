// Texts and ids with a WordPiece vocabulary. Where nothing else is said, the expected ids and
// offsets are those of npm's tokenizers 0.23.2.
#include <gtest/gtest.h>

#include "text/tiny_wordpiece.h"

namespace deberta {
namespace {

using namespace testing;  // TinyWordId
using nlohmann::json;
using Ids = std::vector<int32_t>;
using Spans = std::vector<ByteSpan>;

EncodeOptions without_specials() {
  EncodeOptions options;
  options.add_special_tokens = false;
  return options;
}

Tokenizer of_words(const std::string& words, const std::string& config = "", bool use_fast = true) {
  TokenizerFiles files;
  files.vocab_txt = words;
  files.tokenizer_config_json = config;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

// A vocabulary that was reported, and its ids.
TEST(WordPieceTexts, chinese_and_subwords) {
  const std::string words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n中\n文\nab\n##c\n";
  for (bool fast : {true, false}) {
    const Encoding encoding = of_words(words, "", fast).encode("中文 abc x", {});
    EXPECT_EQ(encoding.ids, (Ids{2, 5, 6, 7, 8, 1, 3}));
    EXPECT_EQ(encoding.offsets, (Spans{{0, 0}, {0, 3}, {3, 6}, {7, 9}, {9, 10}, {11, 12}, {0, 0}}));
    EXPECT_EQ(encoding.word_ids, (Ids{-1, 0, 1, 2, 2, 3, -1}));
  }
}

// From the tests of transformers' BertTokenizer and BertTokenizerFast.
TEST(WordPieceTexts, of_transformers_own_tests) {
  const std::string words =
      "[UNK]\n[CLS]\n[SEP]\n[PAD]\n[MASK]\nwant\n##want\n##ed\nwa\nun\nrunn\n##ing\n,\nlow\n"
      "lowest\n";
  for (bool fast : {true, false}) {
    const Tokenizer tokenizer = of_words(words, "", fast);
    const Ids ids = tokenizer.encode("UNwant\u00e9d,running", without_specials()).ids;
    EXPECT_EQ(ids, (Ids{9, 6, 7, 12, 10, 11}));
    EXPECT_EQ(tokenizer.decode(ids, {.clean_up_tokenization_spaces = true}), "unwanted, running");
    EXPECT_EQ(tokenizer.encode("\u00ad", without_specials()).ids, Ids());
  }
}

TEST(WordPieceTexts, words_end_at_white_space_and_punctuation) {
  const Encoding encoding = tiny_wordpiece().encode("The  café's!", without_specials());
  EXPECT_EQ(encoding.ids, (Ids{tiny_word("the"), tiny_word("cafe"), tiny_word("'"), tiny_word("s"),
                               tiny_word("!")}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 3}, {5, 10}, {10, 11}, {11, 12}, {12, 13}}));
  EXPECT_EQ(encoding.word_ids, (Ids{0, 1, 2, 3, 4}));
}

TEST(WordPieceTexts, tokens_that_continue_a_word_are_marked) {
  const Tokenizer tokenizer = tiny_wordpiece();
  EXPECT_TRUE(tokenizer.marks_continuations());
  EXPECT_TRUE(tokenizer.continues_word(tiny_word("##re")));
  for (int32_t id : {tiny_word("the"), int32_t{kWordUnk}, int32_t{kWordMask}, -1, 1000}) {
    EXPECT_FALSE(tokenizer.continues_word(id));
  }
}

TEST(WordPieceTexts, split_words_need_no_prefix_space) {
  const std::string_view words[] = {"the", "", "中 abc"};
  const Encoding encoding = tiny_wordpiece().encode_words(words, without_specials());
  EXPECT_EQ(encoding.ids,
            (Ids{tiny_word("the"), tiny_word("中"), tiny_word("ab"), tiny_word("##c")}));
  EXPECT_EQ(encoding.word_ids, (Ids{0, 2, 2, 2}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 3}, {0, 3}, {4, 6}, {6, 7}}));
}

TEST(WordPieceTexts, added_tokens_are_found_as_their_flags_say) {
  const auto with = [](bool normalized, const std::string& config = "", bool fast = true) {
    return tiny_wordpiece_of(
        [&](json& file) {
          file["added_tokens"].push_back(
              {{"id", 20}, {"content", "Né!"}, {"special", false}, {"normalized", normalized}});
        },
        config, fast);
  };
  const std::string text = "aNé!ne!";
  EXPECT_EQ(with(true).encode(text, without_specials()).ids, (Ids{tiny_word("a"), 20, 20}));
  EXPECT_EQ(with(true).encode(text, without_specials()).offsets, (Spans{{0, 1}, {1, 5}, {5, 8}}));
  EXPECT_EQ(with(false).encode(text, without_specials()).ids,
            (Ids{tiny_word("a"), 20, kWordUnk, tiny_word("!")}));
  // Python searches them in the text in lower case, accents included.
  EXPECT_EQ(with(true, "", false).encode(text, without_specials()).ids,
            (Ids{tiny_word("a"), 20, kWordUnk, tiny_word("!")}));
  EXPECT_EQ(with(true, R"({"tokenizer_class": "BertTokenizer", "do_lower_case": false})", false)
                .encode("né!Né!", without_specials())
                .ids,
            (Ids{kWordUnk, tiny_word("!"), 20}));
}

TEST(WordPieceTexts, decoding_joins_subwords_and_cleans_up_token_by_token) {
  const Ids ids = {kWordCls,       tiny_word("the"), tiny_word("##re"), tiny_word("'"),
                   tiny_word("s"), tiny_word("!"),   kWordSep};
  EXPECT_EQ(tiny_wordpiece().decode(ids), "[CLS] there ' s! [SEP]");
  EXPECT_EQ(tiny_wordpiece().decode(
                ids, {.skip_special_tokens = true, .clean_up_tokenization_spaces = true}),
            "there's!");
  const auto with = [&](const json& decoder) {
    return tiny_wordpiece_of([&](json& file) { file["decoder"] = decoder; }).decode(ids);
  };
  EXPECT_EQ(with({{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", false}}),
            "[CLS] there ' s ! [SEP]");
  EXPECT_EQ(with(nullptr), "[CLS] the ##re ' s ! [SEP]");
  EXPECT_EQ(tiny_wordpiece("", false).decode(ids), "[CLS] there ' s ! [SEP]");
  const std::string_view tokens[] = {"##re", "the", "##re"};
  EXPECT_EQ(tiny_wordpiece().text_of(tokens), "##re there");
}

TEST(WordPieceTexts, pythons_decoder_leaves_added_tokens_alone) {
  const Tokenizer tokenizer = tiny_wordpiece(R"({"added_tokens_decoder": {
      "20": {"content": "new", "special": false}}})",
                                             false);
  const Ids ids = {tiny_word("the"), 20, tiny_word("##re"), tiny_word("##re")};
  EXPECT_EQ(tokenizer.decode(ids), "the new ##rere");
}

}  // namespace
}  // namespace deberta
