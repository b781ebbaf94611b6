#include "io/converting_sink.h"

#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"
#include "io/torch_files.h"

namespace deberta {
namespace {

using testing::FileTensor;
using testing::fixture_path;
using testing::little_endian;
using testing::make_safetensors;
using testing::read_file;
using testing::write_in_pieces;

// A record of the calls of a sink.
class Received : public testing::Tensors {
 public:
  std::vector<TensorInfo> index;
  std::vector<TensorInfo> arrived;

  void on_index(std::span<const TensorInfo> tensors) override {
    index.insert(index.end(), tensors.begin(), tensors.end());
  }
  void on_tensor(const TensorInfo& info, RawTensor content) override {
    EXPECT_EQ(content.dtype, info.dtype);
    EXPECT_EQ(content.bytes.size(), info.end - info.begin);
    arrived.push_back(info);
    testing::Tensors::on_tensor(info, std::move(content));
  }
};

Received converted(std::optional<DType> dtype, const std::vector<std::string>& files,
                   size_t piece = SIZE_MAX) {
  Received received;
  ConvertingSink sink(dtype, received);
  for (const std::string& file : files) {
    CheckpointReader reader(sink);
    write_in_pieces(reader, file, piece);
    reader.finish();
  }
  return received;
}

// Names stay as in the file; old files have other names for LayerNorm's tensors.
std::string old_name(std::string name) {
  const size_t at = name.rfind('.');
  return name.replace(at, std::string::npos, name.substr(at) == ".bias" ? ".beta" : ".gamma");
}

struct Case {
  const char* golden;
  std::vector<const char*> files;
  float tolerance = 0;
};

const Case kCases[] = {
    {"v1_seq_single", {"zip.bin"}},
    {"v1_seq_single", {"legacy.bin"}},
    {"v1_seq_single", {"views.bin"}},
    {"v1_seq_single", {"half.bin"}, 0x1p-11f},
    {"v1_mlm_legacy", {"tied.bin"}},
    {"v1_mlm_legacy", {"tied_legacy.bin"}},
    {"v1_bf16", {"zip.bin"}},
    {"v1_bf16", {"legacy.bin"}},
    {"v1_bf16", {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"}},
    {"v1_bf16", {"pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"}},
};

TEST(ConvertingSink, every_container_gives_the_golden_tensors_in_every_dtype) {
  for (const Case& each : kCases) {
    std::vector<std::string> files;
    for (const char* file : each.files) {
      files.push_back(
          read_file(fixture_path("checkpoints/" + std::string(each.golden) + "/" + file)));
    }
    const std::string golden =
        read_file(fixture_path("golden/" + std::string(each.golden) + "/model.safetensors"));
    for (const std::optional<DType> dtype :
         {std::optional<DType>(), {DType::kF32}, {DType::kF16}, {DType::kBF16}}) {
      SCOPED_TRACE(std::string(each.files[0]) + " as " + (dtype ? name_of(*dtype) : "it is"));
      const Received expected = converted(dtype, {golden});
      const Received actual = converted(dtype, files, 1000);
      EXPECT_EQ(actual.arrived.size(), actual.index.size());
      for (const TensorInfo& info : expected.arrived) {
        const std::string name = actual.has(info.name) ? info.name : old_name(info.name);
        EXPECT_EQ(actual.shape(name), info.shape);
        if (actual.is_integer(name)) {
          EXPECT_EQ(actual.ints(name), expected.ints(info.name));
          continue;
        }
        const std::vector<float> a = actual.floats(name);
        const std::vector<float> b = expected.floats(info.name);
        const float step = dtype == DType::kBF16 && each.tolerance > 0 ? 0x1p-7f : each.tolerance;
        for (size_t i = 0; i < b.size(); ++i) {
          ASSERT_LE(std::fabs(a[i] - b[i]), step * (std::fabs(b[i]) + 1)) << info.name;
        }
      }
      for (const TensorInfo& info : actual.arrived) {
        if (dtype && is_float_dtype(info.dtype)) EXPECT_EQ(info.dtype, *dtype);
      }
    }
  }
}

std::string floats(const std::vector<float>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
}

TEST(ConvertingSink, integers_stay_and_the_index_has_the_new_types) {
  const std::string file = make_safetensors({{"a", "F32", {2}, floats({1.5f, -2})},
                                             {"b", "I64", {1}, little_endian(7, 8)},
                                             {"c", "BOOL", {3}, "\x01\x01\x01"},
                                             {"d", "F32", {0, 4}, ""}});
  for (const size_t piece : {size_t{1}, size_t{SIZE_MAX}}) {
    const Received received = converted(DType::kF16, {file}, piece);
    ASSERT_EQ(received.index.size(), 4u);
    ASSERT_EQ(received.arrived.size(), 4u);
    EXPECT_EQ(received.floats("a"), (std::vector<float>{1.5f, -2}));
    EXPECT_EQ(received.ints("b"), std::vector<int32_t>{7});
    EXPECT_EQ(received.shape("d"), (std::vector<uint64_t>{0, 4}));
    for (const TensorInfo& info : received.index) {
      const bool is_float = info.name == "a" || info.name == "d";
      EXPECT_EQ(info.dtype == DType::kF16, is_float) << info.name;
      EXPECT_EQ(info.end - info.begin, info.count() * size_of(info.dtype)) << info.name;
    }
  }
}

TEST(ConvertingSink, overflows_are_refused_with_their_number) {
  const std::string file =
      make_safetensors({{"a", "F32", {1}, floats({1})},
                        {"b", "F32", {2, 2}, floats({65504, 65520, -1e6f, INFINITY})}});
  EXPECT_ERROR(kTensorRange, "tensor 'b': 2 of its 4 values are too large for F16",
               converted(DType::kF16, {file}));
  EXPECT_EQ(converted(DType::kBF16, {file}).arrived.size(), 2u);
}

}  // namespace
}  // namespace deberta
