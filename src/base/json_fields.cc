#include "base/json_fields.h"

namespace deberta {

using nlohmann::json;

namespace {

const char* kind_of(const json& value) {
  switch (value.type()) {
    case json::value_t::null:
      return "null";
    case json::value_t::object:
      return "an object";
    case json::value_t::array:
      return "a list";
    case json::value_t::string:
      return "a string";
    case json::value_t::boolean:
      return "true or false";
    case json::value_t::number_float:
      return "a number with a fraction or an exponent";
    default:
      return "an integer";
  }
}

}  // namespace

void JsonFields::fail(const std::string& fact) const {
  throw Error(source_.code, std::string(source_.where) + ": " + fact, source_.file);
}

void JsonFields::unexpected(const char* name, const char* expected, const json* field) const {
  fail(std::string(name) + ": expected " + expected + ", got " +
       (field == nullptr ? "nothing" : kind_of(*field)));
}

const json* JsonFields::find(const char* name) const {
  if (!value_->is_object()) return nullptr;
  const auto field = value_->find(name);
  return field == value_->end() || field->is_null() ? nullptr : &*field;
}

bool JsonFields::boolean(const char* name, bool otherwise) const {
  const json* field = find(name);
  if (field == nullptr) return otherwise;
  if (!field->is_boolean()) unexpected(name, "true or false", field);
  return field->get<bool>();
}

std::string JsonFields::string(const char* name, const char* otherwise) const {
  return find(name) == nullptr ? otherwise : required_string(name);
}

int JsonFields::integer(const char* name, int otherwise, int min, int max) const {
  const json* field = find(name);
  if (field == nullptr) return otherwise;
  if (!field->is_number_integer()) unexpected(name, "an integer", field);
  // Above the largest int64_t only the unsigned value is right.
  const bool is_huge = field->is_number_unsigned() && field->get<uint64_t>() > INT64_MAX;
  const int64_t value = is_huge ? INT64_MAX : field->get<int64_t>();
  if (value < min || value > max) {
    fail(std::string(name) + " is " + number_text(*field) + ", expected " + std::to_string(min) +
         " to " + std::to_string(max));
  }
  return static_cast<int>(value);
}

double JsonFields::number(const char* name, double otherwise) const {
  const json* field = find(name);
  if (field == nullptr) return otherwise;
  if (!field->is_number()) unexpected(name, "a number", field);
  return field->get<double>();
}

std::vector<std::string> JsonFields::strings(const char* name) const {
  std::vector<std::string> entries;
  if (find(name) == nullptr) return entries;
  for (const json& entry : list(name)) {
    if (!entry.is_string()) unexpected(name, "a list of strings", &entry);
    entries.push_back(entry.get<std::string>());
  }
  return entries;
}

const std::string& JsonFields::required_string(const char* name) const {
  const json* field = find(name);
  if (field == nullptr || !field->is_string()) unexpected(name, "a string", field);
  return field->get_ref<const std::string&>();
}

const json& JsonFields::object(const char* name) const {
  const json* field = find(name);
  if (field == nullptr || !field->is_object()) unexpected(name, "an object", field);
  return *field;
}

const json& JsonFields::list(const char* name) const {
  const json* field = find(name);
  if (field == nullptr || !field->is_array()) unexpected(name, "a list", field);
  return *field;
}

JsonDocument parse_object(std::string_view text, JsonSource source) {
  JsonDocument document =
      in_file(source.file, [&] { return parse_json(text, source.code, source.where); });
  if (!document.value().is_object()) {
    JsonFields(document, source).fail(std::string("expected an object, got ") + kind_of(document));
  }
  return document;
}

}  // namespace deberta
