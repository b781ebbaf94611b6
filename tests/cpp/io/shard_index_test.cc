#include "io/shard_index.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

TEST(ShardIndex, files_and_names) {
  const ShardIndex index = parse_shard_index(
      R"({"metadata": {"total_size": 12}, "weight_map": {"b.weight": "model-00001-of-00002.bin",
          "a.weight": "model-00002-of-00002.bin", "c": "model-00001-of-00002.bin"}})");
  EXPECT_EQ(index.files,
            (std::vector<std::string>{"model-00001-of-00002.bin", "model-00002-of-00002.bin"}));
  EXPECT_EQ(index.names.size(), 3u);
}

TEST(ShardIndex, refuses_other_files_than_an_index) {
  const auto refuses = [](const char* part, const std::string& json) {
    EXPECT_ERROR(kShardIndex, part, parse_shard_index(json));
  };
  refuses("not JSON", "<html>");
  refuses("expected an object", "[]");
  refuses("weight_map: expected an object, got nothing", "{}");
  refuses("weight_map: expected an object, got a list", R"({"weight_map": ["a"]})");
  refuses("0 tensors", R"({"weight_map": {}})");
  refuses("twice", R"({"weight_map": {"a": "x", "a": "y"}})");
  refuses("expected a plain file name", R"({"weight_map": {"a": 1}})");
  for (const char* name : {"", ".", "..", "../x", "a/b", "a\\\\b", "/x", "http://x", "a..b", ".x",
                           "a?b", "a%2e", "a b", "\\u00e4"}) {
    refuses("expected a plain file name", std::string(R"({"weight_map": {"a": ")") + name + "\"}}");
  }
  refuses("expected a plain file name",
          R"({"weight_map": {"a": ")" + std::string(256, 'x') + "\"}}");
  refuses("at most 16777216", std::string(17 << 20, ' '));
  std::string many;
  for (int i = 0; i < 1025; ++i) {
    many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"f" + std::to_string(i) + "\"";
  }
  refuses("1025 files", "{\"weight_map\": {" + many + "}}");
}

}  // namespace
}  // namespace deberta
