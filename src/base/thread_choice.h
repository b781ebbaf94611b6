// Chooses the number of threads for a piece of work from the times of earlier pieces.
#ifndef DEBERTA_BASE_THREAD_CHOICE_H_
#define DEBERTA_BASE_THREAD_CHOICE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace deberta {

// More threads are not always faster: other programs come and go, and a thread that the operating
// system suspends in the middle of its part holds up the others. Only the work itself shows how
// fast the machine is at this moment. So now and then a few pieces run with half or twice the usual
// number of threads, and the faster choice stays. The longer a choice holds, the less often it is
// tested; if pieces become slower, it is tested earlier.
//
// Use: next(), run the piece, took(). Reads no clock itself. One piece at a time.
class ThreadChoice {
 public:
  // max_threads: at least 1; first: the number to begin with.
  explicit ThreadChoice(int max_threads, int first);

  // The number of threads for the next piece. work: its size in any unit; only pieces of about the
  // same size are compared.
  int next(uint64_t work);
  // Reports how long the piece of the last next() took. Outliers are ignored.
  void took(double seconds);

  // The choice for a piece as large as the last one; before any piece, the first choice.
  int threads() const;

 private:
  static constexpr int kRecentPieces = 5;

  // Seconds per unit of work, for the last few pieces.
  struct Recent {
    std::array<double, kRecentPieces> seconds{};
    int count = 0;
    void add(double each) { seconds[static_cast<size_t>(count++ % kRecentPieces)] = each; }
    double median() const;
  };
  // The state for pieces of about the same size.
  struct Size {
    size_t choice = 0;       // in choices_
    Recent recent;           // with it
    double compared_at = 0;  // recent.median() after the last trial
    int interval = 0;        // pieces between two trials
    int until_trial = 0;     // pieces; in a trial, its remaining pieces
    bool in_trial = false;
    size_t tried = 0;
    Recent trial;
    bool fewer_next = true;  // the next trial takes fewer threads
  };
  void begin_trial(Size& size);
  void end_trial(Size& size);

  std::vector<int> choices_;    // 1, 2, 4, … and all
  std::array<Size, 65> sizes_;  // by the number of binary digits of the work
  uint64_t work_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_BASE_THREAD_CHOICE_H_
