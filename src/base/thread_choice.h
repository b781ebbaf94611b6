// How many threads a piece of work gets: learned from how long such pieces took.
#ifndef DEBERTA_BASE_THREAD_CHOICE_H_
#define DEBERTA_BASE_THREAD_CHOICE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace deberta {

// More threads are not always faster: other programs come and go, and a thread that the operating
// system has put aside in the middle of its part holds up the others. What a machine is like at
// this moment only the work itself can tell. So now and then a few pieces run with half as many
// threads as usual, or with twice as many, and what was faster stays. The longer a choice holds,
// the rarer it is put to the test; earlier where pieces become slower.
//
// Use: next(), run the piece, took(). Looks at no clock. One piece at a time.
class ThreadChoice {
 public:
  // most: threads that there are, at least 1; first: how many to begin with.
  explicit ThreadChoice(int most, int first);

  // Threads for the next piece. work: how large it is, in any unit; pieces of about the same size
  // are compared with each other.
  int next(uint64_t work);
  // How long the piece of the last next() took. A piece that is not like the others is left out.
  void took(double seconds);

  // Of a piece as large as the last one; of the first one, where there was none.
  int threads() const;

 private:
  static constexpr int kRecentPieces = 5;

  // Seconds for a unit of work, of the last few pieces.
  struct Recent {
    std::array<double, kRecentPieces> seconds{};
    int count = 0;
    void add(double each) { seconds[static_cast<size_t>(count++ % kRecentPieces)] = each; }
    double median() const;
  };
  // Of pieces of about the same size.
  struct Size {
    size_t choice = 0;       // in choices_
    Recent recent;           // with it
    double compared_at = 0;  // recent.median() after the last trial
    int interval = 0;        // pieces between two trials
    int until_trial = 0;     // pieces; in a trial, those of it that are left
    bool in_trial = false;
    size_t tried = 0;
    Recent trial;
    bool fewer_next = true;  // the next trial is of fewer threads
  };
  void begin_trial(Size& size);
  void end_trial(Size& size);

  std::vector<int> choices_;    // 1, 2, 4, … and all
  std::array<Size, 65> sizes_;  // by the number of binary digits of the work
  uint64_t work_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_BASE_THREAD_CHOICE_H_
