// Cases of ../shared/golden-gliner for GLiNER2: repositories, schemas, and what GLiNER2 itself
// computes with them.
#ifndef DEBERTA_TESTS_TASKS_GLINER2_CASES_H_
#define DEBERTA_TESTS_TASKS_GLINER2_CASES_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "deberta.h"
#include "tasks/gliner_cases.h"

namespace deberta::testing {

using nlohmann::ordered_json;

inline Config gliner2_config(const std::string& name) {
  const std::string folder = golden_gliner(name) + "/";
  return parse_gliner2_config(read_file(folder + "config.json"),
                              read_file(folder + "encoder_config/config.json"));
}

inline std::unique_ptr<Session> open_gliner2(const std::string& name, int threads = 1,
                                             Precision precision = Precision::kFloat32) {
  Session::Options options;
  options.head = Head::kGliner2;
  options.threads = threads;
  options.precision = precision;
  return std::make_unique<Session>(gliner2_config(name), GlinerRepository(name).tokenizer(),
                                   options);
}

inline std::unique_ptr<Session> load_gliner2(const std::string& name, int threads = 1,
                                             Precision precision = Precision::kFloat32) {
  auto session = open_gliner2(name, threads, precision);
  const std::string weights = read_file(golden_gliner(name) + "/model.safetensors");
  session->write_weights(std::as_bytes(std::span(weights)));
  session->finish_weights();
  return session;
}

// A schema as the model reads it, of the entries of its tasks ("(", "[P]", head, "(", mark, label,
// …, ")", ")"). The strings are those of `entries` and `choices`, which must live as long.
inline ExtractionSchema schema_of(const ordered_json& tasks, const ordered_json& choices) {
  constexpr const char* kMarks[] = {"[C]", "[E]", "[R]", "[L]"};
  const auto view = [](const ordered_json& text) {
    return std::string_view(text.get_ref<const std::string&>());
  };
  ExtractionSchema schema;
  for (const ordered_json& choice : choices) schema.choices.push_back(view(choice));
  for (const ordered_json& entries : tasks) {
    ExtractionSchema::Task& task = schema.tasks.emplace_back();
    task.head = view(entries[2]);
    const auto* mark = std::ranges::find(kMarks, view(entries[4]));
    task.kind = static_cast<ExtractionSchema::Kind>(mark - std::begin(kMarks));
    for (size_t i = 5; i + 2 < entries.size(); i += 2) {
      ExtractionSchema::Label& label = task.labels.emplace_back();
      label.name = view(entries[i]);
      label.first_only = task.kind == ExtractionSchema::Kind::kRelation;
    }
  }
  return schema;
}

// The fields of a label that the schema of a method gives as an object.
inline ordered_json value_in(const ordered_json& object, const char* name,
                             const ordered_json& otherwise) {
  return object.is_object() && object.contains(name) ? object[name] : otherwise;
}

struct Gliner2Case {
  std::string name;
  ordered_json expected;
  Tensors tensors;

  explicit Gliner2Case(const std::string& name)
      : name(name),
        expected(ordered_json::parse(read_file(golden_gliner(name) + "/expected.json"))),
        tensors(Tensors::read(read_file(golden_gliner(name) + "/expected.safetensors"))) {
    for (const ordered_json& task : expected["encoded"][0]["schemas"]) {
      entries_.push_back(task["entries"]);
    }
  }
  std::vector<std::string> texts() const { return expected["texts"]; }
  bool is_long() const { return expected["runs"][0].contains("chunk_size"); }

  // All labels with this threshold, but for those that have one of their own.
  ExtractionSchema schema(float threshold) const {
    const ordered_json& choices = expected["encoded"][0]["prefix"];
    ExtractionSchema schema = schema_of(entries_, choices);
    size_t structure = 0, classification = 0;
    for (ExtractionSchema::Task& task : schema.tasks) {
      for (ExtractionSchema::Label& label : task.labels) label.threshold = threshold;
      if (task.kind == ExtractionSchema::Kind::kEntities) {
        for (ExtractionSchema::Label& label : task.labels) {
          label.threshold = value_in(entity(label.name), "threshold", threshold);
        }
      } else if (task.kind == ExtractionSchema::Kind::kStructure) {
        const ordered_json fields = nth("structures", structure++).second;
        for (size_t i = 0; i < fields.size(); ++i) set_field(fields[i], choices, task.labels[i]);
      } else if (task.kind == ExtractionSchema::Kind::kClassification) {
        const ordered_json options = nth("classifications", classification++).second;
        const bool multi = value_in(options, "multi_label", false);
        const std::string act = value_in(options, "class_act", multi ? "sigmoid" : "softmax");
        task.function = act == "sigmoid" ? ScoreFunction::kSigmoid : ScoreFunction::kSoftmax;
      }
    }
    return schema;
  }
  ExtractionOptions options() const {
    ExtractionOptions options;
    const ordered_json& run = expected["runs"][0];
    if (run.contains("max_len")) options.max_words = run["max_len"].get<int>();
    if (is_long()) {
      options.chunk_words = run["chunk_size"].get<int>();
      options.chunk_overlap = run["chunk_overlap"];
    }
    return options;
  }

  // The k-th name of a part of the schema, and what it says of it.
  std::pair<std::string, ordered_json> nth(const char* part, size_t k) const {
    auto found = expected["schema"][part].begin();
    for (; k > 0; --k) ++found;
    return {found.key(), found.value()};
  }
  // What the schema says of an entity.
  ordered_json entity(std::string_view label) const {
    return value_in(expected["schema"]["entities"], std::string(label).c_str(), nullptr);
  }

 private:
  // "name::str::description", "name::[a|b]".
  static void set_field(const std::string& field, const ordered_json& choices,
                        ExtractionSchema::Label& label) {
    label.first_only = field.find("::str") != std::string::npos;
    const size_t open = field.find("::[");
    if (open == std::string::npos) return;
    label.first_only = field.find("::list") == std::string::npos;
    for (size_t begin = open + 3; begin < field.size();) {
      const size_t end = field.find_first_of("|]", begin);
      const std::string choice = field.substr(begin, end - begin);
      label.choices.push_back(static_cast<uint32_t>(
          std::find(choices.begin(), choices.end(), choice) - choices.begin()));
      if (field[end] == ']') break;
      begin = end + 1;
    }
  }

  ordered_json entries_ = ordered_json::array();
};

// All that are there.
inline std::vector<std::string> gliner2_case_names() {
  std::vector<std::string> names;
  for (const std::string& name : gliner_folders()) {
    if (name.starts_with("gliner2") && !golden_gliner(name + "/config.json").empty()) {
      names.push_back(name);
    }
  }
  return names;
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TASKS_GLINER2_CASES_H_
