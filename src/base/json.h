// Parsing of untrusted JSON.
#ifndef DEBERTA_BASE_JSON_H_
#define DEBERTA_BASE_JSON_H_

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace deberta {

// Owns a document. Its destructor takes no memory; that of nlohmann::json does, to list the
// children of a container, and ends the process where there is none.
class JsonDocument {
 public:
  JsonDocument() = default;
  JsonDocument(nlohmann::json&& value) noexcept : value_(std::move(value)) {}
  JsonDocument(JsonDocument&& other) noexcept : value_(std::move(other.value_)) {}
  JsonDocument& operator=(JsonDocument&& other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~JsonDocument();

  const nlohmann::json& value() const { return value_; }
  operator const nlohmann::json&() const& { return value_; }
  operator const nlohmann::json&() && = delete;  // it would be copied, or outlived

 private:
  nlohmann::json value_;
};

// The document, or Error{code, "<what> …"} where the text is not JSON, names a key twice in one
// object, or nests deeper than kMaxJsonDepth (a deep document overflows a 1 MB stack when it is
// copied).
inline constexpr int kMaxJsonDepth = 64;
JsonDocument parse_json(std::string_view text, ErrorCode code, std::string_view what);

// A number as it stands in a JSON text. (nlohmann's dump() would bring all of its writer.)
std::string number_text(const nlohmann::json& number);

// An object whose values are all integers, such as a vocabulary, one member at a time: no document
// is built. The same errors, and one for a value of another type. A key may occur twice.
using OnMember = std::function<void(std::string& key, int64_t value)>;
void parse_integers(std::string_view text, ErrorCode code, std::string_view what,
                    const OnMember& on_member);

}  // namespace deberta

#endif  // DEBERTA_BASE_JSON_H_
