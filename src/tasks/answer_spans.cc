#include "tasks/answer_spans.h"

#include <algorithm>
#include <limits>

#include "ops/softmax.h"
#include "tasks/top_k.h"
#include "text/unicode/white_space.h"

namespace deberta {
namespace {

constexpr int8_t kContext = 1;  // sequence_id

// For each token from `begin` on, the first one at or after it that is not blank.
std::vector<size_t> next_seen(const std::vector<bool>& blank, size_t begin, size_t count) {
  std::vector<size_t> next(count);
  size_t seen = count;
  for (size_t i = count; i-- > 0;) {
    if (!blank[begin + i]) seen = i;
    next[i] = seen;
  }
  return next;
}

bool same_word(const Encoding& encoding, size_t i, size_t j) {
  return encoding.sequence_ids[i] == encoding.sequence_ids[j] &&
         encoding.word_ids[i] == encoding.word_ids[j];
}

}  // namespace

std::vector<TokenSpan> best_spans(std::span<const float> start, std::span<const float> end,
                                  size_t top_k, size_t max_answer_len,
                                  std::span<const size_t> first_ends) {
  TopK<TokenSpan> best(top_k);
  const float best_end = end.empty() ? 0 : std::ranges::max(end);
  for (size_t i = 0; i < start.size(); ++i) {
    if (start[i] * best_end <= best.threshold())
      continue;  // no span that begins here can be better
    const size_t past = i + std::min(max_answer_len, end.size() - i);
    for (size_t j = first_ends.empty() ? i : first_ends[i]; j < past; ++j) {
      const float score = start[i] * end[j];
      best.offer(score, {i, j, score});
    }
  }
  std::vector<TokenSpan> spans;
  for (const auto& [span, score] : std::move(best).take()) spans.push_back(span);
  return spans;
}

WindowSpans spans_of_window(ConstMatrix logits, const Encoding& encoding, int32_t cls, size_t top_k,
                            size_t max_answer_len, const std::vector<bool>& blank) {
  const size_t length = encoding.ids.size();
  const auto context = std::ranges::find(encoding.sequence_ids, kContext);
  const auto begin = static_cast<size_t>(context - encoding.sequence_ids.begin());
  const auto count = static_cast<size_t>(std::ranges::count(encoding.sequence_ids, kContext));
  if (count == 0) return {};
  std::vector<float> start(length), end(length);
  for (size_t i = 0; i < length; ++i) {
    // Every [CLS], as in the reference: a question may contain one, too.
    const bool counts = encoding.sequence_ids[i] == kContext || encoding.ids[i] == cls;
    constexpr float kNever = -std::numeric_limits<float>::infinity();
    start[i] = counts ? logits.row(i)[0] : kNever;
    end[i] = counts ? logits.row(i)[1] : kNever;
  }
  softmax(start.data(), length);
  softmax(end.data(), length);
  WindowSpans result;
  result.null_score = start[0] * end[0];
  const std::vector<size_t> first_ends =
      blank.empty() ? std::vector<size_t>() : next_seen(blank, begin, count);
  result.spans =
      best_spans(std::span(start).subspan(begin, count), std::span(end).subspan(begin, count),
                 top_k, max_answer_len, first_ends);
  for (TokenSpan& span : result.spans) {
    span.first += begin;
    span.last += begin;
  }
  return result;
}

std::vector<bool> blank_tokens(const Encoding& encoding, std::string_view context,
                               bool align_to_words) {
  std::vector<bool> blank(encoding.ids.size(), false);
  for (size_t first = 0; first < blank.size();) {
    size_t past = first + 1;
    while (align_to_words && past < blank.size() && same_word(encoding, first, past)) ++past;
    if (encoding.sequence_ids[first] == kContext) {
      const ByteSpan span = without_outer_space(
          context, {encoding.offsets[first].begin, encoding.offsets[past - 1].end});
      std::fill(blank.begin() + static_cast<ptrdiff_t>(first),
                blank.begin() + static_cast<ptrdiff_t>(past), span.begin == span.end);
    }
    first = past;
  }
  return blank;
}

ByteSpan context_span(const Encoding& encoding, const TokenSpan& tokens, bool align_to_words) {
  size_t first = tokens.first, last = tokens.last;
  if (align_to_words) {
    while (first > 0 && same_word(encoding, first - 1, first)) --first;
    while (last + 1 < encoding.ids.size() && same_word(encoding, last, last + 1)) ++last;
  }
  return {encoding.offsets[first].begin, encoding.offsets[last].end};
}

}  // namespace deberta
