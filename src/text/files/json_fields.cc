#include "text/files/json_fields.h"

#include "base/error.h"
#include "base/json.h"
#include "text/models/vocab.h"

namespace deberta {

using nlohmann::json;

void bad_file(const std::string& fact) { throw Error(ErrorCode::kTokenizerJson, fact); }

void unsupported(const std::string& fact) {
  throw Error(ErrorCode::kTokenizerUnsupported, "tokenizer.json: " + fact);
}

json read_object(std::string_view content, const char* name) {
  if (content.empty()) return json::object();
  json document = parse_json(content, ErrorCode::kTokenizerJson, name);
  if (!document.is_object()) bad_file(std::string(name) + ": not an object");
  return document;
}

const json* find(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto member = object.find(name);
  return member == object.end() || member->is_null() ? nullptr : &*member;
}

bool flag(const json& object, const char* name, bool otherwise) {
  const json* member = find(object, name);
  if (member == nullptr) return otherwise;
  if (!member->is_boolean()) bad_file(std::string(name) + " is not true or false");
  return member->get<bool>();
}

std::string text(const json& object, const char* name) {
  const json* member = find(object, name);
  if (member == nullptr) return "";
  if (!member->is_string()) bad_file(std::string(name) + " is not a string");
  return member->get<std::string>();
}

int32_t checked_id(int64_t id) {
  if (id < 0 || id >= Vocab::kMaxTokens) {
    throw Error(ErrorCode::kVocab, "vocab: id " + std::to_string(id) + ", expected 0 to " +
                                       std::to_string(Vocab::kMaxTokens - 1));
  }
  return static_cast<int32_t>(id);
}

int32_t id_of(const json& value) {
  if (!value.is_number_integer()) throw Error(ErrorCode::kVocab, "vocab: an id is not an integer");
  return checked_id(value.get<int64_t>());
}

}  // namespace deberta
