// Converts the tensors of a checkpoint to another element type.
#ifndef DEBERTA_IO_CONVERTING_SINK_H_
#define DEBERTA_IO_CONVERTING_SINK_H_

#include <optional>
#include <span>

#include "io/tensor_sink.h"

namespace deberta {

// Passes everything on to another sink, and converts floating-point tensors to `dtype`. Integers
// stay unchanged; without a dtype all tensors do. Holds one tensor at a time, in both types.
class ConvertingSink : public TensorSink {
 public:
  // dtype: for floating-point tensors. Borrows the sink.
  ConvertingSink(std::optional<DType> dtype, TensorSink& next) : dtype_(dtype), next_(next) {}

  void on_index(std::span<const TensorInfo> tensors) override;
  bool wants(const TensorInfo& tensor) override { return next_.wants(converted(tensor)); }
  // Throws kTensorRange where finite values would become infinite.
  void on_tensor(const TensorInfo& tensor, RawTensor content) override;

 private:
  TensorInfo converted(TensorInfo tensor) const;

  std::optional<DType> dtype_;
  TensorSink& next_;
};

}  // namespace deberta

#endif  // DEBERTA_IO_CONVERTING_SINK_H_
