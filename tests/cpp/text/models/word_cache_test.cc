#include "text/models/word_cache.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Word = WordCache::Word;

bool holds(const WordCache& cache, const Word& word, int32_t id, size_t pieces) {
  const auto found = cache.find(word);
  return found.size() == pieces && found[0].id == id;
}

TEST(WordCache, finds_what_it_keeps) {
  WordCache cache;
  EXPECT_TRUE(cache.find({"hello", false}).empty());
  const Bpe::Piece pieces[] = {{7, 2}, {8, 3}};
  cache.keep({"hello", false}, pieces);
  const std::string copy = "hello";  // the same bytes elsewhere
  EXPECT_TRUE(holds(cache, {copy, false}, 7, 2));
  EXPECT_EQ(cache.find({copy, false})[1].bytes, 3u);
  for (const char* other : {"hellO", "hell", "hello ", "", "Hello"}) {
    EXPECT_TRUE(cache.find({other, false}).empty()) << other;
  }
}

TEST(WordCache, a_prefixed_word_is_another) {
  WordCache cache;
  const Bpe::Piece bare[] = {{1, 1}}, prefixed[] = {{2, 2}};
  cache.keep({"a", false}, bare);
  EXPECT_TRUE(cache.find({"a", true}).empty());
  cache.keep({"a", true}, prefixed);
  EXPECT_TRUE(holds(cache, {"a", false}, 1, 1));
  EXPECT_TRUE(holds(cache, {"a", true}, 2, 1));
  cache.keep({"", true}, bare);  // a space alone
  EXPECT_TRUE(holds(cache, {"", true}, 1, 1));
}

TEST(WordCache, keeps_words_of_every_length_and_many) {
  WordCache cache;
  std::deque<std::string> words;
  for (size_t i = 0; i < WordCache::kMaxWords; ++i) {
    words.push_back(std::to_string(i) + std::string(i % 25, 'x'));
    const Bpe::Piece piece[] = {{static_cast<int32_t>(i), 1}};
    ASSERT_TRUE(cache.find({words.back(), false}).empty()) << i;
    cache.keep({words.back(), false}, piece);
  }
  for (size_t i = 0; i < words.size(); ++i) {
    ASSERT_TRUE(holds(cache, {words[i], false}, static_cast<int32_t>(i), 1)) << i;
  }
  // With one more word the cache starts again.
  const Bpe::Piece piece[] = {{-5, 1}};
  cache.keep({"one more", false}, piece);
  EXPECT_TRUE(holds(cache, {"one more", false}, -5, 1));
  EXPECT_TRUE(cache.find({words[0], false}).empty());
}

TEST(WordCache, a_text_of_more_words_than_it_holds_is_split_the_same) {
  const Tokenizer tokenizer = tiny_tokenizer();
  std::string text;
  for (size_t i = 0; i < WordCache::kMaxWords + 500; ++i) {
    text += std::string(" ") + "he" + static_cast<char>('a' + i % 26) +
            static_cast<char>('a' + i / 26 % 26) + static_cast<char>('a' + i / 676);
    if (i % 700 == 0) text += " hello world";
  }
  EncodeOptions options;
  options.add_special_tokens = false;
  const Encoding whole = tokenizer.encode(text, options);
  std::vector<int32_t> ids;
  for (size_t begin = 0; begin < text.size();) {  // a word a call: nothing to remember
    const size_t end = word_end(text, begin);
    const auto word = tokenizer.encode(text.substr(begin, end - begin), options).ids;
    ids.insert(ids.end(), word.begin(), word.end());
    begin = end;
  }
  EXPECT_EQ(whole.ids, ids);
  EXPECT_EQ(tokenizer.decode(whole.ids), text);
}

TEST(WordCache, repeated_words_have_their_own_offsets) {
  for (const bool prefixed : {false, true}) {
    const Tokenizer tokenizer = tiny_tokenizer(
        [&](json& document) { document["pre_tokenizer"]["add_prefix_space"] = prefixed; });
    EncodeOptions options;
    options.add_special_tokens = false;
    const std::string text = " held held[PAD]held held";
    const Encoding encoding = tokenizer.encode(text, options);
    for (size_t i = 0; i < encoding.ids.size(); ++i) {
      const ByteSpan span = encoding.offsets[i];
      const std::string token = tokenizer.decode(std::span(&encoding.ids[i], 1));
      const std::string part = text.substr(span.begin, span.end - span.begin);
      EXPECT_TRUE(token == part || (prefixed && token == " ")) << token << " at " << span.begin;
    }
  }
}

}  // namespace
}  // namespace deberta
