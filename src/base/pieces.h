// Work in pieces, so that the thread that does it can look for messages between two.
#ifndef DEBERTA_BASE_PIECES_H_
#define DEBERTA_BASE_PIECES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace deberta {

// Multiplications of one thread in a piece: about 50 ms in WebAssembly.
inline constexpr uint64_t kWorkOfPiece = uint64_t{1} << 29;

// Rows of a piece with a layer: fewer would each time bring its weights through the caches.
inline constexpr size_t kFewestRows = 32;

// The units of work that make up a piece for that many threads, at least `fewest`.
inline size_t units_of_piece(uint64_t work_of_unit, int threads, size_t fewest = 1) {
  const uint64_t work = kWorkOfPiece * static_cast<uint64_t>(threads);
  const uint64_t most = work / std::max<uint64_t>(1, work_of_unit);
  return std::max(fewest, static_cast<size_t>(std::min<uint64_t>(most, SIZE_MAX)));
}

// Stages of work, one after the other. One thread.
class Pieces {
 public:
  using Run = std::function<void(size_t begin, size_t end)>;

  // A stage of units [0, count), of which a piece has at most `most`.
  void add(size_t count, size_t most, Run run) {
    if (count != 0) stages_.push_back({count, most, std::move(run), {}});
  }
  // The same in one piece.
  void add(std::function<void()> run) {
    add(1, 1, [run = std::move(run)](size_t, size_t) { run(); });
  }
  // A stage whose pieces are calls of `step`, until it returns false.
  void add_steps(std::function<bool()> step) { stages_.push_back({0, 0, {}, std::move(step)}); }

  // Runs the next piece. Returns whether more are left.
  bool step() {
    if (stage_ == stages_.size()) return false;
    const Stage& stage = stages_[stage_];
    if (stage.step) {
      if (!stage.step()) ++stage_;
      return stage_ != stages_.size();
    }
    const size_t end = next_ + std::min(stage.most, stage.count - next_);
    stage.run(next_, end);
    next_ = end;
    if (next_ == stage.count) {
      next_ = 0;
      ++stage_;
    }
    return stage_ != stages_.size();
  }

 private:
  struct Stage {
    size_t count;
    size_t most;
    Run run;
    std::function<bool()> step;  // instead of the above
  };
  std::vector<Stage> stages_;
  size_t stage_ = 0;
  size_t next_ = 0;  // unit of the stage
};

}  // namespace deberta

#endif  // DEBERTA_BASE_PIECES_H_
