// The fields of JSON objects, each with a typed error where it is not what it should be.
#ifndef DEBERTA_BASE_JSON_FIELDS_H_
#define DEBERTA_BASE_JSON_FIELDS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace deberta {

// What the errors of a document's fields have: a code, what their message begins with, and the
// file, where that is known.
struct JsonSource {
  ErrorCode code;
  std::string_view where;
  std::string_view file = "";
};

// A view of a value and of the name of its file. A field that is null counts as absent, and what is
// not an object has no fields. Errors say what was expected and what was found, and not the value.
class JsonFields {
 public:
  JsonFields(const nlohmann::json& value, JsonSource source) : value_(&value), source_(source) {}

  const nlohmann::json& value() const { return *value_; }
  // The reader of another value of the same file.
  JsonFields of(const nlohmann::json& value) const { return {value, source_}; }
  JsonFields of(nlohmann::json&&) const = delete;

  // nullptr for a field that is absent.
  const nlohmann::json* find(const char* name) const;
  // `otherwise` for a field that is absent.
  bool boolean(const char* name, bool otherwise) const;
  std::string string(const char* name, const char* otherwise = "") const;
  int integer(const char* name, int otherwise, int min, int max) const;
  double number(const char* name, double otherwise) const;
  // Empty for a field that is absent.
  std::vector<std::string> strings(const char* name) const;

  // Fields that have to be there.
  const std::string& required_string(const char* name) const;
  const nlohmann::json& object(const char* name) const;
  const nlohmann::json& list(const char* name) const;

  // Throws Error{code, "<where>: <fact>", file}.
  [[noreturn]] void fail(const std::string& fact) const;

 private:
  // Throws: `field` is nullptr where it is absent.
  [[noreturn]] void unexpected(const char* name, const char* expected,
                               const nlohmann::json* field) const;

  const nlohmann::json* value_;
  JsonSource source_;
};

// The document of a file, which has to be an object. Throws what parse_json() throws.
nlohmann::json parse_object(std::string_view text, JsonSource source);

}  // namespace deberta

#endif  // DEBERTA_BASE_JSON_FIELDS_H_
