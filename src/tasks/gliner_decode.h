// Scores of spans of words → the entities among them.
#ifndef DEBERTA_TASKS_GLINER_DECODE_H_
#define DEBERTA_TASKS_GLINER_DECODE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tensor/matrix.h"

namespace deberta {

// Words first … last with a label.
struct GlinerSpan {
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t label = 0;
  float score = 0;
  // The place of the labels' probabilities for these words in GlinerCandidates::probabilities.
  size_t probabilities = 0;
};

struct GlinerCandidates {
  std::vector<GlinerSpan> spans;
  bool keeps_probabilities = false;
  std::vector<float> probabilities;  // [labels] of each span, if they are kept
};

// Appends the spans whose probability exceeds their label's threshold. Words count from
// `first_word`: the window's place in its text.
//
// Of a model of spans: logits [words · width, labels] as GlinerHead gives them.
void add_span_candidates(ConstMatrix logits, size_t words, std::span<const float> thresholds,
                         size_t first_word, GlinerCandidates& to);
// Of a model of tokens: logits [words · labels, 3]. From a start to an end, with no word between
// that is less inside than the threshold; the score is the least of all of them.
void add_token_candidates(ConstMatrix logits, size_t words, std::span<const float> thresholds,
                          size_t first_word, GlinerCandidates& to);

struct GlinerRule {
  bool flat = true;          // entities share no word; else one may contain another
  bool multi_label = false;  // the same words may have several labels
  // Which of equal scores goes first: after the first word, the label, then the last word (models
  // of tokens); else the last word, then the label.
  bool label_first = false;
};

// Candidates in descending score, each kept unless it meets one that was kept. The result is in the
// order of the text; those of one start in descending score. Two windows may have found the same
// span: its best score counts.
std::vector<GlinerSpan> choose_spans(std::vector<GlinerSpan> candidates, const GlinerRule& rule);

// What GLiNER2 finds for one label, of its logits [words · width, 1]. Only the first `starts` words
// begin a span; a probability that equals the threshold passes. first_only: the first span in the
// order of the text, the shortest of that word; else those that share no word, the best first.
std::vector<GlinerSpan> find_spans(ConstMatrix logits, size_t words, size_t starts, float threshold,
                                   bool first_only);

}  // namespace deberta

#endif  // DEBERTA_TASKS_GLINER_DECODE_H_
