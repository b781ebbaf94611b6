// GLiNER2's extract: {chunks: [{start, end, tasks: […]}, …]}, with tasks in the order of the call:
// {scores: [of each label]} of a classification, else {count, steps: [[[found, …] of each label] of
// each step]}, where found is {start, end, score}, or {choice, score} of a label with choices.
//
// The first schema_strings texts are the schema's: `prefix` entries of choices, then each task's
// head and labels. `tasks` has three numbers a task: kind, number of labels, activation;
// `thresholds`, `firsts` and `choice_counts` one a label, and `choices` the labels' choices, as
// indices of the entries.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

[[noreturn]] void expected_more(const char* name) {
  throw Error(ErrorCode::kInput, std::string(name) + ": expected more");
}

// Takes the next of a list's elements. Throws kInput where there is none.
template <class T>
class Rest {
 public:
  Rest(const char* name, std::span<T> all) : name_(name), rest_(all) {}

  T& next() {
    if (rest_.empty()) expected_more(name_);
    T& first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

 private:
  const char* name_;
  std::span<T> rest_;
};

// A value of an enumeration whose last is `last`.
template <class T>
T enumerated(const char* name, double value, T last) {
  if (value >= 0 && value <= static_cast<double>(last)) {
    return static_cast<T>(static_cast<int>(value));
  }
  throw Error(ErrorCode::kInput, std::string(name) + ": unknown value");
}

ExtractionSchema schema_of(const Options& options, Views strings) {
  constexpr ScoreFunction kFunctions[] = {ScoreFunction::kSoftmax, ScoreFunction::kSigmoid,
                                          ScoreFunction::kNone};
  std::vector<double> tasks = vector_of<double>(options["tasks"]);
  std::vector<float> thresholds = vector_of<float>(options["thresholds"]);
  std::vector<double> firsts = vector_of<double>(options["firsts"]);
  std::vector<double> choice_counts = vector_of<double>(options["choice_counts"]);
  std::vector<double> choices = vector_of<double>(options["choices"]);
  Rest task("tasks", std::span(tasks));
  Rest threshold("thresholds", std::span(thresholds));
  Rest first("firsts", std::span(firsts));
  Rest choice_count("choice_counts", std::span(choice_counts));
  Rest choice("choices", std::span(choices));
  Rest string("schema_strings", strings);

  ExtractionSchema schema;
  size_t prefix = 0;
  options.read("prefix", prefix);
  for (size_t i = 0; i < prefix; ++i) schema.choices.push_back(string.next());
  for (size_t i = 0; i < tasks.size() / 3; ++i) {
    ExtractionSchema::Task& to = schema.tasks.emplace_back();
    to.kind = enumerated("tasks", task.next(), ExtractionSchema::Kind::kClassification);
    const auto labels = static_cast<size_t>(task.next());
    to.function = kFunctions[enumerated("tasks", task.next(), 2)];
    to.head = string.next();
    for (size_t k = 0; k < labels; ++k) {
      ExtractionSchema::Label& label = to.labels.emplace_back();
      label.name = string.next();
      label.threshold = threshold.next();
      label.first_only = first.next() != 0;
      const auto count = static_cast<size_t>(choice_count.next());
      for (size_t c = 0; c < count; ++c) {
        label.choices.push_back(static_cast<uint32_t>(choice.next()));
      }
    }
  }
  return schema;
}

ExtractionOptions read(const Options& options) {
  ExtractionOptions result;
  options.read("max_words", result.max_words);
  options.read("chunk_words", result.chunk_words);
  options.read("chunk_overlap", result.chunk_overlap);
  return result;
}

void set_span(val& object, ByteSpan span, const Utf16Map& map) {
  object.set("start", map.utf16(span.begin));
  object.set("end", map.utf16(span.end));
}

val to_js(const Extraction::Answer& answer, const Utf16Map& map) {
  val object = val::object();
  if (!answer.scores.empty()) {
    object.set("scores", val::array(answer.scores));
    return object;
  }
  object.set("count", static_cast<double>(answer.count));
  object.set("steps", list_of(answer.steps, [&](const auto& labels, size_t) {
               return list_of(labels, [&](const auto& found, size_t) {
                 return list_of(found, [&](const Extraction::Found& each, size_t) {
                   val item = val::object();
                   if (each.choice) {
                     item.set("choice", *each.choice);
                   } else {
                     set_span(item, each.span, map);
                   }
                   item.set("score", each.score);
                   return item;
                 });
               });
             }));
  return object;
}

}  // namespace

std::unique_ptr<Call> extraction(Session& session, Texts texts, const Options& options) {
  size_t strings = 0;
  options.read("schema_strings", strings);
  return list_call<ExtractionTask>(
      session, std::move(texts),
      [&](Views views) {
        const Views schema = views.first(leading(options, "schema_strings", views));
        return std::make_unique<ExtractionTask>(views.subspan(strings), schema_of(options, schema),
                                                read(options), session.tokenizer(),
                                                session.model());
      },
      [strings](const Extraction& result, size_t i, Views views) {
        const Utf16Map map(views[strings + i]);
        val object = val::object();
        object.set("chunks", list_of(result.chunks, [&](const Extraction::Chunk& chunk, size_t) {
                     val item = val::object();
                     set_span(item, chunk.span, map);
                     item.set("tasks", list_of(chunk.answers, [&](const auto& answer, size_t) {
                                return to_js(answer, map);
                              }));
                     return item;
                   }));
        return object;
      });
}

}  // namespace deberta::bindings
