// Shared parts of the tests: files, whole checkpoints, known answers.
#ifndef DEBERTA_TESTS_FIXTURES_H_
#define DEBERTA_TESTS_FIXTURES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "context.h"
#include "io/config.h"
#include "io/safetensors.h"
#include "model/model.h"

namespace deberta::testing {

// "tests/fixtures/<relative>"
std::string fixture_path(const std::string& relative);
// A file in the folder with the real tokenizers and tables, which is not part of the repository:
// $DEBERTA_SHARED_DIR, or ../shared next to the repository. "" for a missing file.
std::string shared_path(const std::string& relative);
inline constexpr const char* kNoSharedFolder =
    "no ../shared with the real tokenizers here (see DEBERTA_SHARED_DIR)";
// Fails the test, and returns "", where the file cannot be read.
std::string read_file(const std::string& path);

// Keeps every tensor of a checkpoint.
class Tensors : public TensorSink {
 public:
  static Tensors read(const std::string& bytes);

  bool has(const std::string& name) const { return tensors_.contains(name); }
  const std::vector<uint64_t>& shape(const std::string& name) const;
  std::vector<float> floats(const std::string& name) const;
  bool is_integer(const std::string& name) const { return tensors_.at(name).dtype == DType::kI64; }
  std::vector<int32_t> ints(const std::string& name) const;  // of an I64 tensor

  void on_index(std::span<const TensorInfo>) override {}
  bool wants(const TensorInfo&) override { return true; }
  void on_tensor(const TensorInfo& info, RawTensor content) override {
    tensors_.emplace(info.name, std::move(content));
  }

 private:
  std::map<std::string, RawTensor> tensors_;
};

// The whole file at once.
void read_safetensors(TensorSink& sink, const std::string& file);

// A model with the resources to run it, and the report of its load.
struct LoadedModel : OwnContext {
  std::unique_ptr<Model> model;
  std::vector<std::string> skipped;
  std::vector<std::string> unquantized_layers;
  int activation_bits = 0;

  using OwnContext::OwnContext;
};

// The head is taken from the config's `architectures`.
std::unique_ptr<LoadedModel> load_model(const std::string& config_json,
                                        const std::string& safetensors, int threads,
                                        Precision precision = Precision::kFloat32);
std::unique_ptr<LoadedModel> load_golden(const std::string& name, int threads);

// {"metadata": …}-free builder of a safetensors file from (name, dtype, shape, bytes).
struct FileTensor {
  std::string name;
  std::string dtype;
  std::vector<uint64_t> shape;
  std::string bytes;
};
std::string make_safetensors(const std::vector<FileTensor>& tensors);

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_FIXTURES_H_
