// Fields of a tokenizer's JSON files, each with a typed error where it is not what it should be.
#ifndef DEBERTA_TEXT_FILES_JSON_FIELDS_H_
#define DEBERTA_TEXT_FILES_JSON_FIELDS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace deberta {

// Throw kTokenizerJson and kTokenizerUnsupported.
[[noreturn]] void bad_file(const std::string& fact);
[[noreturn]] void unsupported(const std::string& fact);

// A file's object; {} for a file that is not there. Throws kTokenizerJson.
nlohmann::json read_object(std::string_view content, const char* name);

// A member that is there and not null, or nullptr.
const nlohmann::json* find(const nlohmann::json& object, const char* name);
// A member's value; for one that is not there `otherwise`, or "". Throw kTokenizerJson.
bool flag(const nlohmann::json& object, const char* name, bool otherwise);
std::string text(const nlohmann::json& object, const char* name);

// A token's id. Throw kVocab.
int32_t checked_id(int64_t id);
int32_t id_of(const nlohmann::json& value);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_JSON_FIELDS_H_
