#include "text/files/serde_number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"

namespace deberta {
namespace {

TEST(SerdeNumber, seventeen_digits_are_rounded_twice) {
  EXPECT_EQ(as_serde_reads(-11.624067306518555), -11.624067306518556);  // "cc" of deberta-v3
  EXPECT_EQ(as_serde_reads(-15.268604278564453), -15.268604278564451);  // "2222"
  EXPECT_EQ(as_serde_reads(-7.2473015785217285), -7.247301578521728);   // "▁years"
  EXPECT_EQ(as_serde_reads(7.2473015785217285), 7.247301578521728);
}

TEST(SerdeNumber, other_numbers_are_unchanged) {
  for (double value : {0.0, 1.0, -9.5, 0.1, 1e-7, -14.997124671936035, -13.371864318847656,
                       -13.118667602539062 /* a half follows */, 1e22, 123456.0, 3e300, 5e-324,
                       std::numeric_limits<double>::max()}) {
    EXPECT_EQ(as_serde_reads(value), value);
  }
  EXPECT_TRUE(std::signbit(as_serde_reads(-0.0)));
  EXPECT_TRUE(std::isinf(as_serde_reads(INFINITY)));
}

// The answer is tokenizers 0.23's. With the exact score, "ccc" would be the last.
TEST(SerdeNumber, decides_between_ways_of_one_sum) {
  const nlohmann::json document = nlohmann::json::parse(R"({
    "added_tokens": [], "normalizer": null, "post_processor": null,
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"},
    "model": {"type": "Unigram", "unk_id": 0, "vocab": [
      ["[UNK]", -40], ["c", -30], ["cc", -7.2473015785217285], ["ccc", -11]]}})");
  const std::string text = document.dump();
  TokenizerFiles files;
  files.tokenizer_json = text;
  const Tokenizer tokenizer = load_tokenizer(files, {});
  EXPECT_EQ(tokenizer.encode(std::string(19, 'c'), {}).ids,
            (std::vector<int32_t>{2, 2, 2, 2, 2, 2, 2, 3, 2}));
}

}  // namespace
}  // namespace deberta
