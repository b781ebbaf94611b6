#include "io/checkpoint_reader.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "io/torch_files.h"

namespace deberta {
namespace {

using testing::read_checkpoint;
using testing::read_file;

std::string fixture(const std::string& name) { return read_file(testing::fixture_path(name)); }

TEST(CheckpointReader, recognises_the_format_by_the_first_bytes) {
  for (const auto& [path, format] : {std::pair("golden/v1_bf16/model.safetensors", "safetensors"),
                                     {"checkpoints/v1_bf16/zip.bin", "pytorch"},
                                     {"checkpoints/v1_bf16/legacy.bin", "pytorch-legacy"}}) {
    const std::string file = fixture(path);
    testing::SmallTensors tensors;
    CheckpointReader reader(tensors);
    EXPECT_STREQ(reader.format(), "");
    testing::write_in_pieces(reader, file.substr(0, 8), 1);
    EXPECT_STREQ(reader.format(), format);
    testing::write_in_pieces(reader, file.substr(8));
    reader.finish();
    EXPECT_EQ(reader.bytes_read(), file.size());
    EXPECT_TRUE(tensors.has("encoder.rel_embeddings.weight"));
  }
}

TEST(CheckpointReader, a_header_of_safetensors_may_begin_like_a_pickle) {
  std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
  header.resize(0x280, ' ');  // 80 02 00 …
  const auto tensors = read_checkpoint(testing::little_endian(0x280, 8) + header + "x");
  EXPECT_TRUE(tensors.has("a"));
}

TEST(CheckpointReader, other_files_are_refused_with_their_kind) {
  EXPECT_ERROR(kNotACheckpoint, "Git LFS pointer",
               read_checkpoint("version https://git-lfs.github.com/spec/v1\noid sha256:"));
  EXPECT_ERROR(kNotACheckpoint, "HTML", read_checkpoint("<!doctype html><html>"));
  EXPECT_ERROR(kNotACheckpoint, "HTML", read_checkpoint("\xef\xbb\xbf\r\n <html>"));
  EXPECT_ERROR(kNotACheckpoint, "a text file", read_checkpoint("{\"error\": \"not found\"}"));
  EXPECT_ERROR(kNotACheckpoint, "HDF5", read_checkpoint("\x89HDF\r\n\x1a\n more"));
  EXPECT_ERROR(kPtPickle, "found another pickle", read_checkpoint("\x80\x02}q\x01. more"));
}

TEST(CheckpointReader, short_files_are_truncated) {
  EXPECT_ERROR(kSafetensorsTruncated, "ends after 0 bytes", read_checkpoint(""));
  EXPECT_ERROR(kSafetensorsTruncated, "ends after 3 bytes", read_checkpoint("abc"));
  EXPECT_ERROR(kPtTruncated, "", read_checkpoint("PK\x03"));
  EXPECT_ERROR(kPtTruncated, "", read_checkpoint("\x80\x02\x8a"));
}

TEST(CheckpointReader, a_reader_that_failed_stays_failed) {
  testing::SmallTensors tensors;
  CheckpointReader reader(tensors);
  EXPECT_ERROR(kNotACheckpoint, "", testing::write_in_pieces(reader, "<!doctype html>"));
  EXPECT_ERROR(kState, "already failed", testing::write_in_pieces(reader, "x"));
  EXPECT_ERROR(kState, "already failed", reader.finish());
}

}  // namespace
}  // namespace deberta
