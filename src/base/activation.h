// The activation functions that a config may name (transformers' ACT2FN).
#ifndef DEBERTA_BASE_ACTIVATION_H_
#define DEBERTA_BASE_ACTIVATION_H_

#include <optional>
#include <string_view>

namespace deberta {

enum class Activation {
  kGelu,       // x·Φ(x), by erf
  kGeluTanh,   // the tanh approximation: "gelu_new", "gelu_fast", "gelu_pytorch_tanh"
  kQuickGelu,  // x·σ(1.702x)
  kRelu,
  kSigmoid,
  kSilu,  // x·σ(x): "silu", "swish"
  kTanh,
  kMish,  // x·tanh(ln(1 + eˣ))
  kLinear,
};

// nullopt for an unknown name.
std::optional<Activation> activation_of(std::string_view name);

}  // namespace deberta

#endif  // DEBERTA_BASE_ACTIVATION_H_
