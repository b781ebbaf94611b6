// Quantizes a checkpoint to 8 bits on its way to a writer: the same conversion that a model of
// Precision::kInt8 does while it is loaded (kept_in() in checkpoint_layout.h).
//
//   linear layers of the encoder   "<name>" I8, "<name>_scale" F32 [outputs]
//   embeddings                     "<name>" I8, "<name>_scale" F32 [rows]
//   projections of positions       "<name>" F16
//
// All other tensors stay unchanged: biases, norms, heads, layers for which 8 bits are not enough,
// and layers of which a load would keep single columns as floats, which the file format cannot
// store. (F64 becomes F32, the widest type that models accept.)
#ifndef DEBERTA_MODEL_QUANTIZING_SINK_H_
#define DEBERTA_MODEL_QUANTIZING_SINK_H_

#include <map>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "io/tensor_sink.h"
#include "model/checkpoint_layout.h"

namespace deberta {

// Passes everything on to another sink: first the file's index, then the tensors, which may differ
// from the index. Holds one tensor at a time, and of a feed-forward layer the first of two until
// the second arrives.
class QuantizingSink : public TensorSink {
 public:
  // Borrows the sink.
  explicit QuantizingSink(TensorSink& next) : next_(next) {}

  void on_index(std::span<const TensorInfo> tensors) override { next_.on_index(tensors); }
  bool wants(const TensorInfo& tensor) override { return next_.wants(tensor); }
  void on_tensor(const TensorInfo& tensor, RawTensor content) override;
  // Call after the last file. Throws kTensorMissing where half of a feed-forward layer is missing.
  // Returns the names of the tensors that should be in 8 bits but stayed floats.
  std::vector<std::string> finish();

 private:
  struct Whole {
    TensorInfo info;
    RawTensor content;
  };
  void on_feed_forward(const std::string& name, Role role, Whole tensor);
  // has_outlier_channels(); throws kTensorShape where the two do not fit together.
  static bool has_outliers(const Whole& expand, const Whole& contract);
  void pass_floats(Whole tensor);
  void pass_outputs(Whole tensor);  // a linear layer's
  void pass_rows(Whole tensor);     // an embedding's
  void pass_halves(Whole tensor);
  void pass_bytes(const TensorInfo& info, std::span<const int8_t> values,
                  std::span<const float> scales);
  void pass(Whole tensor) { next_.on_tensor(tensor.info, std::move(tensor.content)); }

  TensorSink& next_;
  std::map<std::string, Whole> waiting_;      // by canonical name
  std::unordered_set<std::string> in_bytes_;  // halves of layers that were already in 8 bits
  std::vector<std::string> unquantized_layers_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_QUANTIZING_SINK_H_
