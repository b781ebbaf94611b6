#include "tasks/gliner_decode.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/sort.h"
#include "ops/softmax.h"

namespace deberta {
namespace {

// What was kept, so that a candidate looks only at its neighbours.
class Kept {
 public:
  Kept(size_t words, const GlinerRule& rule) : rule_(rule), by_first_(words) {}

  bool meets(const GlinerSpan& span) const {
    const size_t begin = span.first < longest_ ? 0 : span.first - longest_;
    for (size_t first = begin; first <= span.last; ++first) {
      for (const GlinerSpan& kept : by_first_[first]) {
        if (kept.last >= span.first && excludes(kept, span)) return true;
      }
    }
    return false;
  }
  void add(const GlinerSpan& span) {
    by_first_[span.first].push_back(span);
    longest_ = std::max<size_t>(longest_, span.last - span.first);
  }
  // In the order of the text.
  std::vector<GlinerSpan> all() const {
    std::vector<GlinerSpan> spans;
    for (const auto& of_word : by_first_) spans.insert(spans.end(), of_word.begin(), of_word.end());
    return spans;
  }

 private:
  // For two that share a word.
  bool excludes(const GlinerSpan& kept, const GlinerSpan& span) const {
    if (kept.first == span.first && kept.last == span.last) {
      return !rule_.multi_label || kept.label == span.label;
    }
    if (rule_.flat) return true;
    const auto contains = [](const GlinerSpan& a, const GlinerSpan& b) {
      return a.first <= b.first && b.last <= a.last;
    };
    return !contains(kept, span) && !contains(span, kept);
  }

  GlinerRule rule_;
  std::vector<std::vector<GlinerSpan>> by_first_;  // by the first word, in descending score
  size_t longest_ = 0;                             // words of a span, less one
};

}  // namespace

void add_span_candidates(ConstMatrix logits, size_t words, std::span<const float> thresholds,
                         size_t first_word, GlinerCandidates& to) {
  const size_t width = words == 0 ? 0 : logits.rows / words;
  for (size_t i = 0; i < words; ++i) {
    for (size_t w = 0; w < std::min(width, words - i); ++w) {
      const float* row = logits.row(i * width + w);
      size_t probabilities = to.probabilities.size();
      bool is_kept = false;
      for (size_t c = 0; c < logits.cols; ++c) {
        const float p = sigmoid(row[c]);
        if (!(p > thresholds[c])) continue;
        if (to.keeps_probabilities && !is_kept) {
          std::transform(row, row + logits.cols, std::back_inserter(to.probabilities), sigmoid);
        }
        is_kept = true;
        to.spans.push_back({static_cast<uint32_t>(first_word + i),
                            static_cast<uint32_t>(first_word + i + w), static_cast<uint32_t>(c), p,
                            probabilities});
      }
    }
  }
}

void add_token_candidates(ConstMatrix logits, size_t words, std::span<const float> thresholds,
                          size_t first_word, GlinerCandidates& to) {
  const size_t labels = thresholds.size();
  const auto p = [&](size_t word, size_t label, size_t part) {
    return sigmoid(logits.row(word * labels + label)[part]);
  };
  constexpr size_t kStart = 0, kEnd = 1, kInside = 2;
  for (size_t i = 0; i < words; ++i) {
    for (size_t c = 0; c < labels; ++c) {
      const float start = p(i, c, kStart);
      if (!(start > thresholds[c])) continue;
      float least = start;
      for (size_t j = i; j < words; ++j) {
        const float inside = p(j, c, kInside), end = p(j, c, kEnd);
        if (inside < thresholds[c]) break;
        least = std::min(least, inside);
        if (!(end > thresholds[c])) continue;
        to.spans.push_back({static_cast<uint32_t>(first_word + i),
                            static_cast<uint32_t>(first_word + j), static_cast<uint32_t>(c),
                            std::min(least, end)});
      }
    }
  }
}

std::vector<GlinerSpan> choose_spans(std::vector<GlinerSpan> candidates, const GlinerRule& rule) {
  sort_stably(candidates, [&](const GlinerSpan& a, const GlinerSpan& b) {
    const auto place = [&](const GlinerSpan& s) {
      return rule.label_first ? std::tuple(s.first, s.label, s.last)
                              : std::tuple(s.first, s.last, s.label);
    };
    return a.score != b.score ? a.score > b.score : place(a) < place(b);
  });
  size_t words = 0;
  for (const GlinerSpan& span : candidates) words = std::max<size_t>(words, span.last + 1);
  Kept kept(words, rule);
  for (const GlinerSpan& span : candidates) {
    if (!kept.meets(span)) kept.add(span);
  }
  return kept.all();
}

std::vector<GlinerSpan> find_spans(ConstMatrix logits, size_t words, size_t starts, float threshold,
                                   bool first_only) {
  GlinerCandidates candidates;
  const float below = std::nextafter(threshold, -1.0f);
  add_span_candidates(logits, words, {&below, 1}, 0, candidates);
  std::vector<GlinerSpan>& spans = candidates.spans;
  std::erase_if(spans, [&](const GlinerSpan& span) { return span.first >= starts; });
  if (first_only) {
    spans.resize(std::min<size_t>(spans.size(), 1));
    return spans;
  }
  spans = choose_spans(std::move(spans), {});
  sort_stably(spans, std::ranges::greater(), &GlinerSpan::score);
  return spans;
}

}  // namespace deberta
