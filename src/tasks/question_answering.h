// Answers found in a text: transformers' QuestionAnsweringPipeline.
#ifndef DEBERTA_TASKS_QUESTION_ANSWERING_H_
#define DEBERTA_TASKS_QUESTION_ANSWERING_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/context.h"
#include "model/model.h"
#include "tasks/answer_spans.h"
#include "tasks/task.h"
#include "text/encoding.h"
#include "text/tokenizer.h"

namespace deberta {

struct Question {
  std::string_view question;
  std::string_view context;
};

// All lengths are in tokens.
struct QuestionAnsweringOptions {
  int top_k = 1;
  // A context that does not fit is read in windows of max_seq_len tokens, including the question.
  // Neighbouring windows share doc_stride tokens.
  std::optional<int> max_seq_len;  // default: the model's length, at most 384
  // Default: half of max_seq_len, at most 128; where the question leaves fewer tokens for the
  // context than that, half of those.
  std::optional<int> doc_stride;
  int max_answer_len = 15;
  int max_question_len = 64;
  bool handle_impossible_answer = false;  // "no answer" is one of the answers
  bool align_to_words = true;             // answers are whole words
};

struct Answer {
  // The answer's place in the context, without white space at both ends. {0, 0} for "no answer".
  ByteSpan span;
  float score = 0;
};

struct QuestionAnswering {
  std::vector<Answer> answers;  // best first; fewer than top_k where the context has no more
  size_t tokens = 0;            // tokens that the model has processed
  bool truncated = false;       // the question was cut
};

// Combines the answers of a context's windows. Answers with the same text, apart from case and
// outer white space, are merged: their scores are added, and the place is that of the best. Only
// "no answer" is blank.
class Answers {
 public:
  Answers(std::string_view context, const QuestionAnsweringOptions& options)
      : context_(context), options_(options) {}

  // logits [length of encoding, 2]
  void add_window(ConstMatrix logits, const Encoding& encoding, int32_t cls);
  // Best first.
  std::vector<Answer> take() &&;

 private:
  struct Sum {
    ByteSpan span;     // of the best answer with this text
    float best = 0;    // its score
    double score = 0;  // of all of them
  };
  std::string_view context_;
  QuestionAnsweringOptions options_;
  std::vector<Sum> sums_;
  std::unordered_map<std::string, size_t> by_text_;  // in lower case → index in sums_
  double null_score_ = 1;
};

class QuestionAnsweringTask : public Task {
 public:
  // All questions of a call share forward passes. Throws kInput for an empty question or context, a
  // context of only white space unless handle_impossible_answer is set, options out of range, and a
  // question that leaves no room for the context; kState for a model without the head.
  QuestionAnsweringTask(std::span<const Question> inputs, const QuestionAnsweringOptions& options,
                        const Tokenizer& tokenizer, Model& model);

  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<QuestionAnswering> results;  // of each input

 private:
  void add_question(const Question& input, size_t index, int max_seq_len);

  const QuestionAnsweringHead& head_;  // the model's
  const Tokenizer& tokenizer_;
  QuestionAnsweringOptions options_;
  std::vector<Encoding> windows_;
  std::vector<size_t> question_of_;  // window → question
  std::vector<Answers> answers_;     // of each question, until its last window
};

}  // namespace deberta

#endif  // DEBERTA_TASKS_QUESTION_ANSWERING_H_
