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
#include "base/pieces.h"
#include "model/gliner_head.h"
#include "model/gru.h"
#include "model/label_transformer.h"
#include "model/mlp.h"
#include "model/span_scorer.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"

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
  // One call.
  class Run;
};

// Borrows everything; its memory of the workspace is released when it ends, complete or not.
class Gliner2Head::Run {
 public:
  // hidden [tokens, hidden]. Tasks that do not classify need the head's `spans`.
  Run(const Gliner2Head& head, ConstMatrix hidden, const Gliner2Rows& rows, OnScores on_scores,
      Context& ctx);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Does the next piece: a part of the head, a step of the recurrence, or a piece of the spans.
  // Returns whether more are left.
  bool step() { return pieces_.step(); }

 private:
  // A task of one sequence that does not classify.
  struct Group {
    size_t prompt;  // row of the hidden states
    size_t label;   // index of its first label in Gliner2Rows::labels
    size_t labels;  // number of them
    bool needs_one_step;
    size_t steps = 0;  // of the recurrence
    size_t to = 0;     // row of its first step's first label in q_
  };
  void classify();
  void count();
  // Which rows q_ has, and which sequences have spans.
  void plan();
  bool recur();
  bool score();
  void emit(size_t sequence, ConstMatrix logits) const;

  const Gliner2Head& head_;
  ConstMatrix hidden_;
  const Gliner2Rows& rows_;
  OnScores on_scores_;
  Context& ctx_;
  Workspace::Scope scope_;
  size_t classes_each_ = 0, groups_each_ = 0;  // of a sequence
  std::vector<size_t> classes_;                // rows of the hidden states, of all sequences
  Matrix class_logits_;                        // [classes, 1]
  std::vector<Group> groups_;                  // of all sequences
  std::vector<size_t> counts_;                 // of each, in the order of the sequences
  // The recurrence. The groups that need the most steps go first, so that those which need another
  // step are the first ones.
  Matrix f_, h_;  // [labels of all groups, size]
  Matrix q_;      // [Σ steps · labels, size]
  size_t step_ = 0;
  size_t active_ = 0;  // groups that have this step
  size_t active_labels_ = 0;
  // Sequences that have instances.
  std::vector<GlinerRows::Sequence> scored_;
  std::vector<size_t> index_of_, words_;
  GlinerHead::OnLogits on_logits_;
  std::optional<SpansRun> spans_;
  Pieces pieces_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_GLINER2_HEAD_H_
