// GLiNER2: tasks that are written in front of a text. The encoder reads both; this is what follows
// it, from the vectors p of a task ([P]), f of its labels and w of the words:
//
//   a class's logit: classifier(f)
//   instances of a task: n = argmax count(p)
//   label m at step t < n: h ← GRU(pos_t, h), with h = f_m in front of the first step;
//     q(t, m) = projector([h; f_m]), or for count_lstm_v2 transformer(h + f_m)
//   a span's logit: r(i, j) · q(t, m), with r of model/span_scorer.h
#ifndef DEBERTA_MODEL_GLINER2_HEAD_H_
#define DEBERTA_MODEL_GLINER2_HEAD_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "model/gru.h"
#include "model/label_transformer.h"
#include "model/mlp.h"
#include "model/span_scorer.h"
#include "tensor/matrix.h"

namespace deberta {

// Where the tasks, their labels and the words of a batch's sequences are.
struct Gliner2Rows {
  struct Task {
    size_t labels;
    bool classifies = false;
    bool needs_one_step = false;  // of entities: all instances are found in the first
  };
  std::vector<Task> tasks;  // of every sequence
  // Rows of the hidden states, of all sequences, back to back: of each task's [P], of each of its
  // labels' marks, and of each word's vector.
  std::vector<size_t> prompts;
  std::vector<size_t> labels;
  std::vector<size_t> words;
  std::vector<size_t> word_counts;  // of each sequence
};

// What a model of spans has beside its classifier.
struct Gliner2Spans {
  static constexpr size_t kCounts = 20;  // of instances: 0 … 19

  Mlp count;                                    // [size → 2·size → kCounts]
  Gru gru;                                      // with kCounts steps
  Mlp projector;                                // [2·size → 4·size → size]
  std::optional<LabelTransformer> transformer;  // instead of the projector
  SpanScorer scorer;
  size_t max_width = 0;  // words
};

struct Gliner2Head {
  Mlp classifier;  // [size → 2·size → 1]
  float temperature = 1;
  std::optional<Gliner2Spans> spans;

  // Of one sequence.
  struct Scores {
    std::span<const float> classes;  // logits, of all labels of all classifications
    std::span<const size_t> counts;  // of each other task, the predicted number of instances
    // [words · width, Σ steps · labels] over the other tasks, a task's steps back to back, with
    // steps_of(task, count): row i · width + w is the span from word i to word i + w, and rows of
    // spans that end behind the last word are not written. width = min(max_width, words).
    ConstMatrix spans;
  };
  static size_t steps_of(const Gliner2Rows::Task& task, size_t count) {
    return task.needs_one_step && count > 1 ? 1 : count;
  }
  // Called once a sequence, in any order. Everything is valid during the call.
  using OnScores = std::function<void(size_t sequence, const Scores& scores)>;
  // hidden [tokens, hidden]. Tasks that do not classify need `spans`.
  void operator()(ConstMatrix hidden, const Gliner2Rows& rows, const OnScores& on_scores,
                  Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_GLINER2_HEAD_H_
