// head | precision | kind | seed of the pieces (u16) | config.json | weights: a whole model is
// loaded, called, and its checkpoint converted. kind: 0 random weights instead of the file; else
// the file.
#include <array>
#include <cmath>

#include "fuzz/models.h"
#include "fuzz/recorder.h"
#include "fuzz/targets/targets.h"
#include "io/converting_sink.h"
#include "model/quantizing_sink.h"

namespace deberta::fuzz {
namespace {

struct Options {
  Head head;
  Precision precision;
  bool reads_file;
  uint32_t seed;

  explicit Options(Input& input)
      : head(static_cast<Head>(input.below(std::size(kHeadNames)))),
        precision(static_cast<Precision>(input.below(4))),
        reads_file(input.below(4) != 0),
        seed(input.u16()) {}
};

void load_and_call(const Options& options, std::string_view config, std::string_view weights) {
  Session session(config, std::nullopt, {.head = options.head, .precision = options.precision});
  if (options.reads_file) {
    write_split(weights, options.seed,
                [&](std::span<const std::byte> bytes) { session.write_weights(bytes); });
    session.finish_weights();
  } else if (fits_a_test(session.config())) {
    session.initialize_weights(options.seed);
  } else {
    return;
  }
  call_model(session);
}

// Keeps nothing.
struct Nowhere : TensorSink {
  void on_index(std::span<const TensorInfo>) override {}
  bool wants(const TensorInfo& info) override { return info.end - info.begin < 1 << 20; }
  void on_tensor(const TensorInfo& info, RawTensor content) override {
    DEBERTA_EXPECT(content.dtype == info.dtype);
    DEBERTA_EXPECT(content.bytes.size() == info.end - info.begin, info.name);
  }
};

void convert(const Options& options, std::string_view weights) {
  constexpr std::array kTypes = {DType::kF32, DType::kF16, DType::kBF16};
  Nowhere nowhere;
  ConvertingSink converting(kTypes[options.seed % kTypes.size()], nowhere);
  QuantizingSink quantizing(converting);
  CheckpointReader reader(
      options.precision == Precision::kInt8 ? static_cast<TensorSink&>(quantizing) : converting);
  write_split(weights, options.seed,
              [&](std::span<const std::byte> bytes) { reader.write(bytes); });
  reader.finish();
  quantizing.finish();
}

}  // namespace

void run_checkpoint(std::string_view bytes) {
  Input input(bytes);
  const Options options(input);
  const std::string_view config = input.part(), weights = input.rest();
  try {
    load_and_call(options, config, weights);
  } catch (const Error&) {
  } catch (const std::bad_alloc&) {
  }
  if (options.reads_file) convert(options, weights);
}

void mutate_checkpoint(std::string& bytes, Random& random, size_t max_size) {
  mutate_after<5, [](std::string& rest, Random& random, size_t size) {
    mutate_parts(rest, random, size, {mutate_json, mutate_safetensors});
  }>(bytes, random, max_size);
}

}  // namespace deberta::fuzz
