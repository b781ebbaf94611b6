#include "tasks/question_answering.h"

#include <algorithm>

#include "base/error.h"
#include "base/sort.h"
#include "tasks/model_length.h"
#include "tensor/workspace.h"
#include "text/unicode/lower_case.h"
#include "text/unicode/white_space.h"

namespace deberta {
namespace {

[[noreturn]] void bad_input(const std::string& fact) { throw Error(ErrorCode::kInput, fact); }

void require_at_least_1(const char* name, int value) {
  if (value < 1) bad_input(std::string(name) + " must be at least 1, got " + std::to_string(value));
}

// The longest prefix of a text with at most `max_tokens` tokens. A prefix that ends where a token
// ends has the same tokens; a character that several tokens share is not split.
struct Prefix {
  std::string_view text;
  size_t tokens = 0;
};

Prefix first_tokens(const Tokenizer& tokenizer, std::string_view text, size_t max_tokens) {
  EncodeOptions bare;
  bare.add_special_tokens = false;
  const std::vector<ByteSpan> offsets = tokenizer.encode(text, bare).offsets;
  if (offsets.size() <= max_tokens) return {text, offsets.size()};
  while (max_tokens > 0 && offsets[max_tokens].begin < offsets[max_tokens - 1].end) --max_tokens;
  return {text.substr(0, max_tokens == 0 ? 0 : offsets[max_tokens - 1].end), max_tokens};
}

}  // namespace

void Answers::add_window(ConstMatrix logits, const Encoding& encoding, int32_t cls) {
  // transformers' pre_topk: several spans of tokens may cover the same words.
  const auto top_k =
      std::min(static_cast<size_t>(options_.top_k), encoding.ids.size() * encoding.ids.size());
  const WindowSpans window =
      spans_of_window(logits, encoding, cls, options_.align_to_words ? top_k * 2 + 10 : top_k,
                      static_cast<size_t>(options_.max_answer_len),
                      blank_tokens(encoding, context_, options_.align_to_words));
  null_score_ = std::min(null_score_, static_cast<double>(window.null_score));
  for (const TokenSpan& tokens : window.spans) {
    // Answers are trimmed before they are compared: the reference treats " Rome" and "Rome" as two
    // answers, a reader as one.
    const ByteSpan span =
        without_outer_space(context_, context_span(encoding, tokens, options_.align_to_words));
    const std::string_view text = context_.substr(span.begin, span.end - span.begin);
    const auto [at, is_new] = by_text_.try_emplace(lower_case(text), sums_.size());
    if (is_new) sums_.push_back({span, tokens.score, 0});
    Sum& sum = sums_[at->second];
    if (tokens.score > sum.best) {
      sum.span = span;
      sum.best = tokens.score;
    }
    sum.score += static_cast<double>(tokens.score);
  }
}

std::vector<Answer> Answers::take() && {
  if (options_.handle_impossible_answer) sums_.push_back({{0, 0}, 0, null_score_});
  sort_stably(sums_, std::ranges::greater(), &Sum::score);
  std::vector<Answer> answers;
  for (const Sum& sum : sums_) {
    if (answers.size() == static_cast<size_t>(options_.top_k)) break;
    answers.push_back({sum.span, static_cast<float>(sum.score)});
  }
  return answers;
}

QuestionAnsweringTask::QuestionAnsweringTask(std::span<const Question> inputs,
                                             const QuestionAnsweringOptions& options,
                                             const Tokenizer& tokenizer, Model& model)
    : results(inputs.size()),
      head_(require_head<QuestionAnsweringHead>(model.head)),
      tokenizer_(tokenizer),
      options_(options) {
  require_at_least_1("top_k", options.top_k);
  require_at_least_1("max_answer_len", options.max_answer_len);
  require_at_least_1("max_question_len", options.max_question_len);
  const int max_seq_len =
      options.max_seq_len.value_or(std::min(model_length(tokenizer, model.config), 384));
  require_at_least_1("max_seq_len", max_seq_len);
  if (const int stride = options.doc_stride.value_or(0); stride < 0 || stride > max_seq_len) {
    bad_input("doc_stride must be 0 to max_seq_len, " + std::to_string(max_seq_len) + ", got " +
              std::to_string(stride));
  }
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].question.empty()) bad_input("question " + std::to_string(i) + " is empty");
    const std::string_view context = inputs[i].context;
    if (context.empty()) bad_input("context " + std::to_string(i) + " is empty");
    const ByteSpan seen = without_outer_space(context, {0, static_cast<uint32_t>(context.size())});
    if (seen.begin == seen.end && !options.handle_impossible_answer) {
      bad_input("context " + std::to_string(i) + " is only white space; expected some text");
    }
    answers_.emplace_back(inputs[i].context, options);
    add_question(inputs[i], i, max_seq_len);
  }
  batches_ = make_batches(windows_);
}

void QuestionAnsweringTask::add_question(const Question& input, size_t index, int max_seq_len) {
  const Prefix question =
      first_tokens(tokenizer_, input.question, static_cast<size_t>(options_.max_question_len));
  const int used = static_cast<int>(question.tokens) + tokenizer_.num_special_tokens_to_add(true);
  if (used >= max_seq_len) {
    bad_input("max_seq_len is " + std::to_string(max_seq_len) + ", question " +
              std::to_string(index) + " and the special tokens are " + std::to_string(used));
  }
  const int room = max_seq_len - used;
  EncodeOptions encode;
  encode.truncation = Truncation::kOnlySecond;
  encode.max_length = max_seq_len;
  encode.stride = std::min(max_seq_len / 2, 128);
  if (encode.stride >= room) encode.stride = room / 2;
  if (options_.doc_stride) encode.stride = *options_.doc_stride;
  if (encode.stride >= room) {
    bad_input("doc_stride must be less than " + std::to_string(room) +
              ", the tokens of a window after question " + std::to_string(index) + ", got " +
              std::to_string(encode.stride));
  }
  for (Encoding& window : tokenizer_.encode_pair_windows(question.text, input.context, encode)) {
    results[index].tokens += window.ids.size();
    windows_.push_back(std::move(window));
    question_of_.push_back(index);
  }
  results[index].truncated = question.text.size() < input.question.size();
}

void QuestionAnsweringTask::collect(const Batch& batch, ConstMatrix hidden, size_t first,
                                    Context& ctx) {
  const Matrix logits = ctx.workspace.matrix(batch.tokens(), 2);  // [tokens, start and end]
  head_(hidden, logits, ctx);
  size_t begin = 0;
  for (size_t i = 0; i < batch.sequences(); ++i) {
    const size_t window = first + i;
    const size_t question = question_of_[window];
    answers_[question].add_window(logits.slice_rows(begin, batch.lengths[i]), windows_[window],
                                  tokenizer_.special_tokens().cls);
    begin += batch.lengths[i];
    const bool is_last = window + 1 == windows_.size() || question_of_[window + 1] != question;
    if (is_last) results[question].answers = std::move(answers_[question]).take();
  }
}

}  // namespace deberta
