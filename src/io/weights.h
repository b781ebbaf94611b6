// A checkpoint on its way into a model: tensors wait here, as floats or in 8 bits, until the layer
// that needs them has all its tensors and is packed. Then they are freed.
//
// A tensor of two or more dimensions may be stored in 8 bits: as I8, after its scales
// "<name>_scale" [shape[0]] in the same file. The integers of each first index are multiplied by
// its scale. QuantizingSink makes such files.
#ifndef DEBERTA_IO_WEIGHTS_H_
#define DEBERTA_IO_WEIGHTS_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "io/tensor_sink.h"

namespace deberta {

// The suffix in the name of the scales of a tensor in 8 bits.
inline constexpr std::string_view kScaleSuffix = "_scale";

// A tensor that a layer needs, by its canonical name: Hugging Face's, without the encoder's prefix
// ("deberta.", "token_rep_layer.bert_layer.model.", or "encoder." in front of "encoder." and
// "embeddings."), LayerNorm's gamma and beta called weight and bias.
struct TensorSpec {
  std::string name;
  std::vector<uint64_t> shape;
  bool or_more_rows = false;  // shape[0] is a minimum
  bool any_sizes = false;     // only the number of dimensions counts; who builds the part checks
};

// Use: expect() for every part of the model; then as the sink of a checkpoint reader, or of one for
// each file; then finish(). A part is built as soon as its last tensor has arrived, so only the
// tensors of unfinished parts are in memory. One thread; after an Error the object is unusable.
class Weights : public TensorSink {
 public:
  // address_space: the bytes that a tensor may take as floats; a test passes another platform's.
  explicit Weights(uint64_t address_space = SIZE_MAX) : address_space_(address_space) {}

  // Called once all `tensors` have arrived; inside it floats() returns them.
  using Build = std::function<void(Weights&)>;
  // Two parts may name the same tensor. build runs during on_tensor(). Throws kOutOfMemory for a
  // tensor that does not fit the address space as floats.
  void expect(std::vector<TensorSpec> tensors, Build build);
  // The same error, for a matrix that a part makes of several tensors.
  void require_addressable(const TensorSpec& tensor) const;

  // Does not keep this tensor of a part: `begin` returns the receiver of its bytes, which have that
  // dtype; of a tensor in 8 bits, kI8, the scales have arrived. Only for a tensor that no other
  // part needs; floats() does not return it.
  using Begin = std::function<Receiver(DType dtype)>;
  void receive(const std::string& name, Begin begin) { slots_.at(name).begin = std::move(begin); }
  // Throws the error of on_index() for a tensor of any_sizes whose shape is another one.
  void require_shape(const TensorSpec& tensor) const;
  // The shape: the file's, once its index has arrived.
  const std::vector<uint64_t>& shape(const std::string& name) const {
    return slots_.at(name).shape;
  }
  // Whether the tensor is stored in 8 bits, once the file's index has arrived.
  bool in_bytes(const std::string& name) const { return slots_.at(name).in_bytes; }
  // A receiver that converts to floats; of a tensor in 8 bits, with its scales.
  static Receiver widen_into(float* to, DType dtype, std::span<const float> scales = {},
                             size_t cols = 0);

  // For a part whose tensors depend on the file's: `choose` is called with the canonical names
  // before the index is checked, and calls expect().
  using Names = std::unordered_set<std::string>;
  void on_names(std::function<void(const Names& names)> choose) { choose_ = std::move(choose); }

  // For a checkpoint of several files: their number, and the names of the tensors of all of them.
  // Throws kTensorMissing where a name is missing, before any file.
  void expect_files(size_t files, const std::vector<std::string>& names);

  // A tensor of the part that is being built. It is freed as soon as no other part needs it.
  Buffer floats(const std::string& name);
  // The integers of a tensor in 8 bits, instead of floats().
  Buffer integers(const std::string& name);
  // Its scales if it was stored in 8 bits: floats() are integers times these. Otherwise empty.
  std::span<const float> scales(const std::string& name) const { return slots_.at(name).scales; }

  // TensorSink. on_index is called once per file, and throws kTensorShape, kTensorDtype,
  // kTensorUnexpected, and with the last file kTensorMissing: before a byte of the file's data.
  void on_index(std::span<const TensorInfo> tensors) override;
  bool wants(const TensorInfo& tensor) override;
  Receiver receiver(const TensorInfo& tensor) override;
  void on_tensor(const TensorInfo& tensor, RawTensor content) override;

  // Instead of a file: `fill` writes the floats of every tensor.
  using Fill = std::function<void(const TensorInfo& tensor, std::span<float> values)>;
  void fill(const Fill& fill);
  // The same for the tensors that a file lacks and that `may_lack` accepts.
  void fill_missing(std::function<bool(const std::string& name)> may_lack, Fill fill);

  // What the tensors will take, as `memory_of` has it: of those in the files whose index has
  // arrived.
  using MemoryOf = std::function<uint64_t(const TensorInfo& tensor)>;
  void count_memory(MemoryOf memory_of) { memory_of_ = std::move(memory_of); }
  uint64_t expected_memory() const { return expected_memory_; }

  // Throws kState unless every part was built. Returns the names, as in the file, of the tensors
  // that no part needs.
  std::vector<std::string> finish();

  // The names, as in the files whose index has arrived, of the tensors that no part needs.
  const std::vector<std::string>& skipped() const { return skipped_; }
  size_t tensors_used() const { return slots_.size(); }
  // The tensors that fill_missing() made.
  const std::vector<std::string>& filled() const { return filled_; }

 private:
  struct Part {
    std::vector<std::string> names;
    size_t missing;  // tensors that have not arrived
    Build build;
  };
  struct Slot {
    std::vector<uint64_t> shape;
    bool or_more_rows = false;
    bool any_sizes = false;
    std::vector<size_t> parts;  // the parts that need it
    size_t uses_left = 0;       // parts that have not been built
    Buffer content;             // floats, or integers where it is in_bytes
    Begin begin;                // of a tensor that is not kept
    bool received = false;      // by receiver(); on_tensor() has no bytes
    bool in_bytes = false;      // stored in 8 bits
    std::vector<float> scales;  // of a tensor in 8 bits, once they have arrived
  };
  // The tensor in 8 bits whose scales `name` holds, or null.
  Slot* scaled_by(const std::string& canonical_name);
  static void adopt_shape(Slot& slot, const TensorInfo& info);
  void expect_scales(std::span<const TensorInfo> tensors);
  void choose(const std::vector<std::string>& names);
  // Fills the tensors that are not in `present` and may be missing; throws kTensorMissing for
  // others.
  void settle_missing(const Names& present, size_t tensors);
  void build(Part& part);
  // What has arrived; a copy where another part needs it, too.
  static Buffer take(Slot& slot);
  void fill(const std::string& name, const Fill& fill);

  uint64_t address_space_;
  std::function<void(const Names&)> choose_;
  std::vector<Part> parts_;
  std::unordered_map<std::string, Slot> slots_;
  size_t files_ = 1;    // whose index has not arrived
  size_t tensors_ = 0;  // in the files' indices
  MemoryOf memory_of_;
  uint64_t expected_memory_ = 0;
  Names present_;  // in the files' indices, and needed
  std::vector<std::string> skipped_;
  std::function<bool(const std::string&)> may_lack_;
  Fill fill_lacking_;
  std::vector<std::string> filled_;
};

// "deberta.encoder.layer.0.output.LayerNorm.gamma" → "encoder.layer.0.output.LayerNorm.weight"; the
// same without the prefixes that GLiNER and GLiNER2 give their encoder.
std::string canonical_name(const std::string& name);

}  // namespace deberta

#endif  // DEBERTA_IO_WEIGHTS_H_
