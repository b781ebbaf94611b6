#include "base/json.h"

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace deberta {
namespace {

[[noreturn]] void not_json(ErrorCode code, std::string_view what, size_t byte) {
  throw Error(code, std::string(what) + ": not JSON at byte " + std::to_string(byte));
}

class IntegerMembers : public nlohmann::json_sax<nlohmann::json> {
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

}  // namespace

void parse_integers(std::string_view text, ErrorCode code, std::string_view what,
                    const OnMember& on_member) {
  IntegerMembers handler(code, what, on_member);
  nlohmann::json::sax_parse(text.begin(), text.end(), &handler);
}

nlohmann::json parse_json(std::string_view text, ErrorCode code, std::string_view what) {
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::unordered_set<std::string>> keys;  // of the objects that are open
  auto check = [&](int depth, Event event, nlohmann::json& parsed) {
    if (depth > kMaxJsonDepth) {
      throw Error(code, std::string(what) + ": nested deeper than " +
                            std::to_string(kMaxJsonDepth) + " levels");
    }
    if (event == Event::object_start) {
      keys.emplace_back();
    } else if (event == Event::object_end) {
      keys.pop_back();
    } else if (event == Event::key) {
      // nlohmann::json would keep the last of two silently.
      if (!keys.back().insert(parsed.get_ref<const std::string&>()).second) {
        throw Error(code, std::string(what) + ": a key occurs twice in one object");
      }
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text.begin(), text.end(), check);
  } catch (const nlohmann::json::parse_error& error) {
    not_json(code, what, error.byte);
  } catch (const nlohmann::json::exception&) {
    throw Error(code, std::string(what) + ": not JSON (a number out of range)");
  }
}

}  // namespace deberta
