#include "io/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "expect_error.h"
#include "fixtures.h"

namespace deberta {
namespace {

using testing::FileTensor;
using testing::make_safetensors;
using testing::Tensors;

std::string bytes_of(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::string with_header(const std::string& header, const std::string& data = "") {
  std::string file(8, '\0');
  for (size_t i = 0; i < 8; ++i) {
    file[i] = static_cast<char>(static_cast<uint64_t>(header.size()) >> (8 * i) & 0xff);
  }
  return file + header + data;
}

std::string sample() {
  return make_safetensors({{"a", "F32", {2, 2}, bytes_of({1, 2, 3, 4})},
                           {"empty", "F32", {0, 3}, ""},
                           {"half", "F16", {3}, std::string("\x00\x3c\x00\xc0\x01\x00", 6)},
                           {"z", "F32", {}, bytes_of({5})}});
}

TEST(Safetensors, reads_every_tensor) {
  const Tensors tensors = Tensors::read(sample());
  EXPECT_EQ(tensors.floats("a"), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(tensors.floats("empty").size(), 0u);
  EXPECT_EQ(tensors.floats("half"), (std::vector<float>{1, -2, 0x1p-24f}));
  EXPECT_EQ(tensors.floats("z"), std::vector<float>{5});
}

TEST(Safetensors, pieces_of_any_size_give_the_same) {
  const std::string file = sample();
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    Tensors tensors;
    SafetensorsReader reader(tensors);
    size_t begin = 0;
    while (begin < file.size()) {
      const size_t size = std::min<size_t>(file.size() - begin, 1 + random() % (round + 1));
      reader.write(std::as_bytes(std::span(file).subspan(begin, size)));
      begin += size;
    }
    reader.finish();
    EXPECT_EQ(tensors.floats("a"), (std::vector<float>{1, 2, 3, 4}));
    EXPECT_EQ(tensors.floats("z"), std::vector<float>{5});
  }
}

TEST(Safetensors, truncation_is_found_at_every_byte) {
  const std::string file = sample();
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_ERROR(kSafetensorsTruncated, "ends after " + std::to_string(size) + " bytes",
                 Tensors::read(file.substr(0, size)));
  }
}

TEST(Safetensors, a_header_beyond_the_cap_is_refused_before_it_is_read) {
  std::string file(8, '\xff');
  EXPECT_ERROR(kSafetensorsHeaderSize, "18446744073709551615 bytes", Tensors::read(file));
  file = std::string("\x01\xe1\xf5\x05\0\0\0\0", 8);  // 100,000,001
  EXPECT_ERROR(kSafetensorsHeaderSize, "at most 100000000", Tensors::read(file));
}

TEST(Safetensors, a_flipped_bit_in_the_header_never_goes_unnoticed_or_crashes) {
  const std::string file = sample();
  uint64_t header_size;
  std::memcpy(&header_size, file.data(), 8);
  for (size_t bit = 0; bit < (8 + header_size) * 8; ++bit) {
    std::string flipped = file;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    try {
      const Tensors tensors = Tensors::read(flipped);
      // Undetected here: a changed name, which the model's list of names finds, or a shape of the
      // same size.
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::kSafetensorsHeader ||
                  error.code() == ErrorCode::kSafetensorsHeaderSize ||
                  error.code() == ErrorCode::kSafetensorsTruncated)
          << name_of(error.code()) << " at bit " << bit;
    }
  }
}

TEST(Safetensors, refuses_violations_of_the_format) {
  const auto refuses = [](const std::string& header, const std::string& data, const char* why) {
    EXPECT_ERROR(kSafetensorsHeader, why, Tensors::read(with_header(header, data)));
  };
  refuses("[]", "", "expected '{' as its first byte");
  refuses("{", "", "expected at least 2, a JSON object");
  refuses("{}}", "", "not JSON");
  refuses(R"({"a":1})", "", "'a': expected an object");
  refuses(R"({"a":{"dtype":"F32","shape":[1]}})", "",
          "'a': data_offsets: expected a list, got nothing");
  refuses(R"({"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}})", "", "unknown dtype");
  refuses(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", "", "non-negative");
  refuses(R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", "", "non-negative");
  refuses(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", "", "expected 8 bytes");
  refuses(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", "", "expected 4 bytes");
  refuses(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", "",
          "overflows");
  refuses(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", "", "begins at 4");
  refuses(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
          R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
          "", "begins at 1, expected 2");
  refuses(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
          R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})",
          "", "twice");
  refuses(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "xy",
          "unexpected bytes after");
  refuses("{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}", "", "nested deeper");
}

TEST(Safetensors, a_reader_that_failed_stays_failed) {
  Tensors tensors;
  SafetensorsReader reader(tensors);
  const std::string bad = with_header("[]");
  EXPECT_ERROR(kSafetensorsHeader, "", reader.write(std::as_bytes(std::span(bad))));
  EXPECT_ERROR(kState, "already failed", reader.write(std::as_bytes(std::span(bad))));
  EXPECT_ERROR(kState, "already failed", reader.finish());
}

TEST(Safetensors, metadata_is_not_a_tensor) {
  const Tensors tensors = Tensors::read(with_header(R"({"__metadata__":{"format":"pt"}})"));
  EXPECT_FALSE(tensors.has("__metadata__"));
}

}  // namespace
}  // namespace deberta
