#include "model/heads.h"

#include <algorithm>

#include "ops/activation.h"
#include "ops/panel_linear.h"
#include "tensor/workspace.h"

namespace deberta {

void TokenClassificationHead::operator()(ConstMatrix hidden, Matrix logits, Context& ctx) const {
  classifier(hidden, logits, ctx);
}

void QuestionAnsweringHead::operator()(ConstMatrix hidden, Matrix logits, Context& ctx) const {
  outputs(hidden, logits, ctx);
}

void MaskedLmHead::operator()(ConstMatrix h, const EmbeddingTable& words, Matrix logits,
                              Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const Matrix x = ctx.workspace.matrix(h.rows, dense.outputs());  // [rows, embedding]
  dense(h, x, ctx);
  apply(activation, x, ctx);
  norm.normalize(x, ctx);
  multiply_table(x, decoder.rows() != 0 ? decoder : words, bias.floats(), logits, ctx);
}

void SequenceClassificationHead::operator()(ConstMatrix hidden, const Batch& batch, Matrix logits,
                                            Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t sequences = batch.sequences();
  const Matrix first = ctx.workspace.matrix(sequences, hidden.cols);        // [sequences, hidden]
  const Matrix pooled = ctx.workspace.matrix(sequences, pooler.outputs());  // [sequences, hidden]
  const std::vector<size_t> tokens = batch.first_tokens();
  for (size_t i = 0; i < sequences; ++i) {
    std::copy_n(hidden.row(tokens[i]), hidden.cols, first.row(i));
  }
  pooler(first, pooled, ctx);
  apply(activation, pooled, ctx);
  classifier(pooled, logits, ctx);
}

std::optional<Head> head_named(std::string_view name) {
  const auto found = std::ranges::find(kHeadNames, name);
  if (found == std::end(kHeadNames)) return std::nullopt;
  return static_cast<Head>(found - std::begin(kHeadNames));
}

}  // namespace deberta
