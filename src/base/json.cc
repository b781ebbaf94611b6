#include "base/json.h"

#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace deberta {

using nlohmann::json;

namespace {

[[noreturn]] void not_json(ErrorCode code, std::string_view what, size_t byte) {
  throw Error(code, std::string(what) + ": not JSON at byte " + std::to_string(byte));
}

class IntegerMembers : public nlohmann::json_sax<json> {
 public:
  IntegerMembers(ErrorCode code, std::string_view what, const OnMember& on_member)
      : code_(code), what_(what), on_member_(on_member) {}

  bool start_object(size_t) override { return open_++ == 0 || fail(); }
  bool end_object() override { return true; }
  bool key(string_t& key) override {
    key_.swap(key);
    return true;
  }
  bool number_integer(number_integer_t value) override {
    if (open_ == 0) fail();
    on_member_(key_, value);
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    return value > INT64_MAX ? fail() : number_integer(static_cast<number_integer_t>(value));
  }
  bool null() override { return fail(); }
  bool boolean(bool) override { return fail(); }
  bool number_float(number_float_t, const string_t&) override { return fail(); }
  bool string(string_t&) override { return fail(); }
  bool binary(binary_t&) override { return fail(); }
  bool start_array(size_t) override { return fail(); }
  bool end_array() override { return fail(); }
  bool parse_error(size_t byte, const std::string&, const nlohmann::detail::exception&) override {
    not_json(code_, what_, byte);
  }

 private:
  bool fail() const { throw Error(code_, what_ + ": expected an object of integers"); }

  ErrorCode code_;
  std::string what_;
  const OnMember& on_member_;
  int open_ = 0;
  std::string key_;
};

// Empties containers from the inside out. Recursive: a document has at most kMaxJsonDepth levels.
void clear(json& value) {
  if (auto* list = value.get_ptr<json::array_t*>()) {
    for (json& each : *list) clear(each);
    list->clear();
  } else if (auto* members = value.get_ptr<json::object_t*>()) {
    for (auto& [key, each] : *members) clear(each);
    members->clear();
  }
}

// Each event costs the same, however many came before: nlohmann's own parser with a callback looks
// through an object's members again whenever one of them ends.
class DocumentBuilder : public nlohmann::json_sax<json> {
 public:
  DocumentBuilder(ErrorCode code, std::string_view what) : code_(code), what_(what) {}

  ~DocumentBuilder() override { clear(root_); }
  JsonDocument take() { return JsonDocument(std::move(root_)); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // not in JSON
  bool start_object(size_t) override { return open(json::object()); }
  bool start_array(size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& key) override {
    const auto [member, is_new] =
        open_.back()->get_ref<json::object_t&>().emplace(std::move(key), nullptr);
    // nlohmann::json would keep the last of two silently.
    if (!is_new) throw Error(code_, std::string(what_) + ": a key occurs twice in one object");
    member_ = &member->second;
    return true;
  }
  bool parse_error(size_t byte, const std::string&,
                   const nlohmann::detail::exception& error) override {
    constexpr int kOutOfRange = 406;
    if (error.id != kOutOfRange) not_json(code_, what_, byte);
    throw Error(code_, std::string(what_) + ": not JSON (a number out of range)");
  }

 private:
  // Puts a value where the document goes on.
  json* put(json&& value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (auto* list = open_.back()->get_ptr<json::array_t*>()) {
      return &list->emplace_back(std::move(value));
    }
    *member_ = std::move(value);
    return member_;
  }
  bool add(json&& value) {
    put(std::move(value));
    return true;
  }
  bool open(json&& container) {
    if (open_.size() == kMaxJsonDepth) {
      throw Error(code_, std::string(what_) + ": nested deeper than " +
                             std::to_string(kMaxJsonDepth) + " levels");
    }
    open_.push_back(put(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  ErrorCode code_;
  std::string_view what_;
  json root_;
  std::vector<json*> open_;  // containers
  json* member_ = nullptr;   // of the innermost one, if it is an object
};

// The parser is compiled for the base class, once for all handlers. (json::sax_parse() would bring
// the readers of nlohmann's binary formats.)
void parse(std::string_view text, nlohmann::json_sax<json>& handler) {
  auto input = nlohmann::detail::input_adapter(text.begin(), text.end());
  nlohmann::detail::parser<json, decltype(input)>(std::move(input)).sax_parse(&handler);
}

}  // namespace

std::string number_text(const json& number) {
  if (number.is_number_unsigned()) return std::to_string(number.get<uint64_t>());
  if (number.is_number_integer()) return std::to_string(number.get<int64_t>());
  char text[64];
  return std::string(text, nlohmann::detail::to_chars(text, std::end(text), number.get<double>()));
}

void parse_integers(std::string_view text, ErrorCode code, std::string_view what,
                    const OnMember& on_member) {
  IntegerMembers handler(code, what, on_member);
  parse(text, handler);
}

JsonDocument parse_json(std::string_view text, ErrorCode code, std::string_view what) {
  DocumentBuilder builder(code, what);
  parse(text, builder);
  return builder.take();
}

JsonDocument::~JsonDocument() { clear(value_); }

}  // namespace deberta
