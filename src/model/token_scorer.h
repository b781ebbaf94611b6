// Words against labels: GLiNER's token models, folded.
//
//   [t₁; t₂] = proj_token(w), [l₁; l₂] = proj_label(label),
//   (start, end, inside) = out_mlp([t₁; l₁; t₂ ⊙ l₂])
//
// out_mlp's first layer is three matrices beside one another: those of t₁ and l₁ are products of a
// word and of a label, and only the third's is one of a pair.
#ifndef DEBERTA_MODEL_TOKEN_SCORER_H_
#define DEBERTA_MODEL_TOKEN_SCORER_H_

#include <cstddef>

#include "base/context.h"
#include "base/pieces.h"
#include "ops/linear.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"

namespace deberta {

struct TokenScorer {
  Linear word;        // proj_token [size → 2·size]
  Linear label;       // proj_label [size → 2·size]
  Linear from_word;   // of t₁ [size → inner]
  Linear from_label;  // of l₁, with the bias [size → inner]
  Linear from_both;   // of t₂ ⊙ l₂ [size → inner]
  Linear out;         // [inner → 3]

  // One call. Borrows everything; its memory of the workspace is released when it ends.
  class Run {
   public:
    // words [n, size], labels [labels, size] → logits [n · labels, 3]: row i · labels + c is word i
    // with label c.
    Run(const TokenScorer& scorer, ConstMatrix words, ConstMatrix labels, Matrix logits,
        Context& ctx);
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    // Does the next piece, about kWorkOfPiece for each thread. Returns whether more are left.
    bool step() { return pieces_.step(); }

   private:
    // The two halves of a projection, and what out_mlp's first layer makes of the first.
    struct Projected {
      Matrix second;  // t₂ or l₂ [n, size]
      Matrix inner;   // [n, inner]
      Projected(size_t rows, const Linear& first, Context& ctx);
    };
    void add_projection(ConstMatrix x, const Linear& projection, const Linear& first,
                        const Projected& to);
    void score(size_t label, size_t begin, size_t end);

    const TokenScorer& scorer_;
    Matrix logits_;
    Context& ctx_;
    Workspace::Scope scope_;
    Projected words_;
    Projected labels_;
    Pieces pieces_;
  };
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_TOKEN_SCORER_H_
