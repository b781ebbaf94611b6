// A checkpoint in 8 bits, on its way to whoever writes it: what a model with Precision::kInt8 makes
// of floats while it is loaded, made before.
//
//   linear layers of the encoder   "<name>" I8, "<name>_scale" F32 [outputs]
//   embeddings                     "<name>" I8, "<name>_scale" F32 [rows]
//   projections of positions       "<name>" F16
//
// All else stays as it is: biases, norms, heads, layers that do not survive in 8 bits, and those of
// which a load would keep single columns as floats, which have no place in the file. (What is F64
// becomes F32: models take no more.)
#ifndef DEBERTA_MODEL_QUANTIZING_SINK_H_
#define DEBERTA_MODEL_QUANTIZING_SINK_H_

#include <map>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "io/tensor_sink.h"

namespace deberta {

// Passes everything on to another sink, which is told the index of the floats, and then gets
// tensors that may be others than those. Holds one tensor at a time, and of feed-forward layers the
// first of two until the other one comes.
class QuantizingSink : public TensorSink {
 public:
  // Borrows the sink.
  explicit QuantizingSink(TensorSink& next) : next_(next) {}

  void on_index(std::span<const TensorInfo> tensors) override { next_.on_index(tensors); }
  bool wants(const TensorInfo& tensor) override { return next_.wants(tensor); }
  void on_tensor(const TensorInfo& tensor, RawTensor content) override;
  // After the last file. Throws kTensorMissing where half of a feed-forward layer is not there.
  // Returns the names of the layers that 8 bits are meant for, and that stayed floats.
  std::vector<std::string> finish();

 private:
  struct Whole {
    TensorInfo info;
    RawTensor content;
  };
  void on_feed_forward(const std::string& name, Whole tensor);
  // has_outlier_channels(); throws kTensorShape where the two are not of one layer.
  static bool dominated(const Whole& expand, const Whole& contract);
  void pass_floats(Whole tensor);
  void pass_outputs(Whole tensor);  // a linear layer's
  void pass_rows(Whole tensor);     // an embedding's
  void pass_halves(Whole tensor);
  void pass_bytes(const TensorInfo& info, std::span<const int8_t> values,
                  std::span<const float> scales);
  void pass(Whole tensor) { next_.on_tensor(tensor.info, std::move(tensor.content)); }

  TensorSink& next_;
  std::map<std::string, Whole> waiting_;      // by canonical name
  std::unordered_set<std::string> in_bytes_;  // halves of layers that came in 8 bits
  std::vector<std::string> kept_as_floats_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_QUANTIZING_SINK_H_
