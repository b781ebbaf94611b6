#include "base/activation.h"

#include <array>
#include <utility>

namespace deberta {

std::optional<Activation> activation_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Activation>, 12> kNames = {{
      {"gelu", Activation::kGelu},
      {"gelu_new", Activation::kGeluTanh},
      {"gelu_fast", Activation::kGeluTanh},
      {"gelu_pytorch_tanh", Activation::kGeluTanh},
      {"quick_gelu", Activation::kQuickGelu},
      {"relu", Activation::kRelu},
      {"sigmoid", Activation::kSigmoid},
      {"silu", Activation::kSilu},
      {"swish", Activation::kSilu},
      {"tanh", Activation::kTanh},
      {"mish", Activation::kMish},
      {"linear", Activation::kLinear},
  }};
  for (const auto& [known, activation] : kNames) {
    if (known == name) return activation;
  }
  return std::nullopt;
}

}  // namespace deberta
