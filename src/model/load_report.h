// What a load found, for those who ask whether it is what they meant.
#ifndef DEBERTA_MODEL_LOAD_REPORT_H_
#define DEBERTA_MODEL_LOAD_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace deberta {

struct LoadReport {
  uint64_t bytes = 0;  // of the checkpoint's files
  // Of the (last) file: "safetensors", "pytorch", "pytorch-legacy"; "" where there was none.
  std::string format;
  size_t tensors = 0;                    // taken from the files
  std::vector<std::string> skipped;      // names of the tensors that the model does not use
  std::vector<std::string> initialized;  // names of the tensors that the files lack
  // Names of the layers whose weights do not survive in 8 bits, and were kept as floats.
  std::vector<std::string> unquantized_layers;
  // Bits of the linear layers' activations: with kInt8 7, or 14 where some layer has outlier
  // channels.
  int activation_bits = 32;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_LOAD_REPORT_H_
