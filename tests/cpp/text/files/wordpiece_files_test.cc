// vocab.txt and tokenizer.json of a WordPiece, the options of BertTokenizer, and possible errors.
#include <gtest/gtest.h>

#include "expect_error.h"
#include "text/files/save_vocabulary.h"
#include "text/tiny_wordpiece.h"

namespace deberta {
namespace {

using namespace testing;  // TinyWordId
using nlohmann::json;
using Ids = std::vector<int32_t>;

Ids ids_of(const Tokenizer& tokenizer, std::string_view text) {
  EncodeOptions options;
  options.add_special_tokens = false;
  return tokenizer.encode(text, options).ids;
}

Tokenizer of_vocab_txt(const std::string& vocab, const std::string& config = "") {
  TokenizerFiles files;
  files.vocab_txt = vocab;
  files.tokenizer_config_json = config;
  return load_tokenizer(files);
}

const auto unchanged = [](json&) {};

TEST(VocabTxt, is_a_fast_bert_tokenizer_with_its_special_tokens) {
  const Tokenizer tokenizer = tiny_wordpiece();
  EXPECT_EQ(tokenizer.class_index(), 5);
  EXPECT_EQ(tiny_wordpiece("", false).class_index(), 4);
  EXPECT_EQ(tokenizer.special_ids(), (Ids{kWordUnk, kWordSep, kWordPad, kWordCls, kWordMask}));
  EXPECT_EQ(tokenizer.special_tokens().bos, -1);
  EXPECT_EQ(tokenizer.encode_pair("a", "the", {}).ids,
            (Ids{kWordCls, tiny_word("a"), kWordSep, tiny_word("the"), kWordSep}));
  EXPECT_EQ(tokenizer.encode_pair("a", "the", {}).type_ids, (Ids{0, 0, 0, 1, 1}));
}

TEST(VocabTxt, gives_what_tokenizer_json_gives) {
  const std::string text = "The Café, 中文 abc [MASK]x THERE's!";
  for (bool fast : {true, false}) {
    const Encoding of_txt = tiny_wordpiece("", fast).encode(text, {});
    const Encoding of_json = tiny_wordpiece_of(unchanged, "", fast).encode(text, {});
    EXPECT_EQ(of_txt.ids, of_json.ids);
    EXPECT_EQ(of_txt.offsets, of_json.offsets);
  }
}

TEST(VocabTxt, may_have_other_line_ends) {
  for (const char* vocab : {"[UNK]\r\na\r\n##b", "[UNK]\ra\r##b\r", "[UNK]\na\n##b\n"}) {
    EXPECT_EQ(ids_of(of_vocab_txt(vocab), "ab"), (Ids{1, 2})) << vocab;
  }
}

TEST(VocabTxt, of_a_token_that_occurs_twice_the_last_line_counts) {
  const Tokenizer tokenizer = of_vocab_txt("[UNK]\na\n\na\n[CLS]\n[SEP]\n[PAD]\n[MASK]\n");
  EXPECT_EQ(ids_of(tokenizer, "a"), (Ids{3}));
  EXPECT_EQ(tokenizer.token(1), "");
  EXPECT_EQ(tokenizer.vocab_size(), 8);
}

TEST(VocabTxt, special_tokens_that_it_lacks_are_added) {
  const Tokenizer tokenizer = of_vocab_txt("a\n##b\n");
  EXPECT_EQ(tokenizer.id("[UNK]"), 2);
  EXPECT_EQ(ids_of(tokenizer, "x ab"), (Ids{2, 0, 1}));
}

TEST(VocabTxt, settings_may_name_other_special_tokens) {
  const Tokenizer tokenizer = of_vocab_txt("a\n<unk>\n", R"({"unk_token": "<unk>"})");
  EXPECT_EQ(ids_of(tokenizer, "x a<unk>"), (Ids{1, 0, 1}));
}

TEST(VocabTxt, errors_name_the_line) {
  EXPECT_ERROR(kVocab, "vocab.txt: line 2 is not UTF-8", of_vocab_txt("a\n\xff\n"));
  EXPECT_ERROR(kVocab, "vocab.txt: expected a token a line, found none", of_vocab_txt("\n\n"));
}

TEST(VocabTxt, is_saved_with_the_same_ids) {
  const std::string vocab = tiny_vocab_txt();
  EXPECT_EQ(save_vocabulary(tiny_wordpiece().parts()).vocab_txt, vocab);
  EXPECT_EQ(save_vocabulary(tiny_wordpiece_of(unchanged).parts()).vocab_txt, vocab);
  // Added tokens are not part of it, ids without a token are.
  const std::string special = "[CLS]\n[SEP]\n[PAD]\n[MASK]\n";
  EXPECT_EQ(save_vocabulary(of_vocab_txt("[UNK]\na\na\n").parts()).vocab_txt, "[UNK]\n\na\n");
  EXPECT_EQ(save_vocabulary(of_vocab_txt("[UNK]\n\na\n" + special).parts()).vocab_txt,
            "[UNK]\n\na\n" + special);
  EXPECT_ERROR(kTokenizerUnsupported, "vocab.txt cannot hold a line end",
               save_vocabulary(tiny_wordpiece_of([](json& file) {
                                 file["model"]["vocab"]["a\nb"] = 40;
                               }).parts()));
}

TEST(BertOptions, are_followed) {
  const int32_t the = tiny_word("the"), capital = tiny_word("The");
  EXPECT_EQ(ids_of(tiny_wordpiece(), "The"), (Ids{the}));
  EXPECT_EQ(ids_of(tiny_wordpiece(R"({"do_lower_case": false})"), "The"), (Ids{capital}));
  EXPECT_EQ(ids_of(tiny_wordpiece(), "CAFÉ"), (Ids{tiny_word("cafe")}));
  EXPECT_EQ(ids_of(tiny_wordpiece(R"({"strip_accents": false})"), "CAFÉ"),
            (Ids{tiny_word("café")}));
  EXPECT_EQ(ids_of(tiny_wordpiece(R"({"do_lower_case": false})"), "café"),
            (Ids{tiny_word("café")}));
  EXPECT_EQ(ids_of(tiny_wordpiece(R"({"do_lower_case": false, "strip_accents": true})"), "café"),
            (Ids{tiny_word("cafe")}));
  EXPECT_EQ(ids_of(tiny_wordpiece(), "中文"), (Ids{tiny_word("中"), tiny_word("文")}));
  EXPECT_EQ(ids_of(tiny_wordpiece(R"({"tokenize_chinese_chars": false})"), "中文"),
            (Ids{kWordUnk}));
}

// BertTokenizerFast sets its normalizer anew; PreTrainedTokenizerFast leaves it.
TEST(BertOptions, take_precedence_over_tokenizer_json_for_berts_classes) {
  const auto cased = [](json& file) { file["normalizer"]["lowercase"] = false; };
  const auto with = [&](const std::string& config) { return tiny_wordpiece_of(cased, config); };
  const Ids capital = {tiny_word("The")}, small = {tiny_word("the")};
  EXPECT_EQ(ids_of(with(""), "The"), capital);
  EXPECT_EQ(ids_of(with(R"({"do_lower_case": true})"), "The"), capital);
  EXPECT_EQ(ids_of(with(R"({"tokenizer_class": "PreTrainedTokenizerFast"})"), "The"), capital);
  EXPECT_EQ(ids_of(with(R"({"tokenizer_class": "BertTokenizer"})"), "The"), small);
  EXPECT_EQ(ids_of(with(R"({"tokenizer_class": "BertTokenizer", "do_lower_case": false})"), "The"),
            capital);
}

TEST(BertOptions, of_the_slow_tokenizer) {
  const std::string never = R"({"never_split": ["the!", "zz"]})";
  const Ids split = {tiny_word("the"), tiny_word("!")};
  EXPECT_EQ(ids_of(tiny_wordpiece(never), "the!"), split);
  EXPECT_EQ(ids_of(tiny_wordpiece(never, false), "the! zz"), (Ids{kWordUnk, kWordUnk}));
  EXPECT_EQ(ids_of(tiny_wordpiece(never, false), "a the!a"),
            (Ids{tiny_word("a"), tiny_word("the"), tiny_word("!"), tiny_word("a")}));
  const std::string raw = R"({"do_basic_tokenize": false})";
  EXPECT_EQ(ids_of(tiny_wordpiece(raw), "The!"), split);
  EXPECT_EQ(ids_of(tiny_wordpiece(raw, false), "The The!"), (Ids{tiny_word("The"), kWordUnk}));
}

TEST(BertOptions, classes_that_split_words_otherwise_are_refused_by_name) {
  EXPECT_ERROR(kTokenizerUnsupported,
               "tokenizer_config.json: BertJapaneseTokenizer with the word_tokenizer_type mecab, "
               "expected BertTokenizer",
               tiny_wordpiece(R"({"tokenizer_class": "BertJapaneseTokenizer",
                                  "word_tokenizer_type": "mecab"})"));
  EXPECT_ERROR(kTokenizerUnsupported, "subword_tokenizer_type character",
               tiny_wordpiece(R"({"tokenizer_class": "BertJapaneseTokenizer",
                                  "subword_tokenizer_type": "character"})"));
  EXPECT_ERROR(kTokenizerUnsupported, "the tokenizer_class RoFormerTokenizer with a vocab.txt",
               tiny_wordpiece(R"({"tokenizer_class": "RoFormerTokenizerFast"})"));
  for (const char* name : {"BertTokenizer", "BertTokenizerFast", "ElectraTokenizerFast"}) {
    const std::string config = std::string(R"({"tokenizer_class": ")") + name + "\"}";
    EXPECT_EQ(ids_of(tiny_wordpiece(config), "the"), (Ids{tiny_word("the")}));
  }
}

TEST(BertOptions, of_japanese_words_without_a_dictionary) {
  const Tokenizer tokenizer = tiny_wordpiece(
      R"({"tokenizer_class": "BertJapaneseTokenizer", "word_tokenizer_type": "basic"})");
  EXPECT_EQ(ids_of(tokenizer, "The 中文 中"), (Ids{tiny_word("The"), kWordUnk, tiny_word("中")}));
}

TEST(WordPieceJson, prefix_limit_and_unknown_token_are_as_the_file_says) {
  const auto with = [](const char* name, const json& value) {
    return tiny_wordpiece_of([&](json& file) { file["model"][name] = value; });
  };
  EXPECT_EQ(ids_of(with("max_input_chars_per_word", 3), "thethe there abc"),
            (Ids{kWordUnk, kWordUnk, tiny_word("ab"), tiny_word("##c")}));
  EXPECT_EQ(ids_of(with("unk_token", "a"), "zzz"), (Ids{tiny_word("a")}));
  EXPECT_EQ(ids_of(with("continuing_subword_prefix", ""), "thea"),
            (Ids{tiny_word("the"), tiny_word("a")}));
  EXPECT_ERROR(kVocab, "the unk_token is not in the vocabulary", with("unk_token", "<unk>"));
}

TEST(WordPieceJson, may_lack_the_models_type) {
  EXPECT_EQ(ids_of(tiny_wordpiece_of([](json& file) { file["model"].erase("type"); }), "there"),
            (Ids{tiny_word("the"), tiny_word("##re")}));
}

TEST(WordPieceJson, steps_may_be_in_a_sequence_of_one) {
  const Tokenizer tokenizer = tiny_wordpiece_of([](json& file) {
    for (const auto& [name, list] :
         {std::pair("normalizer", "normalizers"), {"pre_tokenizer", "pretokenizers"}}) {
      file[name] = {{"type", "Sequence"}, {list, json::array({file[name]})}};
    }
  });
  EXPECT_EQ(ids_of(tokenizer, "The!"), (Ids{tiny_word("the"), tiny_word("!")}));
}

TEST(WordPieceJson, without_a_normalizer_the_text_stays) {
  const Tokenizer tokenizer = tiny_wordpiece_of([](json& file) { file["normalizer"] = nullptr; });
  EXPECT_EQ(ids_of(tokenizer, "The 中文"), (Ids{tiny_word("The"), kWordUnk}));
}

TEST(WordPieceJson, other_steps_are_refused_by_name) {
  const auto with = [](const char* step, const json& value) {
    return tiny_wordpiece_of([&](json& file) { file[step] = value; });
  };
  const std::string start = "tokenizer.json: ";
  EXPECT_ERROR(kTokenizerUnsupported,
               start + "the normalizer NFKC of a WordPiece, expected BertNormalizer",
               with("normalizer", {{"type", "NFKC"}}));
  EXPECT_ERROR(kTokenizerUnsupported, start + "normalizers: 2 steps, expected one",
               with("normalizer", {{"type", "Sequence"}, {"normalizers", {1, 2}}}));
  EXPECT_ERROR(kTokenizerUnsupported,
               start + "the pre_tokenizer Whitespace of a WordPiece, expected BertPreTokenizer",
               with("pre_tokenizer", {{"type", "Whitespace"}}));
  EXPECT_ERROR(kTokenizerUnsupported, "a WordPiece without a pre_tokenizer",
               with("pre_tokenizer", nullptr));
  EXPECT_ERROR(kTokenizerUnsupported,
               start + "the decoder BPEDecoder of a WordPiece, expected WordPiece",
               with("decoder", {{"type", "BPEDecoder"}}));
  EXPECT_ERROR(kTokenizerUnsupported, "a WordPiece with trim_offsets",
               with("post_processor", {{"type", "ByteLevel"}}));
  EXPECT_ERROR(kTokenizerUnsupported, "a Unigram or a WordPiece",
               with("model", {{"type", "WordLevel"}}));
}

}  // namespace
}  // namespace deberta
