// Answers: {answers: [{score, start, end, truncated?}, …]}. Texts: question, context, question,
// context ….
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

QuestionAnsweringOptions read(const Options& options) {
  QuestionAnsweringOptions result;
  options.read("top_k", result.top_k);
  options.read("max_seq_len", result.max_seq_len);
  options.read("doc_stride", result.doc_stride);
  options.read("max_answer_len", result.max_answer_len);
  options.read("max_question_len", result.max_question_len);
  options.read("handle_impossible_answer", result.handle_impossible_answer);
  options.read("align_to_words", result.align_to_words);
  return result;
}

val to_js(const QuestionAnswering& result, size_t i, Views views) {
  const Utf16Map map(views[2 * i + 1]);  // of the context
  val object = val::object();
  object.set("answers", list_of(result.answers, [&](const Answer& answer, size_t) {
               val item = val::object();
               item.set("score", answer.score);
               item.set("start", map.utf16(answer.span.begin));
               item.set("end", map.utf16(answer.span.end));
               if (result.truncated) item.set("truncated", true);
               return item;
             }));
  return object;
}

}  // namespace

std::unique_ptr<Call> question_answering(Session& session, Texts texts, const Options& options) {
  return list_call<QuestionAnsweringTask>(
      session, std::move(texts),
      [&](Views views) {
        std::vector<Question> questions;
        for (const TextPair& input : pairs_of(views, true)) {
          questions.push_back({input.text, input.pair});
        }
        return std::make_unique<QuestionAnsweringTask>(questions, read(options),
                                                       session.tokenizer(), session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
