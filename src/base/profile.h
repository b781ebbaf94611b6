// The time that forward passes spend in each stage.
#ifndef DEBERTA_BASE_PROFILE_H_
#define DEBERTA_BASE_PROFILE_H_

#include <array>
#include <chrono>
#include <cstddef>

namespace deberta {

enum class Stage {
  kEmbeddings,
  kQkv,
  kAttention,  // scores, softmax and the sum of values
  kAttentionOutput,
  kExpand,
  kActivation,
  kContract,
  kLayerNorm,
  kHead,
  kCount,
};

// The name of a stage for tools and JavaScript.
const char* name_of(Stage stage);

// Sums since construction. Used by one thread, the one that drives the pass.
class Profile {
 public:
  // Adds its lifetime to a stage's time.
  class Timer {
   public:
    Timer(Profile& profile, Stage stage)
        : seconds_(profile.seconds_[static_cast<size_t>(stage)]), begin_(Clock::now()) {}
    ~Timer() { seconds_ += std::chrono::duration<double>(Clock::now() - begin_).count(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

   private:
    double& seconds_;
    std::chrono::steady_clock::time_point begin_;
  };

  double seconds(Stage stage) const { return seconds_[static_cast<size_t>(stage)]; }

 private:
  using Clock = std::chrono::steady_clock;
  std::array<double, static_cast<size_t>(Stage::kCount)> seconds_{};
};

}  // namespace deberta

#endif  // DEBERTA_BASE_PROFILE_H_
