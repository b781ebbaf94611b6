#include "fixtures.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/model_loader.h"

namespace deberta::testing {

std::string fixture_path(const std::string& relative) {
  const char* folder = std::getenv("DEBERTA_FIXTURES");
  const std::string root =
      folder != nullptr ? folder : std::string(DEBERTA_SOURCE_DIR) + "/tests/fixtures";
  return root + "/" + relative;
}

std::string shared_path(const std::string& relative) {
  const char* folder = std::getenv("DEBERTA_SHARED_DIR");
  const std::string root =
      folder != nullptr ? folder : std::string(DEBERTA_SOURCE_DIR) + "/../shared";
  return std::filesystem::exists(root) ? root + "/" + relative : "";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Tensors Tensors::read(const std::string& bytes) {
  Tensors tensors;
  read_safetensors(tensors, bytes);
  return tensors;
}

void read_safetensors(TensorSink& sink, const std::string& file) {
  SafetensorsReader reader(sink);
  reader.write(std::as_bytes(std::span(file)));
  reader.finish();
}

const std::vector<uint64_t>& Tensors::shape(const std::string& name) const {
  return tensors_.at(name).shape;
}

std::vector<float> Tensors::floats(const std::string& name) const {
  const RawTensor& tensor = tensors_.at(name);
  std::vector<float> values(tensor.count());
  widen(tensor.dtype, tensor.bytes.data(), values.size(), values.data());
  return values;
}

std::vector<int32_t> Tensors::ints(const std::string& name) const {
  const RawTensor& tensor = tensors_.at(name);
  EXPECT_EQ(tensor.dtype, DType::kI64) << name;
  std::vector<int64_t> wide(tensor.count());
  std::memcpy(wide.data(), tensor.bytes.data(), tensor.bytes.size());
  return {wide.begin(), wide.end()};
}

std::unique_ptr<LoadedModel> load_model(const std::string& config_json,
                                        const std::string& safetensors, int threads,
                                        Precision precision) {
  const Config config = parse_config(config_json);
  Head head = Head::kNone;
  if (!config.architectures.empty()) {
    const std::string& architecture = config.architectures[0];
    if (architecture.ends_with("ForTokenClassification")) head = Head::kTokenClassification;
    if (architecture.ends_with("ForSequenceClassification")) head = Head::kSequenceClassification;
    if (architecture.ends_with("ForQuestionAnswering")) head = Head::kQuestionAnswering;
    if (architecture.ends_with("ForMaskedLM")) head = Head::kMaskedLm;
    if (architecture.ends_with("ForMultipleChoice")) head = Head::kMultipleChoice;
  }
  auto loaded = std::make_unique<LoadedModel>(threads);
  ModelLoader loader(config, head, loaded->ctx, precision);
  read_safetensors(loader.sink(), safetensors);
  ModelLoader::Loaded result = loader.finish();
  loaded->model = std::move(result.model);
  loaded->skipped = std::move(result.report.skipped);
  loaded->unquantized_layers = std::move(result.report.unquantized_layers);
  loaded->activation_bits = result.report.activation_bits;
  return loaded;
}

std::unique_ptr<LoadedModel> load_golden(const std::string& name, int threads) {
  return load_model(read_file(fixture_path("golden/" + name + "/config.json")),
                    read_file(fixture_path("golden/" + name + "/model.safetensors")), threads);
}

std::string make_safetensors(const std::vector<FileTensor>& tensors) {
  nlohmann::json header = nlohmann::json::object();
  std::string data;
  for (const FileTensor& tensor : tensors) {
    header[tensor.name] = {{"dtype", tensor.dtype},
                           {"shape", tensor.shape},
                           {"data_offsets", {data.size(), data.size() + tensor.bytes.size()}}};
    data += tensor.bytes;
  }
  const std::string text = header.dump();
  std::string file(8, '\0');
  for (size_t i = 0; i < 8; ++i) {
    file[i] = static_cast<char>(static_cast<uint64_t>(text.size()) >> (8 * i) & 0xff);
  }
  return file + text + data;
}

}  // namespace deberta::testing

// Tests ask for more memory than there can be. As without AddressSanitizer, malloc() then returns
// null.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }
