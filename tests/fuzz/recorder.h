// Keeps what a reader of checkpoints passes on.
#ifndef DEBERTA_TESTS_FUZZ_RECORDER_H_
#define DEBERTA_TESTS_FUZZ_RECORDER_H_

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "fuzz/random.h"
#include "fuzz/target.h"
#include "io/tensor_sink.h"

namespace deberta::fuzz {

// A sink that accepts small tensors, as a model's check of shapes would ensure, half of them
// through receivers.
class Recorder : public TensorSink {
 public:
  struct Tensor {
    std::string name, shape, bytes;
    bool operator==(const Tensor&) const = default;
  };

  void on_index(std::span<const TensorInfo> infos) override {
    DEBERTA_EXPECT(!has_index);
    has_index = true;
    for (const TensorInfo& info : infos) index.push_back({info.name, to_string(info.shape), ""});
  }
  bool wants(const TensorInfo& info) override {
    uint64_t count = 1;
    for (const uint64_t size : info.shape) {
      if (__builtin_mul_overflow(count, size, &count) || count > kMaxElements) return false;
    }
    return true;
  }
  Receiver receiver(const TensorInfo& info) override {
    received_.clear();
    receives_ = info.name.size() % 2 == 1;
    if (!receives_) return nullptr;
    return [this](std::span<const std::byte> bytes) {
      received_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
  }
  void on_tensor(const TensorInfo& info, RawTensor content) override {
    DEBERTA_EXPECT(has_index && wants(info));
    DEBERTA_EXPECT(content.shape == info.shape && content.dtype == info.dtype);
    const size_t size = static_cast<size_t>(info.count()) * size_of(info.dtype);
    if (!std::exchange(receives_, false)) {
      DEBERTA_EXPECT(content.bytes.size() == size);
      if (size != 0) received_.assign(reinterpret_cast<const char*>(content.bytes.data()), size);
    }
    DEBERTA_EXPECT(received_.size() == size);
    tensors.push_back({info.name, to_string(info.shape), std::exchange(received_, "")});
  }

  bool has_index = false;
  std::vector<Tensor> index, tensors;

 private:
  static constexpr uint64_t kMaxElements = 1 << 18;
  bool receives_ = false;  // the current tensor, through its receiver
  std::string received_;
};

// What a reader made of a file: the tensors, or those before an error.
struct Outcome {
  std::vector<Recorder::Tensor> index, tensors;
  std::string error;
  bool operator==(const Outcome&) const = default;
};

// The file's bytes in pieces of random sizes, or at once for seed 0.
template <class Write>
void write_split(std::string_view file, uint32_t seed, Write&& write) {
  Random random(seed);
  const size_t scale = size_t{1} << random.below(12);
  while (!file.empty()) {
    const size_t size = seed == 0 ? file.size() : std::min(file.size(), 1 + random.below(scale));
    write(std::as_bytes(std::span(file.substr(0, size))));
    file.remove_prefix(size);
  }
}

template <class Reader>
Outcome outcome_of(std::string_view file, uint32_t seed) {
  Recorder recorder;
  Reader reader(recorder);
  std::string error;
  try {
    write_split(file, seed, [&](std::span<const std::byte> bytes) { reader.write(bytes); });
    reader.finish();
  } catch (const Error& caught) {
    error = std::string(name_of(caught.code())) + ": " + caught.message();
  }
  return {std::move(recorder.index), std::move(recorder.tensors), error};
}

// Reads the file at once and in pieces.
template <class Reader>
void expect_same_in_pieces(std::string_view file, uint32_t seed) {
  const Outcome whole = outcome_of<Reader>(file, 0);
  const Outcome pieces = outcome_of<Reader>(file, seed | 1);
  DEBERTA_EXPECT(whole.error == pieces.error, whole.error + " | " + pieces.error);
  DEBERTA_EXPECT(whole == pieces, whole.error);
}

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_RECORDER_H_
