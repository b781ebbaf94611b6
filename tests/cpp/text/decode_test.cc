#include "text/decode.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "text/shared_tokenizer.h"
#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Ids = std::vector<int32_t>;

Ids ids_of_bytes(std::string_view bytes) {
  Ids ids;
  for (char c : bytes) ids.push_back(byte_id(c));
  return ids;
}

std::string decode(const Ids& ids, const DecodeOptions& options = {}) {
  return tiny_tokenizer().decode(ids, options);
}

TEST(Decode, puts_tokens_together) {
  EXPECT_EQ(decode({kHello, kSpaceWorld, byte_id('!')}), "hello world!");
  EXPECT_EQ(decode({}), "");
  EXPECT_EQ(decode({kSpaceWorld}), " world");
  EXPECT_EQ(decode(ids_of_bytes("é😀")), "é😀");
}

TEST(Decode, special_tokens_are_left_out_where_asked_for) {
  const Ids ids = {kCls, kHello, kMask, kSpaceWorld, kSep, kPad};
  EXPECT_EQ(decode(ids), "[CLS]hello[MASK] world[SEP][PAD]");
  DecodeOptions options;
  options.skip_special_tokens = true;
  EXPECT_EQ(decode(ids, options), "hello world");
}

TEST(Decode, added_tokens_that_are_not_special_stay) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["added_tokens"].push_back({{"id", kTinySize}, {"content", "<x>"}});
  });
  DecodeOptions options;
  options.skip_special_tokens = true;
  EXPECT_EQ(tokenizer.decode(Ids{kCls, kTinySize}, options), "<x>");
}

TEST(Decode, an_added_token_outside_the_alphabet_stands_for_itself) {
  // Checked against npm tokenizers 0.23.2: 'ño' is in the alphabet, so it is the bytes f1 6f.
  const char* contents[] = {"né w", "ño", "日", "Ġz"};
  const Tokenizer tokenizer = tiny_tokenizer([&](json& document) {
    int32_t id = kTinySize;
    for (const char* content : contents)
      document["added_tokens"].push_back({{"id", id++}, {"content", content}});
  });
  EXPECT_EQ(tokenizer.decode(Ids{kTinySize}), "né w");
  EXPECT_EQ(tokenizer.decode(Ids{kTinySize + 1}), "\ufffdo");
  EXPECT_EQ(tokenizer.decode(Ids{byte_id('\xe6'), kTinySize + 2}), "\ufffd日");
  EXPECT_EQ(tokenizer.decode(Ids{kTinySize + 3}), " z");
}

// What Python's bytes.decode(errors="replace"), and "ignore", give; the former is also what npm
// tokenizers 0.23.2 decodes these tokens to.
TEST(Decode, invalid_bytes_are_replaced_by_maximal_subparts) {
  using namespace std::string_literals;
  const struct {
    std::string bytes, replaced, ignored;
  } rows[] = {
      {"\xff", "\ufffd", ""},
      {"\x80", "\ufffd", ""},
      {"\xc3", "\ufffd", ""},
      {"\xc3(", "\ufffd(", "("},
      {"\xe2\x82", "\ufffd", ""},
      {"\xe2\x82"s + "a", "\ufffd"s + "a", "a"},
      {"\xe0\x80\x80", "\ufffd\ufffd\ufffd", ""},
      {"\xed\xa0\x80", "\ufffd\ufffd\ufffd", ""},
      {"\xf0\x90\x80"s + "a", "\ufffd"s + "a", "a"},
      {"\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd", ""},
      {"\xf0\x9f\x98", "\ufffd", ""},
      {"\xc0\xaf", "\ufffd\ufffd", ""},
      {"\xe2\xe2\x82", "\ufffd\ufffd", ""},
      {"a\xf1\x80\x80\x80\xff"s + "b", "a\U00040000\ufffd"s + "b", "a\U00040000"s + "b"},
      {"\xf0\x9f\x98\x80", "😀", "😀"},
      {"\ufffd", "\ufffd", "\ufffd"},
  };
  DecodeOptions ignore, strict;
  ignore.errors = DecodeErrors::kIgnore;
  strict.errors = DecodeErrors::kStrict;
  for (const auto& row : rows) {
    EXPECT_EQ(decode(ids_of_bytes(row.bytes)), row.replaced);
    EXPECT_EQ(decode(ids_of_bytes(row.bytes), ignore), row.ignored);
    if (row.replaced == row.ignored) {
      EXPECT_EQ(decode(ids_of_bytes(row.bytes), strict), row.bytes);
    } else {
      EXPECT_ERROR(kInput, "are not valid UTF-8 at byte", decode(ids_of_bytes(row.bytes), strict));
    }
  }
  EXPECT_ERROR(kInput, "at byte 2", decode(ids_of_bytes("ab\xc3"), strict));
}

TEST(Decode, a_character_of_several_tokens_is_whole) {
  EXPECT_EQ(decode({byte_id('\xc3'), byte_id('\xa9')}), "é");
  // The token between breaks it.
  EXPECT_EQ(decode({byte_id('\xc3'), kPad, byte_id('\xa9')}), "\ufffd[PAD]\ufffd");
}

TEST(Decode, clean_up_is_that_of_transformers) {
  DecodeOptions options;
  options.clean_up_tokenization_spaces = true;
  const auto cleaned = [&](std::string_view text) { return decode(ids_of_bytes(text), options); };
  EXPECT_EQ(cleaned("a . b ? c ! d , e"), "a. b? c! d, e");
  EXPECT_EQ(cleaned("do n't I 'm he 's we 've they 're"), "don't I'm he's we've they're");
  EXPECT_EQ(cleaned("a ' b"), "a'b");
  EXPECT_EQ(cleaned("a  . b"), "a . b");  // one pass
  EXPECT_EQ(cleaned("a 'll b"), "a 'll b");
  EXPECT_EQ(decode(ids_of_bytes("a .")), "a .");
  EXPECT_EQ(clean_up_spaces(""), "");
}

TEST(Decode, an_id_without_a_token_stands_for_nothing) {
  EXPECT_EQ(decode({kHello, kTinySize, kSpaceWorld, 1 << 30}), "hello world");
  EXPECT_EQ(decode({kTinySize}), "");
  const Tokenizer holes =
      tiny_tokenizer([](json& document) { document["model"]["vocab"]["x y"] = kTinySize + 1; });
  EXPECT_EQ(holes.decode(Ids{kHello, kTinySize, kHello}), "hellohello");
}

TEST(Decode, refuses_negative_ids) {
  EXPECT_ERROR(kInput, "ids[1] is -1, expected at least 0", decode({kHello, -1}));
  EXPECT_ERROR(kInput, "ids[0] is -1", decode({-1}));
}

TEST(Decode, of_v3_ids_beyond_the_vocabulary_are_skipped) {
  const Tokenizer* tokenizer = testing::shared_tokenizer("v3");
  if (tokenizer == nullptr) GTEST_SKIP() << testing::kNoSharedFolder;
  EXPECT_EQ(tokenizer->decode(Ids{5365, 128050, 447}), "Hello world");
  EXPECT_EQ(tokenizer->decode(Ids{1, 128050, 2}), "[CLS][SEP]");
  EXPECT_EQ(tokenizer->token(128000), "[MASK]");
  EXPECT_EQ(tokenizer->token(128001), "");
}

}  // namespace
}  // namespace deberta
