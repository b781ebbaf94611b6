// Spans of words against labels: GLiNER's markers, folded.
//
//   r(i, j) = W₃·ReLU(W₀·ReLU([s_i; e_j]) + b₀) + b₃,   logit(i, j, c) = r(i, j) · q_c
//
// ReLU is elementwise, so W₀·ReLU([s_i; e_j]) is A·ReLU(s_i) + B·ReLU(e_j) with the halves of W₀:
// one product a word instead of one a span. And r · q = (W₃ᵀq) · ReLU(…) + b₃ · q: one product a
// label. What is left for a span is additions, and a dot product a label.
//
// The older form has r(i, j) = A·ReLU(s_i) + B·ReLU(e_j) + b, so its logits are sums of a number of
// the start and one of the end.
#ifndef DEBERTA_MODEL_SPAN_SCORER_H_
#define DEBERTA_MODEL_SPAN_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/context.h"
#include "model/mlp.h"
#include "ops/linear.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

struct SpanScorer {
  Mlp start;  // w_i → s_i [size]
  Mlp end;    // w_j → e_j [size]
  // The newer form (markerV0) only.
  struct Inner {
    Linear start;  // A [size → inner]
    Linear end;    // B, b₀ [size → inner]
  };
  std::optional<Inner> inner;
  Linear label;  // q → W₃ᵀq [inner]; the older form: (Aᵀq, Bᵀq) [2·size]
  Buffer bias;   // b₃, or b [size]

  // Words that are ready for any labels.
  struct Words {
    Matrix starts;  // [n, k]
    Matrix ends;    // [n, k]
    Words rows(size_t begin, size_t count) const {
      return {starts.slice_rows(begin, count), ends.slice_rows(begin, count)};
    }
  };
  // Room for them, in the workspace.
  Words room_for_words(size_t n, Context& ctx) const;
  // words [n, size] → to.
  void prepare(ConstMatrix words, const Words& to, Context& ctx) const;
  // Multiplications of a word.
  uint64_t work_of_word() const;

  // Labels that are ready for any words.
  struct Labels {
    Matrix vectors;  // [labels, label.outputs()]
    float* biases;   // [labels]
    Labels rows(size_t begin, size_t count) const {
      return {vectors.slice_rows(begin, count), biases + begin};
    }
  };
  // Room for them, in the workspace.
  Labels room_for_labels(size_t n, Context& ctx) const;
  // q [labels, size] → to.
  void prepare_labels(ConstMatrix q, const Labels& to, Context& ctx) const;

  // logits [n · width, labels]: row i · width + w is the span from word i to word i + w. Rows that
  // end behind the last word are not written.
  void operator()(const Words& words, const Labels& labels, size_t width, Matrix logits,
                  Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_SPAN_SCORER_H_
