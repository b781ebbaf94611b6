#include "text/models/double_array.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace deberta {
namespace {

// The keys of the trie that a text begins with: [length, value].
std::map<size_t, int32_t> prefixes(const DoubleArray& trie, std::string_view text) {
  std::map<size_t, int32_t> found;
  DoubleArray::Node node;
  for (size_t i = 0; i < text.size() && trie.step(node, text[i]); ++i) {
    if (trie.value(node) >= 0) found[i + 1] = trie.value(node);
  }
  return found;
}

TEST(DoubleArray, finds_the_keys_that_a_text_begins_with_and_no_others) {
  std::mt19937 random(3);
  for (const std::string& letters :
       {std::string("ab"), std::string("\0\1\xff\xfe", 4), std::string("abcdefghijklmnop")}) {
    std::map<std::string, int32_t> keys;
    while (keys.size() < 900) {
      std::string key(1 + random() % 12, ' ');
      for (char& c : key) c = letters[random() % letters.size()];
      keys.emplace(key, static_cast<int32_t>(keys.size()));
    }
    std::vector<DoubleArray::Entry> entries;
    for (const auto& [key, value] : keys) entries.push_back({key, value});
    const DoubleArray trie(entries);
    for (int round = 0; round < 3000; ++round) {
      std::string text(random() % 14, ' ');
      for (char& c : text) c = letters[random() % letters.size()];
      std::map<size_t, int32_t> expected;
      for (size_t length = 1; length <= text.size(); ++length) {
        if (auto key = keys.find(text.substr(0, length)); key != keys.end()) {
          expected[length] = key->second;
        }
      }
      ASSERT_EQ(prefixes(trie, text), expected);
    }
  }
}

TEST(DoubleArray, of_no_keys_finds_nothing) {
  for (int byte = 0; byte < 256; ++byte) {
    EXPECT_TRUE(prefixes(DoubleArray(), std::string(3, static_cast<char>(byte))).empty());
  }
}

TEST(DoubleArray, takes_every_byte_at_the_root) {
  std::vector<std::string> keys;
  for (int byte = 0; byte < 256; ++byte) keys.emplace_back(1, static_cast<char>(byte));
  std::vector<DoubleArray::Entry> entries;
  for (const std::string& key : keys)
    entries.push_back({key, static_cast<int32_t>(entries.size())});
  const DoubleArray trie(entries);
  for (int32_t byte = 0; byte < 256; ++byte) {
    const std::string text(4, static_cast<char>(byte));
    EXPECT_EQ(prefixes(trie, text), (std::map<size_t, int32_t>{{1, byte}}));
  }
}

}  // namespace
}  // namespace deberta
