// A report on a load: what the files held and what the model uses.
#ifndef DEBERTA_MODEL_LOAD_REPORT_H_
#define DEBERTA_MODEL_LOAD_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace deberta {

struct LoadReport {
  uint64_t bytes = 0;  // size of the checkpoint's files
  // The format of the (last) file: "safetensors", "pytorch", "pytorch-legacy"; "" without a file.
  std::string format;
  size_t tensors = 0;                    // number of tensors taken from the files
  std::vector<std::string> skipped;      // names of the tensors that the model does not use
  std::vector<std::string> initialized;  // names of the tensors that the files lack
  // Names of the layers that stayed floats because 8 bits are not enough for their weights.
  std::vector<std::string> unquantized_layers;
  // Bits of the linear layers' activations: 7 with kInt8, or 14 where a layer has outlier channels.
  int activation_bits = 32;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_LOAD_REPORT_H_
