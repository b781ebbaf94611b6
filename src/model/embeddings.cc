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

// position_ids of tokens [first, first + count); by default 0, 1, … in each sequence.
std::vector<size_t> positions_of(const Batch& batch, size_t first, size_t count) {
  std::vector<size_t> positions;
  positions.reserve(count);
  if (!batch.position_ids.empty()) {
    const auto begin = batch.position_ids.begin() + static_cast<ptrdiff_t>(first);
    positions.assign(begin, begin + static_cast<ptrdiff_t>(count));
    return positions;
  }
  size_t begin = 0;  // of the sequence
  for (const size_t length : batch.lengths) {
    const size_t end = std::min(begin + length, first + count);
    for (size_t i = std::max(begin, first); i < end; ++i) positions.push_back(i - begin);
    begin += length;
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

void Embeddings::operator()(const Batch& batch, size_t first, Matrix x, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const bool projected = projection.inputs() != 0;
  const Matrix sum = projected ? ctx.workspace.matrix(x.rows, words.cols()) : x;
  std::vector<size_t> position;
  if (positions.rows() != 0) position = positions_of(batch, first, x.rows);
  for_each_row(sum.rows, sum.cols, ctx.pool, [&](size_t i) {
    const size_t token = first + i;
    if (batch.inputs_embeds.empty()) {
      words.copy_row(static_cast<size_t>(batch.input_ids[token]), sum.row(i));
    } else {
      std::copy_n(batch.inputs_embeds.data() + token * sum.cols, sum.cols, sum.row(i));
    }
    if (!position.empty()) positions.add_row(position[i], sum.row(i));
    if (types.rows() != 0) {
      const int32_t type = batch.token_type_ids.empty() ? 0 : batch.token_type_ids[token];
      types.add_row(static_cast<size_t>(type), sum.row(i));
    }
  });
  if (projected) projection(sum, x, ctx);
  norm.normalize(x, ctx);
  batch.clear_masked(x, first);
}

uint64_t Embeddings::work_of_token(size_t hidden) const {
  // Nearly all of it is the first write to fresh memory: up to 10 ns a float in a virtual machine.
  constexpr uint64_t kWorkOfElement = 128;
  return hidden * (kWorkOfElement + projection.inputs());
}

}  // namespace deberta
