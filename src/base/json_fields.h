// Typed access to the fields of JSON objects, with errors for unexpected types and values.
#ifndef DEBERTA_BASE_JSON_FIELDS_H_
#define DEBERTA_BASE_JSON_FIELDS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace deberta {

// The context of a document's errors: their code, the beginning of their message, and the file
// where it is known.
struct JsonSource {
  ErrorCode code;
  std::string_view where;
  std::string_view file = "";
};

// A view of a value and of its file's name. A field that is null counts as absent, and a value that
// is not an object has no fields. Errors say what was expected and which type was found, never the
// value.
class JsonFields {
 public:
  JsonFields(const nlohmann::json& value, JsonSource source) : value_(&value), source_(source) {}

  const nlohmann::json& value() const { return *value_; }
  // A view of another value of the same file.
  JsonFields of(const nlohmann::json& value) const { return {value, source_}; }
  JsonFields of(nlohmann::json&&) const = delete;

  // nullptr for an absent field.
  const nlohmann::json* find(const char* name) const;
  // Return `otherwise` for an absent field.
  bool boolean(const char* name, bool otherwise) const;
  std::string string(const char* name, const char* otherwise = "") const;
  int integer(const char* name, int otherwise, int min, int max) const;
  double number(const char* name, double otherwise) const;
  // Empty for an absent field.
  std::vector<std::string> strings(const char* name) const;

  // Required fields: throw where they are absent.
  const std::string& required_string(const char* name) const;
  const nlohmann::json& object(const char* name) const;
  const nlohmann::json& list(const char* name) const;

  // Throws Error{code, "<where>: <fact>", file}.
  [[noreturn]] void fail(const std::string& fact) const;

 private:
  // Throws "expected …, got …". field: nullptr where it is absent.
  [[noreturn]] void unexpected(const char* name, const char* expected,
                               const nlohmann::json* field) const;

  const nlohmann::json* value_;
  JsonSource source_;
};

// Parses a file whose document must be an object. Throws what parse_json() throws.
JsonDocument parse_object(std::string_view text, JsonSource source);

}  // namespace deberta

#endif  // DEBERTA_BASE_JSON_FIELDS_H_
