#include "tasks/fill_mask.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "tasks/model_length.h"
#include "tasks/top_k.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// The number of masks whose scores for the whole vocabulary are in memory together. The word table
// is read once for these masks.
constexpr size_t kMaxMasksAtOnce = 32;

std::string decode(std::vector<int32_t> ids, bool skip_special_tokens, const Tokenizer& tokenizer) {
  // A model may have rows without a token in its tokenizer.
  std::erase_if(ids, [&](int32_t id) { return tokenizer.token(id).empty(); });
  DecodeOptions options;
  options.skip_special_tokens = skip_special_tokens;
  options.clean_up_tokenization_spaces = tokenizer.clean_up_tokenization_spaces();
  return tokenizer.decode(ids, options);
}

}  // namespace

std::vector<TokenScore> best_tokens(std::span<const float> logits, size_t top_k,
                                    const std::optional<std::vector<int32_t>>& targets) {
  TopK<int32_t> best(top_k);
  if (targets) {
    for (int32_t id : *targets) {
      const auto at = static_cast<size_t>(id);
      if (at < logits.size()) best.offer(logits[at], id);
    }
  } else {
    for (size_t i = 0; i < logits.size(); ++i) best.offer(logits[i], static_cast<int32_t>(i));
  }
  const float greatest = std::ranges::max(logits);
  double sum = 0;
  for (float logit : logits) sum += static_cast<double>(std::exp(logit - greatest));
  std::vector<TokenScore> result;
  for (const auto& [id, logit] : std::move(best).take()) {
    const double share = std::exp(static_cast<double>(logit - greatest)) / sum;
    result.push_back({id, static_cast<float>(share)});
  }
  return result;
}

std::vector<int32_t> target_ids(std::span<const std::string> targets, const Tokenizer& tokenizer) {
  std::vector<int32_t> ids;
  for (const std::string& target : targets) {
    std::optional<int32_t> id = tokenizer.id(target);
    if (!id) {
      EncodeOptions bare;
      bare.add_special_tokens = false;
      const std::vector<int32_t> tokens = tokenizer.encode(target, bare).ids;
      if (tokens.empty()) continue;
      id = tokens.front();
    }
    if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
  }
  if (ids.empty()) {
    throw Error(ErrorCode::kInput,
                "targets: none of " + std::to_string(targets.size()) + " has a token");
  }
  return ids;
}

FillMaskTask::FillMaskTask(std::span<const std::string_view> texts, const FillMaskOptions& options,
                           const Tokenizer& tokenizer, Model& model)
    : results(texts.size()),
      model_(model),
      head_(require_head<MaskedLmHead>(model.head)),
      tokenizer_(tokenizer) {
  const int32_t mask = tokenizer.special_tokens().mask;
  if (mask < 0) throw Error(ErrorCode::kState, "the tokenizer has no mask token");
  if (options.top_k < 1) {
    throw Error(ErrorCode::kInput,
                "top_k must be at least 1, got " + std::to_string(options.top_k));
  }
  top_k_ = static_cast<size_t>(options.top_k);
  if (options.targets) targets_ = target_ids(*options.targets, tokenizer);
  EncodeOptions encode;
  encode.truncation = Truncation::kLongestFirst;
  encode.max_length = model_length(tokenizer, model.config);
  for (size_t i = 0; i < texts.size(); ++i) {
    encodings_.push_back(tokenizer.encode(texts[i], encode));
    const Encoding& encoding = encodings_.back();
    if (std::ranges::find(encoding.ids, mask) == encoding.ids.end()) {
      throw Error(ErrorCode::kInput,
                  "text " + std::to_string(i) + " has no " + tokenizer.token(mask) +
                      (encoding.truncated ? " among the " + std::to_string(encode.max_length) +
                                                " tokens that the model takes"
                                          : ""));
    }
    results[i].tokens = encoding.ids.size();
    results[i].truncated = encoding.truncated;
  }
  batches_ = make_batches(encodings_);
}

std::vector<FillMaskTask::Mask> FillMaskTask::masks_of(const Batch& batch, size_t first) const {
  const int32_t mask = tokenizer_.special_tokens().mask;
  std::vector<Mask> masks;
  size_t begin = 0;
  for (size_t i = 0; i < batch.sequences(); ++i) {
    for (size_t position = 0; position < batch.lengths[i]; ++position) {
      const size_t row = begin + position;
      if (batch.input_ids[row] == mask) masks.push_back({first + i, position, row});
    }
    begin += batch.lengths[i];
  }
  return masks;
}

std::optional<std::vector<size_t>> FillMaskTask::rows_needed(const Batch& batch) const {
  std::vector<size_t> rows;
  for (const Mask& mask : masks_of(batch, 0)) rows.push_back(mask.row);
  return rows;
}

void FillMaskTask::collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) {
  const std::vector<Mask> masks = masks_of(batch, first);
  const auto vocab = static_cast<size_t>(model_.config.vocab_size);
  for (size_t begin = 0; begin < masks.size(); begin += kMaxMasksAtOnce) {
    Workspace::Scope scope(ctx.workspace);
    const size_t count = std::min(kMaxMasksAtOnce, masks.size() - begin);
    const Matrix rows = ctx.workspace.matrix(count, hidden.cols);  // [masks, hidden]
    const Matrix logits = ctx.workspace.matrix(count, vocab);      // [masks, vocab]
    for (size_t i = 0; i < count; ++i) {
      std::copy_n(hidden.row(masks[begin + i].row), hidden.cols, rows.row(i));
    }
    head_(rows, model_.embeddings.words, logits, ctx);
    for (size_t i = 0; i < count; ++i) fill(masks[begin + i], {logits.row(i), vocab});
  }
}

void FillMaskTask::fill(const Mask& mask, std::span<const float> logits) {
  const SpecialTokens& special = tokenizer_.special_tokens();
  const std::vector<int32_t>& text = encodings_[mask.text].ids;
  const bool single = std::ranges::count(text, special.mask) == 1;
  std::vector<Fill> fills;
  for (const auto& [token, score] : best_tokens(logits, top_k_, targets_)) {
    std::vector<int32_t> ids = text;
    ids[mask.position] = token;
    std::erase(ids, special.pad);
    fills.push_back({token, score, decode({token}, false, tokenizer_),
                     decode(std::move(ids), single, tokenizer_)});
  }
  results[mask.text].masks.push_back(std::move(fills));
}

}  // namespace deberta
