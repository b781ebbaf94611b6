#include "model/embeddings.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "ops/rows.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

template <class T>
void check_size(const std::vector<T>& values, uint64_t tokens, const char* name,
                uint64_t of_token = 1) {
  const size_t size = values.size();
  if (size == 0 || (size % of_token == 0 && size / of_token == tokens)) return;
  throw Error(ErrorCode::kInput, std::string(name) + ": expected " + std::to_string(of_token) +
                                     " values for each of " + std::to_string(tokens) +
                                     " tokens, got " + std::to_string(size));
}

void check_ids(const std::vector<int32_t>& ids, size_t rows, const char* name) {
  for (size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] < 0 || static_cast<size_t>(ids[i]) >= rows) {
      throw Error(ErrorCode::kInput, std::string(name) + "[" + std::to_string(i) + "] is " +
                                         std::to_string(ids[i]) + ", the model has " +
                                         std::to_string(rows));
    }
  }
}

// Default position_ids: 0, 1, … in each sequence.
std::vector<size_t> positions_in_sequence(const Batch& batch) {
  std::vector<size_t> positions;
  positions.reserve(batch.tokens());
  for (size_t length : batch.lengths) {
    for (size_t i = 0; i < length; ++i) positions.push_back(i);
  }
  return positions;
}

}  // namespace

void Embeddings::validate(const Batch& batch) const {
  uint64_t tokens = 0;  // Batch::tokens() has 32 bits in WebAssembly
  for (const uint64_t length : batch.lengths) tokens += length;
  if (batch.lengths.empty() || std::ranges::find(batch.lengths, 0u) != batch.lengths.end()) {
    throw Error(ErrorCode::kInput, "a batch needs at least one sequence, each of at least 1 token");
  }
  if (batch.input_ids.empty() == batch.inputs_embeds.empty()) {
    throw Error(ErrorCode::kInput, "expected either input_ids or inputs_embeds");
  }
  check_size(batch.input_ids, tokens, "input_ids");
  check_size(batch.inputs_embeds, tokens, "inputs_embeds", words.cols());
  check_size(batch.token_type_ids, tokens, "token_type_ids");
  check_size(batch.position_ids, tokens, "position_ids");
  check_size(batch.attention_mask, tokens, "attention_mask");
  check_ids(batch.input_ids, words.rows(), "input_ids");
  if (types.rows() != 0) check_ids(batch.token_type_ids, types.rows(), "token_type_ids");
  if (positions.rows() != 0) {
    check_ids(batch.position_ids, positions.rows(), "position_ids");
    if (batch.position_ids.empty() && batch.longest() > positions.rows()) {
      throw Error(ErrorCode::kInput, "a sequence has " + std::to_string(batch.longest()) +
                                         " tokens, the model has positions for " +
                                         std::to_string(positions.rows()));
    }
  }
}

void Embeddings::operator()(const Batch& batch, Matrix x, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const bool projected = projection.inputs() != 0;
  const Matrix sum = projected ? ctx.workspace.matrix(x.rows, words.cols()) : x;
  std::vector<size_t> position;
  if (positions.rows() != 0) {
    position.assign(batch.position_ids.begin(), batch.position_ids.end());
    if (position.empty()) position = positions_in_sequence(batch);
  }
  for_each_row(sum.rows, sum.cols, ctx.pool, [&](size_t i) {
    if (batch.inputs_embeds.empty()) {
      words.copy_row(static_cast<size_t>(batch.input_ids[i]), sum.row(i));
    } else {
      std::copy_n(batch.inputs_embeds.data() + i * sum.cols, sum.cols, sum.row(i));
    }
    if (!position.empty()) positions.add_row(position[i], sum.row(i));
    if (types.rows() != 0) {
      const int32_t type = batch.token_type_ids.empty() ? 0 : batch.token_type_ids[i];
      types.add_row(static_cast<size_t>(type), sum.row(i));
    }
  });
  if (projected) projection(sum, x, ctx);
  norm.normalize(x, ctx);
  batch.clear_masked(x);
}

}  // namespace deberta
