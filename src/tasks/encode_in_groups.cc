#include "tasks/encode_in_groups.h"

#include "tensor/workspace.h"

namespace deberta {

void encode_in_groups(std::span<const Encoding> encodings, Model& model, Context& ctx,
                      const OnGroup& on_group) {
  const auto hidden_size = static_cast<size_t>(model.config.hidden_size);
  size_t next = 0;
  while (next < encodings.size()) {
    const size_t first = next;
    Batch batch;
    do {
      batch.append(encodings[next].ids, encodings[next].type_ids);
      ++next;
    } while (next < encodings.size() &&
             batch.tokens() + encodings[next].ids.size() <= kMostTokensInBatch);
    Workspace::Scope scope(ctx.workspace);
    const Matrix hidden = ctx.workspace.matrix(batch.tokens(), hidden_size);  // [tokens, hidden]
    model.encode(batch, hidden, ctx);
    on_group(batch, hidden, first);
  }
}

}  // namespace deberta
