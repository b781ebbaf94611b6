#include "tasks/answer_spans.h"

#include <algorithm>
#include <limits>

#include "ops/softmax.h"
#include "tasks/top_k.h"

namespace deberta {
namespace {

constexpr int8_t kContext = 1;  // sequence_id

}  // namespace

std::vector<TokenSpan> best_spans(std::span<const float> start, std::span<const float> end,
                                  size_t top_k, size_t max_answer_len) {
  TopK<TokenSpan> best(top_k);
  const float best_end = end.empty() ? 0 : std::ranges::max(end);
  for (size_t i = 0; i < start.size(); ++i) {
    if (start[i] * best_end <= best.threshold()) continue;  // so is every span that begins here
    const size_t past = i + std::min(max_answer_len, end.size() - i);
    for (size_t j = i; j < past; ++j) {
      const float score = start[i] * end[j];
      best.offer(score, {i, j, score});
    }
  }
  std::vector<TokenSpan> spans;
  for (const auto& [span, score] : std::move(best).take()) spans.push_back(span);
  return spans;
}

WindowSpans spans_of_window(ConstMatrix logits, const Encoding& encoding, int32_t cls, size_t top_k,
                            size_t max_answer_len) {
  const size_t length = encoding.ids.size();
  const auto context = std::ranges::find(encoding.sequence_ids, kContext);
  const auto begin = static_cast<size_t>(context - encoding.sequence_ids.begin());
  const auto count = static_cast<size_t>(std::ranges::count(encoding.sequence_ids, kContext));
  if (count == 0) return {};
  std::vector<float> start(length), end(length);
  for (size_t i = 0; i < length; ++i) {
    // Every [CLS], as in the reference: a question may have one, too.
    const bool counts = encoding.sequence_ids[i] == kContext || encoding.ids[i] == cls;
    constexpr float kNever = -std::numeric_limits<float>::infinity();
    start[i] = counts ? logits.row(i)[0] : kNever;
    end[i] = counts ? logits.row(i)[1] : kNever;
  }
  softmax(start.data(), length);
  softmax(end.data(), length);
  WindowSpans result;
  result.null_score = start[0] * end[0];
  result.spans = best_spans(std::span(start).subspan(begin, count),
                            std::span(end).subspan(begin, count), top_k, max_answer_len);
  for (TokenSpan& span : result.spans) {
    span.first += begin;
    span.last += begin;
  }
  return result;
}

ByteSpan context_span(const Encoding& encoding, const TokenSpan& tokens, bool align_to_words) {
  size_t first = tokens.first, last = tokens.last;
  if (align_to_words) {
    const auto same_word = [&](size_t i, size_t j) {
      return encoding.sequence_ids[i] == encoding.sequence_ids[j] &&
             encoding.word_ids[i] == encoding.word_ids[j];
    };
    while (first > 0 && same_word(first - 1, first)) --first;
    while (last + 1 < encoding.ids.size() && same_word(last, last + 1)) ++last;
  }
  return {encoding.offsets[first].begin, encoding.offsets[last].end};
}

}  // namespace deberta
